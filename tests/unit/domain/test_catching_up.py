from datetime import date, timedelta

import pytest

from office_management.domain import catching_up as c
from office_management.domain.recurrence import SAME_DAY, Planned

TODAY = date(2026, 3, 11)


def days(first: int, last: int) -> list[Planned]:
	"""One date a day, so many days from today."""
	return [Planned(TODAY + timedelta(n), TODAY + timedelta(n)) for n in range(first, last + 1)]


def made(dates, catch_up) -> list[int]:
	found = c.decide(dates, TODAY, catch_up)
	assert {one.skipped for one in found} <= {"", c.MISSED}
	return [(one.occurrence - TODAY).days for one in found if not one.skipped]


@pytest.mark.parametrize(
	("catch_up", "expected"),
	[(c.SKIP_MISSED, [0, 1]), (c.LATEST_ONLY, [0, 1]), (c.ALL, list(range(-10, 2)))],
)
def test_ten_days_off_with_one_due_today(catch_up, expected):
	assert made(days(-10, 1), catch_up) == expected


@pytest.mark.parametrize(
	("catch_up", "expected"),
	[(c.SKIP_MISSED, []), (c.LATEST_ONLY, [-3]), (c.ALL, [-10, -9, -8, -7, -6, -5, -4, -3])],
)
def test_ten_days_off_and_nothing_due_today(catch_up, expected):
	assert made(days(-10, -3), catch_up) == expected


def test_all_has_an_end():
	found = c.decide(days(-300, 0), TODAY, c.ALL)
	assert len(found) == 301
	assert sum(not one.skipped for one in found) == c.MAKE_AT_MOST
	assert not found[-1].skipped


def test_a_date_that_is_due_on_no_day_is_nothing():
	assert c.decide([Planned(TODAY, None, SAME_DAY)], TODAY, c.ALL) == []


def test_what_counts_is_the_day_it_is_due():
	"""Moved from a Sunday to today: not missed."""
	sunday = Planned(TODAY - timedelta(3), TODAY, "moved_on")
	assert c.decide([sunday], TODAY, c.SKIP_MISSED) == [c.Decision(sunday.occurrence, TODAY)]
