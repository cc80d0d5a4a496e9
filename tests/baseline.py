"""The company that all tests on a site share: built once, committed, and never changed by a test for good.

`build()` makes only what is missing. Names are read through the functions and tables below, so that a test says
`baseline.employee("anna")` and `baseline.USERS["office_manager"]`, never a literal of its own.
"""

import datetime
from contextlib import contextmanager

import frappe

from tests.people import (
	ABBR,
	COMPANY,
	CURRENCY,
	CUSTOMER,
	EMPLOYEES,
	HOLIDAY_LIST,
	JOINED,
	LINKED,
	OTHER_ABBR,
	OTHER_COMPANY,
	PASSWORD,
	PROJECT,
	ROLES,
	USERS,
)


@contextmanager
def warm_cache():
	"""Keep Frappe's cache while an Employee is saved: clearing all of it each time costs a second per test."""
	clear_cache = frappe.clear_cache

	def clear_part(user=None, doctype=None):
		if user or doctype:
			clear_cache(user=user, doctype=doctype)

	frappe.clear_cache = clear_part
	try:
		yield
	finally:
		frappe.clear_cache = clear_cache


@warm_cache()
def build() -> None:
	"""Make what is missing of the companies, people, users, customer and project. Commits nothing itself."""
	frappe.set_user("Administrator")
	for name, abbr in ((COMPANY, ABBR), (OTHER_COMPANY, OTHER_ABBR)):
		make_company(name, abbr)
	make_fiscal_years()
	make_holiday_list()
	for key in EMPLOYEES:
		make_employee(key)
	for key in USERS:
		make_user(key)
	make_customer()
	make_project()
	confirm_retention()


def employee(key: str) -> str:
	"""The name of the baseline employee with this key; LookupError when there is none."""
	name = frappe.db.get_value("Employee", {"employee_number": key})
	if not name:
		raise LookupError(f"no baseline employee {key}")
	return name


def department(label: str, company: str = COMPANY) -> str:
	"""The name of the baseline department with this label."""
	return f"{label} - {ABBR if company == COMPANY else OTHER_ABBR}"


def project() -> str:
	"""The name of the baseline project."""
	return frappe.db.get_value("Project", {"project_name": PROJECT})


def cost_center(company: str = COMPANY) -> str:
	"""The main cost centre of the company."""
	return f"Main - {ABBR if company == COMPANY else OTHER_ABBR}"


def make_company(name: str, abbr: str) -> None:
	if frappe.db.exists("Company", name):
		return
	frappe.get_doc(
		{
			"doctype": "Company",
			"company_name": name,
			"abbr": abbr,
			"default_currency": CURRENCY,
			"country": "Netherlands",
			"create_chart_of_accounts_based_on": "Standard Template",
			"chart_of_accounts": "Standard",
		}
	).insert()


def make_fiscal_years() -> None:
	"""The calendar years around today, where no fiscal year covers them yet."""
	this_year = datetime.date.today().year
	for year in (this_year - 1, this_year, this_year + 1):
		middle = datetime.date(year, 7, 1)
		if frappe.db.exists(
			"Fiscal Year", {"year_start_date": ("<=", middle), "year_end_date": (">=", middle)}
		):
			continue
		frappe.get_doc(
			{
				"doctype": "Fiscal Year",
				"year": str(year),
				"year_start_date": datetime.date(year, 1, 1),
				"year_end_date": datetime.date(year, 12, 31),
			}
		).insert()


def make_holiday_list() -> None:
	"""A list without holidays: days off are each test's own matter."""
	if not frappe.db.exists("Holiday List", HOLIDAY_LIST):
		year = datetime.date.today().year
		frappe.get_doc(
			{
				"doctype": "Holiday List",
				"holiday_list_name": HOLIDAY_LIST,
				"from_date": datetime.date(year - 1, 1, 1),
				"to_date": datetime.date(year + 1, 12, 31),
			}
		).insert()
	for company in (COMPANY, OTHER_COMPANY):
		frappe.db.set_value("Company", company, "default_holiday_list", HOLIDAY_LIST)


def make_department(label: str, company: str) -> str:
	name = department(label, company)
	if not frappe.db.exists("Department", name):
		frappe.get_doc(
			{
				"doctype": "Department",
				"department_name": label,
				"company": company,
				"parent_department": "All Departments",
			}
		).insert()
	return name


def make_employee(key: str) -> None:
	first, last, label, company = EMPLOYEES[key]
	if frappe.db.exists("Employee", {"employee_number": key}):
		return
	frappe.get_doc(
		{
			"doctype": "Employee",
			"employee_number": key,
			"first_name": first,
			"last_name": last,
			"gender": "Other",
			"date_of_birth": datetime.date(1990, 1, 1),
			"date_of_joining": JOINED,
			"company": company,
			"department": make_department(label, company),
			"company_email": f"{key}@people.example",
			"holiday_list": HOLIDAY_LIST,
			"status": "Active",
		}
	).insert()


def make_user(key: str) -> None:
	"""The user with their roles, password and, where they have one, employee record."""
	from frappe.utils.password import update_password

	email = USERS[key]
	if not frappe.db.exists("User", email):
		frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": key.replace("_", " ").title(),
				"language": "en",
				"send_welcome_email": 0,
				"user_type": "System User",
				"roles": [{"role": role} for role in ROLES[key]],
			}
		).insert()
		update_password(email, PASSWORD)
	link_user(key)


def link_user(key: str) -> None:
	if key not in LINKED:
		return
	person = frappe.get_doc("Employee", employee(LINKED[key]))
	if person.user_id != USERS[key]:
		person.user_id = USERS[key]
		person.save()


def make_customer() -> None:
	if not frappe.db.exists("Customer", CUSTOMER):
		frappe.get_doc(
			{"doctype": "Customer", "customer_name": CUSTOMER, "customer_type": "Company"}
		).insert()


def make_project() -> None:
	if not project():
		frappe.get_doc({"doctype": "Project", "project_name": PROJECT, "company": COMPANY}).insert()


def confirm_retention() -> None:
	"""How long visitors' data is kept is confirmed; a test that needs it otherwise clears the field."""
	from office_management.front_desk import retention

	retention.confirm()
