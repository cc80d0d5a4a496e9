"""The life of a visit: the table, what can be undone, and when a visit ends by itself."""

from datetime import date, datetime, time, timedelta, timezone
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import visit_states as states

ZONE = "Europe/Amsterdam"
STATUS = st.sampled_from(states.STATUSES)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1))


def test_every_status_is_reached_and_the_closed_ones_are_the_end():
	"""Only a check-out can be taken back."""
	reached = {after for _before, after in states.MOVES} | {states.EXPECTED}
	assert reached == set(states.STATUSES)
	for closed in (states.CANCELLED, states.DENIED, states.NO_SHOW):
		assert states.ways_on(closed) == []


@pytest.mark.parametrize("before, after", list(product(states.STATUSES, repeat=2)))
def test_judging_is_the_table(before, after):
	verdict = states.judge(before, after, "because")
	assert verdict.act == states.MOVES.get((before, after))
	assert (verdict.refusal is None) == ((before, after) in states.MOVES)


def test_turning_away_needs_a_reason():
	assert states.judge(states.EXPECTED, states.DENIED, "  ").refusal == states.NEEDS_REASON


@given(st.lists(st.tuples(STATUS, STATUS), max_size=6))
def test_undoing_leads_back_where_the_last_act_came_from(pairs):
	events = [(states.MOVES[pair], *pair) for pair in pairs if pair in states.MOVES]
	found = states.undone_status(events)
	if events and events[-1][0] in (states.CHECK_IN, states.CHECK_OUT):
		assert found == events[-1][1]
		assert states.MOVES[(events[-1][2], found)] in states.UNDOES
	else:
		assert found is None


def test_undo_is_for_some_minutes_and_zero_is_never():
	then = datetime(2026, 5, 1, 9, 0)
	assert states.in_time(then, then + timedelta(minutes=15), 15)
	assert not states.in_time(then, then + timedelta(minutes=15, seconds=1), 15)
	assert not states.in_time(then, then, 0)


# --- when a visit ends by itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"arrived, at, hours, due",
	[
		(datetime(2026, 5, 1, 9), time(22), 0, datetime(2026, 5, 1, 22)),
		(datetime(2026, 5, 1, 22), time(22), 0, datetime(2026, 5, 2, 22)),  # came at the hour: the next one
		(datetime(2026, 5, 1, 23, 30), time(6), 0, datetime(2026, 5, 2, 6)),
		(datetime(2026, 5, 1, 9), None, 12, datetime(2026, 5, 1, 21)),
		(datetime(2026, 5, 1, 9), time(22), 2, datetime(2026, 5, 1, 11)),  # what comes first
		(datetime(2026, 5, 1, 9), None, 0, None),
		(datetime(2026, 3, 28, 20), None, 12, datetime(2026, 3, 29, 9)),  # the night is an hour short
		(datetime(2026, 10, 24, 20), None, 12, datetime(2026, 10, 25, 7)),  # the night is an hour long
		(datetime(2026, 3, 28, 20), time(7), 0, datetime(2026, 3, 29, 7)),
	],
)
def test_when_a_visit_ends(arrived, at, hours, due):
	assert states.sign_out_due(arrived, ZONE, at, hours) == due


@given(MOMENTS, st.floats(0.5, 200))
def test_hours_are_real_hours(arrived, hours):
	"""Whatever the clocks do in between: as much time passes as was said."""
	aware = arrived.replace(tzinfo=timezone.utc)
	due = states.sign_out_due(aware, ZONE, None, hours)
	passed = [
		due.replace(tzinfo=ZoneInfo(ZONE), fold=fold).astimezone(timezone.utc) - aware for fold in (0, 1)
	]
	assert min(abs(found.total_seconds() - hours * 3600) for found in passed) < 1


def test_an_hour_that_comes_twice_is_due_the_second_time():
	"""On 25 October 2026 at 3:00 the clocks go back to 2:00: half past two comes twice."""
	due = datetime(2026, 10, 25, 2, 30)
	first = datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)
	assert not states.is_due(due, first + timedelta(minutes=59), ZONE)
	assert states.is_due(due, first + timedelta(minutes=60), ZONE)
	here = ZoneInfo(ZONE)
	assert not states.is_due(due, first.astimezone(here), ZONE)


@given(MOMENTS, MOMENTS, st.integers(0, 24))
def test_who_is_awaited_on_the_day_or_a_bit_early(expected_on, now, early):
	found = states.is_awaited(expected_on, None, now, early)
	same_day = expected_on.date() == now.date()
	a_bit_early = timedelta(0) <= expected_on - now <= timedelta(hours=early)
	assert found == (same_day or a_bit_early)


def test_a_visit_of_several_days():
	begin, end = datetime(2026, 5, 1, 9), datetime(2026, 5, 3, 17)
	assert states.last_day(begin, end) == date(2026, 5, 3)
	assert states.is_awaited(begin, end, datetime(2026, 5, 3, 23), 0)
	assert not states.is_awaited(begin, end, datetime(2026, 5, 4, 0, 1), 4)
