"""Answers of checklists: understood, judged, and what is still missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import checklists
from office_management.domain.checklists import FAIL, NOT_APPLICABLE, PASS, Question

CHOICES = "Spotless\nTidy\nDirty *\n"
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6)
words = st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=12)


def question(kind, **values):
	return Question(kind, **values)


def between(low, high):
	return question("Number", lowest=Decimal(low), highest=Decimal(high))


@pytest.mark.parametrize(
	("asked", "answer", "result"),
	[
		(question("Yes/No/NA"), "Yes", PASS),
		(question("Yes/No/NA"), "No", FAIL),
		(question("Yes/No/NA"), "NA", NOT_APPLICABLE),
		(question("Yes/No/NA"), "", ""),
		(question("Yes/No/NA"), None, ""),
		(between(2, 8), "2", PASS),
		(between(2, 8), "8.000", PASS),
		(between(2, 8), "8.001", FAIL),
		(between(2, 8), "1.9", FAIL),
		(question("Number"), "-40", PASS),
		(question("Number", lowest=Decimal(0)), "-0.1", FAIL),
		(question("Text"), "NA", PASS),
		(question("Text"), "  ", ""),
		(question("Rating"), "1", PASS),
		(question("Rating", lowest=Decimal(3)), "3", PASS),
		(question("Rating", lowest=Decimal(3)), "2", FAIL),
		(question("Choice", choices=CHOICES), "Tidy", PASS),
		(question("Choice", choices=CHOICES), "Dirty", FAIL),
	],
)
def test_each_type_is_judged(asked, answer, result):
	assert checklists.judge(asked, answer) == result


@pytest.mark.parametrize(
	("asked", "answer"),
	[
		(question("Yes/No/NA"), "yes"),
		(question("Yes/No/NA"), "N/A"),
		(question("Number"), "1,5"),
		(question("Number"), "1e9"),
		(question("Number"), "NaN"),
		(question("Number"), "Infinity"),
		(question("Number"), "٣"),
		(question("Number"), "9" * 21),
		(question("Rating"), "0"),
		(question("Rating"), "6"),
		(question("Rating"), "2.5"),
		(question("Choice", choices=CHOICES), "Dirty *"),
		(question("Choice", choices=CHOICES), "dirty"),
		(question("Text"), "x" * 2001),
		(question("Smell"), "bad"),
	],
)
def test_what_is_no_answer_is_refused(asked, answer):
	with pytest.raises(checklists.AnswerError, match=asked.answer_type):
		checklists.judge(asked, answer)


@given(numbers, numbers, numbers)
def test_a_number_passes_exactly_within_its_limits(low, high, number):
	asked = question("Number", lowest=min(low, high), highest=max(low, high))
	inside = asked.lowest <= number <= asked.highest
	assert checklists.judge(asked, format(number, "f")) == (PASS if inside else FAIL)


@given(numbers)
def test_a_number_is_kept_plain_and_keeps_its_value(number):
	kept = checklists.clean_answer(question("Number"), format(number, "f"))
	assert Decimal(kept) == number
	assert checklists.clean_answer(question("Number"), kept) == kept


@given(st.lists(words, min_size=2, max_size=6, unique_by=str.casefold), st.data())
def test_a_choice_fails_exactly_when_it_is_marked(names, data):
	marks = data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
	asked = question("Choice", choices="\n".join(n + " *" * m for n, m in zip(names, marks, strict=True)))
	for name, marked in zip(names, marks, strict=True):
		assert checklists.judge(asked, name) == (FAIL if marked else PASS)
	expected = checklists.ALL_CHOICES_FAIL if all(marks) else None
	assert checklists.question_error(asked) == expected


@given(st.sampled_from(checklists.ANSWER_TYPES), st.text(max_size=40))
def test_any_text_is_judged_or_refused_and_never_breaks(kind, text):
	asked = question(kind, choices=CHOICES, lowest=Decimal(2))
	try:
		result = checklists.judge(asked, text)
	except checklists.AnswerError:
		return
	assert result in ("", PASS, FAIL, NOT_APPLICABLE)
	assert checklists.judge(asked, checklists.clean_answer(asked, text)) == result


@pytest.mark.parametrize(
	("asked", "why"),
	[
		(question("Smell"), checklists.UNKNOWN_TYPE),
		(between(8, 2), checklists.LIMITS_CROSSED),
		(between(2, 2), None),
		(question("Rating", lowest=Decimal(0)), checklists.RATING_LIMIT),
		(question("Rating", lowest=Decimal(6)), checklists.RATING_LIMIT),
		(question("Rating", lowest=Decimal("2.5")), checklists.RATING_LIMIT),
		(question("Rating", lowest=Decimal(5)), None),
		(question("Choice"), checklists.TOO_FEW_CHOICES),
		(question("Choice", choices="Only"), checklists.TOO_FEW_CHOICES),
		(question("Choice", choices="A\na"), checklists.SAME_CHOICE),
		(question("Choice", choices="A\nA *"), checklists.SAME_CHOICE),
		(question("Choice", choices="A *\nB*"), checklists.ALL_CHOICES_FAIL),
		(question("Choice", choices=CHOICES), None),
		(question("Text"), None),
	],
)
def test_a_question_that_cannot_be_answered_well_is_found(asked, why):
	assert checklists.question_error(asked) == why


@pytest.mark.parametrize(
	("rule", "answer", "has_photo", "lacks"),
	[
		("Off", "", False, checklists.NO_ANSWER),
		("Off", "", True, checklists.NO_ANSWER),
		("Off", "No", False, None),
		("Optional", "No", False, None),
		("On Fail", "No", False, checklists.NO_PHOTO),
		("On Fail", "No", True, None),
		("On Fail", "Yes", False, None),
		("Always", "Yes", False, checklists.NO_PHOTO),
		("Always", "Yes", True, None),
		("Always", "NA", False, None),
	],
)
def test_what_a_line_lacks(rule, answer, has_photo, lacks):
	assert checklists.missing(question("Yes/No/NA", photo_rule=rule), answer, has_photo) == lacks


def test_a_line_that_is_not_required_lacks_only_the_photo_of_its_answer():
	asked = question("Yes/No/NA", is_required=False, photo_rule="Always")
	assert checklists.missing(asked, "", False) is None
	assert checklists.missing(asked, "Yes", False) == checklists.NO_PHOTO


@given(st.lists(st.sampled_from(["", PASS, FAIL, NOT_APPLICABLE])))
def test_progress_counts(results):
	answered, failed, every = checklists.progress(results)
	assert failed <= answered <= every == len(results)


few_keys = st.sampled_from(["", "a", "b", "c"])


@given(st.lists(st.tuples(few_keys, few_keys), max_size=6))
def test_keys_are_unique_and_those_saved_before_stay(lines):
	saved = [key for key, _brought in lines if key]
	lines = [(key if saved.count(key) == 1 else "", brought) for key, brought in lines]
	made = iter(f"new{number}" for number in range(99))
	keys = checklists.keys_for(lines, lambda: next(made))
	assert len(set(keys)) == len(keys) == len(lines)
	assert all(keys)
	assert all(key == before for key, (before, _brought) in zip(keys, lines, strict=True) if before)


def test_a_made_key_that_is_taken_is_made_again():
	made = iter(["a", "b"])
	assert checklists.keys_for([("a", ""), ("", "")], lambda: next(made)) == ["a", "b"]
