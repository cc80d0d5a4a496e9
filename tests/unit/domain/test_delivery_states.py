"""The life of a delivery: every pair of statuses, reminders, undo, and what tells tracking numbers apart."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import delivery_states as states

NOW = datetime(2026, 3, 2, 14)
ALLOWED = {
	("Received", "Notified"),
	*product(states.OPEN, states.CLOSED),
	*product(states.CLOSED, states.OPEN),  # undone, for a short while
}


@pytest.mark.parametrize(("before", "after"), list(product(states.STATUSES, repeat=2)))
def test_every_pair_is_allowed_or_refused(before, after):
	assert bool(states.act_of(before, after)) == ((before, after) in ALLOWED)


@pytest.mark.parametrize(
	("minutes_ago", "minutes", "may"), [(10, 15, True), (15, 15, True), (16, 15, False), (0, 0, False)]
)
def test_closing_is_undone_within_the_time_only(minutes_ago, minutes, may):
	assert states.may_undo(NOW - timedelta(minutes=minutes_ago), NOW, minutes) is may
	assert not states.may_undo(None, NOW, minutes)


@given(st.integers(0, 100), st.integers(1, 30))
def test_the_next_reminder_is_one_whole_interval_away(days_ago, days):
	due = states.next_reminder(NOW - timedelta(days=days_ago), NOW, days)
	assert due == NOW + timedelta(days=days)


def test_no_interval_no_reminder():
	assert states.next_reminder(NOW, NOW, 0) is None


@given(st.text("abcXYZ019 -.", max_size=30))
def test_spacing_and_case_make_no_other_number(text):
	key = states.number_key(text)
	assert key == states.number_key(f" {text.lower()} ") == (states.number_key(key) if key else None)


def test_a_number_without_letters_and_digits_is_none():
	assert states.number_key(" - ") is None
	assert states.number_key("3s abc-019") == "3SABC019"
