"""Frappe's File: what hangs on closed records stays, and what hangs on an Office Document is private."""

from frappe.model.document import Document

from office_management.office_administration import api as administration
from office_management.office_audits import api as audits


def keep_evidence(document: Document, method: str | None = None) -> None:
	"""validate, on_trash: a file of a signed audit or a verified finding stays as it is."""
	audits.keep_evidence(document, is_deleted=method == "on_trash")


def keep_private(document: Document, method: str | None = None) -> None:
	"""after_insert: what hangs on an Office Document is private."""
	administration.file_added(document)
