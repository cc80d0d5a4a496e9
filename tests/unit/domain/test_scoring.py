"""Scores of checklists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.scoring import FAIL, NOT_APPLICABLE, PASS, Answer, percent, score

answers = st.lists(
	st.builds(
		Answer,
		st.sampled_from(["Doors", "Fire", ""]),
		st.sampled_from([PASS, FAIL, NOT_APPLICABLE, ""]),
		st.floats(0, 10),
		st.booleans(),
		st.none() | st.floats(-1, 2),
	)
)


@given(answers)
def test_a_score_lies_between_none_and_all(given_answers):
	found = score(given_answers)
	for value in (found.percent, *found.sections.values()):
		assert value is None or 0 <= value <= 100


@given(answers)
def test_what_does_not_apply_changes_nothing(given_answers):
	more = [*given_answers, Answer("Doors", NOT_APPLICABLE, 5), Answer("Doors", "", 5)]
	assert score(more).percent == score(given_answers).percent
	assert score(more).has_critical_fail == score(given_answers).has_critical_fail


@given(answers, st.randoms())
def test_order_does_not_matter(given_answers, random):
	shuffled = list(given_answers)
	random.shuffle(shuffled)
	assert percent(shuffled) == pytest.approx(percent(given_answers))


def test_weights_count():
	found = score(
		[Answer("A", PASS, 3), Answer("A", FAIL, 1), Answer("B", NOT_APPLICABLE, 9), Answer("B", PASS)]
	)
	assert found.percent == 80
	assert found.sections == {"A": 75, "B": 100}


def test_where_nothing_applies_there_is_no_score():
	assert score([Answer("A", NOT_APPLICABLE)]).percent is None
	assert score([]) == (None, {}, False)


def test_one_critical_question_fails_all():
	found = score([Answer("A", PASS, 99), Answer("A", FAIL, 1, True)])
	assert (found.percent, found.passed) == (99, False)
	assert score([Answer("A", NOT_APPLICABLE, 1, True)]).passed


def test_a_rating_earns_its_share():
	assert score([Answer("A", PASS, 2, share=0.75), Answer("A", PASS, 2)]).percent == 87.5
