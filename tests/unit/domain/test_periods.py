"""domain/periods.py: names of days and periods become dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import periods
from office_management.domain.periods import Period

SUNDAY_THE_22ND = date(2026, 11, 22)
days = st.dates(date(1950, 1, 1), date(2200, 12, 31))
weekdays = st.integers(0, 6)


@pytest.mark.parametrize(
	("name", "first", "last"),
	[
		("Today", "2026-11-22", "2026-11-22"),
		("Yesterday", "2026-11-21", "2026-11-21"),
		("Tomorrow", "2026-11-23", "2026-11-23"),
		("This Week", "2026-11-16", "2026-11-22"),
		("Last Week", "2026-11-09", "2026-11-15"),
		("Next Week", "2026-11-23", "2026-11-29"),
		("This Month", "2026-11-01", "2026-11-30"),
		("Last Month", "2026-10-01", "2026-10-31"),
		("Next Month", "2026-12-01", "2026-12-31"),
		("This Quarter", "2026-10-01", "2026-12-31"),
		("Last Quarter", "2026-07-01", "2026-09-30"),
		("This Year", "2026-01-01", "2026-12-31"),
		("Last Year", "2025-01-01", "2025-12-31"),
		("Next Year", "2027-01-01", "2027-12-31"),
		("Last 7 Days", "2026-11-16", "2026-11-22"),
		("Last 30 Days", "2026-10-24", "2026-11-22"),
		("Last 90 Days", "2026-08-25", "2026-11-22"),
		("Last 12 Months", "2025-12-01", "2026-11-22"),
		("Next 7 Days", "2026-11-22", "2026-11-28"),
		("Next 30 Days", "2026-11-22", "2026-12-21"),
		("Next 90 Days", "2026-11-22", "2027-02-19"),
	],
)
def test_period_where_weeks_begin_on_monday(name, first, last):
	found = periods.period(name, SUNDAY_THE_22ND)
	assert found == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_every_name_but_custom_is_covered_above():
	cases = test_period_where_weeks_begin_on_monday.pytestmark[0].args[1]
	named = {name for name, _first, _last in cases}
	assert named == set(periods.PERIODS) - {periods.CUSTOM}


def test_week_that_begins_on_sunday():
	assert periods.period("This Week", SUNDAY_THE_22ND, 6) == Period(date(2026, 11, 22), date(2026, 11, 28))
	assert periods.period("Last Week", SUNDAY_THE_22ND, 6) == Period(date(2026, 11, 15), date(2026, 11, 21))


@pytest.mark.parametrize(
	("name", "expected"),
	[
		("Today", "2026-11-22"),
		("Yesterday", "2026-11-21"),
		("Tomorrow", "2026-11-23"),
		("End of Last Week", "2026-11-15"),
		("End of Last Month", "2026-10-31"),
		("End of Last Quarter", "2026-09-30"),
		("End of Last Year", "2025-12-31"),
		("End of This Week", "2026-11-22"),
		("End of This Month", "2026-11-30"),
		("End of This Quarter", "2026-12-31"),
		("End of This Year", "2026-12-31"),
		("In 30 Days", "2026-12-22"),
		("In 90 Days", "2027-02-20"),
	],
)
def test_day(name, expected):
	assert periods.day(name, SUNDAY_THE_22ND) == date.fromisoformat(expected)


@given(days, weekdays)
def test_last_this_and_next_follow_each_other_without_gap_or_overlap(today, first_weekday):
	for unit in ("Week", "Month", "Quarter", "Year"):
		last = periods.period(f"Last {unit}", today, first_weekday)
		this = periods.period(f"This {unit}", today, first_weekday)
		assert last.from_date <= last.to_date < this.from_date <= today <= this.to_date
		assert this.from_date - last.to_date == timedelta(days=1)
	for unit in ("Week", "Month"):
		this = periods.period(f"This {unit}", today, first_weekday)
		assert periods.period(f"Next {unit}", today, first_weekday).from_date == this.to_date + timedelta(
			days=1
		)


@given(days, weekdays)
def test_a_week_is_seven_days_from_its_first_weekday(today, first_weekday):
	week = periods.period("This Week", today, first_weekday)
	assert week.from_date.weekday() == first_weekday
	assert (week.to_date - week.from_date).days == 6


@given(days, weekdays, st.sampled_from([name for name in periods.PERIODS if name != periods.CUSTOM]))
def test_every_period_has_a_first_day_not_after_its_last(today, first_weekday, name):
	found = periods.period(name, today, first_weekday)
	assert found.from_date <= found.to_date


def test_last_month_after_a_longer_one():
	assert periods.period("Last Month", date(2028, 3, 31)) == Period(date(2028, 2, 1), date(2028, 2, 29))
	assert periods.period("Last Month", date(2027, 1, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))


def test_custom_dates_are_taken_as_they_are():
	first, last = date(2026, 1, 5), date(2026, 1, 5)
	assert periods.period("Custom", SUNDAY_THE_22ND, 0, first, last) == Period(first, last)
	assert periods.day("Custom Date", SUNDAY_THE_22ND, 0, first) == first


def test_what_cannot_be_a_period_is_refused():
	with pytest.raises(periods.MissingDateError):
		periods.period("Custom", SUNDAY_THE_22ND, 0, date(2026, 1, 1), None)
	with pytest.raises(periods.ReversedPeriodError):
		periods.period("Custom", SUNDAY_THE_22ND, 0, date(2026, 1, 2), date(2026, 1, 1))
	with pytest.raises(periods.UnknownPeriodError, match="Fortnight"):
		periods.period("Fortnight", SUNDAY_THE_22ND)
	with pytest.raises(periods.MissingDateError):
		periods.day("Custom Date", SUNDAY_THE_22ND)
	with pytest.raises(periods.UnknownPeriodError, match="Doomsday"):
		periods.day("Doomsday", SUNDAY_THE_22ND)
