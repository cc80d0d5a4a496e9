"""Employees, and the few of them who have a login."""

import hashlib
import hmac

import frappe
from frappe.permissions import add_user_permission
from frappe.query_builder.functions import Max
from frappe.utils.password import get_encryption_key, update_password

from office_management.demo import record
from office_management.demo.data import firm
from office_management.demo.documents import make, make_unless_there
from office_management.demo.plan.people import ascii_name
from office_management.demo.plan.shapes import Person, Plan

SEES_OWN_RECORD_ONLY = "Employee"  # the login to which ERPNext gives User Permissions on self and company


def make_people(plan: Plan, company: str, departments: dict[str, str]) -> dict[str, str]:
	"""Make all employees and logins. Returns employee number -> the Employee's name."""
	for gender in {person.gender for person in plan.people}:
		make_unless_there("Gender", {"name": gender}, gender=gender)
	for designation in dict.fromkeys(person.designation for person in plan.people):
		make_unless_there("Designation", {"name": designation}, designation_name=designation)
	positions = _tree_positions(plan, start=_end_of_tree())
	made: dict[str, str] = {}
	for person in plan.people:
		values = _employee_values(person, plan, company, departments, made)
		made[person.key] = _insert(values, positions[person.key])
	for person in plan.people:
		if person.roles is not None:
			_give_login(person, made[person.key], company)
	_name_deputies(plan, made)
	return made


def _end_of_tree() -> int:
	table = frappe.qb.DocType("Employee")
	return frappe.qb.from_(table).select(Max(table.rgt)).for_update().run()[0][0] or 0


def _tree_positions(plan: Plan, start: int) -> dict[str, tuple[int, int]]:
	"""Number everybody depth first below whom they report to, after `start`: employee number -> (lft, rgt)."""
	below: dict[str | None, list[str]] = {}
	for person in plan.people:
		below.setdefault(person.reports_to, []).append(person.key)
	positions: dict[str, tuple[int, int]] = {}

	def number(key: str, left: int) -> int:
		right = left + 1
		for child in below.get(key, ()):
			right = number(child, right) + 1
		positions[key] = (left, right)
		return right

	for top in below[None]:
		start = number(top, start + 1)
	return positions


def _employee_values(person: Person, plan: Plan, company: str, departments: dict, made: dict) -> dict:
	return {
		"doctype": "Employee",
		"employee_number": person.key,
		"first_name": person.first_name,
		"last_name": person.last_name,
		"gender": person.gender,
		"date_of_birth": person.date_of_birth,
		"date_of_joining": person.joined,
		"relieving_date": person.left,
		"status": "Left" if person.has_left(plan.today) else "Active",
		"company": company,
		"department": departments[person.department],
		"designation": person.designation,
		"create_user_permission": int(person.login == SEES_OWN_RECORD_ONLY),
		"company_email": person.email,
		"prefered_contact_email": "Company Email",
		"reports_to": made.get(person.reports_to or ""),
	}


def _insert(values: dict, position: tuple[int, int]) -> str:
	"""Insert an employee through validate, but without on_update.

	That one clears every cache and opens the tree of who reports to whom for each of 260 people, half a second
	each; we know their places in the tree beforehand.
	"""
	employee = frappe.get_doc(values)
	employee.set("__islocal", True)
	employee.load_doc_before_save()
	employee.set_user_and_timestamp()
	employee.set_docstatus()
	employee.set_new_name()
	employee.run_method("validate")
	employee._validate()
	employee.lft, employee.rgt = position
	employee.old_parent = employee.reports_to
	employee.db_insert()
	return employee.name


def _give_login(person: Person, employee: str, company: str) -> None:
	"""A user, linked to the employee: what saving the employee would do, with one save instead of three."""
	frappe.db.set_value("Employee", employee, "user_id", person.email, update_modified=False)
	if not frappe.db.exists("User", person.email):
		make(
			"User",
			email=person.email,
			first_name=person.first_name,
			last_name=person.last_name,
			gender=person.gender,
			birth_date=person.date_of_birth,
			language="en",
			user_type="System User",
			send_welcome_email=0,
			roles=[{"role": role} for role in (*(person.roles or ()), "Employee")],
		)
		update_password(person.email, password_of(person.email))
	if person.login == SEES_OWN_RECORD_ONLY:
		add_user_permission("Employee", employee, person.email, ignore_permissions=True)
		add_user_permission("Company", company, person.email, ignore_permissions=True)


def password_of(user: str) -> str:
	"""The password of a demo user: different on every site, not to be guessed, and kept nowhere."""
	digest = hmac.new(
		get_encryption_key().encode(), f"demo login {user}".encode(), hashlib.sha256
	).hexdigest()
	return f"Noordsund-{digest[:8]}"


def _name_deputies(plan: Plan, made: dict[str, str]) -> None:
	"""Heads of department are stood in for by somebody of their team (`om_deputy`)."""
	for head in (person for person in plan.people if person.is_head):
		team = [p for p in plan.people if p.reports_to == head.key and not p.left and p.joined < plan.today]
		second = next((p for p in team if not p.is_head), None)
		if second:
			frappe.db.set_value(
				"Employee", made[head.key], "om_deputy", made[second.key], update_modified=False
			)


def logins() -> list[tuple[str, str, str]]:
	"""(role, user, password) of the users the demo has made."""
	users = record.names().get("User", [])
	rows = []
	for label, _department, _post, first, last, _sex, _roles, _room in firm.LOGINS:
		user = f"{ascii_name(first)}.{ascii_name(last)}@{firm.DOMAIN}"
		if user in users:
			rows.append((label, user, password_of(user)))
	return rows
