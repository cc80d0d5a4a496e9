"""On which floor and in which room a place is, for lists of many places."""

from bisect import bisect_right

import frappe
from pypika.terms import Criterion

from office_management.office_space.occupancy import limits

FLOORS = ("Floor",)
ROOMS = ("Room", "Meeting Room")


class Surroundings:
	"""Floors and rooms the users may all see, read once; looked up by a place's `lft` in the Location tree."""

	def __init__(self, users: list[str]) -> None:
		rows = _read(users)
		self._floors = _Finder([row for row in rows if row[2] in FLOORS])
		self._rooms = _Finder([row for row in rows if row[2] in ROOMS])

	def floor(self, lft: int) -> str | None:
		"""What the floor around this place (or the place itself) is called; None if there is none."""
		return self._floors.around(lft)

	def room(self, lft: int) -> str | None:
		"""Likewise the room."""
		return self._rooms.around(lft)


class _Finder:
	def __init__(self, rows: list[tuple]) -> None:
		self._starts = [row[0] for row in rows]
		self._rows = rows

	def around(self, lft: int) -> str | None:
		"""The last one that begins at or before and has not ended; floors do not lie inside floors."""
		index = bisect_right(self._starts, lft) - 1
		if index < 0 or self._rows[index][1] < lft:
			return None
		return self._rows[index][3]


def _read(users: list[str]) -> list[tuple]:
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	return (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(location.lft, location.rgt, space.space_type, space.space_name)
		.where(Criterion.all([space.space_type.isin([*FLOORS, *ROOMS]), *limits(space, users)]))
		.orderby(location.lft)
		.run()
	)
