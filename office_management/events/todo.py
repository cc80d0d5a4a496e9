"""What happens to Frappe's ToDo, which is how a task is assigned."""

from office_management.facilities import api as facilities


def check_assignment(doc, method: str | None = None) -> None:
	facilities.check_todo(doc)


def note_assignment(doc, method: str | None = None) -> None:
	facilities.todo_made(doc)
