"""What an Auto Email Report of one of our reports needs to know."""

from office_management.office_administration import api


def validate(doc, method: str | None = None) -> None:
	"""Our reports keep to the limits of the user the mail is made for."""
	api.name_the_reader(doc)
