"""Who may see which Office Documents: managers and auditors those of their places and companies, others their own.

One's own are those one is responsible for, and those of whom one stands in for. Who is limited to places does not see
what has none: that is the whole company's. Files that hang on a document follow it (they are always private).
"""

import frappe
from pypika.terms import Criterion

from office_management.erp.people import employee_of
from office_management.office_space import api as office_space
from office_management.row_rules import READING, exists, holds, rows_below

DOCUMENT = "Office Document"
SEE_ALL = frozenset({"System Manager", "Office Manager", "Office Auditor"})
MANAGERS = frozenset({"System Manager", "Office Manager"})


def document_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Office Document, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	own = own_document(table, user)
	if not holds(SEE_ALL, user):
		return own
	limits = office_space.limits(table, DOCUMENT, user)
	return None if limits is None else limits | own


def own_document(table, user: str) -> Criterion:
	"""The user is responsible for it, or stands in for who is."""
	mine = employee_of(user)
	if not mine:
		return table.name.isnull()
	employee = frappe.qb.DocType("Employee")
	covered = frappe.qb.from_(employee).select(employee.name).where(employee.om_deputy == mine)
	return (table.responsible == mine) | table.responsible.isin(covered)


def document_query(user: str | None = None, doctype: str = DOCUMENT) -> str:
	"""permission_query_conditions of Office Document."""
	return office_space.as_sql(document_criterion(frappe.qb.DocType(DOCUMENT), user))


def document_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Document: the saved row is asked; a new one goes by its place. Writing is for managers."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if (ptype or "read") not in READING and not holds(MANAGERS, user):
		return False
	if doc.is_new():
		return office_space.may_use_place(doc.get("space") or None, user)
	return may_see(doc.name, user)


def may_see(name: str, user: str | None = None) -> bool:
	"""One EXISTS on the saved row."""
	table = frappe.qb.DocType(DOCUMENT)
	return exists(table, name, document_criterion(table, user))


def document_rows_query(user: str | None = None, doctype: str = "Office Document Reminder") -> str:
	"""permission_query_conditions of the child table: rows of the documents that the user may see."""
	table = frappe.qb.DocType(doctype)
	return office_space.as_sql(rows_below(table, {DOCUMENT: document_criterion}, user))
