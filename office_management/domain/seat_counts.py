"""Seats taken on one day, and sums over a tree of places.

Places are given as nested sets: (lft, rgt) intervals that either lie inside each other or are apart. A sum over
everything below a place is then the difference of two running sums, however deep the tree is. No frappe.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate

from office_management.domain.intervals import weekday_set


def busiest_weekday(parts: Iterable[tuple[int, int]]) -> tuple[int, int | None]:
	"""Most seats taken on any weekday, and the first such weekday (0 = Monday).

	Args:
		parts: (weekday bits, seats), bits as in Space Allocation: Mon=1 … Sun=64, 0 = every day.

	Returns:
		(seats, weekday); weekday is None where all days are alike.
	"""
	parts = list(parts)
	if not any(bits for bits, _seats in parts):
		return sum(seats for _bits, seats in parts), None
	totals = [sum(seats for bits, seats in parts if day in weekday_set(bits)) for day in range(7)]
	most = max(totals)
	return most, totals.index(most)


def shares_at_peak(parts: Iterable[tuple[Hashable, int, int]]) -> dict[Hashable, int]:
	"""Who takes the seats on the busiest weekday: {key: seats}, adding up to the peak of `busiest_weekday`.

	Args:
		parts: (key, weekday bits, seats).
	"""
	parts = list(parts)
	_most, weekday = busiest_weekday((bits, seats) for _key, bits, seats in parts)
	shares: dict[Hashable, int] = defaultdict(int)
	for key, bits, seats in parts:
		if weekday is None or weekday in weekday_set(bits):
			shares[key] += seats
	return dict(shares)


def enclosing(intervals: Sequence[tuple[int, int]]) -> list[int | None]:
	"""For each (lft, rgt), in order of lft, the index of the closest interval around it (None: none)."""
	around: list[int | None] = []
	open_ones: list[int] = []
	for index, (lft, _rgt) in enumerate(intervals):
		while open_ones and intervals[open_ones[-1]][1] < lft:
			open_ones.pop()
		around.append(open_ones[-1] if open_ones else None)
		open_ones.append(index)
	return around


def areas(parents: Sequence[int | None], own: Sequence[float]) -> list[float]:
	"""Area of each place: what lies below it added up or, where nothing below has one, its own.

	Args:
		parents: index of each place's parent, parents before children (see `enclosing`).
		own: area written on each place, 0 = not known.
	"""
	below = [0.0] * len(own)
	result = [0.0] * len(own)
	for index in range(len(own) - 1, -1, -1):
		result[index] = below[index] or own[index] or 0.0
		parent = parents[index]
		if parent is not None:
			below[parent] += result[index]
	return result


def inside_any(points: Sequence[int], intervals: Iterable[tuple[int, int]]) -> list[bool]:
	"""For each point, in rising order: does it lie in one of the intervals (both ends inclusive)?"""
	found = [False] * len(points)
	for lft, rgt in intervals:
		for index in range(bisect_left(points, lft), bisect_right(points, rgt)):
			found[index] = True
	return found


class RunningSums:
	"""Sums of numbers over any (lft, rgt) interval, each in the time of two look-ups."""

	def __init__(self, points: Sequence[int], *columns: Sequence[float]) -> None:
		"""`points` in rising order; each column has one number per point."""
		self.points = points
		self.columns = [list(accumulate(column, initial=0)) for column in columns]

	def between(self, lft: int, rgt: int) -> list[float]:
		"""The sum of each column over the points in lft … rgt, both inclusive."""
		first, last = bisect_left(self.points, lft), bisect_right(self.points, rgt)
		return [column[last] - column[first] for column in self.columns]
