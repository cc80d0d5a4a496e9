"""The rules of giving seats: each tests one thing, and says what is in the way and what to do.

`check` is called from the document itself, so it holds for the form, REST, imports and background jobs alike. It
runs inside the transaction of the save, under the locks of `seat_locks`.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate, get_link_to_form, getdate

from office_management.domain.allocation_states import CANCELLED
from office_management.domain.employment import INACTIVE, LEAVES_BEFORE, LEFT, NOT_JOINED, why_not_employed
from office_management.domain.intervals import (
	EVERY_DAY,
	FAR_DATE,
	clash,
	overlaps,
	peak_use,
	peak_with,
	takes_place,
	weekday_set,
)
from office_management.erp import people
from office_management.office_space import seats
from office_management.office_space.leaf_facts import Leaf
from office_management.office_space.seat_facts import known
from office_management.office_space.seat_locks import check_not_moved, lock_below, lock_leaf, throw_busy
from office_management.office_space.weekdays import weekday_words

LISTED = 10
"""So many of what is in the way are named; the rest is counted."""


class SpaceNotOpenError(frappe.ValidationError):
	"""The space is closed, not given to people, or out of service in that period."""


class CompanyMismatchError(frappe.ValidationError):
	"""The space belongs to one company, the occupant to another."""


class OccupantNotActiveError(frappe.ValidationError):
	"""The employee does not work here on all of those days, or the department, project or customer is closed."""


class CapacityError(frappe.ValidationError):
	"""More seats would be taken at once than there are."""


class NoSeatsError(frappe.ValidationError):
	"""A leaf is given by the seat: at least one."""


class SeatLabelTakenError(frappe.ValidationError):
	"""Another allocation has this seat label at the same time."""


class SecondPrimarySeatError(frappe.ValidationError):
	"""The employee has another primary seat at the same time."""


class ReservedPlaceError(frappe.ValidationError):
	"""The place is reserved for others, and no reason is given."""


class ReservationClashError(frappe.ValidationError):
	"""The place, one above or one below it, is reserved for somebody else at the same time."""


class ReservationOverOthersError(frappe.ValidationError):
	"""Others sit in the place that is to be reserved, without a reason."""


class GroupOccupantError(frappe.ValidationError):
	"""A place with others below it cannot be given to one person."""


class NamedSeatError(frappe.ValidationError):
	"""A seat named out of a department's does not fit into it."""


class NamedSeatsRemainError(frappe.ValidationError):
	"""Seats named out of an allocation reach beyond what would be left of it."""


def check(doc) -> None:
	"""Lock what must not change, then test an allocation against everything around it. Throws; sets `company`."""
	check_named_fit(doc)
	if doc.occupant_type == "Employee":
		check_leaf(doc, known(doc).lock_leaf(doc))
	else:
		check_leaf_or_group(doc)


def check_leaf_or_group(doc) -> None:
	"""Departments, projects and customers can have a place as a whole."""
	above, is_group = known(doc).places_above(doc.space)
	if is_group:
		check_group(doc, above)
	else:
		check_leaf(doc, known(doc).lock_leaf(doc, above))


def check_leaf(doc, leaf: Leaf) -> None:
	"""Seats in a leaf."""
	if not leaf.place:
		throw_busy()
	check_not_moved(leaf.place, leaf.above)
	check_open(doc, [leaf.place, *leaf.above])
	check_occupant(doc, leaf.place, leaf.occupant)
	check_is_leaf(doc, leaf.place)
	check_seats(doc, leaf)


def check_is_leaf(doc, place: frappe._dict) -> None:
	"""One person has a seat in a leaf. Others may have a group, but it was none a moment ago."""
	if not place.child:
		return
	if doc.occupant_type != "Employee":
		throw_busy()
	_throw(
		_("{0} has other places below it. Give a person one of those.", context="Space Allocation"),
		GroupOccupantError,
		place_link(place),
	)


def check_group(doc, above: list[frappe._dict]) -> None:
	"""A floor or zone as a whole."""
	place = lock_group(doc.space)
	check_not_moved(place, above)
	check_open(doc, [place, *above])
	check_occupant(doc, place, known(doc).occupant_facts(doc.occupant_type, doc.occupant, lock=True))
	doc.update({"seats": 0, "seat_label": None, "within": None})
	check_reservation(doc, place, above)


def lock_group(space: str) -> frappe._dict:
	"""Lock a place and all below it."""
	below, groups = lock_below(space)
	place = lock_leaf(space)
	if not place or not place.child:
		throw_busy()
	return frappe._dict(place, below=below, groups=groups)


# --- the place ------------------------------------------------------------------------------------------------


def check_open(doc, places: list[frappe._dict]) -> None:
	"""The place is meant for people, and neither it nor what it is part of is closed or out of service."""
	place = places[0]
	if not place.child and not place.is_allocatable:
		_throw(
			_(
				"{0} is not given to people. Tick Can Be Given to People there, or choose another place.",
				context="Space Allocation",
			),
			SpaceNotOpenError,
			place_link(place),
		)
	for part in places:
		check_in_service(doc, part)


def check_in_service(doc, place: frappe._dict) -> None:
	"""Nothing new in a place that is closed or out of service on one of those days."""
	if place.status == "Closed":
		_throw(
			_("{0} is closed. Choose another place, or open it again.", context="Space Allocation"),
			SpaceNotOpenError,
			place_link(place),
		)
	if place.out_from_date and overlaps(
		getdate(place.out_from_date), place.out_until_date and getdate(place.out_until_date), *period(doc)
	):
		_throw(
			_("{0} is out of service {1}. Choose other dates or another place.", context="Space Allocation"),
			SpaceNotOpenError,
			place_link(place),
			dates(place.out_from_date, place.out_until_date),
		)


# --- the occupant ---------------------------------------------------------------------------------------------


def check_occupant(doc, place: frappe._dict, facts: frappe._dict | None) -> None:
	"""The occupant (as people.occupant_facts) belongs to the company of the place and is there on those days."""
	if not facts:
		throw_busy()
	doc.company, doc.occupant_name = place.company or facts.company, facts.title
	if place.company and facts.company and facts.company != place.company:
		_throw(
			_(
				"{0} belongs to {1}, but {2} to {3}. Choose a place of the same company.",
				context="Space Allocation",
			),
			CompanyMismatchError,
			bold(facts.title),
			bold(facts.company),
			place_link(place),
			bold(place.company),
		)
	if doc.occupant_type == "Employee":
		check_employed(doc, facts)
	elif facts.closed and period(doc)[1] >= getdate():
		_throw(
			_(
				"{0} is closed or disabled. Choose another, or end it before today.",
				context="Space Allocation",
			),
			OccupantNotActiveError,
			get_link_to_form(doc.occupant_type, doc.occupant, escape_html(facts.title)),
		)


def check_employed(doc, facts: frappe._dict) -> None:
	"""The employee works here on all of those days."""
	reason = why_not_employed(people.employment_of(facts), *period(doc, far=None), getdate())
	if not reason:
		return
	texts = {
		NOT_JOINED: _("{0} joins on {1}. Let it begin then.", context="Space Allocation"),
		LEAVES_BEFORE: _("{0} leaves on {2}. Let it end by then.", context="Space Allocation"),
		LEFT: _("{0} has left. Choose somebody who works here.", context="Space Allocation"),
		INACTIVE: _("{0} is inactive. Choose somebody who works here.", context="Space Allocation"),
	}
	person = get_link_to_form("Employee", facts.name, escape_html(facts.employee_name))
	joined, relieved = bold(formatdate(facts.date_of_joining)), bold(formatdate(facts.relieving_date))
	_throw(texts[reason], OccupantNotActiveError, person, joined, relieved)


def check_primary(doc, others: list[frappe._dict]) -> None:
	"""An employee has one own place at a time, whatever the weekdays: a second seat is given as not primary."""
	if others:
		_throw_with_list(
			_(
				"{0} has a primary seat already. End it first, or untick Primary Seat here.",
				context="Space Allocation",
			),
			SecondPrimarySeatError,
			others,
			bold(doc.occupant_name),
		)


# --- seats in a leaf ------------------------------------------------------------------------------------------


def check_seats(doc, leaf: Leaf) -> None:
	"""Everything about seats in one leaf: what is given of it, what reserves it, and whose seat it is."""
	if doc.seats < 1:
		_throw(
			_("Give at least one seat of {0}.", context="Space Allocation"),
			NoSeatsError,
			place_link(leaf.place),
		)
	check_label(doc, leaf.beside)
	if doc.within:
		check_named(doc, leaf.beside)
	else:
		check_capacity(doc, leaf.place, leaf.beside)
		check_reserved(doc, leaf.higher)
	check_primary(doc, leaf.primary)


def check_capacity(doc, place: frappe._dict, beside: list[frappe._dict]) -> None:
	"""At no moment are more seats taken than there are."""
	wanted = seats.as_use(doc)
	taking = [row for row in beside if not row.within]
	peak = peak_with([seats.as_use(row) for row in taking], wanted)
	if peak.seats <= (place.capacity or 0):
		return
	_throw_with_list(
		_(
			"{0} has {1} seats; on {2} this would make it {3}. Choose other dates, fewer seats or another place.",
			context="Space Allocation",
		),
		CapacityError,
		[row for row in taking if takes_place(seats.as_use(row), peak.on_date)],
		place_link(place),
		bold(place.capacity or 0),
		bold(day_text(peak.on_date, peak.weekday)),
		bold(peak.seats),
	)


def check_label(doc, beside: list[frappe._dict]) -> None:
	"""A seat label is given once at a time; case does not matter."""
	if not doc.seat_label:
		return
	label, wanted = doc.seat_label.casefold(), seats.as_use(doc)
	others = [
		row
		for row in beside
		if (row.seat_label or "").casefold() == label and clash(seats.as_use(row), wanted)
	]
	if others:
		_throw_with_list(
			_(
				"Seat {0} is taken at that time. Choose another label, or end what is in the way.",
				context="Space Allocation",
			),
			SeatLabelTakenError,
			others,
			bold(doc.seat_label),
		)


def check_reserved(doc, around: list[frappe._dict]) -> None:
	"""Where a floor or zone is reserved, others sit only with a reason."""
	if doc.exception_reason:
		return
	wanted = seats.as_use(doc)
	clashing = [row for row in around if clash(as_reservation(row), wanted)]
	others = [row for row in clashing if doc.name not in their_people([doc], row)]
	if others:
		_throw_with_list(
			_(
				"This place is reserved for others. Choose another, or give a reason.",
				context="Space Allocation",
			),
			ReservedPlaceError,
			others,
		)


# --- a floor or zone as a whole -------------------------------------------------------------------------------


def check_reservation(doc, place: frappe._dict, above: list[frappe._dict]) -> None:
	"""A group is reserved for one occupant at a time, and who sits there belongs to them or has a reason."""
	names = [*place.below, *(part.name for part in above)]
	around = seats.live_uses(names, *period(doc), exclude=doc.name)
	wanted = as_reservation(doc)
	clashing = [row for row in around if clash(as_reservation(row), wanted)]
	below = [row for row in clashing if row.space in place.below and row.space not in place.groups]
	check_other_reservations(doc, [row for row in clashing if row not in below])
	check_who_sits_there(doc, below)


def check_other_reservations(doc, clashing: list[frappe._dict]) -> None:
	"""Nobody else has the place, what it is part of, or a part of it."""
	if others := for_others(clashing, doc):
		_throw_with_list(
			_(
				"This place is reserved for others at that time, as a whole or in part. Choose other dates or another place.",
				context="Space Allocation",
			),
			ReservationClashError,
			others,
		)


def check_who_sits_there(doc, below: list[frappe._dict]) -> None:
	"""Others who sit there already have a reason."""
	if others := strangers_among(below, doc):
		_throw_with_list(
			_(
				"Others have seats in this place. Move them, end their seats, or give a reason on each.",
				context="Space Allocation",
			),
			ReservationOverOthersError,
			others,
		)


def for_others(rows: list, reservation) -> list:
	"""Those of these reservations that are for somebody else than this one."""
	whom = (reservation.occupant_type, reservation.occupant)
	return [row for row in rows if (row.occupant_type, row.occupant) != whom]


def strangers_among(rows: list, reservation) -> list:
	"""Those of these seats whose people are not those for whom the place is reserved, and have no reason."""
	asked = [row for row in rows if not row.within and not row.exception_reason]
	own = their_people(asked, reservation)
	return [row for row in asked if row.name not in own]


def their_people(rows: list, reservation) -> set[str]:
	"""Which allocations (their names) are those of the people for whom a place is reserved.

	A department's people are its employees and those of departments below it, a project's are its users.
	"""
	kind, whom = reservation.occupant_type, reservation.occupant
	persons = people.employees_of(
		kind, whom, [row.occupant for row in rows if row.occupant_type == "Employee"]
	)
	parts = people.departments_below(whom) if kind == "Department" else {whom}
	own = {"Employee": persons, kind: parts}
	return {row.name for row in rows if row.occupant in own.get(row.occupant_type, ())}


def as_reservation(row):
	"""A reservation or allocation as days only: a reservation takes no seats, but its days count all the same."""
	use = seats.as_use(row)
	return type(use)(use.from_date, use.to_date, 1, use.weekdays)


# --- seats named person by person -----------------------------------------------------------------------------


def check_named(doc, beside: list[frappe._dict]) -> None:
	"""A seat named out of a department's: same place, its days, its people, never more than it has."""
	parent = next((row for row in beside if row.name == doc.within), None)
	if not parent or parent.occupant_type != "Department" or parent.within:
		_throw(
			_(
				"{0} is no department's allocation of this place at that time. Choose another, or none.",
				context="Space Allocation",
			),
			NamedSeatError,
			allocation_link(doc.within),
		)
	check_named_days(doc, parent)
	check_named_person(doc, parent)
	named = [seats.as_use(row) for row in beside if row.within == parent.name]
	peak = peak_with(named, seats.as_use(doc))
	if peak.seats > parent.seats:
		_throw_with_list(
			_(
				"All {0} seats of {1} are named on {2}. End one of them, or give the department more.",
				context="Space Allocation",
			),
			NamedSeatError,
			[row for row in beside if row.within == parent.name],
			bold(parent.seats),
			allocation_link(parent.name, parent.occupant_name),
			bold(day_text(peak.on_date, peak.weekday)),
		)


def check_named_days(doc, parent: frappe._dict) -> None:
	"""The named seat lies inside the dates and weekdays of the department's."""
	first, last = period(doc)
	inside = getdate(parent.from_date) <= first and last <= seats.as_use(parent).last_date
	if not inside or not weekday_set(doc.weekdays or 0) <= weekday_set(parent.weekdays or 0):
		_throw(
			_("{0} has this place {1}. Keep within those days.", context="Space Allocation"),
			NamedSeatError,
			allocation_link(parent.name, parent.occupant_name),
			dates(parent.from_date, parent.to_date, parent.weekdays),
		)


def check_named_person(doc, parent: frappe._dict) -> None:
	"""The named seat goes to somebody of the department, or below it."""
	if doc.occupant_type != "Employee" or not people.employees_of(
		"Department", parent.occupant, [doc.occupant]
	):
		_throw(
			_(
				"{0} is not of {1}. Only its own people can be named for its seats.",
				context="Space Allocation",
			),
			NamedSeatError,
			bold(doc.occupant_name),
			bold(parent.occupant_name),
		)


def check_named_fit(doc, gone: bool = False) -> None:
	"""A department's allocation stays large and long enough for the seats named out of it; `gone`: it goes."""
	if doc.is_new():
		return
	named = seats.named_out_of(doc.name)
	if gone or doc.status == CANCELLED or _moved(doc):
		beyond = named
	else:
		beyond = [row for row in named if not _inside(row, doc)]
	if not beyond and peak_use([seats.as_use(row) for row in named]).seats > doc.seats:
		beyond = named
	if beyond:
		_throw_with_list(
			_(
				"Seats of this allocation are named beyond that. End those first, or together with it.",
				context="Space Allocation",
			),
			NamedSeatsRemainError,
			beyond,
		)


def _moved(doc) -> bool:
	before = doc.get_doc_before_save()
	fields = ("space", "occupant_type", "occupant")
	return bool(before) and any(before.get(field) != doc.get(field) for field in fields)


def _inside(row: frappe._dict, doc) -> bool:
	first, last = period(doc)
	days = weekday_set(row.weekdays or 0) <= weekday_set(doc.weekdays or 0)
	return days and first <= getdate(row.from_date) and getdate(row.effective_to) <= last


# --- texts ----------------------------------------------------------------------------------------------------


def period(doc, far: date | None = FAR_DATE) -> tuple[date, date | None]:
	"""First and last day of an allocation; an open end is `far`."""
	return getdate(doc.from_date), getdate(doc.to_date) if doc.to_date else far


def bold(value) -> str:
	"""A value as safe, bold HTML."""
	return frappe.bold(escape_html(str(value)))


def place_link(place: frappe._dict) -> str:
	"""A link to a place under the name people know."""
	return get_link_to_form("Office Space", place.name, escape_html(place.space_name or place.name))


def allocation_link(name: str, label: str | None = None) -> str:
	"""A link to an allocation under a label."""
	return get_link_to_form("Space Allocation", name, escape_html(label or name))


def day_text(day: date | None, weekday: int | None = None) -> str:
	"""A date, with its weekday where weekdays matter."""
	if not day:
		return ""
	return formatdate(day) if weekday is None else " ".join((weekday_words(1 << weekday), formatdate(day)))


def dates(first, last, weekdays: int | None = 0) -> str:
	"""A period in words, bold: "from 1-1-2026 to 31-1-2026 (Mon, Tue)"."""
	if last and getdate(last) < FAR_DATE:
		text = _("from {0} to {1}", context="Space Allocation").format(formatdate(first), formatdate(last))
	else:
		text = _("from {0} on", context="Space Allocation").format(formatdate(first))
	if weekday_set(weekdays or 0) != EVERY_DAY:
		text = "{} ({})".format(text, weekday_words(weekdays))
	return bold(text)


def in_the_way(rows: list[frappe._dict]) -> str:
	"""A list of allocations as HTML: who, where, seats, dates, with a link to each."""
	lines = [f"<li>{_line(row)}</li>" for row in rows[:LISTED]]
	if len(rows) > LISTED:
		more = _("and {0} more", context="Space Allocation").format(len(rows) - LISTED)
		lines.append(f"<li>{more}</li>")
	return "<ul>{}</ul>".format("".join(lines))


def _line(row: frappe._dict) -> str:
	who = allocation_link(row.name, row.occupant_name or row.occupant)
	where = get_link_to_form("Office Space", row.space, escape_html(row.space))
	seat = _("seat {0}", context="Space Allocation").format(bold(row.seat_label)) if row.seat_label else ""
	if not seat and row.seats:
		seat = _("seats: {0}", context="Space Allocation").format(bold(row.seats))
	return ", ".join(
		part for part in (who, where, seat, dates(row.from_date, row.to_date, row.weekdays)) if part
	)


def _throw(text: str, error: type[Exception], *values: str) -> None:
	"""Refuse with a translated text; values are safe HTML."""
	frappe.throw(text.format(*values), error, title=_("Seat Not Given", context="Space Allocation"))


def _throw_with_list(text: str, error: type[Exception], rows: list[frappe._dict], *values: str) -> None:
	"""Refuse, and list what is in the way."""
	title = _("Seat Not Given", context="Space Allocation")
	frappe.throw(text.format(*values) + in_the_way(rows), error, title=title)
