"""Who may see which audits, lines and scans, and who counts: one criterion each, for lists, documents and reports.

Limits, all at once:

- place and company: as in Space. An audit without a place is of the whole company, and seen only by who is not
  limited to places, or named in it;
- row: office managers, auditors and system managers see every audit of their places. Anyone else sees the audits
  they are named in, and the lines of those.

Counting is for those named (lead and auditors) and for managers.
"""

import frappe
from pypika.terms import Criterion

from office_management import row_rules
from office_management.domain import audit_states as states
from office_management.office_space import api as office_space
from office_management.row_rules import READING, all_of, holds

AUDIT, LINE, SCAN, AUDITOR = "Office Audit", "Audit Asset Line", "Audit Scan", "Office Audit Auditor"
ANSWER = "Office Audit Answer"
DOCUMENT_LINE = "Office Audit Document"
ASKED = "Audit Custodian"
SEE_ALL = frozenset({"System Manager", "Office Manager", "Office Auditor"})
MANAGERS = frozenset({"System Manager", "Office Manager"})


# --- roles ----------------------------------------------------------------------------------------------------


def sees_all(user: str | None = None) -> bool:
	"""Whether the user's roles show every audit (places and companies apart)."""
	return holds(SEE_ALL, user)


def is_manager(user: str | None = None) -> bool:
	"""Whether the user may do in an audit what its lead may."""
	return holds(MANAGERS, user)


# --- the criteria ---------------------------------------------------------------------------------------------


def audit_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Office Audit, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	named = named_in(table, user)
	if not sees_all(user):
		return named
	place = office_space.place_criterion(table.space, AUDIT, user)
	company = office_space.company_criterion(table.company, AUDIT, user)
	return all_of(None if place is None else place | named, company)


def named_in(table, user: str) -> Criterion:
	"""The user leads the audit or counts in it."""
	row = frappe.qb.DocType(AUDITOR)
	audits = frappe.qb.from_(row).select(row.parent).where((row.user == user) & (row.parenttype == AUDIT))
	return (table.lead_auditor == user) | table.name.isin(audits)


def line_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Audit Asset Line: the lines of the audits they see, at their places."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	audit = frappe.qb.DocType(AUDIT)
	limit = audit_criterion(audit, user)
	of_audits = (
		None if limit is None else table.audit.isin(frappe.qb.from_(audit).select(audit.name).where(limit))
	)
	return all_of(
		of_audits, office_space.company_criterion(table.company, LINE, user), not_hidden(table, user)
	)


def not_hidden(table, user: str) -> Criterion | None:
	"""While a count that hides what is expected goes on, its lines are for its lead and for managers."""
	return None if is_manager(user) else table.audit.notin(blind_counts(user))


def blind_counts(user: str):
	"""The counts whose lines are hidden from a user who is no manager, as a query."""
	audit = frappe.qb.DocType(AUDIT)
	blind = (audit.is_blind == 1) & (audit.status == states.IN_PROGRESS) & (audit.lead_auditor != user)
	return frappe.qb.from_(audit).select(audit.name).where(blind)


def scan_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Audit Scan, or of answers: those of the audits they see."""
	user = user or frappe.session.user
	audit = frappe.qb.DocType(AUDIT)
	limit = audit_criterion(audit, user)
	return None if limit is None else table.audit.isin(frappe.qb.from_(audit).select(audit.name).where(limit))


# --- what hooks.py names --------------------------------------------------------------------------------------


def office_audit_query(user: str | None = None, doctype: str = AUDIT) -> str:
	"""permission_query_conditions of Office Audit."""
	return office_space.as_sql(audit_criterion(frappe.qb.DocType(AUDIT), user))


def audit_line_query(user: str | None = None, doctype: str = LINE) -> str:
	"""permission_query_conditions of Audit Asset Line."""
	return office_space.as_sql(line_criterion(frappe.qb.DocType(LINE), user))


def audit_document_query(user: str | None = None, doctype: str = DOCUMENT_LINE) -> str:
	"""permission_query_conditions of Office Audit Document: those of the audits the user sees."""
	return office_space.as_sql(scan_criterion(frappe.qb.DocType(DOCUMENT_LINE), user))


def audit_document_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Audit Document."""
	return (ptype or "read") in READING and exists(DOCUMENT_LINE, doc.name, scan_criterion, user)


def audit_answer_query(user: str | None = None, doctype: str = ANSWER) -> str:
	"""permission_query_conditions of Office Audit Answer."""
	return office_space.as_sql(scan_criterion(frappe.qb.DocType(ANSWER), user))


def audit_scan_query(user: str | None = None, doctype: str = SCAN) -> str:
	"""permission_query_conditions of Audit Scan."""
	return office_space.as_sql(scan_criterion(frappe.qb.DocType(SCAN), user))


def office_audit_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Audit: the saved row is asked; a new one goes by its place. Acting is for auditors."""
	return office_space.has_row_permission(AUDIT, audit_criterion, doc, ptype, user, acting=sees_all)


def audit_line_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Audit Asset Line."""
	return (ptype or "read") in READING and exists(LINE, doc.name, line_criterion, user)


def audit_scan_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Audit Scan."""
	return (ptype or "read") in READING and exists(SCAN, doc.name, scan_criterion, user)


def audit_answer_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Audit Answer."""
	return (ptype or "read") in READING and exists(ANSWER, doc.name, scan_criterion, user)


def audit_custodian_query(user: str | None = None, doctype: str = ASKED) -> str:
	"""permission_query_conditions of Audit Custodian: those of the audits the user sees."""
	return office_space.as_sql(scan_criterion(frappe.qb.DocType(ASKED), user))


def audit_custodian_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Audit Custodian."""
	return (ptype or "read") in READING and exists(ASKED, doc.name, scan_criterion, user)


def may_use(space: str, user: str | None = None) -> bool:
	"""Whether the user may audit at this place, as far as places and companies go."""
	return office_space.may_use(space, AUDIT, user)


def exists(doctype: str, name: str, criterion, user: str | None = None) -> bool:
	"""One EXISTS on the saved row."""
	table = frappe.qb.DocType(doctype)
	return row_rules.exists(table, name, criterion(table, user))


# --- acting on one audit --------------------------------------------------------------------------------------


def check_may_see(audit: str) -> None:
	"""Raises frappe.PermissionError unless the session's user sees the audit."""
	frappe.has_permission(AUDIT, "read", doc=audit, throw=True)


def check_may_see_lines(audit: str) -> None:
	"""Raises frappe.PermissionError unless the session's user sees the audit, and what it expects."""
	check_may_see(audit)
	if not is_manager() and audit in blind_counts(frappe.session.user).run(pluck=True):
		raise frappe.PermissionError


def check_may_lead(audit: str) -> None:
	"""Starting, ending and deciding: its lead, auditors of the role, managers. Raises frappe.PermissionError."""
	frappe.has_permission(AUDIT, "write", doc=audit, throw=True)


def counts_in(audit: str, user: str | None = None) -> bool:
	"""Whether the user may count in this audit: named in it, or a manager who sees it."""
	user = user or frappe.session.user
	return exists(AUDIT, audit, audit_criterion, user) if is_manager(user) else is_named(audit, user)


def is_named(audit: str, user: str | None = None) -> bool:
	"""Whether the user leads the audit or counts in it by name."""
	user = user or frappe.session.user
	return exists(AUDIT, audit, lambda table, who: named_in(table, who or user), user)


def check_may_count(audit: str) -> None:
	"""Raises frappe.PermissionError unless the session's user counts in this audit."""
	if not counts_in(audit):
		frappe.throw(
			frappe._(
				"You are not among the auditors of {0}. Ask its lead to add you.", context="Office Audit"
			).format(frappe.bold(frappe.utils.escape_html(audit))),
			frappe.PermissionError,
		)
