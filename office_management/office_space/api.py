"""What the desk and other modules may ask of spaces and seats.

The only way into this module from another one. Every method checks the right first and answers an allow-list.
"""

from datetime import date

import frappe
from frappe import _

from office_management.office_space import making, pairs, spaces, tree
from office_management.office_space.pairs import (
	check_location_delete,
	check_location_merge,
	check_location_move,
	follow_location,
	location_renamed,
)
from office_management.office_space.permissions import as_sql, place_criterion

__all__ = [
	"as_sql",
	"check_location_delete",
	"check_location_merge",
	"check_location_move",
	"follow_location",
	"location_renamed",
	"place_criterion",
]


# --- tree and form of Office Space ----------------------------------------------------------------------------


@frappe.whitelist()
def get_tree_nodes(
	doctype: str = "Office Space",
	parent: str | None = None,
	is_root: bool | str | None = None,
	parent_space: str | None = None,
) -> list[dict]:
	"""Nodes of the tree below a space, with seats, free seats and status; at the root the topmost visible ones.

	`parent_space` is the filter on the page: the tree begins there.
	"""
	frappe.has_permission("Office Space", "read", throw=True)
	at_root = frappe.utils.sbool(is_root) is True
	start = parent_space if at_root else parent
	if start:
		_readable(start)
	return tree.nodes_below(start or None)


@frappe.whitelist()
def get_whole_tree(parent: str | None = None) -> dict:
	"""All nodes below a space, or of the whole tree, in one answer (see tree.all_nodes)."""
	frappe.has_permission("Office Space", "read", throw=True)
	if parent:
		_readable(parent)
	return tree.all_nodes(parent or None)


@frappe.whitelist()
def get_overview(space: str) -> dict:
	"""Seats, people and assets of a space and what lies below it, for its form."""
	return tree.overview(_readable(space))


@frappe.whitelist(methods=["POST"])
def move_space(space: str, parent: str) -> dict:
	"""Put a space into another one; answers how many names below still carry the old codes."""
	_writable(space)
	_writable(parent)
	pairs.move_space(space, parent)
	return {"name": space, "old_names": len(pairs.names_out_of_line(space))}


@frappe.whitelist(methods=["POST"])
def rename_space(space: str, space_code: str, space_name: str | None = None) -> dict:
	"""Give a space another code or name; answers its full name and how many below still carry the old code."""
	_writable(space)
	name = pairs.rename_space(space, space_code, space_name)
	return {"name": name, "old_names": len(pairs.names_out_of_line(name))}


@frappe.whitelist(methods=["POST"])
def rename_below(space: str) -> dict:
	"""Bring the names of a space and of all below in line with the codes; many of them in the background."""
	_writable(space)
	return pairs.rename_below(space)


@frappe.whitelist(methods=["POST"])
def close_space(space: str) -> list[str]:
	"""Close a space and all below it; refused with the list of who has a seat there."""
	_writable(space)
	return spaces.close_space(space)


@frappe.whitelist(methods=["POST"])
def reopen_space(space: str, below: bool = False) -> list[str]:
	"""Open a closed space again, with all below it if asked."""
	_writable(space)
	return spaces.reopen_space(space, below)


@frappe.whitelist(methods=["POST"])
def set_out_of_service(
	names: list[str], from_date: date | str, until_date: date | str | None = None, reason: str = ""
) -> None:
	"""Take spaces out of service for a period (days inclusive, no last day = until further notice)."""
	for name in names:
		_writable(name)
	spaces.set_out_of_service(names, from_date, until_date or None, reason)


@frappe.whitelist(methods=["POST"])
def put_back_in_service(names: list[str]) -> None:
	"""Let spaces be used again from today on."""
	for name in names:
		_writable(name)
	spaces.put_back_in_service(names)


# --- taking over Locations ------------------------------------------------------------------------------------


@frappe.whitelist()
def preview_take_over() -> list[dict]:
	"""What taking over the existing Locations would make; nothing is written."""
	_may_take_over()
	return making.preview_take_over()


@frappe.whitelist(methods=["POST"])
def take_over_locations(types: dict[str, str] | None = None, company: str | None = None) -> dict:
	"""Make a space for every Location that has none; answers how many were made and what was refused."""
	_may_take_over()
	results = making.take_over(types, company)
	refused = [{"location": row.location, "error": row.error} for row in results if row.error]
	return {"made": len(results) - len(refused), "refused": refused}


def _may_take_over() -> None:
	"""Whoever may create spaces anywhere: all Locations are looked at, so users limited to places may not."""
	frappe.has_permission("Office Space", "create", throw=True)
	if not making.may_use_place(None):
		frappe.throw(
			_(
				"You are limited to some places. Ask somebody who is not to take over Locations.",
				context="Office Space",
			),
			frappe.PermissionError,
		)


# --- rights ---------------------------------------------------------------------------------------------------


def _readable(space: str):
	doc = frappe.get_doc("Office Space", space)
	doc.check_permission("read")
	return doc


def _writable(space: str):
	doc = frappe.get_doc("Office Space", space)
	doc.check_permission("write")
	return doc
