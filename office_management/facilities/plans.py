"""Plans: when they are due, on what, and what follows when a task of theirs is closed.

A date of a plan that was missed is kept as a task with status Skipped and `is_missed` = 1 (a field of Facility Task):
the report Plan Compliance counts by that flag, never by the text of the reason.
"""

from frappe.model.document import Document


def task_closed(task: Document) -> None:
	"""A task of a plan was done, verified, skipped or cancelled: plans counted from completion go on from here."""
