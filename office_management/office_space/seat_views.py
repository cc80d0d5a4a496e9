"""Who sits where, as the desk shows it: only what the acting user may see, and only the fields it needs."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate
from pypika.terms import Criterion

from office_management import inputs, link_search
from office_management.domain.allocation_states import CANCELLED, state_on
from office_management.erp import people
from office_management.office_administration import api as administration
from office_management.office_space.people_without_seat import company_limits
from office_management.office_space.seat_locks import spaces_below
from office_management.office_space.weekdays import weekday_words

SEAT_FIELDS = ("name", "space", "seat_label", "seats", "from_date", "to_date", "weekdays", "is_primary")
CALENDAR_LIMIT = 1000
TIMELINE_LIMIT = 2000
NEIGHBOURS_SHOWN = 200


def seats_of(employee: str) -> list[dict]:
	"""The seats an employee has today or will have, in time order, as far as the user may see them."""
	rows = frappe.get_list(
		"Space Allocation",
		filters={
			"occupant_type": "Employee",
			"occupant": employee,
			"status": ("!=", CANCELLED),
			"effective_to": (">=", getdate()),
		},
		fields=list(SEAT_FIELDS),
		order_by="from_date",
	)
	return [_seat(row) for row in rows]


def _seat(row: frappe._dict) -> dict:
	place = frappe.db.get_value("Office Space", row.space, ["space_name", "parent_space"], as_dict=True)
	part_of = place.parent_space and frappe.db.get_value("Office Space", place.parent_space, "space_name")
	return {
		**{field: row[field] for field in SEAT_FIELDS},
		"space_name": place.space_name,
		"part_of": part_of or "",
		"parent_space": place.parent_space,
		"days": weekday_words(row.weekdays or 0),
		"status": state_on(row.from_date, row.to_date, False, getdate()),
	}


def my_seat() -> dict:
	"""The session user's own seats, and the names of who sits in the same place today; nothing else.

	Returns:
		seats: space, space_name, part_of, seat_label, seats, days, from_date, to_date, is_primary, status;
		neighbours: names, if the settings let employees see them.
	"""
	employee = people.employee_of(frappe.session.user)
	if not employee:
		return {"seats": [], "neighbours": []}
	own = seats_of(employee)
	shown = [
		{key: value for key, value in seat.items() if key not in ("name", "weekdays", "parent_space")}
		for seat in own
	]
	today = [seat for seat in own if seat["status"] == "Active"]
	return {"seats": shown, "neighbours": neighbours(employee, today)}


def neighbours(employee: str, own: list[dict]) -> list[str]:
	"""Names of employees with a seat today in a place with the same parent (a seat without one: in the same place)."""
	if not own or not administration.setting("show_neighbours"):
		return []
	row, space = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Office Space")
	parents = [seat["parent_space"] for seat in own if seat["parent_space"]]
	near = space.name.isin([seat["space"] for seat in own])
	if parents:
		near = near | space.parent_space.isin(parents)
	return (
		frappe.qb.from_(row)
		.join(space)
		.on(space.name == row.space)
		.select(row.occupant_name)
		.distinct()
		.where(near & (row.occupant_type == "Employee") & (row.occupant != employee))
		.where((row.status != CANCELLED) & (row.from_date <= getdate()) & (row.effective_to >= getdate()))
		.orderby(row.occupant_name)
		.limit(NEIGHBOURS_SHOWN)
	).run(pluck=True)


def calendar(start: date | str, end: date | str, filters: list | dict | None = None) -> list[dict]:
	"""Allocations that touch a period, as the calendar draws them; only those the user may see."""
	wanted = [
		["Space Allocation", "from_date", "<=", getdate(end)],
		["Space Allocation", "effective_to", ">=", getdate(start)],
		["Space Allocation", "status", "!=", CANCELLED],
	]
	rows = frappe.get_list(
		"Space Allocation",
		filters=wanted + inputs.conditions("Space Allocation", filters),
		fields=["name", "space", "occupant_name", "seat_label", "from_date", "to_date", "effective_to"],
		order_by="from_date",
		limit=CALENDAR_LIMIT,
	)
	return [_event(row, getdate(start), getdate(end)) for row in rows]


def search(txt: str, start: int, page_length: int, filters: list | dict | None, as_dict) -> list:
	"""Allocations for a Link field, by name, occupant or place; only those the user may see."""
	known = {
		"shown": ("occupant_name", "space", "from_date", "to_date"),
		"searched": ("occupant_name", "space"),
		"order_by": "occupant_name, from_date",
	}
	return link_search.search("Space Allocation", txt, filters, start, page_length, as_dict, **known)


def _event(row: frappe._dict, start: date, end: date) -> dict:
	"""One bar; open ends stop at the window's edge."""
	today = getdate()
	return {
		"name": row.name,
		"title": _("{0}: {1}", context="Space Allocation").format(row.space, row.occupant_name),
		"from_date": max(getdate(row.from_date), start),
		"to_date": min(getdate(row.effective_to), end),
		"status": state_on(getdate(row.from_date), row.to_date and getdate(row.to_date), False, today),
		"all_day": 1,
		"shift_times": 0,  # days, not moments: the same in every time zone
		"docstatus": 1,  # the bar is cut to the window, so it must not be dragged
	}


def timeline(space: str, start: date | str, end: date | str) -> list[dict]:
	"""Allocations of a space and all below it that touch a period, by place and date; only those the user may see.

	Returns:
		name, space, space_name, occupant_name, seat_label, from_date, to_date, days, status; at most TIMELINE_LIMIT.
	"""
	rows = frappe.get_list(
		"Space Allocation",
		filters={
			"space": ("in", spaces_below(space)),
			"from_date": ("<=", getdate(end)),
			"effective_to": (">=", getdate(start)),
			"status": ("!=", CANCELLED),
		},
		fields=["name", "space", "occupant_name", "seat_label", "from_date", "to_date", "weekdays"],
		order_by="space, from_date",
		limit=TIMELINE_LIMIT,
	)
	called = _names_of({row.space for row in rows})
	for row in rows:
		row.space_name = called[row.space]
		row.days = weekday_words(row.pop("weekdays") or 0)
		row.status = state_on(row.from_date, row.to_date, False, getdate())
	return rows


def _names_of(spaces: set[str]) -> dict[str, str]:
	filters = {"name": ("in", sorted(spaces))}
	rows = frappe.get_all("Office Space", filters, ["name", "space_name"], order_by="name", as_list=True)
	return dict(rows)


def without_seat(department: str, from_date: date | str) -> list[dict]:
	"""Employees of a department and all below it who work here and have no primary seat on a day.

	Only those of the companies to which the acting user is limited, if to any.
	"""
	person, row = frappe.qb.DocType("Employee"), frappe.qb.DocType("Space Allocation")
	seated = (
		frappe.qb.from_(row)
		.select(row.occupant)
		.where((row.occupant_type == "Employee") & (row.is_primary == 1))
	)
	seated = seated.where((row.status != CANCELLED) & (row.effective_to >= getdate(from_date)))
	return (
		frappe.qb.from_(person)
		.select(person.name.as_("employee"), person.employee_name)
		.where(person.department.isin(list(people.departments_below(department))))
		.where(person.status.isin(["Active", "Suspended"]) & person.name.notin(seated))
		.where(Criterion.all(company_limits(person, [frappe.session.user])))
		.orderby(person.employee_name)
	).run(as_dict=True)
