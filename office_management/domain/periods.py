"""Relative days and periods ("Yesterday", "Last Month") turned into dates.

Reports that are mailed keep their filters for years, so they store the *name* of a period and turn it into dates
when they run. All dates are whole days, both ends inclusive. No frappe: the caller says which day is today in its
time zone and on which weekday its week begins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

CUSTOM = "Custom"
CUSTOM_DATE = "Custom Date"


@dataclass(frozen=True)
class Period:
	"""First and last day, both inclusive."""

	from_date: date
	to_date: date


class UnknownPeriodError(ValueError):
	"""No such period or day by that name."""


class MissingDateError(ValueError):
	"""A custom period or day was asked for without its dates."""


class ReversedPeriodError(ValueError):
	"""The first day of a custom period is after its last."""


def week_of(day: date, first_weekday: int = 0, shift: int = 0) -> Period:
	"""The week `day` is in, or one `shift` weeks away. `first_weekday`: 0 = Monday … 6 = Sunday."""
	start = day - timedelta(days=(day.weekday() - first_weekday) % 7) + timedelta(weeks=shift)
	return Period(start, start + timedelta(days=6))


def months_of(day: date, size: int, shift: int = 0) -> Period:
	"""The block of `size` calendar months `day` is in (1 month, 3 = quarter, 12 = year), or `shift` blocks on."""
	first = (day.year * 12 + day.month - 1) // size * size + shift * size
	return Period(_first_of(first), _first_of(first + size) - timedelta(days=1))


def days_from(day: date, first: int, last: int) -> Period:
	"""From `first` to `last` days away from `day`."""
	return Period(day + timedelta(days=first), day + timedelta(days=last))


def _first_of(month_number: int) -> date:
	return date(month_number // 12, month_number % 12 + 1, 1)


_PERIODS: dict[str, Callable[[date, int], Period]] = {
	"Today": lambda today, week: days_from(today, 0, 0),
	"Yesterday": lambda today, week: days_from(today, -1, -1),
	"Tomorrow": lambda today, week: days_from(today, 1, 1),
	"This Week": lambda today, week: week_of(today, week),
	"Last Week": lambda today, week: week_of(today, week, -1),
	"Next Week": lambda today, week: week_of(today, week, 1),
	"This Month": lambda today, week: months_of(today, 1),
	"Last Month": lambda today, week: months_of(today, 1, -1),
	"Next Month": lambda today, week: months_of(today, 1, 1),
	"This Quarter": lambda today, week: months_of(today, 3),
	"Last Quarter": lambda today, week: months_of(today, 3, -1),
	"This Year": lambda today, week: months_of(today, 12),
	"Last Year": lambda today, week: months_of(today, 12, -1),
	"Next Year": lambda today, week: months_of(today, 12, 1),
	"Last 7 Days": lambda today, week: days_from(today, -6, 0),
	"Last 30 Days": lambda today, week: days_from(today, -29, 0),
	"Last 90 Days": lambda today, week: days_from(today, -89, 0),
	"Last 12 Months": lambda today, week: Period(months_of(today, 1, -11).from_date, today),
	"Next 7 Days": lambda today, week: days_from(today, 0, 6),
	"Next 30 Days": lambda today, week: days_from(today, 0, 29),
	"Next 90 Days": lambda today, week: days_from(today, 0, 89),
}

_DAYS: dict[str, Callable[[date, int], date]] = {
	"Today": lambda today, week: today,
	"Yesterday": lambda today, week: today - timedelta(days=1),
	"Tomorrow": lambda today, week: today + timedelta(days=1),
	"End of Last Week": lambda today, week: week_of(today, week, -1).to_date,
	"End of Last Month": lambda today, week: months_of(today, 1, -1).to_date,
	"End of Last Quarter": lambda today, week: months_of(today, 3, -1).to_date,
	"End of Last Year": lambda today, week: months_of(today, 12, -1).to_date,
	"End of This Week": lambda today, week: week_of(today, week).to_date,
	"End of This Month": lambda today, week: months_of(today, 1).to_date,
	"End of This Quarter": lambda today, week: months_of(today, 3).to_date,
	"End of This Year": lambda today, week: months_of(today, 12).to_date,
	"In 30 Days": lambda today, week: today + timedelta(days=30),
	"In 90 Days": lambda today, week: today + timedelta(days=90),
}

PERIODS = (*_PERIODS, CUSTOM)
"""Names of periods, in the order a person should be offered them."""

DAYS = (*_DAYS, CUSTOM_DATE)
"""Names of single days, likewise."""


def period(
	name: str,
	today: date,
	first_weekday: int = 0,
	from_date: date | None = None,
	to_date: date | None = None,
) -> Period:
	"""Turn the name of a period into dates.

	Args:
		name: one of PERIODS.
		today: the current day where the reader is.
		first_weekday: weekday on which a week begins (0 = Monday … 6 = Sunday).
		from_date, to_date: read for "Custom" only.

	Raises:
		UnknownPeriodError, MissingDateError, ReversedPeriodError
	"""
	if name == CUSTOM:
		return _custom_period(from_date, to_date)
	if name not in _PERIODS:
		raise UnknownPeriodError(name)
	return _PERIODS[name](today, first_weekday)


def day(name: str, today: date, first_weekday: int = 0, on_date: date | None = None) -> date:
	"""Turn the name of a day into a date; `on_date` is read for "Custom Date" only.

	Raises:
		UnknownPeriodError, MissingDateError
	"""
	if name == CUSTOM_DATE:
		if on_date is None:
			raise MissingDateError(name)
		return on_date
	if name not in _DAYS:
		raise UnknownPeriodError(name)
	return _DAYS[name](today, first_weekday)


def _custom_period(from_date: date | None, to_date: date | None) -> Period:
	if from_date is None or to_date is None:
		raise MissingDateError(CUSTOM)
	if from_date > to_date:
		raise ReversedPeriodError(CUSTOM)
	return Period(from_date, to_date)
