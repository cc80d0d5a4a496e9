"""Who may list the rows of visits, invitations, evacuations, badges and messages by themselves.

Frappe lists such rows to more people than may see them (see row_rules.py), and whatever permlevel the table has. So each
of our tables says here what it shows: rows of what the user may see, and those of a table at permlevel 1 to reception
only.
"""

import frappe
from pypika.terms import Criterion

from office_management.front_desk import badge_permissions, evacuation_permissions, permissions, post_rights
from office_management.front_desk.permissions import INVITATION, LOG
from office_management.office_space import api as office_space
from office_management.row_rules import rows_below

VISITS = {LOG: permissions.visit_criterion, INVITATION: permissions.invitation_criterion}
EVACUATIONS = {evacuation_permissions.EVACUATION: evacuation_permissions.evacuation_criterion}
PARENTS = {
	"Access Badge Issue": {badge_permissions.BADGE: badge_permissions.badge_criterion},
	"Evacuation Area": EVACUATIONS,
	"Evacuation Mark": EVACUATIONS,
	"Evacuation Notice": EVACUATIONS,
	"Evacuation Person": EVACUATIONS,
	"Phone Message Forward": {post_rights.MESSAGE: post_rights.message_criterion},
}
"""Child table -> the criterion of each DocType it hangs on; visits and invitations where none is named."""
RECEPTION_ONLY = ("Visitor Log Answer", "Visitor Log Belonging")


def rows_criterion(doctype: str, table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of a child table's rows, for a pypika `table`; None when nothing does."""
	if doctype in RECEPTION_ONLY and not permissions.is_reception(user):
		return table.name == ""
	return rows_below(table, PARENTS.get(doctype, VISITS), user)


def visit_rows_query(user: str | None = None, doctype: str = "Visitor Log Notice") -> str:
	"""permission_query_conditions of the child tables of visits, invitations, evacuations, badges and messages."""
	return office_space.as_sql(rows_criterion(doctype, frappe.qb.DocType(doctype), user))
