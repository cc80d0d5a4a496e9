"""When somebody works here, and so may have a seat."""

from dataclasses import dataclass
from datetime import date

GONE = ("Left", "Inactive")
"""ERPNext's statuses of an Employee who no longer comes. Suspended keeps the seat."""

NOT_JOINED, LEAVES_BEFORE, LEFT, INACTIVE = "not_joined", "leaves_before", "left", "inactive"


@dataclass(frozen=True)
class Employment:
	"""What ERPNext's Employee says: status, first and last day (None = not known)."""

	status: str
	joined: date | None = None
	relieved: date | None = None


def why_not_employed(person: Employment, from_date: date, to_date: date | None, today: date) -> str | None:
	"""Why somebody does not work here during all of a period (inclusive, None = open end); None = they do.

	History counts: who has left may be on record for days up to the relieving date, who is inactive without one
	for days before today.
	"""
	if person.joined and from_date < person.joined:
		return NOT_JOINED
	last = leaving_date(person, today)
	if last is None or (to_date and to_date <= last):
		return None
	return {"Left": LEFT, "Inactive": INACTIVE}.get(person.status, LEAVES_BEFORE)


def leaving_date(person: Employment, today: date) -> date | None:
	"""The last day of somebody who leaves or has left; None for who stays.

	The relieving date, as soon as one is known, whatever the status; without one, today for Left and Inactive.
	"""
	if person.relieved:
		return person.relieved
	return today if person.status in GONE else None
