"""Who may see which duties: those everywhere, and those at places that the user is not kept away from."""

import frappe
from pypika.terms import Criterion

from office_management.office_space import api as office_space
from office_management.row_rules import READING, is_empty

RESPONSIBILITY = "Office Responsibility"


def responsibility_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Office Responsibility, for a pypika `table`; None when nothing does."""
	limit = office_space.place_criterion(table.space, RESPONSIBILITY, user)
	return None if limit is None else limit | is_empty(table.space)


def responsibility_query(user: str | None = None, doctype: str = RESPONSIBILITY) -> str:
	"""permission_query_conditions of Office Responsibility."""
	return office_space.as_sql(responsibility_criterion(frappe.qb.DocType(RESPONSIBILITY), user))


def responsibility_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Responsibility: both the saved place and the new one must be the user's.

	Who is limited to places reads what holds everywhere, but does not make or change it.
	"""
	space = frappe.qb.DocType("Office Space")
	limit = office_space.place_criterion(space.name, RESPONSIBILITY, user)
	if limit is None:
		return True
	places = {doc.space or None}
	if not doc.is_new():
		places.add(frappe.db.get_value(RESPONSIBILITY, doc.name, "space") or None)
	if None in places and ptype not in READING:
		return False
	named = sorted(place for place in places if place)
	found = frappe.qb.from_(space).select(space.name).where(space.name.isin(named or [""]) & limit).run()
	return len(found) == len(named)
