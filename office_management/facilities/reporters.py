"""Who reported a problem: the receipt, the outcome, and reports of one problem brought together."""

from frappe.model.document import Document


def task_changed(task: Document) -> None:
	"""After a task was saved: note in its rows which reporters are now owed a receipt or the outcome."""
