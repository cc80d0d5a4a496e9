"""Short ways to make what a test needs. Each returns the saved document (or the name, where it says so).

Everything is made through the ordinary `insert`, as the current user, so the rules of the app apply. What is made
goes away with the test's rollback; a test that commits removes it itself.
"""

import itertools
from contextlib import contextmanager

import frappe
from frappe.utils import add_days, getdate, today

from tests import baseline

_numbers = itertools.count(1)


def unique(prefix: str = "X") -> str:
	"""A short code no other call in this process gets."""
	return f"{prefix}{next(_numbers)}"


def day(offset: int = 0):
	"""The date `offset` days from today, as a date."""
	return getdate(add_days(today(), offset))


def space(name: str | None = None, parent: str | None = None, **values):
	"""An Office Space; `values` may hold any of its fields.

	Without a parent it is a Site, with one a Desk. A desk is allocatable and has one seat unless told otherwise.
	"""
	space_type = values.pop("space_type", "Desk" if parent else "Site")
	code = values.pop("space_code", None) or unique("D" if parent else "S")
	seats = {"capacity": 1, "is_allocatable": 1} if space_type == "Desk" else {}
	return frappe.get_doc(
		{
			"doctype": "Office Space",
			"space_name": name or f"{space_type} {code}",
			"space_code": code,
			"space_type": space_type,
			"parent_space": getattr(parent, "name", parent),
			"company": baseline.COMPANY,
			**seats,
			**values,
		}
	).insert()


def room(parent, capacity: int = 4, **values):
	"""An allocatable room with `capacity` seats and no desks of its own."""
	return space(None, parent, space_type="Room", capacity=capacity, is_allocatable=1, **values)


def site_with_floor(rooms: int = 1, desks: int = 2, **values):
	"""A site, a building, a floor, and on it `rooms` rooms with `desks` one-seat desks each.

	Returns a dict: site, building, floor, rooms (list), desks (list, room by room). `values` go to every space.
	"""
	site = space(space_type="Site", **values)
	building = space(None, site.name, space_type="Building", **values)
	floor = space(None, building.name, space_type="Floor", **values)
	made = frappe._dict(site=site, building=building, floor=floor, rooms=[], desks=[])
	for _room in range(rooms):
		made.rooms.append(space(None, floor.name, space_type="Room", **values))
		made.desks.extend(space(None, made.rooms[-1].name, **values) for _desk in range(desks))
	return made


def department(label: str | None = None, company: str = baseline.COMPANY) -> str:
	"""The name of a department, made if the company has none with this label."""
	return baseline.make_department(label or unique("Dept "), company)


def make_employee(first_name: str = "Kees", last_name: str | None = None, **values):
	"""An active Employee of the baseline company; `values` may hold any of its fields."""
	last_name = last_name or unique("Tester ")
	new = frappe.get_doc(
		{
			"doctype": "Employee",
			"first_name": first_name,
			"last_name": last_name,
			"gender": "Other",
			"date_of_birth": "1990-01-01",
			"date_of_joining": baseline.JOINED,
			"company": baseline.COMPANY,
			"status": "Active",
			"holiday_list": baseline.HOLIDAY_LIST,
			**values,
		}
	)
	with baseline.warm_cache():
		return new.insert()


employee = make_employee


def user(*roles: str, email: str | None = None, employee: str | None = None) -> str:
	"""The name of a new desk user with exactly these roles, linked to the employee when one is given.

	The role Employee needs an employee record; without one given, a new one is made.
	"""
	email = email or f"{unique('user').lower()}@testerij.example"
	frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": email.split("@")[0],
			"language": "en",
			"send_welcome_email": 0,
			"user_type": "System User",
			"roles": [{"role": role} for role in roles],
		}
	).insert(ignore_permissions=True)
	if employee or "Employee" in roles:
		person = frappe.get_doc("Employee", employee) if employee else make_employee()
		person.user_id = email
		with baseline.warm_cache():
			person.save(ignore_permissions=True)
	return email


def limited_user(user: str, location: str) -> str:
	"""Limit the user to this Location and all below it, the way an administrator does. Returns the user."""
	from frappe.permissions import add_user_permission

	add_user_permission("Location", location, user, ignore_permissions=True)
	return user


def allocation(space, occupant: str | None = None, occupant_type: str = "Employee", **values):
	"""A Space Allocation from today, open-ended, of one seat, unless `values` say otherwise.

	`space` is a name or a document. Without an occupant a new employee is made.
	"""
	return frappe.get_doc(
		{
			"doctype": "Space Allocation",
			"space": getattr(space, "name", space),
			"occupant_type": occupant_type,
			"occupant": occupant or employee().name,
			"from_date": day(),
			**values,
		}
	).insert()


def project(**values) -> str:
	"""The name of a new open project of the baseline company."""
	made = {"doctype": "Project", "project_name": unique("Project "), "company": baseline.COMPANY, **values}
	return frappe.get_doc(made).insert().name


def customer(**values) -> str:
	"""The name of a new customer."""
	made = {"doctype": "Customer", "customer_name": unique("Customer "), "customer_type": "Company", **values}
	return frappe.get_doc(made).insert().name


@contextmanager
def as_user(user: str, in_test: bool = False):
	"""Act as `user`, then go back to who it was before.

	`frappe.flags.in_test` is off meanwhile, because `frappe.only_for` lets everyone through while it is on. It is
	also what makes Frappe check the annotated types of whitelisted methods outside a request: pass in_test=True
	in a test of those.
	"""
	before, flag = frappe.session.user, frappe.flags.in_test
	set_user(user)
	frappe.flags.in_test = in_test
	try:
		yield user
	finally:
		set_user(before)
		frappe.flags.in_test = flag


def set_user(user: str) -> None:
	"""As `frappe.set_user`, but this process still knows what it read of DocTypes, which are the same to all users."""
	known = frappe.cache.make_key("doctype_meta")
	metas = frappe.local.cache.get(known, {})
	frappe.set_user(user)
	frappe.local.cache[known] = metas


def rows_listed(user: str, doctype: str, parent_doctype: str, parent: str) -> int:
	"""How many rows of one record a client gets that asks for the table alone."""
	from frappe.client import get_list

	with as_user(user):
		return len(get_list(doctype, filters={"parent": parent}, parent=parent_doctype, limit_page_length=0))
