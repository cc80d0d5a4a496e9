"""Who may see and mark an evacuation: one criterion for lists, documents and reports.

Reception, managers and auditors see those of their places and companies. Whoever was told of an evacuation (its
wardens, who answers for safety, who started it) sees and marks it while it is open, and a day longer, so that what a
phone could not send in time still arrives. Wardens act through the methods of the page Roll Call; what an evacuation
has on record is changed by nothing else, for anybody.
"""

import frappe
from frappe.utils import add_to_date, now_datetime
from pypika.terms import Criterion

from office_management.front_desk import permissions, wardens
from office_management.office_space import api as office_space

EVACUATION, NOTICE = "Evacuation", "Evacuation Notice"
DAYS_AFTER = 1


def told(table, user: str) -> Criterion:
	"""The user was told of it, and it is not long over."""
	notice = frappe.qb.DocType(NOTICE)
	names = frappe.qb.from_(notice).select(notice.parent).where(notice.user == user)
	since = add_to_date(now_datetime(), days=-DAYS_AFTER)
	return table.name.isin(names) & ((table.status == "Open") | (table.closed_on >= str(since)))


def evacuation_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Evacuation, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not permissions.sees_all(user):
		return told(table, user)
	limit = permissions.limits(table, EVACUATION, user)
	return None if limit is None else limit | told(table, user)


def evacuation_query(user: str | None = None, doctype: str = EVACUATION) -> str:
	"""permission_query_conditions of Evacuation."""
	return office_space.as_sql(evacuation_criterion(frappe.qb.DocType(EVACUATION), user))


def evacuation_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Evacuation: the saved row is asked; a new one goes by who may start one there."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new():
		return not doc.get("space") or wardens.may_start(doc.space, user)
	table = frappe.qb.DocType(EVACUATION)
	return permissions.exists(table, doc.name, evacuation_criterion(table, user))


# --- acting ---------------------------------------------------------------------------------------------------


def may_act(name: str, user: str | None = None) -> bool:
	"""Whether the user may mark and close this evacuation: reception of its place, and whoever was told of it."""
	user = user or frappe.session.user
	table = frappe.qb.DocType(EVACUATION)
	if permissions.is_reception(user):
		return permissions.exists(table, name, evacuation_criterion(table, user))
	return permissions.exists(table, name, told(table, user))


def check_may_start(space: str) -> None:
	"""Raises frappe.PermissionError unless the user may start an evacuation of the place."""
	frappe.has_permission(EVACUATION, "read", throw=True)
	if not wardens.may_start(space):
		raise frappe.PermissionError


def check_may_act(name: str) -> None:
	"""Raises frappe.PermissionError unless the user may mark this evacuation."""
	frappe.has_permission(EVACUATION, "read", doc=name, throw=True)
	if not may_act(name):
		raise frappe.PermissionError
