"""What happens to Frappe's Comment."""

from office_management.facilities import api as facilities


def note_comment(doc, method: str | None = None) -> None:
	"""after_insert: a word on a task answers who asked for it."""
	facilities.commented(doc)
