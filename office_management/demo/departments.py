"""Departments and their cost centers."""

import frappe
from frappe.utils.nestedset import get_root_of

from office_management.demo.documents import make
from office_management.demo.plan.shapes import Plan


def make_departments(plan: Plan, company: str) -> dict[str, str]:
	"""The plan's departments, and none of those ERPNext proposes for a new company. Returns label -> name."""
	there = {
		row.department_name: row.name
		for row in frappe.get_all(
			"Department", {"company": company}, ["name", "department_name"], order_by="name"
		)
	}
	proposed = [there.pop(label) for label in set(there) - set(plan.departments)]
	frappe.db.delete("Department", {"name": ("in", proposed)})  # made a moment ago, nothing points at them
	root = get_root_of("Department")
	for label in plan.departments:
		if label not in there:
			there[label] = make("Department", department_name=label, company=company, parent_department=root)
	return there


def make_cost_centers(plan: Plan, company: str) -> dict[str, str]:
	"""One cost center for each department. Returns the department's label -> the cost center's name."""
	root = frappe.db.get_value("Cost Center", {"company": company, "is_group": 1}, "name", order_by="lft")
	return {
		label: make("Cost Center", cost_center_name=label, company=company, parent_cost_center=root)
		for label in plan.departments
	}
