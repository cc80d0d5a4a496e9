"""Who may go first: the row locks behind every promise of a seat.

Always in this order, in one transaction: the places above are held (a shared lock: givers of seats do not wait for
each other, but who takes a floor out of service does), the Office Space rows (sorted by name), the allocation being
changed, the Employee rows (sorted), then the allocations in the way by a *locking* read. A leaf locks itself; a place
with others below locks all of them, so that a zone and a seat inside it, or two zones for one place, meet on a row. A
plain read after a lock still sees what was there before the lock, so nothing that decides is read plainly.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from pypika.terms import ValueWrapper

from office_management import retries
from office_management.domain.space_codes import SEPARATOR
from office_management.erp.prepared import Prepared, value

LEVELS = 6
"""So many places above one are found in one query; deeper trees take another."""

PLACE_COLUMNS = ("name", "space_name", "parent_space", "status", "out_from_date", "out_until_date")
LEAF_COLUMNS = (*PLACE_COLUMNS, "company", "capacity", "is_allocatable", "location")


class SpaceBusyError(retries.TryAgainError):
	"""Somebody else is changing the same place at this moment; the same act may well succeed a moment later."""


@contextmanager
def friendly_when_busy() -> Iterator[None]:
	"""The same for seats. Raises SpaceBusyError."""
	with retries.friendly_when_busy(throw_busy):
		yield


def throw_busy() -> None:
	"""Raise SpaceBusyError with what to do."""
	frappe.throw(
		_(
			"Somebody else is changing seats here at this moment. Please try again.",
			context="Space Allocation",
		),
		SpaceBusyError,
		title=_("Please Try Again", context="Space Allocation"),
	)


def lock_spaces(names: Iterable[str], wait: bool = True) -> list[str]:
	"""Lock some Office Space rows until the transaction ends.

	Args:
		names: in any order; they are locked sorted, so that two who lock several meet, not deadlock.
		wait: False gives up at once (QueryTimeoutError) if somebody else holds one.

	Returns:
		the names that exist.
	"""
	wanted = sorted(set(names))
	if not wanted:
		return []
	space = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(space).select(space.name).where(space.name.isin(wanted)).orderby(space.name)
	return query.for_update(nowait=not wait).run(pluck=True)


def lock_leaf(space: str) -> frappe._dict | None:
	"""Lock one place and read it as it is now; `child` is set if something lies below it. None if it is gone."""
	rows = _LEAF.run({"space": space}, as_dict=True)
	return rows[0] if rows else None


def _leaf_query():
	here = frappe.qb.DocType("Office Space").as_("here")
	child = frappe.qb.DocType("Office Space").as_("child")
	return (
		frappe.qb.from_(here)
		.left_join(child)
		.on(child.parent_space == here.name)
		.select(*(here[column] for column in LEAF_COLUMNS), child.name.as_("child"))
		.where(here.name == value("space"))
		.for_update()
	)


_LEAF = Prepared(_leaf_query)


def lock_below(space: str) -> tuple[list[str], set[str]]:
	"""Lock a place and everything below it; answer all the names, and those that have others below them.

	What was added below while waiting is found by the second, locking look; then the caller starts over.
	"""
	locked = lock_spaces(spaces_below(space))
	child = frappe.qb.DocType("Office Space")
	query = (
		frappe.qb.from_(child).select(child.name, child.parent_space).where(child.parent_space.isin(locked))
	)
	found = query.for_update().run()
	if {name for name, _parent in found} != set(locked) - {space}:
		throw_busy()
	return locked, {parent for _name, parent in found}


def spaces_below(space: str) -> list[str]:
	"""The space itself and every Office Space below it, by the Location tree (a plain read)."""
	here, below = frappe.qb.DocType("Location").as_("here"), frappe.qb.DocType("Location").as_("below")
	found, start = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Office Space").as_("start")
	return (
		frappe.qb.from_(start)
		.join(here)
		.on(here.name == start.location)
		.join(below)
		.on((below.lft >= here.lft) & (below.lft <= here.rgt))
		.join(found)
		.on(found.location == below.name)
		.select(found.name)
		.where(start.name == space)
	).run(pluck=True)


def places_above(space: str) -> tuple[list[frappe._dict], bool]:
	"""The places above one, nearest first, and whether anything lies below it (one statement, or three).

	Those above are read as they are at this moment and are held: others may hold them, too, and give seats beside,
	but who takes one of them out of service, or moves it, waits until this transaction ends. The place itself is
	read plainly, to be locked next. A place is usually named after those above it, so that all can be asked for by
	name at once.
	"""
	rows = _BY_NAME.run({"space": space, "above": names_before(space) or [""]}, as_dict=True)
	here = next((row for row in rows if row.name == space), None)
	if not here:
		return [], False
	return _line(here, rows, wait=True), bool(here.child)


def line_above(place: frappe._dict, held: list[frappe._dict]) -> list[frappe._dict]:
	"""The places above one that is locked, nearest first, of those that were held before it.

	What is not among them, because the place has another name, may be waited for no more, now that the place itself
	is locked: raises QueryTimeoutError if somebody else changes it.
	"""
	return _line(place, held, wait=False)


def _line(place: frappe._dict, held: list[frappe._dict], wait: bool) -> list[frappe._dict]:
	found = {row.name: row for row in held}
	above, parent = [], place.parent_space
	while parent and parent in found:
		above.append(found[parent])
		parent = found[parent].parent_space
	return above + (_climb(place.name, parent, wait) if parent else [])


def check_not_moved(place: frappe._dict, above: list[frappe._dict]) -> None:
	"""A place, locked by now, still lies in the first of those that were found above it."""
	if above and place.parent_space != above[0].name:
		throw_busy()


def hold_places(names: Iterable[str], wait: bool = True) -> list[frappe._dict]:
	"""Some places as they are at this moment, held as those of `places_above`, in sorted order.

	`wait` False gives up at once (QueryTimeoutError) if somebody else changes one.
	"""
	return (_HELD if wait else _HELD_NOW).run({"above": sorted(set(names)) or [""]}, as_dict=True)


def names_before(space: str) -> list[str]:
	"""The beginnings of a name up to each separator, itself left out: as a rule the names of the places above."""
	parts = space.split(SEPARATOR)
	return [SEPARATOR.join(parts[:count]) for count in range(1, len(parts))]


def _held_query(wait: bool = True):
	place = frappe.qb.DocType("Office Space")
	return (
		frappe.qb.from_(place)
		.select(ValueWrapper(None).as_("child"), *(place[column] for column in PLACE_COLUMNS))
		.where(place.name.isin(value("above")))
		.for_update(nowait=not wait)
	)


def _by_name_query():
	place, child = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Office Space").as_("child")
	below = frappe.qb.from_(child).select(child.name).where(child.parent_space == value("space")).limit(1)
	here = frappe.qb.from_(place).select(below.as_("child"), *(place[column] for column in PLACE_COLUMNS))
	held, here = _held_query(), here.where(place.name == value("space"))
	held.wrap_set_operation_queries = here.wrap_set_operation_queries = True  # only the first one locks
	return held.union_all(here)


_HELD = Prepared(_held_query, shared=True)
_HELD_NOW = Prepared(lambda: _held_query(wait=False), shared=True)
_BY_NAME = Prepared(_by_name_query, shared=True)


def _climb(space: str, parent: str, wait: bool) -> list[frappe._dict]:
	"""The places above one from this parent on, by their links: found by a plain read, then held."""
	names = _names_above(space)
	found = {row.name: row for row in hold_places(names, wait)}
	above = []
	while parent in found:
		above.append(found[parent])
		parent = found[parent].parent_space
	if parent and parent not in names:
		throw_busy()  # moved since our plain read
	return above


def _names_above(space: str) -> list[str]:
	"""The names of the places above one, nearest first, some levels at a time (a plain read)."""
	rows = _ABOVE.run({"space": space})
	names = list(itertools.takewhile(bool, rows[0])) if rows else []
	return names + (_names_above(names[-1]) if len(names) == LEVELS else [])


def _above_query():
	levels = [frappe.qb.DocType("Office Space").as_(f"level_{n}") for n in range(LEVELS)]
	query = frappe.qb.from_(levels[0])
	for lower, upper in itertools.pairwise(levels):
		query = query.left_join(upper).on(upper.name == lower.parent_space)
	return query.select(*(level.parent_space for level in levels)).where(levels[0].name == value("space"))


_ABOVE = Prepared(_above_query)
