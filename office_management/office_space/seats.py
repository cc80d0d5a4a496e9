"""Seats: what is promised to whom, and the acts of promising.

One set of functions for the form, the import, the demo and everything else. Reads here are locking and bounded by the
indexes (space, effective_to), (space, length_class, effective_to) and (occupant, is_primary, effective_to), unless
the name or docstring says plain.
"""

from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate
from pypika.terms import Criterion

from office_management.domain import allocation_states
from office_management.domain.allocation_states import CANCELLED
from office_management.domain.intervals import FAR_DATE, Use, peak_use
from office_management.domain.length_classes import UNBOUNDED, last_ends
from office_management.erp.prepared import Prepared, value
from office_management.office_space.seat_locks import lock_spaces, spaces_below

__all__ = ["LIVE", "lock_spaces"]

LIVE = allocation_states.LIVE
BY_PLACE_AND_END = "allocation_conflict"
BY_PLACE, BY_OCCUPANT = "allocation_conflict_by_length", "allocation_occupant"
"""Indexes named in the locking reads: through another one (say, by date) they would lock other people's rows."""
USE_COLUMNS = (
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
	"effective_to",
	"weekdays",
	"is_primary",
	"status",
	"exception_reason",
)


def live_uses(
	space: str | Iterable[str],
	from_date: date | str | None = None,
	to_date: date | str | None = None,
	exclude: str | None = None,
) -> list[frappe._dict]:
	"""The allocations of one or more spaces that touch a period, locked until the transaction ends.

	Call it after `lock_spaces`, in the same transaction.

	Args:
		space: the space, or several.
		from_date: first day of the period (None = today).
		to_date: last day of the period (None = open end).
		exclude: name of an allocation to leave out, usually the one being saved.
	"""
	spaces = [space] if isinstance(space, str) else sorted(space)
	found = _LIVE_USES.run({"spaces": spaces, **days_asked(from_date, to_date)}, as_dict=True)
	return [use for use in found if use.name != exclude]


def touches(row, from_date: date, to_date: date | None) -> Criterion:
	"""An allocation (a pypika table) shares a day with a period; in a form that reads little of the index.

	Each class of lengths has its own short range (see domain.length_classes), so that neither the past nor the
	future of a busy place is read, or locked.
	"""
	last = to_date or FAR_DATE
	return _touches(row, from_date, last, dict(last_ends(last)))


def _touches(row, first, last, latest: dict) -> Criterion:
	ranges = [(row.length_class == UNBOUNDED) & (row.effective_to >= first)]
	ranges += [(row.length_class == number) & row.effective_to[first:end] for number, end in latest.items()]
	return Criterion.any(ranges) & (row.from_date <= last)


def ends_later(row) -> Criterion:
	"""As `touches`, in few words, where little ends later anyway: reservations, and primary seats of a person."""
	return (row.effective_to >= value("first")) & (row.from_date <= value("last"))


def days_asked(from_date: date | str | None, to_date: date | str | None) -> dict[str, date]:
	"""The values of a prepared statement on allocations that touch a period."""
	last = getdate(to_date) if to_date else FAR_DATE
	return {"first": getdate(from_date), "last": last} | {f"last_{n}": end for n, end in last_ends(last)}


def locking(index: str, *wanted: Callable, touching: Callable | None = None, columns=USE_COLUMNS):
	"""A query: allocations that touch a period (`days_asked`) and answer to these tests, locked."""
	row = frappe.qb.DocType("Space Allocation")
	latest = {number: value(f"last_{number}") for number, _end in last_ends(FAR_DATE)}
	query = frappe.qb.from_(row).force_index(index).select(*columns)
	for test in wanted:
		query = query.where(test(row))
	touch = touching(row) if touching else _touches(row, value("first"), value("last"), latest)
	return query.where(touch).where(row.status != CANCELLED).for_update()


def is_primary_of(row) -> Criterion:
	"""The allocation (a pypika table) is a primary seat of the employee the statement is asked for."""
	return (row.occupant == value("employee")) & (row.occupant_type == "Employee") & (row.is_primary == 1)


_LIVE_USES = Prepared(lambda: locking(BY_PLACE, lambda row: row.space.isin(value("spaces"))))
_PRIMARY_SEATS = Prepared(lambda: locking(BY_OCCUPANT, is_primary_of, touching=ends_later))


def as_use(row: frappe._dict) -> Use:
	"""An allocation (row or document) as the pure rules see it."""
	return Use(
		getdate(row.from_date),
		getdate(row.to_date) if row.to_date else None,
		row.seats or 0,
		row.weekdays or 0,
	)


def primary_seats(employee: str, from_date: date, to_date: date) -> list[frappe._dict]:
	"""The primary seats of an employee that touch a period, locked. Lock the Employee row first."""
	return _PRIMARY_SEATS.run({"employee": employee, **days_asked(from_date, to_date)}, as_dict=True)


def peak_promised(space: str, from_date: date | str | None = None) -> int:
	"""Most seats of a leaf promised at once from a day on (None = today).

	Locking: whoever lowers the capacity or closes the space holds its row, then asks this. Seats named person by
	person count inside the allocation they are taken from, not again.
	"""
	uses = [as_use(row) for row in live_uses(space, from_date) if not row.within]
	return peak_use(uses, getdate(from_date)).seats


def allocations_affected(
	space: str, from_date: date | str | None = None, to_date: date | str | None = None
) -> list[frappe._dict]:
	"""Who is there in a period: allocations of the space and of everything below it (a plain read, for lists).

	Args:
		space: a leaf or a place with others below.
		from_date: first day (None = today).
		to_date: last day (None = open end).

	Returns:
		name, space, space_name, occupant_type, occupant, occupant_name, seats, seat_label, from_date, to_date,
		weekdays; by space and date. No permission is checked here: the caller answers for who may see the names.
	"""
	row, place = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Office Space")
	shown = (
		"occupant_type",
		"occupant",
		"occupant_name",
		"seats",
		"seat_label",
		"from_date",
		"to_date",
		"weekdays",
	)
	return (
		frappe.qb.from_(row)
		.join(place)
		.on(place.name == row.space)
		.select(row.name, row.space, place.space_name, *(row[column] for column in shown))
		.where(row.space.isin(spaces_below(space) or [space]))
		.where(row.effective_to >= getdate(from_date))
		.where(row.from_date <= (getdate(to_date) if to_date else FAR_DATE))
		.where(row.status != CANCELLED)
		.orderby(row.space)
		.orderby(row.from_date)
	).run(as_dict=True)


def allocate(**values) -> str:
	"""Give seats: make one Space Allocation with these fields, as the current user. Returns its name.

	Raises what the rules raise (see seat_rules) and frappe.PermissionError.
	"""
	return frappe.get_doc({**values, "doctype": "Space Allocation"}).insert().name


def end(
	name: str, to_date: date | str | None = None, reason: str | None = None, named_too: bool = False
) -> None:
	"""End an allocation with a day (None = today), as the current user.

	Args:
		name: the Space Allocation.
		to_date: its last day, inclusive.
		reason: kept with it.
		named_too: end seats named out of it, too; otherwise they stand in the way.
	"""
	last = getdate(to_date)
	for row in named_out_of(name, last) if named_too else ():
		end_one(row.name, last, reason)
	end_one(name, last, reason)


def end_all(
	names: list[str], to_date: date | str | None, reason: str | None, named_too: bool = False
) -> None:
	"""End several: those named out of another first, so that none stands in the way."""
	for name in named_first(names):
		end(name, to_date, reason, named_too)


def cancel_all(names: list[str], reason: str | None, named_too: bool = False) -> None:
	"""Cancel several: those named out of another first; with `named_too` one may be done already."""
	for name in named_first(names):
		if frappe.db.get_value("Space Allocation", name, "status") != CANCELLED:
			cancel(name, reason, named_too)


def named_first(names: list[str]) -> list[str]:
	"""These allocations, those named out of another before the others."""
	rows = frappe.get_all("Space Allocation", {"name": ("in", names)}, ["name", "within"], order_by="name")
	return [row.name for row in sorted(rows, key=lambda row: not row.within)]


def end_one(name: str, last: date, reason: str | None) -> None:
	"""End one allocation, or cancel it if it would begin only after that day."""
	doc = frappe.get_doc("Space Allocation", name)
	if getdate(doc.from_date) > last:
		doc.flags.cancelling = True
	else:
		doc.to_date = last
	doc.end_reason = reason or doc.end_reason
	doc.save()


def extend(name: str, to_date: date | str | None = None) -> None:
	"""Let an allocation last until a later day (None = until further notice); every rule is tested again."""
	doc = frappe.get_doc("Space Allocation", name)
	doc.to_date = getdate(to_date) if to_date else None
	doc.save()


def cancel(name: str, reason: str | None = None, named_too: bool = False) -> None:
	"""Cancel an allocation, as if it had never been; one that has ended is history and stays."""
	for row in named_out_of(name) if named_too else ():
		cancel(row.name, reason)
	doc = frappe.get_doc("Space Allocation", name)
	doc.flags.cancelling = True
	doc.end_reason = reason or doc.end_reason
	doc.save()


def named_out_of(name: str, after: date = allocation_states.NEVER_DATE) -> list[frappe._dict]:
	"""Allocations named out of a department's, still there after a day; locked."""
	row = frappe.qb.DocType("Space Allocation")
	return (
		frappe.qb.from_(row)
		.select(*(row[column] for column in USE_COLUMNS))
		.where(row.within == name)
		.where(row.effective_to > after)
		.where(row.status != CANCELLED)
		.for_update()
	).run(as_dict=True)
