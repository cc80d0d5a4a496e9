"""Who may list the rows of tasks and plans by themselves.

Frappe lists such rows to more people than may see them (see row_rules.py): who reported a problem, say, with their
address. So each of our tables says here what it shows: rows of what the user may see.
"""

import frappe
from pypika.terms import Criterion

from office_management.facilities import permissions
from office_management.office_space import api as office_space
from office_management.row_rules import rows_below

TASKS = {permissions.TASK: permissions.task_criterion}
PLANS = {permissions.PLAN: permissions.plan_criterion}
PARENTS = {"Facility Plan Assignee": PLANS, "Facility Plan Skip": PLANS}
"""Child table -> the criterion of the DocType it hangs on; tasks where none is named."""


def rows_criterion(doctype: str, table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of a child table's rows, for a pypika `table`; None when nothing does."""
	return rows_below(table, PARENTS.get(doctype, TASKS), user)


def facility_rows_query(user: str | None = None, doctype: str = "Facility Task Reporter") -> str:
	"""permission_query_conditions of the child tables of tasks and plans."""
	return office_space.as_sql(rows_criterion(doctype, frappe.qb.DocType(doctype), user))
