"""Reviews of documents: results, scores, and answers of two people at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import document_review as rules

answers = st.fixed_dictionaries(
	{question: st.sampled_from(["", *rules.ANSWERS]) for question in rules.QUESTIONS}
)


def line(*given: str) -> dict[str, str]:
	"""The answers in the order of the questions; Y, N, - or nothing."""
	words = {"Y": "Yes", "N": "No", "-": "Not Applicable", "": ""}
	return {question: words[one] for question, one in zip(rules.QUESTIONS, given, strict=True)}


@pytest.mark.parametrize(
	("given", "result", "failed"),
	[
		("YYYY", "Pass", []),
		("Y-Y-", "Pass", []),
		("----", "Not Applicable", []),
		("YYNY", "Fail", ["signed"]),
		("NYYY", "Fail", ["present"]),
	],
)
def test_results(given, result, failed):
	assert rules.result_of(line(*given)) == result
	assert rules.failed(line(*given)) == failed


def test_what_is_not_there_needs_no_more_answers_and_what_is_open_has_no_result():
	assert rules.result_of({"present": "No"}) == "Fail"
	assert rules.result_of({"present": "Yes", "valid": "No"}) == ""
	assert rules.result_of({}) == ""


def test_how_bad():
	assert rules.severity_of(line(*"YNYY")) == rules.severity_of(line(*"NYYY")) == "High"
	assert rules.severity_of(line(*"YYNN")) == "Medium"


def test_the_score_by_question_and_in_all():
	found = rules.score_of([line(*"YYYY"), line(*"YYN-"), line(*"N   ".replace(" ", "Y"))])
	assert found.percent == 75, "six of eight: what is missing counts once"
	assert found.sections == {"present": 66.67, "valid": 100, "signed": 50, "accessible": 100}
	assert rules.score_of([]).percent is None


@given(st.lists(answers, max_size=20))
def test_the_score_stays_between_nothing_and_all_and_all_well_is_100(lines):
	found = rules.score_of(lines).percent
	assert found is None or 0 <= found <= 100
	if lines and all(rules.result_of(one) == "Pass" for one in lines):
		assert found == 100


@given(answers, answers)
def test_the_screen_that_shows_what_is_stored_never_clashes(stored, after):
	assert rules.clashes(stored, stored, after) == []


def test_two_at_once_clash_on_the_same_question_only():
	stored = {"present": "Yes", "valid": "No"}
	assert rules.clashes(stored, {"present": ""}, {"present": "No"}) == ["present"]
	assert rules.clashes(stored, {"present": ""}, {"present": "Yes"}) == [], "both say the same"
	assert rules.clashes(stored, {"signed": ""}, {"signed": "Yes"}) == []
	assert rules.clashes(stored, {}, {"valid": "Yes"}) == [], "who says nothing of before has seen it"
