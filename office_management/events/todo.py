"""What happens to Frappe's ToDo, which is how a task is assigned."""

from office_management.facilities import api as facilities


def check_assignment(doc, method: str | None = None) -> None:
	"""validate: whoever assigns a task must be allowed to."""
	facilities.check_todo(doc)


def note_assignment(doc, method: str | None = None) -> None:
	"""after_insert: to give a task to somebody answers who asked for it."""
	facilities.todo_made(doc)
