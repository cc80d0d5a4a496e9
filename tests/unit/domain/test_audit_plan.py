"""Where an audit of the year's plan stands."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import audit_states as states
from office_management.domain.audit_plan import DONE, GIVEN_UP, LATE, MARKS, STATES, state_of

TODAY = date(2026, 3, 9)
DAYS = st.none() | st.integers(-400, 400).map(lambda number: TODAY + timedelta(days=number))


@given(st.sampled_from(states.STATUSES), DAYS, DAYS)
def test_every_audit_stands_somewhere_and_ended_ones_are_never_late(status, first, last):
	state = state_of(status, first, last, TODAY)
	assert state in STATES
	assert state in MARKS
	assert (state == DONE) == (status == states.SIGNED_OFF)
	assert (state == GIVEN_UP) == (status == states.CANCELLED)
	end = last or first
	is_open = status not in (states.SIGNED_OFF, states.CANCELLED)
	assert (state == LATE) == bool(is_open and end and end < TODAY)
