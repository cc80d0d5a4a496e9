"""Spaces and their Locations, pair by pair: moving, renaming, following the tree, taking over, mending.

The Location tree decides: `parent_space` is the nearest Location above that has a space. It is written in the same
transaction as the Location (events/location.py), and checked every night.
"""

import json
from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.model.rename_doc import rename_doc
from frappe.utils import add_days, get_datetime, get_link_to_form, nowdate
from frappe.utils.user import get_users_with_role

from office_management.batches import run_in_batches
from office_management.domain import space_codes
from office_management.erp import places
from office_management.office_space import moving as moves
from office_management.office_space import spaces

MANAGER_ROLE = "Office Manager"
SWEEP_DAYS = 14  # how long a Location left behind by a deleted space is looked for
RENAMED_AT_ONCE = 3  # more than so many are renamed in the background: Frappe empties all caches with each
RENAME_BATCH = 20  # renames in one transaction there


class MoveError(frappe.ValidationError):
	"""The place can't lie there."""


class MergeError(frappe.ValidationError):
	"""Two Locations that both have a space can't become one."""


class LocationInUseError(frappe.ValidationError):
	"""A Location that has a space is deleted through the space."""


class NameTakenError(frappe.ValidationError):
	"""There is a Location of the new name already."""


# --- the tree decides -----------------------------------------------------------------------------------------


def nearest_space(location: str | None, inclusive: bool = True) -> str | None:
	"""Return the space at this Location, or the nearest one above it."""
	if not location:
		return None
	above = ([location] if inclusive else []) + places.locations_above(location)
	known = _with_space(above)
	return next((name for name in above if name in known), None)


def wrong_parents(below: str | None = None) -> dict[str, str | None]:
	"""Return space -> the parent it should have, where `parent_space` differs from the Location tree.

	With `below`, only that Location and everything under it is looked at.
	"""
	rows = places.tree_rows(below)
	parent_of = _parents([row.name for row in rows] if below else None)
	start = nearest_space(below, inclusive=False) if below else None
	wrong: dict[str, str | None] = {}
	stack: list[tuple[int, str]] = []
	for row in rows:
		while stack and stack[-1][0] < row.lft:
			stack.pop()
		if row.name not in parent_of:
			continue
		should_be = stack[-1][1] if stack else start
		if (parent_of[row.name] or None) != should_be:
			wrong[row.name] = should_be
		stack.append((row.rgt, row.name))
	return wrong


def follow_location(location: str) -> None:
	"""After a Location was saved: let the spaces at and below it follow. Part of the same transaction."""
	_set_parents(wrong_parents(location))


def _set_parents(wrong: dict[str, str | None]) -> None:
	for name, parent in wrong.items():
		frappe.db.set_value("Office Space", name, "parent_space", parent)
	spaces.clear_group_capacity(wrong.values())


def _parents(names: list[str] | None) -> dict[str, str | None]:
	"""Office Space name -> parent_space, of these names or of all."""
	table = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(table).select(table.name, table.parent_space)
	if names is None:
		return dict(query.run())
	found: dict[str, str | None] = {}
	for start in range(0, len(names), spaces.BATCH):
		found.update(query.where(table.name.isin(names[start : start + spaces.BATCH])).run())
	return found


def _with_space(locations: list[str]) -> set[str]:
	return set(_parents(locations)) if locations else set()


# --- moving ---------------------------------------------------------------------------------------------------


def move_space(name: str, parent: str) -> None:
	"""Put a space, with all that lies in it, into another one. Nothing else may follow in the transaction.

	The Location is saved as the only write; the rules are tested, and the space follows, in its events.
	"""
	space = frappe.get_doc("Office Space", name)
	if parent in spaces.spaces_below(name, inclusive=True):
		link = get_link_to_form("Office Space", name)
		_throw_move(_("{0} can't lie in itself.", context="Office Space").format(link))
	spaces.check_code_is_free(parent, space.space_code, but=name)
	places.move_location(space.location, frappe.db.get_value("Office Space", parent, "location"))


def check_location_move(location, before: str | None) -> None:
	"""Before a Location changes its parent: the spaces at the top of what moves must be allowed to lie there."""
	names = places.locations_below(location.name, inclusive=True)
	parent_of = _parents(names)
	moving = [name for name in names if name in parent_of and parent_of[name] not in parent_of]
	if not moving:
		return
	parent = nearest_space(location.parent_location)
	facts = spaces.parent_facts([parent])
	types = dict(
		frappe.get_all(
			"Office Space",
			filters={"name": ("in", moving)},
			fields=["name", "space_type"],
			order_by="name",
			as_list=True,
		)
	)
	changing = [name for name in moving if parent_of[name] != parent]
	for name in changing:
		_check_new_parent(name, types[name], parent, facts)
	if changing:
		moves.check_reservations(sorted(parent_of), parent)


def _check_new_parent(name: str, space_type: str, parent: str | None, facts: dict) -> None:
	link = get_link_to_form("Office Space", name)
	if space_type == "Site" and parent:
		_throw_move(
			_(
				"{0} is a site and lies in nothing else. Change its type first.", context="Office Space"
			).format(link)
		)
	if space_type != "Site" and not parent:
		_throw_move(
			_("{0} must lie in another space; only a site lies in none.", context="Office Space").format(link)
		)
	if parent:
		spaces.check_can_have_children(parent, facts.get(parent))


def _throw_move(message: str) -> None:
	frappe.throw(message, MoveError, title=_("Can't Move", context="Office Space"))


# --- renaming -------------------------------------------------------------------------------------------------


def rename_space(name: str, code: str, space_name: str | None = None) -> str:
	"""Give a space another code and, if given, another name to be seen; its Location is renamed with it.

	Returns the new full name. What lies below keeps its own until `names_out_of_line` are brought in line.
	"""
	space = frappe.get_doc("Office Space", name)
	space.space_code = space_codes.clean_code(code)
	space.check_code()
	new = space_codes.full_name(space.parent_space, space.space_code)
	if new != name:
		spaces.check_code_is_free(space.parent_space, space.space_code, but=name)
		check_name_is_free(new, but=name)
		places.rename_location(name, new)
	if space_name and space_name != space.space_name:
		space = frappe.get_doc("Office Space", new)
		space.space_name = space_name
		space.save()
	return new


def check_name_is_free(name: str, but: str | None = None) -> None:
	"""Refuse a full name that is too long or that another Location has."""
	from office_management.office_space.doctype.office_space.office_space import check_length

	check_length(name)
	other = frappe.db.get_value("Location", name, "name")
	if other and other != but:
		frappe.throw(
			_("There is a Location {0} already. Choose another code.", context="Office Space").format(
				get_link_to_form("Location", other)
			),
			NameTakenError,
			title=_("Code", context="Office Space"),
		)


def location_renamed(old: str, new: str) -> None:
	"""After a Location was renamed (or merged into one without a space): rename its space, same transaction."""
	if not frappe.db.exists("Office Space", old) or old == new:
		return
	frappe.flags.renames_space = (old, new)
	try:
		rename_doc(
			"Office Space",
			old,
			new,
			force=True,
			ignore_permissions=True,  # whoever may rename the Location may; rename_space's caller checked the right
			show_alert=False,
			rebuild_search=False,
		)
	finally:
		frappe.flags.renames_space = None
	parent = frappe.db.get_value("Office Space", new, "parent_space")
	values = {"location": new}
	if code := space_codes.code_in_name(new, parent):
		values["space_code"] = code
	frappe.db.set_value("Office Space", new, values)


def check_location_merge(old: str, new: str) -> None:
	"""Refuse to merge two Locations that both have a space."""
	if {old, new} <= _with_space([old, new]):
		frappe.throw(
			_(
				"{0} and {1} both have an Office Space. Move what is in one to the other, delete that space, then"
				" merge.",
				context="Office Space",
			).format(get_link_to_form("Office Space", old), get_link_to_form("Office Space", new)),
			MergeError,
			title=_("Can't Merge", context="Office Space"),
		)


def check_location_delete(location: str) -> None:
	"""Refuse to delete a Location that has a space."""
	if _with_space([location]):
		frappe.throw(
			_(
				"{0} belongs to the Office Space {1}. Delete or close that instead.", context="Office Space"
			).format(bold(location), get_link_to_form("Office Space", location)),
			LocationInUseError,
			title=_("Has a Space", context="Office Space"),
		)


def names_out_of_line(name: str) -> list[tuple[str, str]]:
	"""Return (name now, path of codes) of a space and what lies below, where they differ, upper ones first.

	Only names that we made count: Locations that were taken over keep theirs. Running it again after a rename was
	interrupted finds what is left.
	"""
	rows = _named_rows(name)
	becomes = {row.name: row.name for row in rows}
	pairs = []
	for row in rows:
		if not row.location_made:
			continue
		path = space_codes.full_name(becomes.get(row.parent_space, row.parent_space), row.space_code)
		if path != row.name and not space_codes.is_too_long(path):
			becomes[row.name] = path
			pairs.append((row.name, path))
	return pairs


def _named_rows(name: str) -> list[frappe._dict]:
	names = spaces.spaces_below(name, inclusive=True)
	rows = frappe.get_all(
		"Office Space",
		filters={"name": ("in", names)},
		fields=["name", "parent_space", "space_code", "location_made"],
		order_by="name",
	)
	by_name = {row.name: row for row in rows}
	return [by_name[each] for each in names if each in by_name]


def rename_below(name: str) -> dict:
	"""Bring the names of a space and of all that lies below in line with the codes; many of them in the background.

	Returns the space's `name` afterwards, how many were `done`, and whether the work is `queued`.
	"""
	todo = names_out_of_line(name)
	new_name = dict(todo).get(name, name)
	if len(todo) > RENAMED_AT_ONCE:
		method = "office_management.office_space.pairs.rename_in_background"
		frappe.enqueue(method, queue="long", timeout=3600, space=name, enqueue_after_commit=True)
		return {"name": name, "done": 0, "queued": True}
	done = sum(rename_one(pair) for pair in todo)
	return {
		"name": new_name if frappe.db.exists("Office Space", new_name) else name,
		"done": done,
		"queued": False,
	}


def rename_in_background(space: str) -> None:
	"""The long job of `rename_below`, committed batch by batch: interrupted, it goes on where it stopped."""
	todo = names_out_of_line(space)

	def show(done: int, outcomes: list) -> None:
		frappe.publish_progress(100 * done / len(todo), title=_("Renaming", context="Office Space"))

	outcomes = run_in_batches(todo, rename_one, size=RENAME_BATCH, on_progress=show)
	errors = [f"{outcome.item}: {outcome.error}" for outcome in outcomes if outcome.error]
	if errors:
		frappe.log_error("Renaming spaces", "\n".join(errors))


def rename_one(pair: tuple[str, str]) -> int:
	"""Rename one Location, and so its space, unless the new name is taken. Returns how many were renamed."""
	old, new = pair
	if not frappe.db.exists("Location", old) or frappe.db.exists("Location", new):
		return 0
	places.rename_location(old, new)
	return 1


# --- deleting -------------------------------------------------------------------------------------------------


def delete_location_later(location: str) -> None:
	"""Once the deletion of the space is committed, delete the Location we made for it (deleting one commits)."""
	frappe.enqueue(
		"office_management.office_space.pairs.delete_left_location",
		queue="short",
		location=location,
		enqueue_after_commit=True,
	)


def delete_left_location(location: str) -> bool:
	"""Delete a Location whose space is gone, unless something uses it. Safe to run twice."""
	return not _with_space([location]) and places.delete_location(location)


def left_locations() -> list[str]:
	"""Locations we made whose space was deleted in the last two weeks (as the deleted documents tell)."""
	rows = frappe.get_all(
		"Deleted Document",
		filters={
			"deleted_doctype": "Office Space",
			"restored": 0,
			"creation": (">", add_days(nowdate(), -SWEEP_DAYS)),
		},
		fields=["deleted_name", "data", "creation"],
		order_by="creation",
	)
	made = {row.deleted_name: row.creation for row in rows if json.loads(row.data).get("location_made")}
	left = frappe.get_all(
		"Location", filters={"name": ("in", list(made))}, fields=["name", "creation"], order_by="lft desc"
	)
	return [row.name for row in left if get_datetime(row.creation) < get_datetime(made[row.name])]


# --- the nightly check ----------------------------------------------------------------------------------------


def mend_or_report_pairs() -> dict[str, list[str]]:
	"""Nightly: mend parents from the Location tree, delete Locations left behind, report pairs that differ.

	Returns names by kind: `mended`, `without_location`, `other_name`, `wrong_level` and `left` (Locations that
	something else uses).
	"""
	found: dict[str, list[str]] = {"mended": sorted(_mend()), **differing_pairs()}
	problems = {kind: names for kind, names in found.items() if names and kind != "mended"}
	if problems:
		report(problems)
	found["left"] = [name for name in left_locations() if not delete_left_location(name)]
	return found


def _mend() -> Iterable[str]:
	wrong = wrong_parents()
	_set_parents(wrong)
	return wrong


def differing_pairs() -> dict[str, list[str]]:
	"""Return the pairs that only a person can put right."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	rows = (
		frappe.qb.from_(space)
		.left_join(location)
		.on(location.name == space.location)
		.select(space.name, space.location, space.space_type, space.parent_space, location.name.as_("place"))
		.where(
			location.name.isnull()
			| (space.location != space.name)
			| ((space.space_type == "Site") != space.parent_space.isnull())
		)
		.orderby(space.name)
		.run(as_dict=True)
	)
	return {
		"without_location": [row.name for row in rows if not row.place],
		"other_name": [row.name for row in rows if row.place and row.location != row.name],
		"wrong_level": [row.name for row in rows if (row.space_type == "Site") == bool(row.parent_space)],
	}


def report(problems: dict[str, list[str]]) -> None:
	"""Tell the office managers once per unread notice, and keep the list in the error log."""
	subject = _("Spaces and Locations differ", context="Office Space")
	lines = [f"{kind}: {', '.join(names[:100])}" for kind, names in problems.items()]
	frappe.log_error(subject, "\n".join(lines))
	unread = frappe.get_all(
		"Notification Log", filters={"subject": subject, "read": 0}, pluck="for_user", order_by="creation"
	)
	managers = set(get_users_with_role(MANAGER_ROLE)) - set(unread)
	if managers:
		name = next(iter(next(iter(problems.values()))))
		notice = {"type": "Alert", "document_type": "Office Space", "document_name": name, "subject": subject}
		enqueue_create_notification(sorted(managers), {**notice, "email_content": "<br>".join(lines)})
