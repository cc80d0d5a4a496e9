"""Which places have seats free in a period: plain reads, for choosing. The promise itself is tested when it is saved."""

from collections import defaultdict
from datetime import date

import frappe
from frappe.utils import getdate

from office_management.domain.allocation_states import CANCELLED
from office_management.domain.intervals import FAR_DATE, Use, clash, peak_with
from office_management.office_space import seats
from office_management.office_space.permissions import space_criterion

SHOWN = 60


def free_places(
	from_date: date | str,
	to_date: date | str | None = None,
	weekdays: int = 0,
	wanted: int = 1,
	place: str | None = None,
	shown: int = SHOWN,
) -> list[dict]:
	"""Leaves with so many seats free on all wanted days, that the user may see, in the order of the tree.

	Args:
		from_date, to_date: first and last day, inclusive; None = open end.
		weekdays: weekdays wanted (bits, 0 = all).
		wanted: seats wanted.
		place: only this space and what lies below it.
		shown: at most so many.

	Returns:
		dicts of name, space_name, parent_space, parent_name, capacity, free; reserved_for (names of those for whom
		a place around it is reserved then, or "") and reserved_by (their types and names).
	"""
	last = getdate(to_date) if to_date else None
	use = Use(getdate(from_date), last, wanted, weekdays)
	leaves = open_leaves(use, place)
	taken = uses_by_space(use, [leaf.name for leaf in leaves])
	zones = reservations(use)
	found = []
	for leaf in leaves:
		free = leaf.capacity + wanted - max(peak_with(taken[leaf.name], use).seats, wanted)
		if free >= wanted and len(found) < shown:
			found.append(_shown(leaf, free, zones))
	return found


def _shown(leaf: frappe._dict, free: int, zones: list[frappe._dict]) -> dict:
	around = [zone for zone in zones if zone.lft <= leaf.lft <= zone.rgt]
	fields = ("name", "space_name", "parent_space", "parent_name", "capacity")
	return {
		**{field: leaf[field] for field in fields},
		"free": free,
		"reserved_for": ", ".join(sorted({zone.occupant_name for zone in around})),
		"reserved_by": sorted({(zone.occupant_type, zone.occupant) for zone in around}),
	}


def open_leaves(use: Use, place: str | None) -> list[frappe._dict]:
	"""Leaves that are given to people and in service on those days, as far as the user may see them."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	above, child = (
		frappe.qb.DocType("Office Space").as_("above"),
		frappe.qb.DocType("Office Space").as_("child"),
	)
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.left_join(above)
		.on(above.name == space.parent_space)
		.left_join(child)
		.on(child.parent_space == space.name)
		.select(space.name, space.space_name, space.parent_space, above.space_name.as_("parent_name"))
		.select(space.capacity, location.lft)
		.where(child.name.isnull() & (space.is_allocatable == 1) & (space.capacity > 0))
		.orderby(location.lft)
	)
	limits = space_criterion(space)
	if limits is not None:
		query = query.where(limits)
	if place:
		lft, rgt = frappe.db.get_value("Location", place, ["lft", "rgt"]) or (0, 0)
		query = query.where(location.lft[lft:rgt])
	closed = closed_ranges(use)
	return [
		leaf for leaf in query.run(as_dict=True) if not any(low <= leaf.lft <= high for low, high in closed)
	]


def closed_ranges(use: Use) -> list[tuple[int, int]]:
	"""(lft, rgt) of the places closed, or out of service on one of those days."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	until = space.out_until_date.isnull() | (space.out_until_date >= use.from_date)
	out = space.out_from_date.isnotnull() & (space.out_from_date <= use.last_date) & until
	query = frappe.qb.from_(space).join(location).on(location.name == space.location)
	return query.select(location.lft, location.rgt).where((space.status == "Closed") | out).run()


def uses_by_space(use: Use, spaces: list[str]) -> dict[str, list[Use]]:
	"""What is taken in those places in the period."""
	row = frappe.qb.DocType("Space Allocation")
	taken = defaultdict(list)
	if spaces:
		query = frappe.qb.from_(row).select(row.space, *(row[column] for column in _NEEDED))
		query = query.where(
			row.space.isin(spaces) & _live(row, use) & (row.within.isnull() | (row.within == ""))
		)
		for found in query.run(as_dict=True):
			taken[found.space].append(seats.as_use(found))
	return taken


def reservations(use: Use) -> list[frappe._dict]:
	"""Floors and zones reserved in the period: lft, rgt, occupant_name."""
	row, location = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Location")
	space = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(row).join(space).on(space.name == row.space).join(location)
	query = query.on(location.name == space.location).where((row.seats == 0) & _live(row, use))
	query = query.select(location.lft, location.rgt, *(row[column] for column in (*_NEEDED, *_WHOM)))
	days = Use(use.from_date, use.to_date, 1, use.weekdays)
	return [zone for zone in query.run(as_dict=True) if clash(seats.as_use(zone), days)]


_WHOM = ("occupant_type", "occupant", "occupant_name")
_NEEDED = ("from_date", "to_date", "seats", "weekdays")


def _live(row, use: Use):
	last = use.to_date or FAR_DATE
	return (row.status != CANCELLED) & (row.effective_to >= use.from_date) & (row.from_date <= last)
