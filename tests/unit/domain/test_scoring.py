"""Scores of checklists."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.checklists import Question, judge
from office_management.domain.scoring import (
	FAIL,
	NOT_APPLICABLE,
	PASS,
	Answer,
	answer_to,
	percent,
	score,
)

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


types_and_answers = st.one_of(
	st.tuples(st.just("Yes/No/NA"), st.sampled_from(["Yes", "No", "NA", ""])),
	st.tuples(st.just("Rating"), st.sampled_from(["1", "2", "3", "4", "5", ""])),
	st.tuples(st.just("Number"), st.sampled_from(["-3", "0", "7", ""])),
	st.tuples(st.just("Choice"), st.sampled_from(["Clean", "Dirty", ""])),
	st.tuples(st.just("Text"), st.sampled_from(["something", ""])),
)


def as_judged(kind: str, text: str, **more) -> Answer:
	"""What an answer counts for, after it was judged as the checklists judge."""
	question = Question(kind, choices="Clean\nDirty *", lowest=Decimal(2), highest=Decimal(5))
	return answer_to(kind, text, judge(question, text), **more)


@given(st.lists(types_and_answers), st.floats(0, 9), st.booleans())
def test_answers_of_every_type_have_a_score(given_answers, weight, is_critical):
	found = score(
		as_judged(kind, text, weight=weight, is_critical=is_critical) for kind, text in given_answers
	)
	assert found.percent is None or 0 <= found.percent <= 100
	if found.has_critical_fail:
		assert not found.reaches(0)


@given(st.lists(types_and_answers), types_and_answers)
def test_an_answer_that_is_made_worse_never_raises_the_score(given_answers, changed):
	kind, _text = changed
	best = {"Yes/No/NA": "Yes", "Rating": "5", "Number": "3", "Choice": "Clean", "Text": "something"}[kind]
	worst = {"Yes/No/NA": "No", "Rating": "1", "Number": "9", "Choice": "Dirty", "Text": "else"}[kind]
	others = [as_judged(*each) for each in given_answers]
	assert (percent([*others, as_judged(kind, worst)]) or 0) <= (
		percent([*others, as_judged(kind, best)]) or 0
	)


@pytest.mark.parametrize(
	("kind", "text", "expected"),
	[("Rating", "5", 100), ("Rating", "3", 50), ("Rating", "1", 0), ("Number", "6", 0), ("Text", "x", None)],
)
def test_what_each_type_earns(kind, text, expected):
	assert score([as_judged(kind, text)]).percent == expected


def test_the_lowest_score_that_passes():
	half = score([Answer("A", PASS), Answer("A", FAIL)])
	assert half.reaches(50) and not half.reaches(50.01)
	assert score([]).reaches(100), "where nothing applies nothing can fail"
