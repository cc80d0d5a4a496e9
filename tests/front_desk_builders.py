"""Short ways to make visits and what belongs to them. Each returns what it says; see tests/builders.py."""

import datetime

import frappe
from frappe.utils import now_datetime

from office_management.front_desk import visits
from tests import builders


def confirm_retention() -> None:
	"""Say yes to the periods of keeping, as an office manager does once."""
	frappe.db.set_single_value(
		"Office Management Settings",
		{"retention_confirmed_on": now_datetime(), "retention_confirmed_by": "Administrator"},
	)


def visitor_type(name: str | None = None, **values):
	"""A Visitor Type without any rule, unless `values` holds some."""
	doc = {"doctype": "Visitor Type", "type_name": name or builders.unique("Type "), **values}
	return frappe.get_doc(doc).insert()


def visitor(full_name: str | None = None, **values):
	"""A Visitor."""
	confirm_retention()
	doc = {"doctype": "Visitor", "full_name": full_name or builders.unique("Vera Visser "), **values}
	return frappe.get_doc(doc).insert()


def site(**values):
	"""A place to arrive at."""
	return builders.space(space_type="Site", **values)


def visit(space=None, source: str = "Walk-in", **values):
	"""A Visitor Log, made as the desk makes it (visits.new_visit), expected now unless `values` says otherwise.

	`values`: those of visits.new_visit. A type without rules, a name nobody has and a new site where left out.
	"""
	confirm_retention()
	values.setdefault("full_name", builders.unique("Vera Visser "))
	values.setdefault("space", getattr(space, "name", space) or site().name)
	values.setdefault("visitor_type", values.get("visitor_type") or visitor_type().name)
	return frappe.get_doc("Visitor Log", visits.new_visit(values, source))


def visit_on_site(space=None, **values):
	"""A Visitor Log that is Checked In."""
	log = visit(space, **values)
	visits.check_in(log.name)
	return log.reload()


def expected_visit(space=None, hours: float = 1, **values):
	"""A Visitor Log of somebody invited, expected in so many hours."""
	when = now_datetime().replace(microsecond=0) + datetime.timedelta(hours=hours)
	return visit(space, "Invitation", expected_on=when, **values)


def status(log) -> str:
	"""The status that is stored."""
	return frappe.db.get_value("Visitor Log", getattr(log, "name", log), "status")


def acts(log) -> list[str]:
	"""What happened to a visit, oldest first."""
	filters = {"parent": getattr(log, "name", log), "parenttype": "Visitor Log"}
	return frappe.get_all("Visitor Log Event", filters, pluck="act", order_by="idx")
