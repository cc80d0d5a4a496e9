"""Lengths of periods in classes, each four times as long as the one before: what bounds a search for overlaps.

A period that overlaps a window ends on or after the window's first day. Without a bound on its length it may end any
time after that, so an index on the end reads everything that comes later. Of a class whose longest has n days, what
overlaps ends at most n - 1 days after the window's last day: one short range in the index for each class.

Fewer classes are asked for faster; more classes read less that does not overlap. With four, at most three times as
many of a class are read as there are seats side by side.
"""

from collections.abc import Iterator
from datetime import date

UNBOUNDED = 0
"""Open-ended and very long periods; and whatever has not been classed."""

STEP = 4
LONGEST_CLASS = 6
"""Up to 4096 days, eleven years."""


def length_class(from_date: date, to_date: date | None) -> int:
	"""The class of a period, both days inclusive, None = open end: 1 = up to four days, 2 = up to sixteen…"""
	if to_date is None:
		return UNBOUNDED
	days = (to_date - from_date).days + 1
	return next((number for number in range(1, LONGEST_CLASS + 1) if days <= longest(number)), UNBOUNDED)


def longest(number: int) -> int:
	"""Days of the longest period of a class."""
	return STEP**number


def last_ends(to_date: date) -> Iterator[tuple[int, date]]:
	"""(class, latest day on which a period of it can end that begins by `to_date`), without the unbounded class."""
	for number in range(UNBOUNDED + 1, LONGEST_CLASS + 1):
		yield number, date.fromordinal(min(to_date.toordinal() + longest(number) - 1, date.max.toordinal()))
