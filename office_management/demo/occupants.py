"""Customers and projects that have rooms of their own."""

import frappe

from office_management.demo.data import firm
from office_management.demo.documents import make, make_unless_there


def make_customers() -> dict[str, str]:
	"""Customers: label -> name."""
	return {
		label: make_unless_there("Customer", {"customer_name": label}, customer_type="Company")
		for label in firm.CUSTOMERS
	}


def make_projects(company: str) -> dict[str, str]:
	"""Projects: label -> name."""
	there = frappe.get_all("Project", {"company": company}, ["project_name", "name"], order_by="name")
	known = {row.project_name: row.name for row in there}
	return {
		label: known.get(label) or make("Project", project_name=label, company=company)
		for label in firm.PROJECTS
	}
