"""Deadlines in working hours: known answers, an independent count minute by minute, and there and back again."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from office_management.domain.working_time import (
	DAY,
	NoWorkingTime,
	WorkingCalendar,
	add_working_minutes,
	is_working_time,
	round_the_clock,
	window,
	working_minutes_between,
)

TWELVE_HOURS = {day: ((8 * 3600, 20 * 3600),) for day in range(5)}
WITH_LUNCH = {day: ((8 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)) for day in range(5)}
NIGHTS = {day: (window(time(22), time(6)),) for day in range(7)}


def at(text: str) -> datetime:
	return datetime.fromisoformat(text)


# What ERPNext 15's service level agreements answer for Monday to Friday, 8 to 20, run there.
ERPNEXT = [
	("2018-11-19 10:00", 84, (), "2018-11-28 10:00"),
	("2018-11-23 18:00", 4, (), "2018-11-26 10:00"),
	("2018-11-23 18:00", 4, ("2018-11-26",), "2018-11-27 10:00"),
	("2018-11-23 18:00", 2, (), "2018-11-23 20:00"),
	("2018-11-24 10:00", 4, (), "2018-11-26 12:00"),
	("2018-11-19 06:00", 1, (), "2018-11-19 09:00"),
]


@pytest.mark.parametrize("start, hours, holidays, expected", ERPNEXT)
def test_as_erpnext_reckons(start, hours, holidays, expected):
	calendar = WorkingCalendar(TWELVE_HOURS, {date.fromisoformat(day) for day in holidays})
	assert add_working_minutes(calendar, at(start), hours * 60) == at(expected)


@pytest.mark.parametrize(
	"start, minutes, expected",
	[
		("2026-03-02 11:30", 60, "2026-03-02 13:30"),  # over lunch
		("2026-03-02 11:30", 30, "2026-03-02 12:00"),  # just to the end of a window
		("2026-03-02 12:30", 30, "2026-03-02 13:30"),  # from within lunch
		("2026-03-06 16:59", 2, "2026-03-09 08:01"),  # over a weekend
		("2026-03-02 11:30", 0, "2026-03-02 11:30"),
		("2026-03-07 11:30", 0, "2026-03-07 11:30"),
	],
)
def test_several_windows_a_day(start, minutes, expected):
	assert add_working_minutes(WorkingCalendar(WITH_LUNCH), at(start), minutes) == at(expected)


def test_a_window_over_midnight_belongs_to_the_day_it_begins_on():
	"""The night of a holiday is off until the morning after; the night before it is worked to its end."""
	calendar = WorkingCalendar(NIGHTS, {date(2026, 3, 3)})
	assert add_working_minutes(calendar, at("2026-03-02 23:00"), 8 * 60) == at("2026-03-04 23:00")
	assert is_working_time(calendar, at("2026-03-03 05:59"))
	assert not is_working_time(calendar, at("2026-03-03 23:00"))
	assert not is_working_time(calendar, at("2026-03-04 03:00"))


@pytest.mark.parametrize(
	"night, hours",
	[("2026-03-28", 7), ("2026-10-24", 9), ("2026-03-21", 8)],
	ids=["clock put forward", "clock put back", "ordinary night"],
)
def test_summer_time(night, hours):
	calendar = WorkingCalendar(NIGHTS, tz="Europe/Amsterdam")
	start = datetime.combine(date.fromisoformat(night), time(22))
	end = datetime.combine(start.date() + timedelta(days=1), time(6))
	assert working_minutes_between(calendar, start, end) == hours * 60
	assert add_working_minutes(calendar, start, hours * 60) == end
	assert working_minutes_between(round_the_clock("Europe/Amsterdam"), start, end) == hours * 60


def test_windows_that_overlap_count_once():
	calendar = WorkingCalendar({0: ((8 * 3600, 12 * 3600), (10 * 3600, 14 * 3600), (14 * 3600, 15 * 3600))})
	assert working_minutes_between(calendar, at("2026-03-02 00:00"), at("2026-03-03 00:00")) == 7 * 60
	calendar = WorkingCalendar({0: (window(time(20), time(10)),), 1: ((8 * 3600, 12 * 3600),)})
	assert working_minutes_between(calendar, at("2026-03-02 00:00"), at("2026-03-04 00:00")) == 16 * 60


def test_an_end_at_midnight():
	assert window(time(18), time(0)) == (18 * 3600, DAY)
	assert window(time(0), time(0)) == (0, DAY)


class Endless:
	"""A holiday list in which every day is a holiday."""

	def __contains__(self, day) -> bool:
		return True


@pytest.mark.parametrize(
	"calendar",
	[WorkingCalendar({}), WorkingCalendar(TWELVE_HOURS, Endless()), WorkingCalendar({0: ()})],
	ids=["no windows", "endless holidays", "empty days"],
)
def test_without_working_time_nothing_loops(calendar):
	with pytest.raises(NoWorkingTime):
		add_working_minutes(calendar, at("2026-03-02 10:00"), 1)
	assert working_minutes_between(calendar, at("2026-03-02 10:00"), at("2027-03-02 10:00")) == 0
	assert not is_working_time(calendar, at("2026-03-02 10:00"))


def test_a_year_of_holidays_is_waited_out():
	off = {date(2026, 1, 1) + timedelta(days=number) for number in range(700)}
	calendar = WorkingCalendar(TWELVE_HOURS, off)
	assert add_working_minutes(calendar, at("2026-01-05 10:00"), 60) == at("2027-12-02 09:00")


@pytest.mark.parametrize(
	"windows", [{7: ((0, 60),)}, {0: ((60, 60),)}, {0: ((-1, 60),)}, {0: ((0, DAY + 1),)}]
)
def test_windows_that_make_no_sense(windows):
	with pytest.raises(ValueError, match="no window"):
		WorkingCalendar(windows)


def test_time_does_not_run_backwards():
	with pytest.raises(ValueError, match="negative"):
		add_working_minutes(round_the_clock("UTC"), at("2026-03-02 10:00"), -1)
	calendar = WorkingCalendar(TWELVE_HOURS)
	assert working_minutes_between(calendar, at("2026-03-03 10:00"), at("2026-03-02 10:00")) == 0


# --- there and back, and against counting minute by minute ----------------------------------------------------

begins = st.integers(0, 23 * 60).map(lambda minute: minute * 60)
windows_of_a_day = st.lists(
	st.tuples(begins, st.integers(1, 10 * 60).map(lambda minute: minute * 60)), max_size=3
).map(lambda rows: tuple((begin, begin + length) for begin, length in rows))
weeks = st.dictionaries(st.integers(0, 6), windows_of_a_day, min_size=1).filter(
	lambda week: any(week.values())
)
zones = st.sampled_from(
	["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20)
calendars = st.builds(WorkingCalendar, weeks, days_off, zones)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
	lambda moment: moment.replace(second=0, microsecond=0)
)


def exists(calendar: WorkingCalendar, moment: datetime) -> bool:
	"""Not one of the times on the wall that are left out when the clock is put forward."""
	return calendar.on_the_wall(calendar.instant(moment)) == moment


@given(calendars, moments, st.integers(0, 20_000))
@example(WorkingCalendar(NIGHTS, tz="Europe/Amsterdam"), datetime(2026, 10, 24, 23), 200)
def test_adding_and_measuring_are_inverse(calendar, start, minutes):
	assume(exists(calendar, start))
	end = add_working_minutes(calendar, start, minutes)
	assert working_minutes_between(calendar, start, end) == minutes


@given(calendars, moments, st.integers(0, 5_000), st.integers(0, 5_000))
def test_two_waits_are_one(calendar, start, first, second):
	assume(exists(calendar, start))
	between = add_working_minutes(calendar, start, first)
	assert add_working_minutes(calendar, between, second) == add_working_minutes(
		calendar, start, first + second
	) or not (first and second)


@given(calendars, moments, st.integers(0, 3 * 24 * 60))
def test_as_counted_minute_by_minute(calendar, start, length):
	"""Each minute asks for itself whether somebody works, straight from the definition."""
	assume(exists(calendar, start))
	begin = calendar.instant(start)
	end = begin + timedelta(minutes=length)
	counted = sum(
		works(calendar, (begin + timedelta(minutes=number)).astimezone(calendar.zone))
		for number in range(length)
	)
	assert working_minutes_between(calendar, start, calendar.on_the_wall(end)) == counted


def works(calendar: WorkingCalendar, moment: datetime) -> bool:
	"""Whether the minute lies in a window of this day, or of the day before that reaches over midnight."""
	for ago in (0, 1):
		day = moment.date() - timedelta(days=ago)
		if day in calendar.holidays:
			continue
		midnight = datetime.combine(day, time())
		for begin, end in calendar.windows.get(day.weekday(), ()):
			first, last = (
				(midnight + timedelta(seconds=second)).replace(tzinfo=ZoneInfo(calendar.tz))
				for second in (begin, end)
			)
			if first.timestamp() <= moment.timestamp() < last.timestamp():
				return True
	return False
