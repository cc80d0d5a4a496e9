"""Dates from-to, both inclusive, and what is in use at the same time.

Seats are given for ranges of days, sometimes only on some weekdays. Everything here is exact: a day counts for a
use only if it lies in its dates *and* falls on one of its weekdays. Plain values in and out; no frappe.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

FAR_DATE = date(9999, 12, 31)
"""Stands for an open end, so that an index can sort it."""

EVERY_DAY = frozenset(range(7))
ALL_WEEKDAY_BITS = 0b1111111


@dataclass(frozen=True)
class Use:
	"""Some seats, from the first to the last day (None = open end), on some weekdays (bits; 0 = all)."""

	from_date: date
	to_date: date | None
	seats: int = 1
	weekdays: int = 0

	@property
	def last_date(self) -> date:
		return self.to_date or FAR_DATE


@dataclass(frozen=True)
class Peak:
	"""Most seats in use at once, and the first day on which that is so (None: never any).

	`weekday` (0 = Monday) is given only where weekdays made a difference.
	"""

	seats: int
	on_date: date | None = None
	weekday: int | None = None


def overlaps(a_from: date, a_to: date | None, b_from: date, b_to: date | None) -> bool:
	"""Do two ranges of days share a day? Both ends inclusive, None = open end."""
	return a_from <= (b_to or FAR_DATE) and b_from <= (a_to or FAR_DATE)


@lru_cache(maxsize=2 * (ALL_WEEKDAY_BITS + 1))
def weekday_set(bits: int) -> frozenset[int]:
	"""The weekdays (0 = Monday) of a bit field Mon=1 … Sun=64; 0 means every day."""
	return frozenset(day for day in EVERY_DAY if bits >> day & 1) or EVERY_DAY


def weekday_bits(days: Iterable[int]) -> int:
	"""The bit field of some weekdays (0 = Monday); all seven are 0, as none are."""
	bits = sum(1 << day for day in set(days))
	return 0 if bits == ALL_WEEKDAY_BITS else bits


def first_on_or_after(day: date, weekday: int) -> date:
	"""The first date from `day` on that falls on the weekday; the far date if there is none left."""
	ahead = (weekday - day.weekday()) % 7
	return day + timedelta(days=ahead) if ahead <= (date.max - day).days else FAR_DATE


def clip(use: Use, from_date: date | None, to_date: date | None) -> Use | None:
	"""The part of a use inside a window (None = no limit), or None if nothing is left."""
	start = max(use.from_date, from_date or date.min)
	end = min(use.last_date, to_date or FAR_DATE)
	return Use(start, end, use.seats, use.weekdays) if start <= end else None


def on_weekdays(use: Use, weekdays: int) -> Use | None:
	"""The part of a use on some weekdays (bits, 0 = all), or None if it has none of them."""
	if use.weekdays == weekdays or not weekdays:
		return use
	common = weekday_set(use.weekdays) & weekday_set(weekdays)
	return replace(use, weekdays=weekday_bits(common)) if common else None


def occurs(use: Use) -> bool:
	"""Is there at least one day on which this use really takes place?"""
	if use.last_date < use.from_date:
		return False
	if (use.last_date - use.from_date).days >= 6:
		return True
	days = weekday_set(use.weekdays)
	return any((use.from_date + timedelta(days=n)).weekday() in days for n in range(_length(use)))


def clash(a: Use, b: Use) -> bool:
	"""Is there a day on which both take place?"""
	part = clip(a, b.from_date, b.last_date)
	common = part and on_weekdays(part, b.weekdays)
	return bool(common) and occurs(common)


def uses_on(uses: Iterable[Use], day: date) -> list[Use]:
	"""Those that take place on one day."""
	return [use for use in uses if takes_place(use, day)]


def takes_place(use: Use, day: date) -> bool:
	"""Does the use take place on this day?"""
	return use.from_date <= day <= use.last_date and day.weekday() in weekday_set(use.weekdays)


def peak_use(uses: Iterable[Use], from_date: date | None = None, to_date: date | None = None) -> Peak:
	"""Most seats in use at once inside a window, weekday by weekday.

	Args:
		uses: what is given to people; order does not matter.
		from_date, to_date: first and last day looked at; None = no limit.

	Returns:
		the peak and the first day it is reached. Three people sharing one seat on different weekdays use one seat.
	"""
	inside = [part for use in uses if (part := clip(use, from_date, to_date))]
	if all(weekday_set(use.weekdays) == EVERY_DAY for use in inside):
		return _peak_of(_changes(inside))
	peaks = [_peak_on_weekday(inside, day) for day in range(7)]
	return min(peaks, key=lambda peak: (-peak.seats, peak.on_date or FAR_DATE))


def peak_with(uses: Iterable[Use], wanted: Use) -> Peak:
	"""Most seats in use at once on the days of `wanted`, itself included. Peak(0) if it never takes place."""
	beside = [part for use in uses if (part := on_weekdays(use, wanted.weekdays))]
	return peak_use([*beside, wanted], wanted.from_date, wanted.to_date) if occurs(wanted) else Peak(0)


def gaps(
	uses: Iterable[Use],
	capacity: int,
	from_date: date,
	to_date: date | None = None,
	seats: int = 1,
	weekdays: int = 0,
) -> list[tuple[date, date]]:
	"""Ranges of days in which so many seats are free on every wanted weekday.

	Args:
		uses: what is taken already.
		capacity: seats there are.
		from_date, to_date: the window looked at (to_date None = open end, answered as FAR_DATE).
		seats: seats wanted.
		weekdays: weekdays wanted (bits, 0 = all).

	Returns:
		ranges as long as can be, first and last day inclusive, in order. A range begins and ends where a use does.
	"""
	inside = [part for use in uses if (part := clip(use, from_date, to_date))]
	found: list[tuple[date, date]] = []
	for start, end in _stretches(inside, from_date, to_date or FAR_DATE):
		if peak_with(inside, Use(start, end, seats, weekdays)).seats > capacity:
			continue
		if found and found[-1][1] + timedelta(days=1) == start:
			start = found.pop()[0]
		found.append((start, end))
	return found


def _length(use: Use) -> int:
	return (use.last_date - use.from_date).days + 1


def _stretches(uses: list[Use], from_date: date, to_date: date) -> Iterator[tuple[date, date]]:
	"""Cut the window wherever a use begins or has ended."""
	cuts = {from_date}
	for use in uses:
		cuts.add(use.from_date)
		if use.last_date < to_date:
			cuts.add(use.last_date + timedelta(days=1))
	starts = sorted(cuts)
	for start, following in zip(starts, [*starts[1:], None], strict=True):
		yield start, following - timedelta(days=1) if following else to_date


def _peak_on_weekday(uses: list[Use], weekday: int) -> Peak:
	parts = []
	for use in uses:
		if weekday not in weekday_set(use.weekdays):
			continue
		start = first_on_or_after(use.from_date, weekday)
		if start <= use.last_date and start.weekday() == weekday:
			parts.append(replace(use, from_date=start))
	peak = _peak_of(_changes(parts, weekday))
	return replace(peak, weekday=weekday) if peak.on_date else peak


def _changes(uses: list[Use], weekday: int | None = None) -> list[tuple[date, int]]:
	"""(day, seats more or less from that day on), in order. What ends on the last of days never changes back."""
	changes = []
	for use in uses:
		changes.append((use.from_date, use.seats))
		if use.last_date < FAR_DATE:
			after = use.last_date + timedelta(days=1)
			changes.append((after if weekday is None else first_on_or_after(after, weekday), -use.seats))
	return sorted(changes)


def _peak_of(changes: list[tuple[date, int]]) -> Peak:
	"""Sweep: on one day, what ends comes before what begins (less sorts before more)."""
	peak, level = Peak(0), 0
	for day, change in changes:
		level += change
		if level > peak.seats:
			peak = Peak(level, day)
	return peak
