"""Our own Office Space: what its renaming means for planned work."""

from frappe.model.document import Document

from office_management.facilities import api as facilities


def follow_in_plans(document: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""after_rename."""
	facilities.target_renamed("space", new)


def refuse_if_worked_at(document: Document, method: str | None = None) -> None:
	"""on_trash: what tasks and plans name cannot be deleted."""
	facilities.refuse_deletion(document.doctype, document.name)
