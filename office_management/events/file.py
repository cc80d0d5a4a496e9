"""Frappe's File: what hangs on an Office Document is private."""

from frappe.model.document import Document

from office_management.office_administration import api as administration


def keep_private(document: Document, method: str | None = None) -> None:
	"""after_insert: what hangs on an Office Document is private."""
	administration.file_added(document)
