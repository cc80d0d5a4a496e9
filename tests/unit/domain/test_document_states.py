"""Documents: the status of a day, each reminder once and none in a flood, and months that have no 31st."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import document_states as states

TODAY = date(2026, 3, 10)
near = st.dates(date(2026, 1, 1), date(2026, 12, 31))
some_days = st.lists(st.integers(0, 60), max_size=5).map(tuple)


@pytest.mark.parametrize(
	("until", "review", "withdrawn", "status"),
	[
		(None, None, None, "Valid"),
		(TODAY, None, None, "Valid"),
		(TODAY - timedelta(days=1), TODAY, None, "Expired"),
		(TODAY + timedelta(days=9), TODAY, None, "Review Due"),
		(TODAY, TODAY + timedelta(days=1), None, "Valid"),
		(TODAY - timedelta(days=1), None, TODAY, "Withdrawn"),
		(TODAY, None, TODAY + timedelta(days=1), "Valid"),
	],
)
def test_the_heaviest_status_that_holds(until, review, withdrawn, status):
	assert states.status_on(TODAY, until, review, withdrawn) == status


def test_the_days_before_are_read_from_a_text():
	assert states.days_in(" 7, 30;14, 0, 7") == (30, 14, 7, 0)
	assert states.days_in("") == states.days_in(None) == ()
	for bad in ("-1", "4000", "a week", "1.5"):
		with pytest.raises(ValueError):
			states.days_in(bad)


def sweep(deadline, days, sweeps, since=None) -> list[date]:
	"""The reminders that go out when the job runs on these days only."""
	told: list[date] = []
	for day in sorted(set(sweeps)):
		reminder = states.due_reminder(deadline, days, day, told[-1] if told else None, since)
		if reminder:
			told.append(reminder)
	return told


def test_daily_sweeps_remind_on_each_day_and_weekly_after():
	deadline = date(2026, 6, 30)
	days = [date(2026, 5, 1) + timedelta(days=number) for number in range(80)]
	told = sweep(deadline, states.USUAL_DAYS, days)
	assert [(day - deadline).days for day in told] == [-30, -14, -7, 0, 7, 14]


def test_after_days_without_a_scheduler_one_reminder_makes_up_for_all():
	deadline = date(2026, 6, 30)
	assert sweep(deadline, states.USUAL_DAYS, [date(2026, 6, 29)]) == [date(2026, 6, 23)]
	assert sweep(deadline, states.USUAL_DAYS, [date(2026, 8, 1)]) == [date(2026, 7, 28)]


def test_what_lies_before_the_last_review_is_not_told():
	"""A monthly review is not announced on the day of the one before."""
	deadline, since = date(2026, 6, 30), date(2026, 5, 31)
	days = [since + timedelta(days=number) for number in range(31)]
	assert [(day - deadline).days for day in sweep(deadline, states.USUAL_DAYS, days, since)] == [-14, -7, 0]


@given(near, some_days, st.lists(near, min_size=1, max_size=40))
def test_each_reminder_goes_out_once_and_at_most_one_per_sweep(deadline, days, sweeps):
	told = sweep(deadline, days, sweeps)
	assert told == sorted(set(told)) and len(told) <= len(set(sweeps))
	assert not told or states.due_reminder(deadline, days, max(sweeps), told[-1]) is None


@given(near, some_days, near, st.none() | near, st.none() | near)
def test_nothing_is_due_before_the_day_that_was_announced(deadline, days, on_date, told_until, since):
	"""A sweep that looks only at rows whose next day has come misses nothing."""
	told_until = told_until and min(told_until, on_date)
	following = states.next_day(deadline, days, on_date, told_until, since)
	assert following is not None
	if following > on_date:
		for number in range((following - on_date).days):
			day = on_date + timedelta(days=number)
			assert states.due_reminder(deadline, days, day, told_until, since) is None
	assert states.due_reminder(deadline, days, max(following, on_date), told_until, since) is not None


def test_without_a_deadline_nobody_is_reminded():
	assert states.due_reminder(None, (30,), TODAY) is None
	assert states.next_day(None, (30,), TODAY) is None
	assert states.earliest([None, TODAY, date(2026, 1, 1)]) == date(2026, 1, 1)
	assert states.earliest([None]) is None


@given(near, st.integers(0, 120))
def test_months_keep_the_day_or_take_the_last_there_is(day, months):
	after = states.months_after(day, months)
	assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
	assert after.day == day.day or (after + timedelta(days=1)).day == 1
