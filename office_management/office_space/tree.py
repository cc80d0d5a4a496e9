"""The tree of spaces as the desk shows it, and the overview on a space's form."""

from collections.abc import Iterable, Iterator

import frappe
from frappe.utils import getdate

from office_management.erp.assets import assets_at, count_assets_at
from office_management.erp.places import location_facts
from office_management.office_administration import api as administration
from office_management.office_space import seats
from office_management.office_space.occupancy import seat_totals
from office_management.office_space.permissions import allocation_criterion, sees_all_rows, space_criterion

NODES_AT_ONCE = 1500
UPPER_TYPES = ("Site", "Building", "Floor")
PEOPLE_SHOWN = 25
ASSETS_SHOWN = 20


# --- tree -----------------------------------------------------------------------------------------------------


def nodes_below(parent: str | None) -> list[frappe._dict]:
	"""Return the nodes directly below a space, or the topmost ones the user may see, in the order of the tree.

	Each has value (the name), title, parent, space_type, status, capacity, is_allocatable, expandable and, where
	there is something to count, seats, taken, free and unavailable of today; and `counts` of other areas. Six
	queries and one per other area, however many nodes.
	"""
	if parent:
		space = frappe.qb.DocType("Office Space")
		rows = _visible(space, space.parent_space == parent)
	else:
		rows = _tops()
	return _with_seats(rows)


def all_nodes(parent: str | None) -> dict:
	"""Return the whole tree below a space at once: `{data: [{parent, data: [node…]}], is_cut}`.

	Of more than 1,500 nodes only sites, buildings and floors come (`is_cut` says so).
	"""
	space = frappe.qb.DocType("Office Space")
	rows = _visible(space, _inside(parent) if parent else None)
	rows = [row for row in rows if row.value != parent]
	is_cut = len(rows) > NODES_AT_ONCE
	if is_cut:
		rows = [row for row in rows if row.space_type in UPPER_TYPES]
	known = {row.value for row in rows}
	groups: dict[str, list] = {}
	for node in _with_seats(rows):
		groups.setdefault(node.parent if node.parent in known else "", []).append(node)
	top = groups.pop("", [])
	return {"data": [{"parent": parent or "", "data": top}, *_from_the_top(groups, top)], "is_cut": is_cut}


def _from_the_top(groups: dict[str, list], top: list) -> Iterator[dict]:
	queue = [node.value for node in top]
	for name in queue:
		if name in groups:
			queue.extend(node.value for node in groups[name])
			yield {"parent": name, "data": groups[name]}


def _tops() -> list[frappe._dict]:
	"""The visible spaces whose parent the user doesn't see: for most users the sites."""
	space = frappe.qb.DocType("Office Space")
	if space_criterion(space) is None:
		return _visible(space, space.parent_space.isnull() | (space.parent_space == ""))
	rows = _visible(space)
	known = {row.value for row in rows}
	return [row for row in rows if row.parent not in known]


def _visible(space, criterion=None) -> list[frappe._dict]:
	"""Spaces the user may see, in the order of the tree."""
	location = frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(space.name.as_("value"), space.space_name.as_("title"), space.parent_space.as_("parent"))
		.select(space.space_type, space.status, space.capacity, space.is_allocatable)
		.orderby(location.lft)
	)
	for each in (criterion, space_criterion(space)):
		query = query.where(each) if each is not None else query
	return query.run(as_dict=True)


def _inside(parent: str):
	"""The space lies at or below the Location of `parent`."""
	place, location = location_facts([parent]).get(parent), frappe.qb.DocType("Location")
	return location.lft[place.lft : place.rgt] if place else location.name == parent


def _with_seats(rows: list[frappe._dict]) -> list[frappe._dict]:
	names = [row.value for row in rows]
	totals = seat_totals(names, getdate()) if names else {}
	groups = _groups(names)
	for row in rows:
		row.expandable = int(row.value in groups)
		count = totals.get(row.value) or frappe._dict()
		row.update({key: count.get(key) for key in ("seats", "taken", "free", "unavailable")})
		row.counts = []
	_add_counts(rows, names)
	return rows


def _add_counts(rows: list[frappe._dict], names: list[str]) -> None:
	"""What other areas count at each place (hook `space_tree_counts`): dicts of text and color, by place."""
	for area, providers in frappe.get_hooks("space_tree_counts").items():
		for provider in providers if administration.uses(area) else ():
			found = frappe.get_attr(provider)(names)
			for row in rows:
				row.counts += [found[row.value]] if row.value in found else []


def _groups(names: list[str]) -> set[str]:
	if not names:
		return set()
	space = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(space).select(space.parent_space).distinct()
	return set(query.where(space.parent_space.isin(names)).run(pluck=True))


# --- overview -------------------------------------------------------------------------------------------------


def overview(space) -> frappe._dict:
	"""Return what the form shows about an Office Space document that the user may read.

	seats (totals today), people (who sits here now or later, below included), people_count, affected (while out of
	service), assets, asset_count, is_group. Names are limited to what the user may see of allocations; assets to
	office roles, as an allow-list.
	"""
	people = _people(space.name)
	result = frappe._dict(
		seats=seat_totals([space.name], getdate()).get(space.name),
		is_group=bool(_groups([space.name])),
		people=people[:PEOPLE_SHOWN],
		people_count=len(people),
		affected=[],
		assets=[],
		asset_count=0,
	)
	if sees_all_rows():
		result.assets = assets_at(space.location, limit=ASSETS_SHOWN)
		result.asset_count = count_assets_at(space.location)
		result.affected = _affected(space)
	return result


def _people(name: str) -> list[frappe._dict]:
	allocation, location = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Location")
	space = frappe.qb.DocType("Office Space")
	query = (
		frappe.qb.from_(allocation)
		.join(location)
		.on(location.name == allocation.space)
		.join(space)
		.on(space.name == allocation.space)
		.select(allocation.name, allocation.space, space.space_name, allocation.occupant_type)
		.select(allocation.occupant, allocation.occupant_name, allocation.seats, allocation.seat_label)
		.select(allocation.from_date, allocation.to_date, allocation.weekdays)
		.where(_inside(name) & (allocation.effective_to >= getdate()))
		.orderby(allocation.from_date > getdate())
		.orderby(location.lft)
		.orderby(allocation.from_date)
	)
	limit = allocation_criterion(allocation)
	rows = (query.where(limit) if limit is not None else query).run(as_dict=True)
	for row in rows:
		row.is_later = getdate(row.from_date) > getdate()
	return rows


def _affected(space) -> list[frappe._dict]:
	until = space.out_until_date
	if not space.out_from_date or (until and getdate(until) < getdate()):
		return []
	return seats.allocations_affected(space.name, max(getdate(space.out_from_date), getdate()), until)
