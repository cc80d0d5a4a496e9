import pytest

from office_management.domain.handover_states import (
	ACCEPTED,
	ASKED,
	RETURNED,
	WITHDRAWN,
	HandoverRefused,
	check_answer,
	check_hand_over,
	state_of,
)


@pytest.mark.parametrize(
	("answers", "state"),
	[
		([], ""),
		([None], ASKED),
		([""], ASKED),
		([ACCEPTED], ACCEPTED),
		([RETURNED, None], ASKED),
		([ACCEPTED, RETURNED], RETURNED),
		([ACCEPTED, WITHDRAWN], ""),
	],
)
def test_the_state_follows_the_last_hand_over(answers, state):
	assert state_of(answers) == state


@pytest.mark.parametrize("state", ["", ACCEPTED, RETURNED])
@pytest.mark.parametrize("answer", [ACCEPTED, RETURNED])
def test_what_is_not_asked_is_not_answered(state, answer):
	with pytest.raises(HandoverRefused, match="not_asked"):
		check_answer(state, answer, "why")


@pytest.mark.parametrize(
	("answer", "reason", "code"), [(RETURNED, " ", "no_reason"), ("Perhaps", "why", "no_answer")]
)
def test_an_answer_is_one_of_two_and_a_return_says_why(answer, reason, code):
	with pytest.raises(HandoverRefused, match=code):
		check_answer(ASKED, answer, reason)


def test_a_good_answer_passes():
	check_answer(ASKED, ACCEPTED, None)
	check_answer(ASKED, RETURNED, "Not ours")


@pytest.mark.parametrize(
	("state", "holder", "to"), [(ASKED, "B", "B"), (ACCEPTED, "B", "B"), ("", None, None), ("", "A", "")]
)
def test_who_has_it_is_not_asked_again(state, holder, to):
	with pytest.raises(HandoverRefused, match="same_department"):
		check_hand_over(state, holder, to)


def test_it_may_go_anywhere_else():
	check_hand_over("", None, "B")
	check_hand_over(ACCEPTED, "B", "C")
	check_hand_over(RETURNED, "B", "B")
