"""What may be kept until when: never shorter than the visit, never longer than the period, holds apart."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import retention
from office_management.domain.retention import Hold, Visit

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))
maybe = st.none() | moments
days = st.integers(1, 3650)
statuses = st.sampled_from(
	[
		"Expected",
		"Awaiting Approval",
		"Checked In",
		"Stepped Out",
		"Checked Out",
		"Cancelled",
		"Denied",
		"No Show",
	]
)
visits = st.builds(
	Visit,
	status=statuses,
	created_on=moments,
	changed_on=moments,
	expected_on=maybe,
	expected_until_on=maybe,
	checked_in_on=maybe,
	checked_out_on=maybe,
)
NOON = datetime(2026, 3, 1, 12)


@given(visits, days)
def test_a_visit_is_kept_for_its_days_after_it_ended_and_not_one_more(visit, period):
	until = retention.visit_until(visit, period)
	ended = retention.ended_on(visit).date()
	assert until == ended + timedelta(days=period)
	assert not retention.is_due(until, until)
	assert retention.is_due(until, until + timedelta(days=1))


@given(visits, days, days)
def test_a_longer_period_never_forgets_earlier(visit, one, other):
	shorter, longer = sorted((one, other))
	assert retention.visit_until(visit, shorter) <= retention.visit_until(visit, longer)


@given(visits, days)
def test_the_end_is_one_of_the_facts(visit, period):
	"""Nothing is kept because of a moment that nobody entered: every visit ends, so every visit is forgotten."""
	facts = (
		visit.created_on,
		visit.changed_on,
		visit.expected_on,
		visit.expected_until_on,
		visit.checked_in_on,
		visit.checked_out_on,
	)
	assert retention.ended_on(visit) in facts


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1))), moments, days, st.dates() | st.none())
def test_a_person_is_known_as_long_as_any_visit_and_any_hold(untils, since, period, hold_until):
	hold = Hold(hold_until)
	until = retention.person_until(untils, since, period, hold)
	assert all(until >= other for other in untils)
	assert until == date.max if hold_until is None else until >= hold_until
	without = retention.person_until(untils, since, period)
	assert without == (max(untils) if untils else since.date() + timedelta(days=period))


def test_who_is_expected_again_is_kept():
	old = Visit("Checked Out", NOON, NOON, checked_out_on=NOON - timedelta(days=400))
	coming = Visit("Expected", NOON, NOON, expected_on=NOON + timedelta(days=200))
	untils = [retention.visit_until(visit, 30) for visit in (old, coming)]
	assert retention.person_until(untils, NOON, 30) == (NOON + timedelta(days=230)).date()


def test_who_was_never_checked_out_is_not_kept_for_ever():
	visit = Visit("Checked In", NOON, NOON, checked_in_on=NOON)
	assert retention.visit_until(visit, 90) == (NOON + timedelta(days=90)).date()


def test_who_stays_for_weeks_is_kept_until_after_the_planned_end():
	until = NOON + timedelta(days=100)
	visit = Visit("Checked In", NOON, NOON, NOON, until, NOON)
	assert retention.visit_until(visit, 10) == (until + timedelta(days=10)).date()


def test_a_visit_that_was_cancelled_is_forgotten_from_that_day_not_from_the_planned_one():
	visit = Visit("Cancelled", NOON, NOON, expected_on=NOON + timedelta(days=300))
	assert retention.visit_until(visit, 5) == (NOON + timedelta(days=5)).date()


def test_a_hold_keeps_until_the_end_of_its_last_day():
	last = date(2026, 3, 1)
	assert not retention.is_due(date(2020, 1, 1), last, Hold(last))
	assert retention.is_due(date(2020, 1, 1), last + timedelta(days=1), Hold(last))
	assert not retention.is_due(date(2020, 1, 1), date(2099, 1, 1), Hold(None))


def test_no_period_is_shorter_than_a_day():
	assert retention.keep_until(NOON, 0) == retention.keep_until(NOON, 1) == date(2026, 3, 2)
