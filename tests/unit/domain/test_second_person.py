import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.second_person import (
	ASK,
	NEEDS_PERSON,
	NEEDS_REASON,
	OFF,
	REQUIRED,
	RULES,
	judge,
	proposed_rule,
)


@pytest.mark.parametrize("rule", RULES)
def test_another_person_may_always_sign(rule):
	verdict = judge(rule, ["anna"], "bram")
	assert (verdict.refusal, verdict.by_one_person) == (None, False)


@pytest.mark.parametrize(
	("rule", "reason", "refusal"),
	[
		(REQUIRED, "", NEEDS_PERSON),
		(REQUIRED, "nobody else is here", NEEDS_PERSON),
		(ASK, "", NEEDS_REASON),
		(ASK, "  ", NEEDS_REASON),
		(ASK, "nobody else is here", None),
		(OFF, "", None),
	],
)
def test_one_person_for_both(rule, reason, refusal):
	verdict = judge(rule, ["anna"], "anna", reason)
	assert (verdict.refusal, verdict.by_one_person) == (refusal, True)


@given(st.sets(st.text(min_size=1), min_size=1), st.data())
def test_any_of_the_doers_is_not_a_second_person(doers, data):
	checker = data.draw(st.sampled_from(sorted(doers)))
	assert judge(REQUIRED, doers, checker).refusal == NEEDS_PERSON


def test_an_unknown_rule_is_a_mistake():
	with pytest.raises(ValueError, match="unknown rule 'Sometimes'"):
		judge("Sometimes", ["anna"], "bram")


def test_nobody_cannot_check():
	with pytest.raises(ValueError, match="someone must check"):
		judge(OFF, ["anna"], "")


@pytest.mark.parametrize(("people", "rule"), [(0, OFF), (1, OFF), (2, REQUIRED), (9, REQUIRED)])
def test_what_is_proposed(people, rule):
	assert proposed_rule(people) == rule
