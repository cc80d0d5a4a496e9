"""ERPNext's Supplier: what its deletion means for work given to it."""

from frappe.model.document import Document

from office_management.facilities import api as facilities


def refuse_if_at_work(document: Document, method: str | None = None) -> None:
	"""on_trash: what tasks and plans name cannot be deleted."""
	facilities.refuse_deletion(document.doctype, document.name)
