"""Who may list the rows of audits and findings by themselves.

Frappe lists such rows to more people than may see them (see row_rules.py). So each of our tables says here what it shows:
rows of what the user may see.
"""

import frappe
from pypika.terms import Criterion

from office_management.office_audits import finding_permissions, permissions, programme_permissions
from office_management.office_space import api as office_space
from office_management.row_rules import rows_below

AUDITS = {permissions.AUDIT: permissions.audit_criterion}
FINDINGS = {finding_permissions.FINDING: finding_permissions.finding_criterion}
PROGRAMMES = {programme_permissions.PROGRAMME: programme_permissions.programme_criterion}
PARENTS = {
	"Audit Programme Skip": PROGRAMMES,
	"Audit Finding Sighting": FINDINGS,
	"Audit Photo": {
		permissions.LINE: permissions.line_criterion,
		permissions.ANSWER: permissions.scan_criterion,
		**FINDINGS,
	},
}
"""Child table -> the criterion of each DocType it hangs on; audits where none is named."""


def rows_criterion(doctype: str, table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of a child table's rows, for a pypika `table`; None when nothing does."""
	return rows_below(table, PARENTS.get(doctype, AUDITS), user)


def audit_rows_query(user: str | None = None, doctype: str = "Office Audit Made") -> str:
	"""permission_query_conditions of the child tables of audits and findings."""
	return office_space.as_sql(rows_criterion(doctype, frappe.qb.DocType(doctype), user))
