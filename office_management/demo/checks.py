"""After everything is made: is it what was meant, and does it keep the rules?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import frappe
from frappe import _

from office_management.demo.plan.shapes import Plan
from office_management.domain.intervals import clash, peak_use
from office_management.office_space import seats


class BrokenDemoError(frappe.ValidationError):
	"""The demo came out wrong."""


def verify(plan: Plan, company: str) -> None:
	"""Raise BrokenDemoError with a list of what is wrong, or do nothing."""
	wrong = list(_find_wrong(plan, company))
	if wrong:
		frappe.throw(
			_("The demo data came out wrong:", context="Office Management Demo")
			+ "<br>"
			+ "<br>".join(wrong[:20]),
			BrokenDemoError,
		)


def _find_wrong(plan: Plan, company: str) -> Iterator[str]:
	spaces = frappe.get_all(
		"Office Space",
		{"company": company},
		["name", "space_name", "space_type", "parent_space", "capacity", "is_allocatable", "location"],
		order_by="name",
	)
	allocations = frappe.get_all(
		"Space Allocation",
		{"company": company, "status": ("!=", "Cancelled")},
		list(seats.USE_COLUMNS),
		order_by="from_date",
	)
	yield from _wrong_numbers(plan, company, spaces, allocations)
	yield from _overfull(spaces, allocations)
	yield from _two_at_once(allocations)
	yield from _outside_employment(company, allocations)
	yield from _broken_pairs(spaces)


def _wrong_numbers(plan: Plan, company: str, spaces: list, allocations: list) -> Iterator[str]:
	meant = {
		"spaces": (len(plan.spaces), len(spaces)),
		"rooms": (_rooms(plan.spaces), _rooms(spaces)),
		"seats": (_seats(plan.spaces), _seats(spaces)),
		"people": (len(plan.people), frappe.db.count("Employee", {"company": company})),
		"allocations": (len(plan.allocations), len(allocations)),
		"assets": (len(plan.things), frappe.db.count("Asset", {"company": company, "docstatus": 1})),
	}
	for what, (wanted, found) in meant.items():
		if wanted != found:
			yield f"{what}: {found} instead of {wanted}"


def _rooms(spaces: Iterable) -> int:
	return sum(space.space_type == "Room" for space in spaces)


def _seats(spaces: Iterable) -> int:
	return sum(space.capacity for space in spaces if space.is_allocatable)


def _overfull(spaces: list, allocations: list) -> Iterator[str]:
	uses = defaultdict(list)
	for row in allocations:
		if not row.within:
			uses[row.space].append(seats.as_use(row))
	for space in spaces:
		if space.is_allocatable and peak_use(uses[space.name]).seats > space.capacity:
			yield f"{space.name} is given to more than {space.capacity}"


def _two_at_once(allocations: list) -> Iterator[str]:
	"""Nobody has two primary seats on one day, and no label of a place is given twice."""
	groups = defaultdict(list)
	for row in allocations:
		if row.is_primary:
			groups[row.occupant].append(row)
		if row.seat_label:
			groups[row.space, row.seat_label].append(row)
	for key, rows in groups.items():
		for number, first in enumerate(rows):
			if any(clash(seats.as_use(first), seats.as_use(second)) for second in rows[number + 1 :]):
				yield f"{key} twice at the same time"


def _outside_employment(company: str, allocations: list) -> Iterator[str]:
	people = {
		row.name: row
		for row in frappe.get_all(
			"Employee", {"company": company}, ["name", "date_of_joining", "relieving_date"], order_by="name"
		)
	}
	for row in allocations:
		person = people.get(row.occupant) if row.occupant_type == "Employee" else None
		if not person:
			continue
		too_late = person.relieving_date and (not row.to_date or row.to_date > person.relieving_date)
		if row.from_date < person.date_of_joining or too_late:
			yield f"{row.occupant_name} has a seat while not employed"


def _broken_pairs(spaces: list) -> Iterator[str]:
	"""Every space has its Location, in the same place of the tree, and children lie inside their parents."""
	table = frappe.qb.DocType("Location")
	query = frappe.qb.from_(table).select(table.name, table.parent_location, table.lft, table.rgt)
	places = {row.name: row for row in query.run(as_dict=True)}
	for space in spaces:
		place, parent = places.get(space.location), places.get(space.parent_space)
		if not place or (place.parent_location or None) != (space.parent_space or None):
			yield f"{space.name} and its Location lie in different places"
		elif parent and not parent.lft < place.lft < place.rgt < parent.rgt:
			yield f"{space.name} lies outside its parent in the tree"
