"""The one door to ERPNext's Location tree.

Callers check their own permission first: office roles hold no right on Location, the tree follows the spaces.

Inserting a Location stays inside the transaction. Saving or deleting one commits (ERPNext recomputes the map
features of all Locations above with `commit=True`), so `move_location` and `delete_location` are for the last
step of whatever is done.
"""

from collections.abc import Iterable

import frappe
from frappe.model.delete_doc import check_if_doc_is_dynamically_linked, check_if_doc_is_linked
from frappe.model.rename_doc import rename_doc
from frappe.query_builder.functions import Coalesce

BATCH = 1000


def location_facts(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return name -> (name, parent_location, lft, rgt, is_group) of the Locations that exist."""
	names = list(names)
	table = frappe.qb.DocType("Location")
	columns = (table.name, table.parent_location, table.lft, table.rgt, table.is_group)
	facts = {}
	for start in range(0, len(names), BATCH):
		query = frappe.qb.from_(table).select(*columns).where(table.name.isin(names[start : start + BATCH]))
		facts.update({row.name: row for row in query.run(as_dict=True)})
	return facts


def tree_rows(below: str | None = None) -> list[frappe._dict]:
	"""Return all Locations in tree order (name, parent_location, lft, rgt, is_group, location_name).

	With `below`, only that Location and everything below it.
	"""
	table = frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.parent_location, table.lft, table.rgt, table.is_group, table.location_name)
		.orderby(table.lft)
		.orderby(table.name)
	)
	if below:
		top = location_facts([below]).get(below)
		if not top:
			return []
		query = query.where(table.lft[top.lft : top.rgt])
	return query.run(as_dict=True)


def locations_below(name: str, inclusive: bool = False) -> list[str]:
	"""Return the names of all Locations below `name` in tree order, itself first when `inclusive`."""
	return [row.name for row in tree_rows(name) if inclusive or row.name != name]


def locations_above(name: str) -> list[str]:
	"""Return the names of the Locations above `name`, nearest first."""
	place = location_facts([name]).get(name)
	if not place:
		return []
	table = frappe.qb.DocType("Location")
	query = frappe.qb.from_(table).select(table.name).orderby(table.lft, order=frappe.qb.desc)
	return query.where((table.lft < place.lft) & (table.rgt > place.rgt)).run(pluck=True)


def make_location(name: str, parent: str | None = None, is_group: bool = False) -> str:
	"""Insert a Location below `parent`; part of the caller's transaction (an insert does not commit).

	The caller has checked the right to create the space this Location is for.
	"""
	if parent:
		mark_as_group([parent])
	location = frappe.get_doc(
		{
			"doctype": "Location",
			"location_name": name,
			"parent_location": parent,
			"is_group": int(is_group),
		}
	)
	# the caller checked the right to create an Office Space here; office roles have none on Location
	location.insert(ignore_permissions=True)
	return location.name


def mark_as_group(names: list[str]) -> None:
	"""Let Locations have children. A plain write, because saving a Location would commit."""
	if not names:
		return
	table = frappe.qb.DocType("Location")
	leaves = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(table.name.isin(names) & (table.is_group == 0))
		.run(pluck=True)
	)
	for name in leaves:
		frappe.db.set_value("Location", name, "is_group", 1)


def make_locations(rows: list[dict]) -> list[str]:
	"""Insert many Locations at once: one pass over the tree and a few statements, whatever their number.

	`rows`: dicts with `name`, `parent` (existing, or an earlier row) and `is_group`. Names that exist already are
	left as they are, so it may run twice. The tree is locked until the transaction ends; positions of the
	Locations already there change only where new ones come before them. Returns the names inserted. No
	document events of other apps run: it is meant for imports of thousands of rows.
	"""
	table = frappe.qb.DocType("Location")
	there = (
		frappe.qb.from_(table)
		.select(
			table.name,
			Coalesce(table.parent_location, "").as_("parent"),
			table.lft,
			table.rgt,
			table.is_group,
			table.latitude,
			table.longitude,
		)
		.for_update()
		.run(as_dict=True)
	)
	there.sort(key=lambda row: (row.lft, row.name))
	known = {row.name: row for row in there}
	new = [frappe._dict(row) for row in rows if row["name"] not in known]
	positions = _number(
		[(row.name, row.parent) for row in there] + [(row.name, row.parent or "") for row in new]
	)
	_shift(there, positions)
	_insert(new, known, positions)
	mark_as_group(list({row.parent for row in new if row.parent in known}))
	return [row.name for row in new]


def _number(places: list[tuple[str, str]]) -> dict[str, tuple[int, int]]:
	"""Number (name, parent) pairs depth first; siblings keep the order in which they are given."""
	children: dict[str, list[str]] = {}
	names = {name for name, _parent in places}
	for name, parent in places:
		children.setdefault(parent if parent in names else "", []).append(name)
	positions, left, count = {}, {}, 0
	stack = [(name, False) for name in reversed(children.get("", []))]
	while stack:
		name, is_done = stack.pop()
		count += 1
		if is_done:
			positions[name] = (left[name], count)
			continue
		left[name] = count
		stack.append((name, True))
		stack.extend((child, False) for child in reversed(children.get(name, [])))
	return positions


def _shift(there: list[frappe._dict], positions: dict[str, tuple[int, int]]) -> None:
	moved = {
		row.name: {"lft": positions[row.name][0], "rgt": positions[row.name][1]}
		for row in there
		if row.name in positions and (row.lft, row.rgt) != positions[row.name]
	}
	frappe.db.bulk_update("Location", moved, update_modified=False)


def _insert(new: list[frappe._dict], known: dict, positions: dict[str, tuple[int, int]]) -> None:
	now, user = frappe.utils.now(), frappe.session.user
	fields = ["name", "location_name", "parent_location", "old_parent", "is_group", "lft", "rgt"]
	fields += ["latitude", "longitude", "creation", "modified", "owner", "modified_by", "docstatus", "idx"]
	values = []
	for row in new:
		above = known.get(row.parent) or frappe._dict()
		row.latitude, row.longitude = above.latitude or 0, above.longitude or 0
		known[row.name] = row
		parent, is_group = row.parent or None, int(row.is_group or 0)
		values.append(
			(
				*(row.name, row.name, parent, parent, is_group, *positions[row.name]),
				*(row.latitude, row.longitude, now, now, user, user, 0, 0),
			)
		)
	if values:
		frappe.db.bulk_insert("Location", fields, values, chunk_size=BATCH)
		frappe.clear_document_cache("Location")


def move_location(name: str, parent: str | None) -> None:
	"""Put a Location below another one. Commits on the way: the last step of a move, never in the middle.

	Our handler of the Location's update moves the space along in the same write.
	"""
	if parent:
		mark_as_group([parent])
	location = frappe.get_doc("Location", name)
	location.parent_location = parent
	# the caller checked the right to write both spaces
	location.save(ignore_permissions=True)


def rename_location(old: str, new: str) -> str:
	"""Rename a Location; our handler renames its space in the same transaction. Returns the new name."""
	return rename_doc(
		"Location",
		old,
		new,
		force=True,
		ignore_permissions=True,  # the caller checked the right to write the space
		show_alert=False,
		rebuild_search=False,
	)


def delete_location(name: str) -> bool:
	"""Delete a Location if nothing uses it any more; say whether it is gone. Commits on the way."""
	if not frappe.db.exists("Location", name):
		return True
	location = frappe.get_doc("Location", name)
	if _is_used(location):
		return False
	# the space it was made for is gone, deleted by somebody who had the right to
	frappe.delete_doc("Location", name, ignore_permissions=True)
	return True


def _is_used(location) -> bool:
	try:
		check_if_doc_is_linked(location)
		check_if_doc_is_dynamically_linked(location)
	except frappe.LinkExistsError:
		frappe.clear_last_message()
		return True
	return False
