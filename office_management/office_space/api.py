"""What the desk and other modules may ask of spaces and seats.

The only way into this module from another one. Every method checks the right first and answers an allow-list.
"""

from datetime import date

import frappe
from frappe import _

from office_management import inputs
from office_management.office_space import (
	free_places,
	making,
	occupants,
	pairs,
	seating,
	spaces,
	statuses,
	tree,
)
from office_management.office_space import seat_views as views
from office_management.office_space import seats as acts
from office_management.office_space.cost_centers import cost_center_of
from office_management.office_space.delivery_places import place_for_orders, place_labels, places_for_orders
from office_management.office_space.pairs import (
	check_location_delete,
	check_location_merge,
	check_location_move,
	follow_location,
	location_renamed,
)
from office_management.office_space.permissions import (
	as_sql,
	company_criterion,
	has_row_permission,
	limits,
	may_use,
	may_use_place,
	place_criterion,
)
from office_management.office_space.place_groups import groups_at
from office_management.office_space.register_files import read_table
from office_management.office_space.reports import interval_of
from office_management.office_space.seated import people_seated
from office_management.office_space.sign import qr_code, replace_sign, space_of_token
from office_management.office_space.work_places import places_to_keep_up
from office_management.retries import with_retries

__all__ = [
	"as_sql",
	"check_location_delete",
	"check_location_merge",
	"check_location_move",
	"company_criterion",
	"cost_center_of",
	"follow_location",
	"groups_at",
	"has_row_permission",
	"interval_of",
	"limits",
	"location_renamed",
	"may_use",
	"may_use_place",
	"people_seated",
	"place_criterion",
	"place_for_orders",
	"place_labels",
	"places_for_orders",
	"places_to_keep_up",
	"qr_code",
	"space_of_token",
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
	with_retries(lambda: pairs.move_space(space, parent))
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
	return with_retries(lambda: spaces.close_space(space))


@frappe.whitelist(methods=["POST"])
def reopen_space(space: str, below: bool = False) -> list[str]:
	"""Open a closed space again, with all below it if asked."""
	_writable(space)
	return with_retries(lambda: spaces.reopen_space(space, below))


@frappe.whitelist(methods=["POST"])
def set_out_of_service(
	names: list[str] | str, from_date: date | str, until_date: date | str | None = None, reason: str = ""
) -> None:
	"""Take spaces out of service for a period (days inclusive, no last day = until further notice)."""
	for name in (chosen := inputs.names(names)):
		_writable(name)
	first, last = inputs.day(from_date), inputs.day_or_none(until_date)
	with_retries(lambda: spaces.set_out_of_service(chosen, first, last, reason))


@frappe.whitelist(methods=["POST"])
def put_back_in_service(names: list[str] | str) -> None:
	"""Let spaces be used again from today on."""
	for name in (chosen := inputs.names(names)):
		_writable(name)
	with_retries(lambda: spaces.put_back_in_service(chosen))


@frappe.whitelist(methods=["POST"])
def new_sign(space: str) -> None:
	"""Give a space a new sign: the printed one, and whoever has a copy of its code, reports nothing any more."""
	_writable(space)
	replace_sign(space)


# --- taking over Locations ------------------------------------------------------------------------------------


@frappe.whitelist()
def preview_take_over() -> list[dict]:
	"""What taking over the existing Locations would make; nothing is written."""
	_may_take_over()
	return making.preview_take_over()


@frappe.whitelist(methods=["POST"])
def take_over_locations(types: dict[str, str] | str | None = None, company: str | None = None) -> dict:
	"""Make a space for every Location that has none; answers how many were made and what was refused."""
	_may_take_over()
	results = making.take_over(inputs.parsed(types or {}, dict), company)
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


# --- seats ----------------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def allocate(
	space: str,
	occupant_type: str,
	occupant: str,
	from_date: date | str,
	to_date: date | str | None = None,
	seats: int = 1,
	seat_label: str | None = None,
	is_primary: bool | int = 1,
	weekdays: int = 0,
	within: str | None = None,
	cost_center: str | None = None,
	exception_reason: str | None = None,
) -> str:
	"""Give seats of a space to an employee, department, project or customer; answers the allocation's name."""
	frappe.has_permission("Space Allocation", "create", throw=True)
	values = {
		"space": space,
		"occupant_type": occupant_type,
		"occupant": occupant,
		"from_date": from_date,
		"to_date": to_date or None,
		"seats": seats,
		"seat_label": seat_label,
		"is_primary": int(is_primary),
		"weekdays": weekdays,
		"within": within or None,
		"cost_center": cost_center or None,
		"exception_reason": exception_reason,
	}
	return with_retries(lambda: acts.allocate(**values))


@frappe.whitelist(methods=["POST"])
def end_allocations(
	names: list[str] | str,
	to_date: date | str | None = None,
	reason: str | None = None,
	named_too: bool = False,
) -> None:
	"""End allocations with a day (left out: today), all or none; those that begin later are cancelled."""
	chosen, last = _allocations_writable(names), inputs.day_or_none(to_date)
	with_retries(lambda: acts.end_all(chosen, last, reason, named_too))


@frappe.whitelist(methods=["POST"])
def extend_allocations(names: list[str] | str, to_date: date | str | None = None) -> None:
	"""Let allocations last until a later day (left out: until further notice), all or none."""
	chosen, last = _allocations_writable(names), inputs.day_or_none(to_date)
	with_retries(lambda: [acts.extend(name, last) for name in chosen])


@frappe.whitelist(methods=["POST"])
def cancel_allocations(names: list[str] | str, reason: str | None = None, named_too: bool = False) -> None:
	"""Cancel allocations as if they had never been, all or none; what has ended is refused."""
	chosen = _allocations_writable(names)
	with_retries(lambda: acts.cancel_all(chosen, reason, named_too))


@frappe.whitelist(methods=["POST"])
def swap_seats(first: str, second: str, on_date: date | str | None = None) -> list[str]:
	"""Let two employees change places from a day on (left out: today); answers the new allocations."""
	_allocations_writable([first, second])
	frappe.has_permission("Space Allocation", "create", throw=True)
	start = inputs.day_or_none(on_date)
	return with_retries(lambda: seating.swap(first, second, start))


@frappe.whitelist()
def propose_seats(
	place: str, from_date: date | str, employees: list[str] | str, to_date: date | str | None = None
) -> dict:
	"""Propose seats at or below a place for some employees, and say who finds none; nothing is written."""
	frappe.has_permission("Space Allocation", "create", throw=True)
	_readable(place)
	people = inputs.names(employees)
	return seating.propose(people, place, inputs.day(from_date), inputs.day_or_none(to_date))


@frappe.whitelist(methods=["POST"])
def seat_people(
	rows: list[dict] | str, from_date: date | str, to_date: date | str | None = None
) -> list[str]:
	"""Give each employee the place beside them, all or none; rows of employee and space."""
	frappe.has_permission("Space Allocation", "create", throw=True)
	wanted = inputs.rows(rows, "employee", "space")
	first, last = inputs.day(from_date), inputs.day_or_none(to_date)
	return with_retries(lambda: seating.seat_people(wanted, first, last))


@frappe.whitelist()
def get_employees_without_seat(department: str, from_date: date | str) -> list[dict]:
	"""Employees of a department and all below it without a primary seat on a day: employee and name."""
	frappe.has_permission("Space Allocation", "create", throw=True)
	return views.without_seat(department, inputs.day(from_date))


@frappe.whitelist()
def get_timeline(space: str, start: date | str, end: date | str) -> list[dict]:
	"""Who has, had and will have a space and what lies below it in a period, place by place, as the user may see."""
	_readable(space)
	return views.timeline(space, inputs.day(start), inputs.day(end))


@frappe.whitelist()
def get_free_places(
	from_date: date | str,
	to_date: date | str | None = None,
	weekdays: int = 0,
	seats: int = 1,
	place: str | None = None,
) -> list[dict]:
	"""Places with so many seats free in a period, at or below a place, that the user may see."""
	frappe.has_permission("Space Allocation", "create", throw=True)
	first, last = inputs.day(from_date), inputs.day_or_none(to_date)
	return free_places.free_places(first, last, weekdays, seats, place or None)


@frappe.whitelist()
def get_seats_of(employee: str) -> list[dict]:
	"""The seats an employee has now or will have, for the Employee form; only those the user may see."""
	frappe.has_permission("Space Allocation", "read", throw=True)
	return views.seats_of(employee)


@frappe.whitelist()
def get_calendar(start: date | str, end: date | str, filters: str | list | dict | None = None) -> list[dict]:
	"""Allocations that touch a period, for the calendar; only those the user may see."""
	frappe.has_permission("Space Allocation", "read", throw=True)
	return views.calendar(inputs.day(start), inputs.day(end), filters)


@frappe.whitelist()
def search_allocations(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 10,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""What a Link to Space Allocation offers (hook standard_queries): only those the user may see.

	Frappe's own search leaves row rules out when the browser asks it to (`ignore_user_permissions`).
	"""
	frappe.has_permission("Space Allocation", "read", throw=True)
	return views.search(txt, start, page_length, filters, as_dict)


@frappe.whitelist()
def my_seat() -> dict:
	"""The session user's own seats today, and the names of who sits in the same place; nothing else."""
	frappe.has_permission("Space Allocation", "read", throw=True)
	return views.my_seat()


@frappe.whitelist(methods=["POST"])
def bring_statuses_up_to_date() -> int:
	"""Before the first list of the day: store the statuses of today. Answers how many changed."""
	frappe.has_permission("Space Allocation", "read", throw=True)
	return statuses.refresh_once_a_day()


def occupant_saved(doc) -> None:
	"""An Employee, Department, Project or Customer was saved."""
	occupants.saved(doc)


def occupant_renamed(doctype: str, old: str, new: str, merged: bool) -> None:
	"""An Employee, Department, Project or Customer was renamed or merged."""
	occupants.renamed(doctype, old, new, merged)


def occupant_deleted(doctype: str, name: str) -> None:
	"""An Employee, Department, Project or Customer is to be deleted; refused while places name it."""
	occupants.check_deletable(doctype, name)


def _allocations_writable(names: list[str] | str) -> list[str]:
	chosen = inputs.names(names)
	for name in chosen:
		frappe.get_doc("Space Allocation", name).check_permission("write")
	return chosen


# --- rights ---------------------------------------------------------------------------------------------------


def _readable(space: str):
	doc = frappe.get_doc("Office Space", space)
	doc.check_permission("read")
	return doc


def _writable(space: str):
	doc = frappe.get_doc("Office Space", space)
	doc.check_permission("write")
	return doc
