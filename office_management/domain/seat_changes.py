"""Who got a seat, who lost one and who moved, read from the dates of what they were given. No frappe."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from office_management.domain.intervals import FAR_DATE

JOINER, LEAVER, MOVE = "Joiner", "Leaver", "Move"
SECOND_SEAT, SEAT_GIVEN_UP = "Second Seat", "Seat Given Up"
ONE_DAY = timedelta(days=1)


class Stay(NamedTuple):
	"""One person at one place, both dates inclusive."""

	person: str
	place: Hashable
	from_date: date
	last_date: date = FAR_DATE


class Change(NamedTuple):
	"""What became different for one person.

	`on_date` is the first day at the new place; for what only ends, the last day there.
	"""

	person: str
	on_date: date
	kind: str
	left: frozenset = frozenset()
	taken: frozenset = frozenset()
	days_without: int = 0


def changes(stays: Iterable[Stay], from_date: date, to_date: date) -> list[Change]:
	"""All changes dated from `from_date` to `to_date`, in order of date and person.

	A person who has no seat for some days in between has moved, and `days_without` says for how long, if both
	ends lie inside the period.
	"""
	found = []
	for person, own in _by_person(stays).items():
		found += _joined_up(list(_changes_of(person, own, from_date, to_date)))
	return sorted(found, key=lambda change: (change.on_date, change.person, change.kind))


def _by_person(stays: Iterable[Stay]) -> dict[str, list[Stay]]:
	people = defaultdict(list)
	for stay in stays:
		people[stay.person].append(stay)
	return people


def _changes_of(person: str, stays: list[Stay], from_date: date, to_date: date):
	for day in _days_of_change(stays, from_date, to_date):
		before, after = _places_on(stays, day - ONE_DAY), _places_on(stays, day)
		if before == after:
			continue
		change = _change(person, day, before - after, after - before, bool(before), bool(after))
		if from_date <= change.on_date <= to_date:
			yield change


def _days_of_change(stays: list[Stay], from_date: date, to_date: date) -> list[date]:
	days = {stay.from_date for stay in stays if from_date <= stay.from_date <= to_date}
	days |= {stay.last_date + ONE_DAY for stay in stays if from_date <= stay.last_date <= to_date < FAR_DATE}
	return sorted(days)


def _places_on(stays: list[Stay], day: date) -> frozenset:
	return frozenset(stay.place for stay in stays if stay.from_date <= day <= stay.last_date)


def _change(person: str, day: date, left, taken, had_one: bool, has_one: bool) -> Change:
	if not had_one:
		return Change(person, day, JOINER, left, taken)
	if not has_one:
		return Change(person, day - ONE_DAY, LEAVER, left, taken)
	if not left:
		return Change(person, day, SECOND_SEAT, left, taken)
	if not taken:
		return Change(person, day - ONE_DAY, SEAT_GIVEN_UP, left, taken)
	return Change(person, day, MOVE, left, taken)


def _joined_up(found: list[Change]) -> list[Change]:
	"""Make one move of "left" and the following "joined" of the same person, unless they come back to the same seat."""
	result: list[Change] = []
	for change in found:
		gone = result[-1] if result and result[-1].kind == LEAVER else None
		if gone and change.kind == JOINER and change.taken != gone.left:
			result.pop()
			days = (change.on_date - gone.on_date).days - 1
			change = change._replace(kind=MOVE, left=gone.left, days_without=days)
		result.append(change)
	return result
