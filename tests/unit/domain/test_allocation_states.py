from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.allocation_states import (
	ACTIVE,
	CANCELLED,
	ENDED,
	NEVER_DATE,
	PLANNED,
	effective_end,
	state_on,
)
from office_management.domain.intervals import FAR_DATE

TODAY = date(2026, 6, 15)
near = st.integers(-5, 5).map(lambda n: TODAY + timedelta(days=n))


def test_first_and_last_day_are_active():
	assert state_on(TODAY, TODAY, False, TODAY) == ACTIVE
	assert state_on(TODAY + timedelta(days=1), None, False, TODAY) == PLANNED
	assert state_on(TODAY - timedelta(days=9), TODAY - timedelta(days=1), False, TODAY) == ENDED
	assert state_on(TODAY - timedelta(days=9), None, False, TODAY) == ACTIVE


@given(near, st.one_of(st.none(), near), near)
def test_cancelled_stays_cancelled(from_date, to_date, today):
	assert state_on(from_date, to_date, True, today) == CANCELLED


@given(near, st.one_of(st.none(), st.integers(0, 5)), near)
def test_life_only_goes_forward(from_date, length, today):
	to_date = None if length is None else from_date + timedelta(days=length)
	order = [PLANNED, ACTIVE, ENDED]
	now = state_on(from_date, to_date, False, today)
	tomorrow = state_on(from_date, to_date, False, today + timedelta(days=1))
	assert order.index(now) <= order.index(tomorrow)


def test_the_index_sees_open_ends_far_away_and_cancelled_ones_nowhere():
	assert effective_end(None, False) == FAR_DATE
	assert effective_end(TODAY, False) == TODAY
	assert effective_end(None, True) == effective_end(TODAY, True) == NEVER_DATE
