"""Seats, seats taken and seats free on one day, per place and added up along the Location tree.

The rules (all computed from dates, never from a stored total):

- Only a leaf (no Office Space below it) that is allocatable and not closed has seats.
- What a leaf has given away on a day is the most seats taken on any weekday; what is taken `within` a
  department's seats counts there and not again; a reservation of a group takes no seats.
- Nothing is free in a place that is out of service that day, itself or through a place around it.
- A group's numbers are the sums of its leaves. Its area is the sum of what lies below or, where nothing below has
  one, its own.

Three statements whatever the size of the tree; limits of the acting user are part of the first.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _dict
from frappe.query_builder.functions import Sum
from frappe.utils import getdate
from pypika.terms import Criterion

from office_management.domain import seat_counts
from office_management.office_space.permissions import space_criterion

CLOSED, CANCELLED = "Closed", "Cancelled"
FEW_SPACES = 400
"""Up to so many leaves, their allocations are looked up leaf by leaf; above, all that are live that day are read."""

COUNTS = ("seats", "taken", "free", "unavailable")


def leaf_seats(
	on_date: date | str, user: str | None = None, places: Iterable[str] | None = None
) -> list[_dict]:
	"""Seats of every leaf that has any, in the order of the tree.

	Args:
		on_date: the day (site's time zone).
		user: whose limits apply; the session's user when not given.
		places: only these spaces and all below them.

	Returns:
		dicts of space, space_name, space_type, parent (closest space around it that the user may see), company,
		lft, rgt, seats, taken, free, unavailable, out_of_service, floor_area.
	"""
	tree = SeatTree(on_date, users=[user] if user else None, places=places)
	wanted = [True] * len(tree.leaves)
	if places is not None:
		wanted = seat_counts.inside_any([leaf.lft for leaf in tree.leaves], tree.wanted)
	return [leaf for leaf, asked in zip(tree.leaves, wanted, strict=True) if asked and leaf.has_seats]


def seat_totals(spaces: Iterable[str], on_date: date | str, user: str | None = None) -> dict[str, _dict]:
	"""Totals of these spaces: {name: seats, taken, free, unavailable, area}. Spaces the user may not see are left out.

	Args:
		spaces: names of Office Space, groups or leaves.
		on_date: the day (site's time zone).
		user: whose limits apply; the session's user when not given.
	"""
	names = set(spaces)
	if not names:
		return {}
	tree = SeatTree(on_date, users=[user] if user else None, places=names)
	return {place.space: tree.totals(place) for place in tree.places if place.space in names}


class SeatTree:
	"""The places some users may all see, with the seats of each leaf on one day.

	Attributes:
		places: every place in the order of the tree: space, space_name, space_type, company, lft, rgt, around
			(index of the closest place around it in this list, or None), level (0 = nothing around it), is_group,
			has_seats, seats, taken, free, unavailable, out_of_service, floor_area (own), area (with what is below).
		leaves: those of them that have no Office Space below.
		wanted: the (lft, rgt) of the places asked for, None = everywhere. What lies between two of them is read, too.
	"""

	def __init__(
		self,
		on_date: date | str,
		users: list[str] | None = None,
		places: Iterable[str] | None = None,
		company: str | None = None,
	) -> None:
		"""`users`: everybody's limits apply at once (default: the session's user). `company`: only its leaves."""
		self.on_date = getdate(on_date)
		self.company = company
		self.wanted = _intervals(places)
		self.places = read_places(users or [frappe.session.user], _envelope(self.wanted))
		self._leave_out_closed_and_foreign()
		self._nest()
		self.leaves = [place for place in self.places if not place["is_group"]]
		self._count_seats()

	def totals(self, place: _dict) -> _dict:
		"""seats, taken, free, unavailable and area of a place and all below it."""
		seats, taken, free, unavailable = self._sums.between(place["lft"], place["rgt"])
		return _dict(seats=seats, taken=taken, free=free, unavailable=unavailable, area=place["area"])

	@property
	def tops(self) -> list[_dict]:
		"""The places with no visible place around them."""
		return [place for place in self.places if place.around is None]

	def _leave_out_closed_and_foreign(self) -> None:
		closed, out = _blocked_ranges(self.on_date)
		points = [place["lft"] for place in self.places]
		is_closed = seat_counts.inside_any(points, closed)
		is_out = seat_counts.inside_any(points, out)
		kept = []
		for place, gone, outside in zip(self.places, is_closed, is_out, strict=True):
			place["out_of_service"] = outside
			if not gone and (not self.company or place["is_group"] or place["company"] == self.company):
				kept.append(place)
		self.places = kept
		if self.company:
			self._leave_out_empty_groups()

	def _leave_out_empty_groups(self) -> None:
		leaves = [place.lft for place in self.places if not place.is_group]
		count = seat_counts.RunningSums(leaves, [1] * len(leaves))
		self.places = [place for place in self.places if count.between(place.lft, place.rgt)[0]]

	def _nest(self) -> None:
		places = self.places
		around = seat_counts.enclosing([(place["lft"], place["rgt"]) for place in places])
		areas = seat_counts.areas(around, [place["floor_area"] or 0.0 for place in places])
		for place, index, area in zip(places, around, areas, strict=True):
			outer = None if index is None else places[index]
			place["around"], place["area"] = index, area
			place["level"] = outer["level"] + 1 if outer else 0
			place["parent"] = outer["space"] if outer else None

	def _count_seats(self) -> None:
		"""Plain item access: this runs once per place of the site."""
		parts = _parts_taken(self.on_date, [leaf["space"] for leaf in self.leaves if leaf["is_allocatable"]])
		for leaf in self.leaves:
			has_seats = bool(leaf["is_allocatable"])
			seats = (leaf["capacity"] or 0) if has_seats else 0
			given = parts.get(leaf["space"]) if has_seats else None
			taken = seat_counts.busiest_weekday(given)[0] if given else 0
			left = seats - taken if seats > taken else 0
			free, unavailable = (0, left) if leaf["out_of_service"] else (left, 0)
			leaf.update(has_seats=has_seats, seats=seats, taken=taken, free=free, unavailable=unavailable)
		columns = [[leaf[name] for leaf in self.leaves] for name in COUNTS]
		self._sums = seat_counts.RunningSums([leaf["lft"] for leaf in self.leaves], *columns)


def read_places(users: list[str], bounds: tuple[int, int] | None = None) -> list[_dict]:
	"""All places every one of these users may see, in the order of the tree; only inside `bounds` (lft, rgt) if given."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	parents = frappe.qb.from_(space).select(space.parent_space).distinct().as_("parents")
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.left_join(parents)
		.on(parents.parent_space == space.name)
		.select(space.name.as_("space"), space.space_name, space.space_type, space.company, space.capacity)
		.select(space.floor_area, space.is_allocatable, location.lft, location.rgt)
		.select(parents.parent_space.isnotnull().as_("is_group"))
		.where(Criterion.all(limits(space, users)))
		.orderby(location.lft)
	)
	if bounds is not None:
		query = query.where(location.lft[bounds[0] : bounds[1]])
	return query.run(as_dict=True)


def limits(space, users: list[str]) -> list[Criterion]:
	"""What these users may see of the table Office Space, as criteria that all apply."""
	found = [space_criterion(space, user) for user in users]
	return [criterion for criterion in found if criterion is not None]


def live_on(allocation, on_date: date) -> Criterion:
	"""An allocation (a pypika table) is in force on that day, whatever its stored status says (Cancelled apart)."""
	return (
		(allocation.effective_to >= on_date)
		& (allocation.from_date <= on_date)
		& (allocation.status != CANCELLED)
	)


def counts_by_itself(allocation) -> Criterion:
	"""It is not taken out of the seats of another allocation, which counts already."""
	return allocation.within.isnull() | (allocation.within == "")


def _intervals(places: Iterable[str] | None) -> list[tuple[int, int]] | None:
	if places is None:
		return None
	location = frappe.qb.DocType("Location")
	query = frappe.qb.from_(location).select(location.lft, location.rgt)
	return list(query.where(location.name.isin(list(places) or [""])).run())


def _envelope(intervals: list[tuple[int, int]] | None) -> tuple[int, int] | None:
	"""The one interval that holds all of them: children of one place lie side by side anyway."""
	if intervals is None:
		return None
	return min((low for low, _high in intervals), default=0), max(
		(high for _low, high in intervals), default=0
	)


def _blocked_ranges(on_date: date) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
	"""(closed, out of service on that day) as intervals, of all users: a closed floor closes its rooms for everyone."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	is_out = (space.out_from_date <= on_date) & (
		space.out_until_date.isnull() | (space.out_until_date >= on_date)
	)
	rows = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(location.lft, location.rgt, space.status)
		.where((space.status == CLOSED) | is_out)
		.run()
	)
	closed = [(lft, rgt) for lft, rgt, status in rows if status == CLOSED]
	return closed, [(lft, rgt) for lft, rgt, status in rows if status != CLOSED]


def _parts_taken(on_date: date, names: list[str]) -> dict[str, list[tuple[int, int]]]:
	"""{leaf: [(weekday bits, seats)]} of what is given away on that day."""
	if not names:
		return {}
	allocation = frappe.qb.DocType("Space Allocation")
	query = (
		frappe.qb.from_(allocation)
		.select(allocation.space, allocation.weekdays, Sum(allocation.seats))
		.where(live_on(allocation, on_date) & counts_by_itself(allocation))
		.groupby(allocation.space, allocation.weekdays)
	)
	if len(names) <= FEW_SPACES:
		query = query.where(allocation.space.isin(names))
	parts = defaultdict(list)
	for space, weekdays, seats in query.run():
		parts[space].append((weekdays or 0, int(seats or 0)))
	return parts
