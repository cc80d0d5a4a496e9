"""Who may see which Audit Programmes: those of their places and companies.

One without a place is of the whole company: who is limited to places sees it only as its lead.
"""

import frappe
from pypika.terms import Criterion

from office_management.office_space import api as office_space
from office_management.row_rules import all_of

PROGRAMME = "Audit Programme"


def programme_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Audit Programme, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	place = office_space.place_criterion(table.space, PROGRAMME, user)
	company = office_space.company_criterion(table.company, PROGRAMME, user)
	return all_of(None if place is None else place | (table.lead_auditor == user), company)


def programme_query(user: str | None = None, doctype: str = PROGRAMME) -> str:
	"""permission_query_conditions of Audit Programme."""
	return office_space.as_sql(programme_criterion(frappe.qb.DocType(PROGRAMME), user))


def programme_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Audit Programme: the saved row is asked; a new one goes by its place."""
	return office_space.has_row_permission(PROGRAMME, programme_criterion, doc, ptype, user)
