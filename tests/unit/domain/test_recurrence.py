"""Dates of rules against two oracles: the same rule written as RFC 5545 text, and a look at every single day."""

import calendar
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from office_management.domain import recurrence as r
from office_management.domain.recurrence import Planned, Rule

MANY = settings(max_examples=1500)
START = date(2023, 1, 1)
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WINDOW = 500

some_day = st.integers(0, 1500).map(lambda n: START + timedelta(days=n))
maybe = lambda values: st.one_of(st.none(), values)  # noqa: E731
month = st.integers(1, 12)


@st.composite
def rules(draw):
	"""Any rule the form can express."""
	start = draw(some_day)
	end = draw(st.sampled_from(["never", "until", "count"]))
	return Rule(
		frequency=draw(st.sampled_from(list(r.FREQUENCIES))),
		start=start,
		every=draw(st.integers(1, 7)),
		weekdays=draw(st.frozensets(st.integers(0, 6), max_size=4)),
		by=draw(st.sampled_from([r.BY_DAY, r.BY_LAST_DAY, r.BY_WEEKDAY])),
		month_day=draw(maybe(st.integers(1, 31))),
		nth=draw(st.sampled_from(list(r.NTHS.values()))),
		nth_weekday=draw(st.integers(0, 6)),
		month=draw(maybe(month)),
		season=draw(maybe(st.tuples(month, month))),
		until=start + timedelta(days=draw(st.integers(0, 900))) if end == "until" else None,
		count=draw(st.integers(1, 40)) if end == "count" else None,
	)


holidays = st.sets(st.integers(0, 120), max_size=60).map(
	lambda numbers: {START + timedelta(days=n) for n in numbers}
)


# --- the oracles ----------------------------------------------------------------------------------------------


def as_text(rule: Rule) -> str:
	"""The rule as the text of RFC 5545, every part written out and nothing left to a default."""
	parts = [f"FREQ={rule.frequency.upper()}", f"INTERVAL={rule.every}", "WKST=MO"]
	if rule.frequency == r.WEEKLY:
		parts.append("BYDAY=" + ",".join(NAMES[d] for d in sorted(rule.weekdays or {rule.start.weekday()})))
	elif rule.frequency in (r.MONTHLY, r.YEARLY):
		parts.append(
			{
				r.BY_DAY: f"BYMONTHDAY={rule.month_day or rule.start.day}",
				r.BY_LAST_DAY: "BYMONTHDAY=-1",
				r.BY_WEEKDAY: f"BYDAY={rule.nth:+d}{NAMES[rule.nth_weekday]}",
			}[rule.by]
		)
	months = [m for m in range(1, 13) if in_season(m, rule.season)]
	if rule.frequency == r.YEARLY:
		months = [m for m in months if m == (rule.month or rule.start.month)]
	if months and len(months) < 12:
		parts.append("BYMONTH=" + ",".join(map(str, months)))
	if rule.until:
		parts.append(f"UNTIL={rule.until:%Y%m%d}T000000")
	if rule.count:
		parts.append(f"COUNT={rule.count}")
	return ";".join(parts) if months else ""


def in_season(number: int, season) -> bool:
	if not season:
		return True
	first, last = season
	return first <= number <= last if first <= last else number >= first or number <= last


def names_day(rule: Rule, day: date) -> bool:
	"""Does the rule, its count apart, name this day? Worked out for the day by itself."""
	if day < rule.start or (rule.until and day > rule.until) or not in_season(day.month, rule.season):
		return False
	if rule.frequency == r.DAILY:
		return (day - rule.start).days % rule.every == 0
	if rule.frequency == r.WEEKLY:
		weeks = (monday(day) - monday(rule.start)).days // 7
		return weeks % rule.every == 0 and day.weekday() in (rule.weekdays or {rule.start.weekday()})
	years = day.year - rule.start.year
	passed = years if rule.frequency == r.YEARLY else years * 12 + day.month - rule.start.month
	if rule.frequency == r.YEARLY and day.month != (rule.month or rule.start.month):
		return False
	return passed % rule.every == 0 and fits_month(rule, day)


def monday(day: date) -> date:
	return day - timedelta(days=day.weekday())


def fits_month(rule: Rule, day: date) -> bool:
	last = calendar.monthrange(day.year, day.month)[1]
	if rule.by == r.BY_DAY:
		return day.day == (rule.month_day or rule.start.day)
	if rule.by == r.BY_LAST_DAY:
		return day.day == last
	same = [d for d in range(1, last + 1) if date(day.year, day.month, d).weekday() == rule.nth_weekday]
	return day.day == (same[-1] if rule.nth == -1 else same[rule.nth - 1])


# --- dates ----------------------------------------------------------------------------------------------------


@MANY
@given(rules(), some_day)
def test_dates_are_those_of_the_rfc_text(rule, first):
	last = first + timedelta(days=WINDOW)
	text = as_text(rule)
	moments = (
		rrulestr(text, dtstart=datetime.combine(rule.start, time())).between(
			datetime.combine(first, time()), datetime.combine(last, time()), inc=True
		)
		if text
		else []
	)
	assert list(r.occurrences(rule, first, last)) == [moment.date() for moment in moments]


@MANY
@given(rules(), some_day)
def test_dates_are_those_found_by_looking_at_each_day(rule, first):
	last = first + timedelta(days=WINDOW)
	every_day = (rule.start + timedelta(days=n) for n in range((last - rule.start).days + 1))
	named = (day for day in every_day if names_day(rule, day))
	expected = [day for day in islice(named, rule.count) if day >= first]
	assert list(r.occurrences(rule, first, last)) == expected


@given(rules(), some_day)
def test_the_next_date_is_the_first_of_all_that_follow(rule, first):
	found = r.next_occurrence(rule, first)
	assert found == next(r.occurrences(rule, first, date(2140, 1, 1)), None)


def test_old_rules_are_counted_from_their_start():
	"""Every third day since 1990 is the same in 2026, though nobody counts through all the years."""
	rule = Rule(r.DAILY, date(1990, 1, 1), every=3)
	found = next(r.occurrences(rule, date(2026, 1, 1), date(2026, 1, 9)))
	assert (found - rule.start).days % 3 == 0


def test_the_31st_is_left_out_of_short_months():
	rule = Rule(r.MONTHLY, date(2026, 1, 31))
	found = list(r.occurrences(rule, rule.start, date(2026, 12, 31)))
	assert [day.month for day in found] == [1, 3, 5, 7, 8, 10, 12]


def test_the_last_day_is_in_every_month():
	rule = Rule(r.MONTHLY, date(2026, 1, 31), by=r.BY_LAST_DAY)
	found = list(r.occurrences(rule, rule.start, date(2026, 4, 30)))
	assert found == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_29_february_comes_in_leap_years():
	rule = Rule(r.YEARLY, date(2024, 2, 29))
	found = list(r.occurrences(rule, rule.start, date(2033, 1, 1)))
	assert found == [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]


def test_the_last_day_of_february_comes_every_year():
	rule = Rule(r.YEARLY, date(2024, 2, 1), by=r.BY_LAST_DAY)
	found = list(r.occurrences(rule, rule.start, date(2026, 12, 31)))
	assert found == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]


def test_every_second_week_takes_whole_weeks_from_monday():
	"""A rule that begins on a Thursday: its Monday belongs to the week two weeks later."""
	rule = Rule(r.WEEKLY, date(2026, 1, 8), every=2, weekdays=frozenset({0, 3}))
	found = list(r.occurrences(rule, rule.start, date(2026, 1, 31)))
	assert found == [date(2026, 1, 8), date(2026, 1, 19), date(2026, 1, 22)]


def test_a_season_may_go_over_the_new_year():
	rule = Rule(r.MONTHLY, date(2026, 1, 15), season=(11, 2))
	found = list(r.occurrences(rule, rule.start, date(2027, 3, 31)))
	assert [day.month for day in found] == [1, 2, 11, 12, 1, 2]


def test_the_count_counts_what_the_season_leaves():
	rule = Rule(r.MONTHLY, date(2026, 1, 15), season=(5, 6), count=3)
	found = list(r.occurrences(rule, rule.start, date(2030, 1, 1)))
	assert found == [date(2026, 5, 15), date(2026, 6, 15), date(2027, 5, 15)]


def test_intervals_run_on_through_the_closed_season():
	rule = Rule(r.MONTHLY, date(2026, 1, 15), every=2, season=(5, 8))
	assert [day.month for day in r.occurrences(rule, rule.start, date(2026, 12, 31))] == [5, 7]


@pytest.mark.parametrize(
	"rule",
	[
		Rule(r.MONTHLY, START, month_day=30, season=(2, 2)),
		Rule(r.YEARLY, START, month=2, month_day=30),
		Rule(r.YEARLY, START, month=6, season=(9, 3)),
		Rule(r.WEEKLY, START, weekdays=frozenset({0}), until=START),
	],
)
def test_a_rule_that_names_no_day_at_all(rule):
	assert r.never_happens(rule)


@pytest.mark.parametrize(
	("rule", "days"),
	[
		(Rule(r.DAILY, START), 1),
		(Rule(r.WEEKLY, START, weekdays=frozenset({0, 3})), 3),
		(Rule(r.MONTHLY, START), 28),
		(Rule(r.MONTHLY, START, every=3, by=r.BY_LAST_DAY), 89),
		(Rule(r.YEARLY, START), 365),
		(Rule(r.DAILY, START, until=START), None),
	],
)
def test_the_shortest_gap(rule, days):
	assert r.shortest_gap(rule) == days


# --- from completion ------------------------------------------------------------------------------------------


@given(rules(), some_day)
def test_after_completion_is_later_and_in_season(rule, completed):
	found = r.after_completion(rule, completed)
	assert found is None or (
		found > completed and found >= rule.start and in_season(found.month, rule.season)
	)


def test_a_month_after_the_31st_is_the_last_day_of_a_short_month():
	assert r.after_completion(Rule(r.MONTHLY, START), date(2026, 1, 31)) == date(2026, 2, 28)


def test_a_year_after_29_february():
	assert r.after_completion(Rule(r.YEARLY, START), date(2024, 2, 29)) == date(2025, 2, 28)


def test_after_completion_waits_for_the_season():
	rule = Rule(r.WEEKLY, START, season=(4, 9))
	assert r.after_completion(rule, date(2026, 9, 28)) == date(2027, 4, 1)
	assert r.first_after_start(rule, date(2026, 1, 5)) == date(2026, 4, 1)


def test_after_completion_ends_with_the_rule():
	rule = Rule(r.WEEKLY, START, until=date(2026, 1, 10))
	assert r.after_completion(rule, date(2026, 1, 3)) == date(2026, 1, 10)
	assert r.after_completion(rule, date(2026, 1, 4)) is None


# --- holidays -------------------------------------------------------------------------------------------------


def weekend(day: date) -> bool:
	return day.weekday() >= 5


SATURDAY, SUNDAY, MONDAY = date(2026, 1, 3), date(2026, 1, 4), date(2026, 1, 5)


@pytest.mark.parametrize(
	("holiday_rule", "expected"),
	[
		(r.KEEP, Planned(SUNDAY, SUNDAY, r.KEPT_ON_HOLIDAY)),
		(r.SKIP, Planned(SUNDAY, None, r.HOLIDAY_SKIPPED)),
		(r.PREVIOUS, Planned(SUNDAY, date(2026, 1, 2), r.MOVED_BACK)),
		(r.NEXT, Planned(SUNDAY, MONDAY, r.MOVED_ON)),
	],
)
def test_each_holiday_rule(holiday_rule, expected):
	assert r.shift(SUNDAY, holiday_rule, weekend) == expected


def test_a_working_day_stays():
	assert r.shift(MONDAY, r.NEXT, weekend) == Planned(MONDAY, MONDAY)


def test_moving_may_leave_the_month():
	"""31 May 2026 is a Sunday. ("Modified following" of finance would go back to 29 May.)"""
	assert r.shift(date(2026, 5, 31), r.NEXT, weekend).due == date(2026, 6, 1)


def test_without_a_working_day_near_it_stays():
	assert r.shift(MONDAY, r.NEXT, lambda _day: True) == Planned(MONDAY, MONDAY, r.NO_WORKING_DAY)


def test_daily_work_moved_off_the_weekend_is_done_once_on_monday():
	found = r.planned(Rule(r.DAILY, START), SATURDAY, MONDAY, r.NEXT, weekend)
	assert found == [
		Planned(SATURDAY, None, r.SAME_DAY),
		Planned(SUNDAY, None, r.SAME_DAY),
		Planned(MONDAY, MONDAY),
	]


def test_of_two_moved_dates_the_earlier_stays():
	rule = Rule(r.WEEKLY, START, weekdays=frozenset({5, 6}))
	found = r.planned(rule, SATURDAY, MONDAY, r.NEXT, weekend)
	assert found == [Planned(SATURDAY, MONDAY, r.MOVED_ON), Planned(SUNDAY, None, r.SAME_DAY)]


@settings(max_examples=200)
@given(rules(), holidays, st.sampled_from([r.KEEP, r.SKIP, r.PREVIOUS, r.NEXT]), st.integers(0, 100))
def test_a_date_fares_the_same_whatever_part_is_asked_for(rule, free, holiday_rule, cut):
	last = START + timedelta(days=130)
	middle = START + timedelta(days=cut)
	whole = r.planned(rule, START, last, holiday_rule, free.__contains__)
	parts = r.planned(rule, START, middle, holiday_rule, free.__contains__)
	parts += r.planned(rule, middle + timedelta(days=1), last, holiday_rule, free.__contains__)
	assert parts == whole


@settings(max_examples=200)
@given(rules(), holidays, st.sampled_from([r.PREVIOUS, r.NEXT]))
def test_each_working_day_that_dates_fall_or_move_on_has_one_job(rule, free, holiday_rule):
	last = START + timedelta(days=130)
	found = r.planned(rule, START, last, holiday_rule, free.__contains__)
	due = [one.due for one in found if one.due]
	assert len(due) == len(set(due))
	assert due == sorted(due)
	assert [one.occurrence for one in found] == list(r.occurrences(rule, START, last))


@settings(max_examples=200)
@given(rules(), some_day, st.integers(1, 15))
def test_upcoming_dates_are_the_first_of_all(rule, first, number):
	found = [one.occurrence for one in r.upcoming(rule, first, number)]
	assert found == list(islice(r.occurrences(rule, first, date(2400, 1, 1)), number))


# --- the hour -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("day", "clock", "expected"),
	[
		(date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 3, 30)),
		(date(2026, 3, 29), time(17, 0), datetime(2026, 3, 29, 17, 0)),
		(date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 2, 30)),
		(date(2026, 7, 1), time(2, 30), datetime(2026, 7, 1, 2, 30)),
	],
)
def test_due_at_in_amsterdam(day, clock, expected):
	assert r.due_at(day, clock, "Europe/Amsterdam") == expected
