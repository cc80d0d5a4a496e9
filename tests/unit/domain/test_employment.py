from datetime import date, timedelta

import pytest

from office_management.domain.employment import (
	INACTIVE,
	LEAVES_BEFORE,
	LEFT,
	NOT_JOINED,
	Employment,
	leaving_date,
	why_not_employed,
)

TODAY = date(2026, 6, 15)
JOINED = date(2020, 1, 1)
SOON = TODAY + timedelta(days=10)


def ask(status, relieved=None, from_date=TODAY, to_date=None):
	return why_not_employed(Employment(status, JOINED, relieved), from_date, to_date, TODAY)


@pytest.mark.parametrize("status", ["Active", "Suspended"])
def test_who_stays_may_have_a_seat_without_end(status):
	assert ask(status) is None


def test_nobody_sits_before_the_first_day():
	assert ask("Active", from_date=JOINED - timedelta(days=1)) == NOT_JOINED
	assert ask("Active", from_date=JOINED) is None


@pytest.mark.parametrize(
	("status", "reason"),
	[("Active", LEAVES_BEFORE), ("Suspended", LEAVES_BEFORE), ("Left", LEFT), ("Inactive", INACTIVE)],
)
def test_nobody_sits_after_the_relieving_date(status, reason):
	assert ask(status, SOON) == reason
	assert ask(status, SOON, to_date=SOON + timedelta(days=1)) == reason
	assert ask(status, SOON, to_date=SOON) is None


@pytest.mark.parametrize(("status", "reason"), [("Left", LEFT), ("Inactive", INACTIVE)])
def test_who_has_gone_without_a_date_has_gone_today(status, reason):
	assert ask(status, from_date=JOINED) == reason
	assert ask(status, from_date=JOINED, to_date=TODAY) is None


def test_leaving_date():
	assert leaving_date(Employment("Active"), TODAY) is None
	assert leaving_date(Employment("Suspended"), TODAY) is None
	assert leaving_date(Employment("Inactive"), TODAY) == TODAY
	assert leaving_date(Employment("Left", None, JOINED), TODAY) == JOINED
	assert leaving_date(Employment("Active", None, SOON), TODAY) == SOON
