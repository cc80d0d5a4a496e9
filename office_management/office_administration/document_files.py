"""Files of Office Documents are private, whatever the browser asked for: only who may read the record opens them."""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html

DOCUMENT = "Office Document"
PUBLIC = "/files/"
PRIVATE = "/private/files/"
WEB = ("https://", "http://")
PRIVATE_DOCTYPES = (DOCUMENT,)


class DocumentFileError(frappe.ValidationError):
	"""Not the address of a file that the user may open."""


def check_file(document: Document) -> None:
	"""A newly named file is one the user may read: what hangs on a document is open to whoever reads it.

	Raises DocumentFileError.
	"""
	address = document.file or ""
	if not address or not document.has_value_changed("file") or address.startswith(WEB):
		return
	names = frappe.get_all("File", {"file_url": address}, pluck="name", order_by="creation", limit=20)
	files = [frappe.get_doc("File", name) for name in names]
	is_here = address.startswith((PUBLIC, PRIVATE))
	if not is_here or not any(frappe.has_permission("File", "read", doc=file) for file in files):
		message = _("{0} is no file that you may open. Attach one.", context=DOCUMENT)
		frappe.throw(message.format(bold(escape_html(address))), DocumentFileError)


def keep_private(document: Document) -> None:
	"""While a document is validated: the file it names is made private, and that is said.

	Raises DocumentFileError.
	"""
	check_file(document)
	if not (document.file or "").startswith(PUBLIC):
		return
	file = uploaded(document)
	document.file = make_private(file) if file else private_copy(document)
	message = _("{0} is private now: only who may read this record can open it.", context=DOCUMENT)
	frappe.msgprint(message.format(bold(escape_html(document.file.split("/")[-1]))), alert=True)


def uploaded(document: Document) -> Document | None:
	"""The file that was uploaded for this record, if it is nobody else's."""
	rows = frappe.get_all(
		"File",
		{"file_url": document.file},
		["name", "attached_to_doctype", "attached_to_name", "owner"],
		order_by="creation",
	)
	others = [row for row in rows if row.attached_to_name and row.attached_to_name != document.name]
	mine = [row for row in rows if row not in others and row.owner == frappe.session.user]
	return frappe.get_doc("File", mine[-1].name) if mine and len(rows) == 1 else None


def make_private(file: Document) -> str:
	"""Move the file to where nobody gets it without a right; its new address."""
	file.is_private = 1
	file.save(ignore_permissions=True)  # it was uploaded for a record that the user may write
	return file.file_url


def private_copy(document: Document) -> str:
	"""A private copy of a file that others use, too: theirs stays as it is."""
	name = frappe.db.get_value("File", {"file_url": document.file}, "name")
	if not name:
		return document.file
	known = frappe.get_doc("File", name)
	known.check_permission("read")
	copy = frappe.get_doc(
		{"doctype": "File", "file_name": known.file_name, "is_private": 1, "content": known.get_content()}
	)
	return copy.insert(ignore_permissions=True).file_url  # the user may read the file it is a copy of


def file_added(file: Document) -> None:
	"""A File was added: what hangs on an Office Document is made private at once."""
	if file.attached_to_doctype in PRIVATE_DOCTYPES and (file.file_url or "").startswith(PUBLIC):
		make_private(file)
