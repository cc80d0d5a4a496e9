"""Plans: when they are due, on what, and what follows when a task of theirs is closed."""

from frappe.model.document import Document


def task_closed(task: Document) -> None:
	"""A task of a plan was done, verified, skipped or cancelled: plans counted from completion go on from here."""
