from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.workspace_blocks import put_back, without


def blocks(names):
	return [{"id": name} for name in names]


def names(found):
	return "".join(block["id"] for block in found)


def test_blocks_go_and_the_rest_stays_in_order():
	assert names(without(blocks("abcd"), {"b", "d"})) == "ac"


def test_blocks_come_back_to_their_place():
	assert names(put_back(blocks("ad"), blocks("abcd"), {"b", "c"})) == "abcd"


def test_only_the_wanted_ones():
	assert names(put_back(blocks("ad"), blocks("abcd"), {"c"})) == "acd"


def test_what_a_user_added_and_moved_stays():
	assert names(put_back(blocks("dxa"), blocks("abcd"), {"b"})) == "dxab"


def test_to_the_front_when_nothing_is_left_of_what_was_before():
	assert names(put_back(blocks("xd"), blocks("abcd"), {"a"})) == "axd"


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.sets(st.sampled_from("abcdefgh")))
def test_out_and_back_again_is_as_before(shipped, hidden):
	assert put_back(without(blocks(shipped), hidden), blocks(shipped), hidden) == blocks(shipped)
