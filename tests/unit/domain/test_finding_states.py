"""The life of a finding: every pair of statuses, reasons, days to mend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import finding_states as states
from office_management.domain.finding_states import (
	DONE,
	FINISH,
	IN_PROGRESS,
	OPEN,
	PUT_BACK,
	REJECT,
	REJECTED,
	TAKE,
	VERIFIED,
	VERIFY,
)

ALLOWED = {
	OPEN: {IN_PROGRESS: TAKE, DONE: FINISH},
	IN_PROGRESS: {OPEN: PUT_BACK, DONE: FINISH},
	DONE: {VERIFIED: VERIFY, REJECTED: REJECT},
	VERIFIED: {},
	REJECTED: {IN_PROGRESS: TAKE, DONE: FINISH},
}


@pytest.mark.parametrize("before", states.STATUSES)
@pytest.mark.parametrize("after", states.STATUSES)
def test_every_pair_of_statuses(before, after):
	act = ALLOWED[before].get(after)
	refusal = None if act else states.NOT_A_MOVE
	assert states.judge(before, after, "a reason") == states.Verdict(act, refusal)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_only_rejecting_needs_a_reason(reason):
	needing = {(before, after) for (before, after), act in states.MOVES.items() if act == REJECT}
	for pair, act in states.MOVES.items():
		refusal = states.NEEDS_REASON if pair in needing else None
		assert states.judge(*pair, reason) == states.Verdict(act, refusal)
	assert needing == {(DONE, REJECTED)}


def test_ways_on_are_those_of_the_table():
	assert states.ways_on(DONE) == [(VERIFY, VERIFIED), (REJECT, REJECTED)]
	assert states.ways_on(VERIFIED) == []


def test_days_to_mend_come_from_the_settings_and_where_they_are_silent_from_us():
	found = date(2026, 11, 22)
	assert states.mend_by(found, "Critical") == date(2026, 11, 25)
	assert states.mend_by(found, "High", {"High": 7}) == date(2026, 11, 29)
	assert states.mend_by(found, "Low", {"Low": 0}) == date(2027, 2, 20)
	with pytest.raises(KeyError):
		states.mend_by(found, "Awful")


@given(
	st.sampled_from(states.SEVERITIES),
	st.sampled_from(states.SEVERITIES),
	st.dates(max_value=date(9000, 1, 1)),
)
def test_what_is_heavier_is_mended_sooner(one, other, found):
	heavier = states.heavier(one, other)
	assert heavier == states.heavier(other, one)
	assert states.mend_by(found, heavier) == min(states.mend_by(found, one), states.mend_by(found, other))


@pytest.mark.parametrize(
	("status", "due", "overdue"),
	[
		(OPEN, date(2026, 11, 21), True),
		(IN_PROGRESS, date(2026, 11, 21), True),
		(REJECTED, date(2026, 11, 21), True),
		(OPEN, date(2026, 11, 22), False),
		(OPEN, None, False),
		(DONE, date(2026, 11, 21), False),
		(VERIFIED, date(2026, 11, 21), False),
	],
)
def test_overdue_is_what_is_to_be_mended_and_late(status, due, overdue):
	assert states.is_overdue(status, due, date(2026, 11, 22)) is overdue
