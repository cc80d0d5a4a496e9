"""Texts that people type, made safe where Frappe leaves a gap."""

from frappe.model.document import Document
from frappe.utils.html_utils import is_json, sanitize_html

from office_management.domain import tables

TYPED = ("Data", "Small Text", "Text", "Long Text")


def clean_texts(document: Document) -> None:
	"""Take script out of the typed texts of a document and of its rows.

	Frappe does so on every save, but leaves text alone that happens to be valid JSON, a quoted string for instance;
	a read-only control of a form then draws it as it is.
	"""
	for part in (document, *document.get_all_children()):
		for name, value in list(part.__dict__.items()):
			if isinstance(value, str) and "<" in value and _is_typed(part, name) and is_json(value):
				part.set(name, sanitize_html(value, always_sanitize=True))


def keep_formulas_text(document: Document) -> None:
	"""What a spreadsheet would take for a formula in the typed texts of a document is kept text by an apostrophe.

	Frappe writes its lists into files as they are stored.
	"""
	for name, value in list(document.__dict__.items()):
		if isinstance(value, str) and _is_typed(document, name):
			document.set(name, tables.as_text(value))


def _is_typed(part: Document, name: str) -> bool:
	field = part.meta.get_field(name)
	return bool(field) and field.fieldtype in TYPED
