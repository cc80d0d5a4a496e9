"""Many documents of one kind stored at once, each exactly as an ordinary insert would store it.

One document is taken through every step of an insert but the storing itself (defaults, links, validate, all of
Frappe's own checks); the others are copies of it in which a few named fields differ. What an insert does *after* it
has stored a document is not done here: the caller does it for all of them, or makes them one by one instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from office_management.bulk_rows import insert_rows


@dataclass(frozen=True)
class Prototype:
	"""The columns of a document and of its rows, without what is empty."""

	values: dict
	rows: list[tuple[str, dict]] = field(default_factory=list)


def prototype(values: dict) -> Prototype:
	"""Work out what inserting a document with these values would store; nothing is written.

	Raises whatever the insert would raise.
	"""
	doc = prepared(values)
	rows = [(row.doctype, columns_of(row)) for row in doc.get_all_children()]
	return Prototype(columns_of(doc), rows)


def prepared(values: dict) -> Document:
	"""A document that has been through `Document.insert` up to where it is stored."""
	doc = frappe.get_doc(values)
	doc.flags.ignore_permissions = True  # the job acts for the plan, whose maker held the right to make tasks
	doc.set("__islocal", True)
	doc._set_defaults()
	doc.set_user_and_timestamp()
	doc.set_docstatus()
	doc.check_if_latest()
	doc._validate_links()
	doc.run_method("before_insert")
	doc.set_new_name()
	doc.set_parent_in_children()
	doc.flags.in_insert = True
	doc.run_before_save_methods()
	doc._validate()
	doc.set_docstatus()
	return doc


def columns_of(doc: Document) -> dict:
	"""What is stored of one document or row; what is empty is left to the database's default."""
	if not doc.creation:  # a row that was added while the document was validated
		doc.creation = doc.modified = now_datetime()
		doc.owner = doc.modified_by = frappe.session.user
	values = doc.get_valid_dict(ignore_virtual=True)
	return {column: value for column, value in values.items() if value is not None}


def insert(doctype: str, rows: Iterable[dict], ignore_duplicates: bool = False) -> None:
	"""Store rows of one DocType with as few statements as possible (see bulk_rows.py)."""
	insert_rows(doctype, rows, ignore_duplicates)


def new_names(number: int) -> list[str]:
	"""Names as Frappe's naming rule `hash` gives them."""
	return [frappe.generate_hash(length=10) for _number in range(number)]
