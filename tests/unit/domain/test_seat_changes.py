"""domain/seat_changes.py: joiners, leavers and moves."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.seat_changes import Change, Stay, changes

MARCH_1, MARCH_31 = date(2026, 3, 1), date(2026, 3, 31)


def march(day):
	return date(2026, 3, day)


def test_first_seat_makes_a_joiner_on_the_first_day():
	found = changes([Stay("anna", "A", march(9))], MARCH_1, MARCH_31)
	assert found == [Change("anna", march(9), "Joiner", frozenset(), frozenset("A"))]


def test_a_leaver_counts_on_the_last_day_even_the_last_of_the_period():
	found = changes([Stay("anna", "A", date(2025, 1, 1), march(31))], MARCH_1, MARCH_31)
	assert found == [Change("anna", march(31), "Leaver", frozenset("A"), frozenset())]


def test_one_seat_straight_after_another_is_a_move_on_the_first_new_day():
	stays = [Stay("anna", "A", date(2025, 1, 1), march(14)), Stay("anna", "B", march(15))]
	assert changes(stays, MARCH_1, MARCH_31) == [
		Change("anna", march(15), "Move", frozenset("A"), frozenset("B"))
	]


def test_days_without_a_seat_between_two():
	stays = [Stay("anna", "A", date(2025, 1, 1), march(10)), Stay("anna", "B", march(15))]
	(found,) = changes(stays, MARCH_1, MARCH_31)
	assert (found.kind, found.on_date, found.days_without) == ("Move", march(15), 4)


def test_back_to_the_same_seat_is_no_move():
	stays = [Stay("anna", "A", date(2025, 1, 1), march(10)), Stay("anna", "A", march(15))]
	assert [change.kind for change in changes(stays, MARCH_1, MARCH_31)] == ["Leaver", "Joiner"]


def test_the_same_place_extended_is_no_change():
	stays = [Stay("anna", "A", date(2025, 1, 1), march(14)), Stay("anna", "A", march(15))]
	assert changes(stays, MARCH_1, MARCH_31) == []


def test_a_second_seat_and_its_end():
	stays = [Stay("anna", "A", date(2025, 1, 1)), Stay("anna", "B", march(5), march(20))]
	assert [(c.kind, c.on_date, set(c.left), set(c.taken)) for c in changes(stays, MARCH_1, MARCH_31)] == [
		("Second Seat", march(5), set(), {"B"}),
		("Seat Given Up", march(20), {"B"}, set()),
	]


def test_a_move_the_day_after_the_period_belongs_to_the_next():
	stays = [Stay("anna", "A", date(2025, 1, 1), march(31)), Stay("anna", "B", date(2026, 4, 1))]
	assert changes(stays, MARCH_1, MARCH_31) == []
	assert [c.kind for c in changes(stays, date(2026, 4, 1), date(2026, 4, 30))] == ["Move"]


some_days = st.integers(0, 40).map(lambda n: date(2026, 2, 20) + timedelta(days=n))
stays = st.lists(
	st.builds(
		lambda person, place, a, b: Stay(person, place, min(a, b), max(a, b)),
		st.sampled_from("pq"),
		st.sampled_from("ABC"),
		some_days,
		some_days,
	),
	max_size=6,
)


def seated(rows, day):
	return {stay.person for stay in rows if stay.from_date <= day <= stay.last_date}


@given(stays)
def test_joiners_and_leavers_explain_the_difference(rows):
	"""Seated on the first day and before, plus joiners, minus leavers, are those who still sit there afterwards."""
	found = changes(rows, MARCH_1, MARCH_31)
	one_day = timedelta(days=1)
	stayed_in = seated(rows, MARCH_1 - one_day) & seated(rows, MARCH_1)
	stay_on = seated(rows, MARCH_31) & seated(rows, MARCH_31 + one_day)
	came = sum(c.kind == "Joiner" for c in found)
	went = sum(c.kind == "Leaver" for c in found)
	assert len(stayed_in) + came - went == len(stay_on)


@given(stays)
def test_every_change_lies_in_the_period_and_changes_something(rows):
	for change in changes(rows, MARCH_1, MARCH_31):
		assert MARCH_1 <= change.on_date <= MARCH_31
		assert change.left != change.taken
