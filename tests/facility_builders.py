"""Short ways to make what a test of facility work needs; see builders.py for how they behave."""

import io

import frappe
from PIL import Image

from tests import baseline, builders


def category(name: str | None = None, team: tuple[str, ...] = (), targets=None, **values):
	"""A Facility Task Category. `team`: users. `targets`: urgency -> (response hours, resolution hours)."""
	rows = [
		{"urgency": urgency, "response_hours": response, "resolution_hours": resolution}
		for urgency, (response, resolution) in (targets or {}).items()
	]
	return frappe.get_doc(
		{
			"doctype": "Facility Task Category",
			"category_name": name or builders.unique("Category "),
			"team": [{"user": user} for user in team],
			"track_response_times": int(bool(rows)),
			"response_targets": rows,
			**values,
		}
	).insert()


def task(subject: str | None = None, space=None, category=None, **values):
	"""An open Facility Task of the baseline company; `values` may hold any of its fields."""
	return frappe.get_doc(
		{
			"doctype": "Facility Task",
			"subject": subject or builders.unique("Task "),
			"space": getattr(space, "name", space),
			"category": getattr(category, "name", category),
			"company": baseline.COMPANY,
			**values,
		}
	).insert()


def plan(title: str | None = None, space=None, **values):
	"""A monthly Facility Plan on one space from today; `values` may hold any of its fields."""
	return frappe.get_doc(
		{
			"doctype": "Facility Plan",
			"title": title or builders.unique("Plan "),
			"space": getattr(space, "name", space),
			"company": baseline.COMPANY,
			"start_date": builders.day(),
			**values,
		}
	).insert()


def checklist(title: str | None = None, items: tuple[dict, ...] = (), **values):
	"""A Checklist Template; without `items` one with a single yes-or-no question."""
	rows = items or ({"question": "Is all well?", "answer_type": "Yes/No/NA"},)
	return frappe.get_doc(
		{
			"doctype": "Checklist Template",
			"title": title or builders.unique("Checklist "),
			"items": [dict(row) for row in rows],
			**values,
		}
	).insert()


def technician(*roles: str) -> str:
	"""The name of a new user with the role Facility Technician, and others if given."""
	return builders.user("Facility Technician", *roles)


def assign(task, *users: str) -> None:
	"""Assign a task with Frappe's own assign-to, as the current user; the mail about it goes nowhere."""
	from frappe.desk.form import assign_to

	name = getattr(task, "name", task)
	with builders.as_user(frappe.session.user):
		assign_to.add({"doctype": "Facility Task", "name": name, "assign_to": list(users)})


def unassign(task, user: str) -> None:
	"""Take an assignment back, as the current user."""
	from frappe.desk.form import assign_to

	with builders.as_user(frappe.session.user):
		assign_to.remove("Facility Task", getattr(task, "name", task), user)


def picture(kind: str = "JPEG", size=(40, 30), **more) -> bytes:
	"""A red picture; `more` is what Pillow's save takes."""
	content = io.BytesIO()
	Image.new("RGB", size, "red").save(content, kind, **more)
	return content.getvalue()
