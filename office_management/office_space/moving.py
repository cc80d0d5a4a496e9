"""What a move means for those who have seats in what is moved: below a reserved place, others sit only with a reason."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_link_to_form

from office_management.domain.intervals import clash
from office_management.office_space import seat_locks, seat_rules, seats, spaces


class ReservedThereError(frappe.ValidationError):
	"""Others would come to sit, or have their zone, in a place that is reserved."""


def check_reservations(moving: list[str], into: str | None) -> None:
	"""Refuse to put spaces where a place is reserved for others than those who have seats in them, from today on.

	The rows are locked, as by whoever reserves a place or gives a seat, so that they wait for each other.

	Args:
		moving: all spaces that move, those below the others included.
		into: the space they come to lie in.

	Raises ReservedThereError with the list of who would sit there.
	"""
	if not into:
		return
	above, _is_group = seat_locks.places_above(into)
	seats.lock_spaces([into, *moving])
	reservations = seats.live_uses([into, *(place.name for place in above)])
	if not reservations:
		return
	inside, groups = seats.live_uses(moving), spaces.groups_among(moving)
	for reservation in reservations:
		if others := _others(inside, groups, reservation):
			_throw(reservation, others)


def _others(inside: list[frappe._dict], groups: set[str], reservation: frappe._dict) -> list[frappe._dict]:
	"""Zones of somebody else, and seats of people for whom the place is not reserved, at the same time."""
	days = seat_rules.as_reservation(reservation)
	clashing = [row for row in inside if clash(seat_rules.as_reservation(row), days)]
	zones = [row for row in clashing if row.space in groups]
	seated = [row for row in clashing if row.space not in groups]
	return seat_rules.for_others(zones, reservation) + seat_rules.strangers_among(seated, reservation)


def _throw(reservation: frappe._dict, others: list[frappe._dict]) -> None:
	frappe.throw(
		_(
			"{0} is reserved for {1}, and others would have seats in it. Before the move, give them other seats, end"
			" theirs, or write a reason on each:",
			context="Office Space",
		).format(
			get_link_to_form("Office Space", reservation.space, escape_html(reservation.space)),
			seat_rules.bold(reservation.occupant_name),
		)
		+ seat_rules.in_the_way(others),
		ReservedThereError,
		title=_("Reserved for Others", context="Office Space"),
	)
