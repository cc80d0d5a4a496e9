"""The blocks of Office Day that Space adds. What a block is: see office_administration/office_day.py."""

import datetime

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate

from office_management.erp.people import employee_of
from office_management.office_administration import api as administration
from office_management.office_space import seat_views, seats
from office_management.office_space.occupancy import leaf_seats
from office_management.office_space.people_without_seat import people_without_seat
from office_management.office_space.permissions import allocation_criterion, space_criterion

DAYS_AHEAD = 14
ROWS = 5
OFFICE_ROLES = ("Office Manager", "Office Receptionist", "Facility Technician", "Office Auditor")
MANAGER = ("Office Manager",)
ALLOCATION, SPACE = "Space Allocation", "Office Space"


def get_blocks() -> list[dict]:
	"""What needs the office manager, what everyone who looks after places should know, and the own seat."""
	roles = set(frappe.get_roles())
	blocks = []
	if roles.intersection(MANAGER):
		blocks += [without_seat(), joiners(), leavers(), ending(), over_capacity()]
	if roles.intersection(OFFICE_ROLES):
		blocks.append(out_of_service())
	return blocks + my_seat()


# --- people ---------------------------------------------------------------------------------------------------


def without_seat() -> dict:
	"""Who works here today and has no seat, those who have been here longest first."""
	people = sorted(people_without_seat(getdate(), [frappe.session.user]), key=by_joining)
	return {
		"key": "without_seat",
		"title": _("People without a seat", context="Office Day"),
		"count": len(people),
		"rows": [person_row(person, department_name(person)) for person in people[:ROWS]],
		"action": {
			"label": _("See who", context="Office Day"),
			"route": ["query-report", "Seat Register"],
			"options": {"only_without_seat": 1},
		},
		"indicator": "orange",
		"for_roles": MANAGER,
	}


def department_name(person: frappe._dict) -> str | None:
	"""The department as people call it, without the company's abbreviation."""
	return (
		frappe.get_cached_value("Department", person.department, "department_name")
		if person.department
		else None
	)


def joiners() -> dict:
	"""Who begins in the next days and has no seat at the end of them, the first to come first."""
	today = getdate()
	later = people_without_seat(add_days(today, DAYS_AHEAD), [frappe.session.user])
	people = sorted((one for one in later if by_joining(one)[0] > today), key=by_joining)
	text = _("Starts on {0}", context="Office Day")
	return {
		"key": "joiners",
		"title": _("New colleagues without a seat", context="Office Day"),
		"count": len(people),
		"rows": [
			person_row(person, text.format(formatdate(person.date_of_joining))) for person in people[:ROWS]
		],
		"indicator": "orange",
		"for_roles": MANAGER,
	}


def by_joining(person: frappe._dict) -> tuple[datetime.date, str]:
	joined = getdate(person.date_of_joining) if person.date_of_joining else datetime.date.min
	return joined, person.name


def person_row(person: frappe._dict, subtitle: str | None) -> dict:
	values = {
		"occupant_type": "Employee",
		"occupant": person.name,
		"from_date": max(by_joining(person)[0], getdate()),
	}
	return {
		"title": person.employee_name,
		"subtitle": subtitle,
		"route": employee_route(person.name),
		"action": {"label": _("Give a seat", context="Office Day"), "new": ALLOCATION, "values": values},
	}


def employee_route(employee: str) -> list[str] | None:
	"""Only for who may open the employee's form; few of our people may."""
	return ["Form", "Employee", employee] if frappe.has_permission("Employee", "read") else None


def leavers() -> dict:
	"""Who has left or leaves in the next days, and keeps a seat beyond the last day."""
	person, row = frappe.qb.DocType("Employee"), frappe.qb.DocType(ALLOCATION)
	soon = add_days(getdate(), DAYS_AHEAD)
	leaves = person.relieving_date.isnotnull() & (person.relieving_date <= soon)
	found = (
		allocations(row)
		.join(person)
		.on((person.name == row.occupant) & (row.occupant_type == "Employee"))
		.select(row.name, person.employee_name, person.relieving_date)
		.where(row.effective_to >= getdate())
		.where(
			(person.status.isin(["Left", "Inactive"])) | (leaves & (row.effective_to > person.relieving_date))
		)
		.orderby(person.relieving_date)
		.orderby(row.name)
		.run(as_dict=True)
	)
	return {
		"key": "leavers",
		"title": _("Leavers who still hold a seat", context="Office Day"),
		"count": len(found),
		"rows": [leaver_row(one) for one in found[:ROWS]],
		"action": administration.show_these(ALLOCATION, found),
		"indicator": "red",
		"for_roles": MANAGER,
	}


def leaver_row(row: frappe._dict) -> dict:
	text = _("{0}, last day {1}", context="Office Day")
	return {
		"title": row.employee_name,
		"subtitle": text.format(place_of(row), formatdate(row.relieving_date))
		if row.relieving_date
		else place_of(row),
		"route": ["Form", ALLOCATION, row.name],
	}


def my_seat() -> list[dict]:
	"""Where the user sits, and next to whom. Nothing for a user who is no employee."""
	if not employee_of(frappe.session.user):
		return []
	told = seat_views.my_seat()
	block = {
		"key": "my_seat",
		"title": _("My seat", context="Office Day"),
		"rows": [seat_row(frappe._dict(seat)) for seat in told["seats"]],
		"text": neighbours_text(told["neighbours"]),
	}
	if not told["seats"]:
		block["text"] = _("No seat is yours at present.", context="Office Day")
	return [block]


def seat_row(seat: frappe._dict) -> dict:
	since = "" if seat.status == "Active" else from_text(seat.from_date)
	until = seat.to_date and _("until {0}", context="Office Day").format(formatdate(seat.to_date))
	facts = (seat.part_of, seat.seat_label, seat.days, since, until)
	return {"title": seat.space_name, "subtitle": ", ".join(str(fact) for fact in facts if fact)}


def neighbours_text(names: list[str]) -> str | None:
	if not names:
		return None
	return _("Near you: {0}", context="Office Day").format(", ".join(names))


def from_text(begins) -> str:
	return _("from {0}", context="Office Day").format(formatdate(begins))


# --- allocations and spaces -----------------------------------------------------------------------------------


def allocations(row):
	"""A query on the allocations that count and that the user may see, with the names of place and surroundings."""
	place, around = frappe.qb.DocType(SPACE).as_("place"), frappe.qb.DocType(SPACE).as_("around")
	query = (
		frappe.qb.from_(row)
		.join(place)
		.on(place.name == row.space)
		.left_join(around)
		.on(around.name == place.parent_space)
		.select(place.space_name, around.space_name.as_("part_of"))
		.where(row.status != "Cancelled")
	)
	limit = allocation_criterion(row)
	return query if limit is None else query.where(limit)


def place_of(row: frappe._dict) -> str:
	"""The place of a row, and what it is part of."""
	return f"{row.space_name}, {row.part_of}" if row.part_of else row.space_name


def ending() -> dict:
	"""Allocations that end in the next days, and nothing follows for who sits there."""
	row = frappe.qb.DocType(ALLOCATION)
	today, until = getdate(), add_days(getdate(), DAYS_AHEAD)
	found = (
		allocations(row)
		.select(row.name, row.occupant_type, row.occupant, row.occupant_name, row.to_date)
		.where(row.effective_to[today:until])
		.where((row.from_date <= today) & (row.is_ended_by_leaving == 0))
		.orderby(row.effective_to)
		.orderby(row.name)
		.run(as_dict=True)
	)
	staying = with_later_seat({one.occupant for one in found}, until)
	found = [one for one in found if (one.occupant_type, one.occupant) not in staying]
	return {
		"key": "ending",
		"title": _("Seats given up within 14 days", context="Office Day"),
		"count": len(found),
		"rows": [
			{
				"title": one.occupant_name or one.occupant,
				"subtitle": _("{0}, until {1}", context="Office Day").format(
					place_of(one), formatdate(one.to_date)
				),
				"route": ["Form", ALLOCATION, one.name],
			}
			for one in found[:ROWS]
		],
		"action": administration.show_these(ALLOCATION, found),
		"indicator": "yellow",
		"for_roles": MANAGER,
	}


def with_later_seat(occupants: set[str], after) -> set[tuple[str, str]]:
	"""Who of these has an allocation that lasts beyond the date."""
	row = frappe.qb.DocType(ALLOCATION)
	found = (
		frappe.qb.from_(row)
		.select(row.occupant_type, row.occupant)
		.where(row.occupant.isin(sorted(occupants) or [""]))
		.where((row.effective_to > after) & (row.status != "Cancelled"))
		.run()
	)
	return {(occupant_type, occupant) for occupant_type, occupant in found}


def over_capacity() -> dict:
	"""Places where more seats are taken today than there are. The rules allow none; a restored backup might."""
	over = [leaf for leaf in leaf_seats(getdate()) if leaf.taken > leaf.seats]
	text = _("{0} taken, {1} there", context="Office Day")
	return {
		"key": "over_capacity",
		"title": _("Places with too many people", context="Office Day"),
		"count": len(over),
		"rows": [
			{
				"title": leaf.space_name,
				"subtitle": text.format(leaf.taken, leaf.seats),
				"route": ["Form", SPACE, leaf.space],
			}
			for leaf in over[:ROWS]
		],
		"indicator": "red",
		"for_roles": MANAGER,
	}


def out_of_service() -> dict:
	"""Places out of service now or soon in which people sit."""
	places = [place | {"people": seats_in(place)} for place in places_out()]
	places = [frappe._dict(place) for place in places if place["people"]]
	return {
		"key": "out_of_service",
		"title": _("Out of service with people in it", context="Office Day"),
		"count": len(places),
		"rows": [place_out_row(place) for place in places[:ROWS]],
		"action": administration.show_all(SPACE, {"out_from_date": ["<=", add_days(getdate(), DAYS_AHEAD)]}),
		"indicator": "red",
		"for_roles": OFFICE_ROLES,
	}


def places_out() -> list[frappe._dict]:
	"""Places the user may see that are out of service now or in the next days, soonest first."""
	place = frappe.qb.DocType(SPACE)
	query = (
		frappe.qb.from_(place)
		.select(place.name, place.space_name, place.out_from_date, place.out_until_date, place.out_reason)
		.where((place.out_from_date <= add_days(getdate(), DAYS_AHEAD)) & (place.status != "Closed"))
		.where(place.out_until_date.isnull() | (place.out_until_date >= getdate()))
		.orderby(place.out_from_date)
		.orderby(place.name)
	)
	limit = space_criterion(place)
	return (query if limit is None else query.where(limit)).run(as_dict=True)


def seats_in(place: frappe._dict) -> int:
	"""Seats that people hold in the place while it is out of service."""
	begins = max(getdate(place.out_from_date), getdate())
	return sum(row.seats for row in seats.allocations_affected(place.name, begins, place.out_until_date))


def place_out_row(place: frappe._dict) -> dict:
	begins, ends = place.out_from_date, place.out_until_date
	when = from_text(begins)
	if ends:
		when = _("from {0} to {1}", context="Office Day").format(formatdate(begins), formatdate(ends))
	text = _("Seats taken: {0}, {1}", context="Office Day")
	return {
		"title": place.space_name,
		"subtitle": text.format(place.people, when),
		"route": ["Form", SPACE, place.name],
	}
