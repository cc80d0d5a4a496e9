"""What happens when somebody changes or deletes a Material Request of ERPNext with supplies in it."""

from office_management.facilities import api


def tell_taken_out(doc, method=None) -> None:
	"""on_update: whose row was taken out by somebody else is told."""
	api.supplies_taken_out(doc)


def tell_deleted(doc, method=None) -> None:
	"""on_trash: everybody who asked for something in a draft is told."""
	api.supplies_deleted(doc)
