"""Who may see which badges: reception and auditors, those of their places, and those that belong to no place."""

import frappe
from pypika.terms import Criterion

from office_management.front_desk import permissions
from office_management.office_space import api as office_space
from office_management.row_rules import is_empty

BADGE = "Access Badge"


def badge_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Access Badge, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	place = office_space.place_criterion(table.space, BADGE, user)
	if place is not None:
		place = place | is_empty(table.space)
	return permissions.all_of(place, office_space.company_criterion(table.company, BADGE, user))


def access_badge_query(user: str | None = None, doctype: str = BADGE) -> str:
	"""permission_query_conditions of Access Badge."""
	return office_space.as_sql(badge_criterion(frappe.qb.DocType(BADGE), user))


def access_badge_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Access Badge: the saved row is asked; a new one goes by its place."""
	return permissions.has_permission(BADGE, badge_criterion, doc, ptype, user)
