"""The floor register as a table: what is there, written so that it can be imported again with nothing to do."""

import itertools
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from office_management.domain.register_words import LEVELS, weekday_names
from office_management.domain.register_world import OCCUPANT_TYPES, Place, level_of, rank
from office_management.erp import people
from office_management.office_space import permissions
from office_management.office_space.register_state import chunks, load_places
from office_management.office_space.spaces import spaces_below

HEADERS = {
	"part_of": "Part Of",
	"site": "Site",
	"building": "Building",
	"floor": "Floor",
	"zone": "Zone",
	"room": "Room",
	"desk": "Desk",
	"space_name": "Space Name",
	"space_type": "Type",
	"capacity": "Capacity",
	"floor_area": "Area (m²)",
	"cost_center": "Cost Center",
	"is_allocatable": "Allocatable",
	"is_bookable": "Bookable",
	"company": "Company",
	"person_number": "Employee Number",
	"person": "Person",
	"department": "Department",
	"project": "Project",
	"customer": "Customer",
	"from_date": "From Date",
	"to_date": "To Date",
	"seat_label": "Seat Label",
	"seats": "Seats Given",
	"weekdays": "Days",
	"is_primary": "Primary Seat",
	"reason": "Reason",
}
"""The headers we write: words that the import knows in whatever language the desk is."""

SEAT_COLUMNS = (
	"name",
	"space",
	"occupant_type",
	"occupant",
	"occupant_name",
	"seats",
	"seat_label",
	"within",
	"from_date",
	"to_date",
	"weekdays",
	"is_primary",
	"exception_reason",
)


def register_rows(space: str | None = None, on_date: date | str | None = None) -> list[list]:
	"""Headers and rows: one per place, or per allocation in force that day (None = today).

	Args:
		space: only this place and all below it.
		on_date: whose allocations are told.

	Only what the current user may see, by the same criteria as lists and reports.
	"""
	places = load_places()
	by_name = {place.name: place for place in places}
	wanted = _wanted(places, space)
	seatings = _seatings([place.name for place in wanted], getdate(on_date))
	groups = {place.parent for place in places}
	rows = [list(HEADERS.values())]
	for place in wanted:
		fields = _place_fields(place, by_name, is_group=place.name in groups)
		for seating in seatings.get(place.name) or [{}]:
			row = {**fields, **seating}
			rows.append([row.get(column) for column in HEADERS])
	return rows


def _wanted(places: list[Place], space: str | None) -> list[Place]:
	"""The places the user may see, that are not closed, in the order of the tree."""
	order = {name: number for number, name in enumerate(_in_tree_order(space))}
	seen = [place for place in places if place.is_permitted and not place.is_closed and place.name in order]
	return sorted(seen, key=lambda place: order[place.name])


def _in_tree_order(space: str | None) -> list[str]:
	if space:
		return spaces_below(space, inclusive=True)
	table, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	query = frappe.qb.from_(table).join(location).on(location.name == table.location)
	return query.select(table.name).orderby(location.lft).run(pluck=True)


def _place_fields(place: Place, by_name: dict[str, Place], is_group: bool) -> dict:
	return {
		**_levels(place, by_name),
		"space_name": place.space_name,
		"space_type": place.space_type,
		"capacity": None if is_group else place.capacity,
		"floor_area": place.floor_area or None,
		"cost_center": place.cost_center,
		"is_allocatable": _yes_no(place.is_allocatable),
		"is_bookable": _yes_no(place.is_bookable),
		"company": place.company,
	}


def _yes_no(value: bool) -> str:
	return "Yes" if value else "No"


def _levels(place: Place, by_name: dict[str, Place]) -> dict[str, str]:
	"""The codes from the site down, one per column; where the tree does not fit the columns, the place above."""
	chain = [place]
	while chain[0].parent in by_name:
		chain.insert(0, by_name[chain[0].parent])
	ranks = [rank(level_of(part)) for part in chain]
	if ranks[0] == 0 and all(lower < upper for lower, upper in itertools.pairwise(ranks)):
		return {LEVELS[number]: part.code for number, part in zip(ranks, chain, strict=True)}
	return {"part_of": place.parent, level_of(place): place.code if place.parent else place.name}


def _seatings(spaces: list[str], on_date: date) -> dict[str, list[dict]]:
	"""Columns about seats, by place: departments before the people within their seats."""
	rows = [row for chunk in chunks(spaces) for row in _read_seatings(chunk, on_date)]
	rows.sort(key=lambda row: (row.occupant_type == "Employee", row.occupant_name or "", row.name))
	by_name = {row.name: row for row in rows}
	persons = _employees(row.occupant for row in rows if row.occupant_type == "Employee")
	found: dict[str, list[dict]] = {}
	for row in rows:
		found.setdefault(row.space, []).append(_seat_fields(row, by_name, persons))
	return found


def _read_seatings(spaces: list[str], on_date: date) -> list[frappe._dict]:
	table = frappe.qb.DocType("Space Allocation")
	query = (
		frappe.qb.from_(table)
		.select(*(table[column] for column in SEAT_COLUMNS))
		.where(table.space.isin(spaces))
		.where((table.effective_to >= on_date) & (table.from_date <= on_date))
		.where(table.status != "Cancelled")
	)
	criterion = permissions.allocation_criterion(table)
	return (query.where(criterion) if criterion is not None else query).run(as_dict=True)


def _employees(names) -> dict[str, str]:
	"""What identifies each employee in a list: the employee number if nobody else has it, else the record's name."""
	found = {}
	for chunk in chunks(names):
		found.update(
			frappe.get_all(
				"Employee",
				{"name": ("in", chunk)},
				["name", "employee_number"],
				order_by="name",
				as_list=True,
			)
		)
	keys = {number for number in found.values() if number}
	answers = people.find_employees(keys)
	return {name: number if number and answers[number][0] == name else name for name, number in found.items()}


def _seat_fields(row: frappe._dict, by_name: dict[str, frappe._dict], persons: dict[str, str]) -> dict:
	column = next(column for column, doctype in OCCUPANT_TYPES.items() if doctype == row.occupant_type)
	is_person = column == "person"
	fields = {
		column: row.occupant_name if is_person else row.occupant,
		"from_date": row.from_date,
		"to_date": row.to_date,
		"seat_label": row.seat_label,
		"seats": row.seats or None,
		"weekdays": weekday_names(row.weekdays or 0),
		"reason": row.exception_reason,
	}
	if is_person:
		fields |= {"person_number": persons.get(row.occupant), "is_primary": _yes_no(bool(row.is_primary))}
		if row.within in by_name:
			fields["department"] = by_name[row.within].occupant
	return fields


def template() -> tuple[list[list], list[list]]:
	"""Headers of an empty register, and the notes that go with them."""
	columns = [column for column in HEADERS if column not in ("part_of", "project", "customer", "reason")]
	rows = [[HEADERS[column] for column in columns]]
	explained = _column_notes()
	notes = [[_("How to Fill It In", context="Floor Register Import"), "", ""]]
	notes += [[HEADERS[column], *explained[column]] for column in columns]
	return rows, notes


def _column_notes() -> dict[str, tuple[str, str]]:
	"""Per column: what to write, and an example."""
	return _place_notes() | _seat_notes()


def _place_notes() -> dict[str, tuple[str, str]]:
	code = _("Code. Every place has a row of its own, or is named here.", context="Floor Register Import")
	yes_no = _("Yes or No", context="Floor Register Import")
	return {
		"site": (code, "HQ"),
		"building": (code, "A"),
		"floor": (code, "02"),
		"zone": (code, "North"),
		"room": (code, "2.14"),
		"desk": (code, "D03"),
		"space_name": (_("What people see", context="Floor Register Import"), "Meeting Room Oslo"),
		"space_type": (
			_("Empty: what the last filled column says", context="Floor Register Import"),
			"Site, Building, Floor, Zone, Room, Meeting Room, Desk, Parking, Storage",
		),
		"capacity": (_("Seats; only where nothing lies below", context="Floor Register Import"), "1"),
		"floor_area": (_("Square metres", context="Floor Register Import"), "12.5"),
		"cost_center": (_("Name or number", context="Floor Register Import"), "Main - ABC"),
		"is_allocatable": (yes_no, "Yes"),
		"is_bookable": (yes_no, "No"),
		"company": (_("Empty: that of the place above", context="Floor Register Import"), ""),
	}


def _seat_notes() -> dict[str, tuple[str, str]]:
	everything = _("Empty: every day", context="Floor Register Import")
	return {
		"person_number": (_("Who sits there, by number", context="Floor Register Import"), "1042"),
		"person": (
			_("Or by e-mail or exact name; one row per person", context="Floor Register Import"),
			"Anna Aalders",
		),
		"department": (
			_("To whom the place is given as a whole", context="Floor Register Import"),
			"Sales",
		),
		"from_date": (_("Empty: as said in the import", context="Floor Register Import"), "2026-01-31"),
		"to_date": (_("Empty: until further notice", context="Floor Register Import"), ""),
		"seat_label": (_("A seat without a row of its own", context="Floor Register Import"), "12A"),
		"seats": (_("To departments; empty: all", context="Floor Register Import"), "4"),
		"weekdays": (everything, "Mon, Tue"),
		"is_primary": (_("No for a second seat", context="Floor Register Import"), "Yes"),
	}
