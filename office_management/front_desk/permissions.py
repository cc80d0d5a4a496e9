"""Who may see which visits, visitors and invitations: one criterion each, for lists, documents and reports.

Limits, all at once:

- place and company: as in Space, for everybody who is limited to some;
- row: reception (office managers, receptionists, system managers) and auditors see every visit of their places.
  Anyone else sees the visits they host, together with others or as a fallback, those they were told of, and those
  they invited.

Acting is for reception; what a host may do (approve, deny, sign out, cancel) goes through our own methods.
"""

import frappe
from pypika.terms import Criterion

from office_management.erp.people import employee_of
from office_management.office_space import api as office_space
from office_management.office_space.api import has_row_permission as has_permission
from office_management.office_space.api import limits, may_use
from office_management.row_rules import READING, all_of, exists, holds

LOG, VISITOR, INVITATION = "Visitor Log", "Visitor", "Visit Invitation"
RECEPTION = frozenset({"System Manager", "Office Manager", "Office Receptionist"})
MANAGERS = frozenset({"System Manager", "Office Manager"})
SEE_ALL = RECEPTION | {"Office Auditor"}


# --- roles ----------------------------------------------------------------------------------------------------


def is_reception(user: str | None = None) -> bool:
	"""Whether the user may act on the visits of their places."""
	return holds(RECEPTION, user)


def is_manager(user: str | None = None) -> bool:
	"""Whether the user decides what reception may not: who is let in though a rule names them, and what is kept."""
	return holds(MANAGERS, user)


def sees_all(user: str | None = None) -> bool:
	"""Whether the user's roles show every visit (places and companies apart)."""
	return holds(SEE_ALL, user)


# --- parts of the criteria ------------------------------------------------------------------------------------


def hosted_by(table, doctype: str, employee: str) -> Criterion:
	"""The employee is host, co-host or fallback of the visit or the invitation."""
	together = frappe.qb.DocType("Visit Host")
	also = (
		frappe.qb.from_(together)
		.select(together.parent)
		.where((together.parenttype == doctype) & (together.employee == employee))
	)
	return (table.host == employee) | (table.fallback_host == employee) | table.name.isin(also)


def _own_visits(table, user: str) -> Criterion:
	"""Visits of an employee: hosted, told of, or invited by them."""
	notice, invitation = frappe.qb.DocType("Visitor Log Notice"), frappe.qb.DocType(INVITATION)
	told = frappe.qb.from_(notice).select(notice.parent).where(notice.user == user)
	invited = frappe.qb.from_(invitation).select(invitation.name).where(_own_invitations(invitation, user))
	own = table.name.isin(told) | table.visit_invitation.isin(invited)
	employee = employee_of(user)
	return own | hosted_by(table, LOG, employee) if employee else own


def _own_invitations(table, user: str) -> Criterion:
	employee = employee_of(user)
	own = table.owner == user
	return own | hosted_by(table, INVITATION, employee) if employee else own


# --- the criteria ---------------------------------------------------------------------------------------------


def visit_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Visitor Log, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not sees_all(user):
		return _own_visits(table, user)
	return limits(table, LOG, user)


def visitor_criterion(table, user: str | None = None, among: list[str] | None = None) -> Criterion | None:
	"""Return what limits the user's view of Visitor, for a pypika `table`; None when nothing does.

	A visitor stands at no place: who is limited sees those who visited their places, those who have not come
	anywhere yet, and those they made.

	Args:
		among: the visitors that the query is about, where they are known: the visits of others are not read then.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not is_reception(user):
		return table.name == ""
	log = frappe.qb.DocType(LOG)
	limit = limits(log, LOG, user)
	if limit is None:
		return None
	visited = frappe.qb.from_(log).select(log.visitor).where(log.visitor.isnotnull())
	if among is not None:
		visited = visited.where(log.visitor.isin(among))
	return (table.owner == user) | table.name.isin(visited.where(limit)) | table.name.notin(visited)


def invitation_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Visit Invitation, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not sees_all(user):
		return _own_invitations(table, user)
	return limits(table, INVITATION, user)


# --- what hooks.py names --------------------------------------------------------------------------------------


def visitor_log_query(user: str | None = None, doctype: str = LOG) -> str:
	"""permission_query_conditions of Visitor Log."""
	return office_space.as_sql(visit_criterion(frappe.qb.DocType(LOG), user))


def visitor_query(user: str | None = None, doctype: str = VISITOR) -> str:
	"""permission_query_conditions of Visitor."""
	return office_space.as_sql(visitor_criterion(frappe.qb.DocType(VISITOR), user))


def visit_invitation_query(user: str | None = None, doctype: str = INVITATION) -> str:
	"""permission_query_conditions of Visit Invitation."""
	return office_space.as_sql(invitation_criterion(frappe.qb.DocType(INVITATION), user))


def visitor_log_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Visitor Log: the saved row is asked; a new one goes by its place. Acting is for reception."""
	return has_permission(LOG, visit_criterion, doc, ptype, user, acting=is_reception)


def visitor_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Visitor: the saved row is asked."""
	return has_permission(VISITOR, visitor_criterion, doc, ptype, user, acting=is_reception)


def visit_invitation_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Visit Invitation: the saved row is asked; a new one goes by its place.

	Who sees every invitation changes only their own, unless they are reception.
	"""
	user = user or frappe.session.user
	if not has_permission(INVITATION, invitation_criterion, doc, ptype, user):
		return False
	if (ptype or "read") in READING or doc.is_new() or is_reception(user):
		return True
	table = frappe.qb.DocType(INVITATION)
	return exists(table, doc.name, _own_invitations(table, user))


# --- acting on one visit --------------------------------------------------------------------------------------


def is_host_of(log: str, user: str | None = None) -> bool:
	"""Whether the user hosts this visit, alone, together with others, as fallback, or invited to it."""
	user = user or frappe.session.user
	table = frappe.qb.DocType(LOG)
	return exists(table, log, _own_visits(table, user))


def check_may_act(log: str) -> None:
	"""Reception, on a visit of their places. Raises frappe.PermissionError, frappe.DoesNotExistError."""
	row = frappe.db.get_value(LOG, log, "*", as_dict=True)  # its tables decide nothing
	doc = frappe.get_doc({"doctype": LOG, **row}) if row else frappe.get_doc(LOG, log)
	doc.check_permission("write")


def check_may_decide(log: str) -> None:
	"""Reception or a host of the visit. Raises frappe.PermissionError."""
	if not is_host_of(log):
		check_may_act(log)
