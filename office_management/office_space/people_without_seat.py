"""Employees who work here on a day and have no seat that day."""

from datetime import date

import frappe
from frappe.permissions import get_allowed_docs_for_doctype
from frappe.query_builder.functions import Count
from pypika.terms import Criterion

from office_management.office_space.departments import departments_below
from office_management.office_space.occupancy import live_on

HERE, LEFT = ("Active", "Suspended"), "Left"


def people_without_seat(
	on_date: date, users: list[str], department: str | None = None, company: str | None = None
) -> list[frappe._dict]:
	"""name, employee_name, department, company and date_of_joining of each, by department and name.

	Whoever has a seat anywhere is left out, also where the users may not see that place. The caller has checked
	that the users may report on Space Allocation.

	Args:
		on_date: the day (site's time zone).
		users: whose limits to a company apply.
		department: only people of this department and those below it.
		company: only people of this company.
	"""
	employee, query = _without_seat(on_date, users)
	if department:
		query = query.where(employee.department.isin(departments_below(department)))
	if company:
		query = query.where(employee.company == company)
	columns = (employee.name, employee.employee_name, employee.department, employee.company)
	query = query.select(*columns, employee.date_of_joining)
	return query.orderby(employee.department, employee.employee_name, employee.name).run(as_dict=True)


def count_people_without_seat(on_date: date, users: list[str]) -> int:
	"""How many there are."""
	employee, query = _without_seat(on_date, users)
	return query.select(Count(employee.name)).run()[0][0]


def _without_seat(on_date: date, users: list[str]):
	employee, allocation = frappe.qb.DocType("Employee"), frappe.qb.DocType("Space Allocation")
	seated = (
		frappe.qb.from_(allocation)
		.select(allocation.occupant)
		.distinct()
		.where(live_on(allocation, on_date) & (allocation.occupant_type == "Employee"))
		.as_("seated")
	)
	query = (
		frappe.qb.from_(employee)
		.left_join(seated)
		.on(seated.occupant == employee.name)
		.where(seated.occupant.isnull())
		.where(Criterion.all(_here(employee, on_date)))
		.where(Criterion.all(company_limits(employee, users)))
	)
	return employee, query


def _here(employee, on_date: date) -> list[Criterion]:
	"""Works here on that day, as far as dates tell."""
	leaves_later = (employee.status == LEFT) & (employee.relieving_date >= on_date)
	return [
		employee.status.isin(HERE) | leaves_later,
		employee.date_of_joining.isnull() | (employee.date_of_joining <= on_date),
		employee.relieving_date.isnull() | (employee.relieving_date >= on_date),
	]


def company_limits(employee, users: list[str]) -> list[Criterion]:
	"""What limits these users' view of employees to companies, for a pypika table of Employee."""
	limits = [companies_of(user) for user in users]
	return [employee.company.isin(companies) for companies in limits if companies]


def companies_of(user: str) -> list[str]:
	"""The companies to which a user's view of employees is limited; empty when it is not."""
	permissions = frappe.permissions.get_user_permissions(user).get("Company", [])
	return get_allowed_docs_for_doctype(permissions, "Employee")
