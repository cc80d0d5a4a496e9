"""The status of a space on a day."""

from datetime import date

import pytest

from office_management.domain.space_states import ACTIVE, CLOSED, OUT_OF_SERVICE, is_out, status_on

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


@pytest.mark.parametrize(
	("on_date", "out"),
	[
		(date(2026, 3, 1), False),
		(FIRST, True),
		(LAST, True),
		(date(2026, 3, 7), False),
	],
)
def test_first_and_last_day_are_both_out(on_date, out):
	assert is_out(FIRST, LAST, on_date) is out
	assert status_on(False, FIRST, LAST, on_date) == (OUT_OF_SERVICE if out else ACTIVE)


def test_without_a_last_day_it_lasts():
	assert is_out(FIRST, None, date(2126, 1, 1))


def test_without_a_first_day_it_is_not_out():
	assert not is_out(None, LAST, LAST)


def test_closed_wins():
	assert status_on(True, FIRST, LAST, FIRST) == CLOSED
