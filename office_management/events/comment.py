"""What happens to Frappe's Comment."""

from office_management.facilities import api as facilities


def note_comment(doc, method: str | None = None) -> None:
	facilities.commented(doc)
