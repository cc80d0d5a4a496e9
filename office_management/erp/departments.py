"""Which cost center is whose department's: ERPNext keeps no such link, so this is the rule of ours.

A department's cost center is the one that HRMS keeps on it (`payroll_cost_center`), or else the cost center of the
same company and the same name. A cost center belongs to a department only if it is that of one alone.
"""

from collections import defaultdict

import frappe

HRMS_FIELD = "payroll_cost_center"


def cost_center_of(department: str) -> str | None:
	"""The cost center that things for a department are booked to; None where there is none to be found."""
	return cost_centers().get(department)


def departments_by_cost_center() -> dict[str, str]:
	"""{cost center: the one department it belongs to}."""
	owners = defaultdict(list)
	for department, cost_center in cost_centers().items():
		owners[cost_center].append(department)
	return {cost_center: names[0] for cost_center, names in owners.items() if len(names) == 1}


def cost_centers() -> dict[str, str]:
	"""{department: its cost center}, for those that have one."""
	centers = {
		(row.company, row.cost_center_name.casefold()): row.name
		for row in frappe.get_all(
			"Cost Center",
			filters={"is_group": 0, "disabled": 0},
			fields=["name", "company", "cost_center_name"],
			order_by="name desc",
		)
	}
	hrms = [HRMS_FIELD] if frappe.get_meta("Department").has_field(HRMS_FIELD) else []
	found = {}
	for row in frappe.get_all(
		"Department", fields=["name", "company", "department_name", *hrms], order_by="name"
	):
		named = centers.get((row.company, (row.department_name or "").casefold()))
		if own := row.get(HRMS_FIELD) or named:
			found[row.name] = own
	return found
