"""What proves something stays as it is: photos are pictures of who sends them, and closed records keep their files.

A record is closed when nothing about it may change any more: an audit that is signed or cancelled, a finding that is
verified.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_link_to_form

from office_management.domain import audit_states, finding_states
from office_management.photos import is_photo

AUDIT = "Office Audit"
FINDING = "Audit Finding"
CLOSED = {
	AUDIT: (audit_states.SIGNED_OFF, audit_states.CANCELLED),
	FINDING: (finding_states.VERIFIED,),
}
FILE_FIELDS = ("file_url", "content_hash", "attached_to_doctype", "attached_to_name", "is_private")


class EvidenceClosedError(frappe.ValidationError):
	"""What this belongs to is closed: nothing of it is changed or deleted any more."""


class EvidencePhotoError(frappe.ValidationError):
	"""What was sent as a photo is no picture, or no file of the one who sends it."""


class EvidenceRowError(frappe.ValidationError):
	"""A row is written with the record it stands in, never by itself."""


# --- closed records -------------------------------------------------------------------------------------------


def check_open(doctype: str | None, name: str | None) -> None:
	"""Raises EvidenceClosedError where an audit or a finding is closed."""
	if doctype not in CLOSED or not name:
		return
	status = frappe.db.get_value(doctype, name, "status")
	if status in CLOSED[doctype]:
		message = _("{0} is {1}: what belongs to it stays as it is.", context=AUDIT)
		link = get_link_to_form(doctype, name)
		frappe.throw(message.format(link, bold(_(status, context=doctype))), EvidenceClosedError)


def keep_file(file: Document) -> None:
	"""A file is deleted, or is about to change: not that of a closed record."""
	check_open(file.attached_to_doctype, file.attached_to_name)


def keep_changed_file(file: Document) -> None:
	"""A file is saved: one of a closed record keeps its content and its place."""
	before = file.get_doc_before_save()
	if before and any(before.get(field) != file.get(field) for field in FILE_FIELDS):
		keep_file(before)


def refuse_alone(row: Document) -> None:
	"""A row of a table is saved or deleted past its record. Raises EvidenceRowError."""
	message = _("Open {0}, and change its rows there.", context=AUDIT)
	frappe.throw(message.format(get_link_to_form(row.parenttype, row.parent)), EvidenceRowError)


# --- photos ---------------------------------------------------------------------------------------------------


def is_own_photo(address: str | None) -> bool:
	"""Whether this is the address of a picture that the session's user has uploaded here, or may read."""
	names = frappe.get_all("File", {"file_url": address or ""}, pluck="name", order_by="creation", limit=20)
	files = [frappe.get_doc("File", name) for name in names]
	return any(frappe.has_permission("File", "read", doc=file) and _shows_picture(file) for file in files)


def _shows_picture(file: Document) -> bool:
	if cint(file.is_folder) or not (file.file_url or "").startswith(("/files/", "/private/files/")):
		return False
	try:
		content = file.get_content()
	except (OSError, frappe.ValidationError, frappe.PermissionError):
		return False
	return is_photo(content if isinstance(content, bytes) else content.encode())


def check_new_photos(document: Document) -> None:
	"""Photos that are added to a record are pictures. Raises EvidencePhotoError."""
	before = document.get_doc_before_save()
	there = {row.photo for row in (before.photos if before else ())}
	for row in document.photos:
		if row.photo and row.photo not in there and not is_own_photo(row.photo):
			message = _("{0} is no picture (JPEG, PNG or WebP). Attach a photo.", context="Audit Photo")
			frappe.throw(message.format(bold(escape_html(row.photo))), EvidencePhotoError)


def attach_to_audit(addresses: list[str], audit: str) -> None:
	"""Photos of scans are seen by who sees the audit: the files of the session's user become files of it."""
	if not addresses:
		return
	frappe.db.set_value(
		"File",
		{"file_url": ("in", addresses), "owner": frappe.session.user, "attached_to_name": ("is", "not set")},
		{"attached_to_doctype": AUDIT, "attached_to_name": audit},
	)
