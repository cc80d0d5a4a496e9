"""Lengths of periods in classes, each twice as long as the one before: what bounds a search for overlaps.

A period that overlaps a window ends on or after the window's first day. Without a bound on its length it may end any
time after that, so an index on the end reads everything that comes later. Of a class whose longest has n days, what
overlaps ends at most n - 1 days after the window's last day: one short range in the index for each class.
"""

from collections.abc import Iterator
from datetime import date

UNBOUNDED = 0
"""Open-ended and very long periods; and whatever has not been classed."""

LONGEST_CLASS = 12
"""Up to 2048 days, five years and a half."""


def length_class(from_date: date, to_date: date | None) -> int:
	"""The class of a period, both days inclusive, None = open end: 1 = one day, 2 = two, 3 = up to four…"""
	if to_date is None:
		return UNBOUNDED
	number = (to_date - from_date).days.bit_length() + 1
	return number if 1 <= number <= LONGEST_CLASS else UNBOUNDED


def longest(number: int) -> int:
	"""Days of the longest period of a class."""
	return 2 ** (number - 1)


def last_ends(to_date: date) -> Iterator[tuple[int, date]]:
	"""(class, latest day on which a period of it can end that begins by `to_date`), without the unbounded class."""
	for number in range(UNBOUNDED + 1, LONGEST_CLASS + 1):
		yield number, date.fromordinal(min(to_date.toordinal() + longest(number) - 1, date.max.toordinal()))
