from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.visit_mails import (
	CANCELLATION,
	CHANGE,
	INVITATION,
	MAKES_SENSE_FOR,
	NEWS,
	OVER,
	Owed,
	Told,
	is_too_late,
	owed,
)

STATES = ("monday", "tuesday", OVER)


@pytest.mark.parametrize(
	("told", "state", "more", "expected"),
	[
		(Told(), "monday", {}, Owed(INVITATION, 0)),
		(Told(), OVER, {}, None),
		(Told("monday"), "monday", {}, None),
		(Told("monday"), "monday", {"again": True}, Owed(INVITATION, 0)),
		(Told("monday", 2), "monday", {"has_news": True}, Owed(NEWS, 2)),
		(Told("monday", 2), "tuesday", {"again": True, "has_news": True}, Owed(CHANGE, 3)),
		(Told("monday", 2), OVER, {"again": True}, Owed(CANCELLATION, 3)),
		(Told(OVER, 3), OVER, {"again": True, "has_news": True}, None),
		(Told(OVER, 3), "monday", {}, Owed(INVITATION, 4)),
	],
)
def test_who_is_owed_what(told, state, more, expected):
	assert owed(told, state, **more) == expected


@given(st.lists(st.sampled_from(STATES), max_size=12))
def test_numbers_of_a_calendar_entry_never_fall_and_nobody_hears_the_same_twice(states):
	told = Told()
	for state in states:
		due = owed(told, state)
		if due:
			assert due.sequence >= told.sequence
			assert due.mail == INVITATION or due.sequence == told.sequence + 1
			told = Told(state, due.sequence)
		assert owed(told, state) is None


def test_a_change_that_was_taken_back_before_anybody_heard_of_it_is_no_mail():
	assert owed(Told("monday"), "monday") is None


def test_long_after_the_visit_nobody_is_told():
	end = datetime(2026, 3, 1, 17)
	assert not is_too_late(end, end + MAKES_SENSE_FOR)
	assert is_too_late(end, end + MAKES_SENSE_FOR + timedelta(seconds=1))
