"""Who may see block rules and what they found: managers, as far as their places and companies go.

A rule that holds everywhere is seen by every manager.
"""

import frappe
from pypika.terms import Criterion

from office_management.front_desk import permissions
from office_management.office_space import api as office_space
from office_management.row_rules import is_empty

RULE, MATCH = "Visitor Block Rule", "Visitor Block Match"


def rule_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Visitor Block Rule, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not permissions.is_manager(user):
		return table.name == ""
	limit = permissions.limits(table, RULE, user)
	return limit if limit is None else limit | is_empty(table.space)


def match_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Visitor Block Match, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not permissions.is_manager(user):
		return table.name == ""
	return permissions.limits(table, MATCH, user)


def block_rule_query(user: str | None = None, doctype: str = RULE) -> str:
	"""permission_query_conditions of Visitor Block Rule."""
	return office_space.as_sql(rule_criterion(frappe.qb.DocType(RULE), user))


def block_match_query(user: str | None = None, doctype: str = MATCH) -> str:
	"""permission_query_conditions of Visitor Block Match."""
	return office_space.as_sql(match_criterion(frappe.qb.DocType(MATCH), user))


def block_rule_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Visitor Block Rule: the saved row is asked; a new one goes by its place."""
	return permissions.has_permission(RULE, rule_criterion, doc, ptype, user, acting=permissions.is_manager)


def block_match_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Visitor Block Match: the saved row is asked."""
	return permissions.has_permission(MATCH, match_criterion, doc, ptype, user, acting=permissions.is_manager)
