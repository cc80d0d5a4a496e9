from datetime import date, timedelta

import pytest

from office_management.domain.validity import (
	ACTIVE,
	ENDED,
	RUN_OUT,
	RUNS_OUT,
	VALID,
	certificate_state,
	status_on,
)

TODAY = date(2026, 3, 1)


def day(offset):
	return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
	("to_date", "status"), [(None, ACTIVE), (day(0), ACTIVE), (day(1), ACTIVE), (day(-1), ENDED)]
)
def test_the_last_day_counts(to_date, status):
	assert status_on(to_date, TODAY) == status


@pytest.mark.parametrize(
	("until", "state"),
	[(None, None), (day(-1), RUN_OUT), (day(0), RUNS_OUT), (day(30), RUNS_OUT), (day(31), VALID)],
)
def test_certificates_warn_in_time(until, state):
	assert certificate_state(until, TODAY, 30) == state
