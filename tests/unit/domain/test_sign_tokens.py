import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.sign_tokens import SignIdError, make_token, read_token

IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
WORDS = st.text(min_size=1, max_size=30)


@given(IDS, WORDS, WORDS)
def test_a_token_says_which_sign_it_was_made_for(sign_id, purpose, secret):
	assert read_token(make_token(sign_id, purpose, secret), purpose, secret) == sign_id


@given(IDS, st.data())
def test_a_token_with_one_character_changed_says_nothing(sign_id, data):
	token = make_token(sign_id, "report", "secret")
	at = data.draw(st.integers(0, len(token) - 1))
	other = data.draw(st.sampled_from(string.hexdigits + "-/é\n"))
	if other != token[at]:
		assert read_token(token[:at] + other + token[at + 1 :], "report", "secret") is None


@given(IDS, WORDS, WORDS)
def test_a_token_for_one_purpose_or_of_another_site_opens_nothing(sign_id, one, other):
	if one != other:
		assert read_token(make_token(sign_id, one, "secret"), other, "secret") is None
		assert read_token(make_token(sign_id, "report", one), "report", other) is None


@given(st.one_of(st.text(), st.none(), st.integers(), st.binary(), st.lists(st.text())))
def test_anything_else_is_no_token(anything):
	assert read_token(anything, "report", "secret") is None


@pytest.mark.parametrize("sign_id", ["", None, "x" * 32, "A" * 32, "a" * 31, "a" * 33])
def test_what_is_no_id_makes_no_token(sign_id):
	with pytest.raises(SignIdError):
		make_token(sign_id, "report", "secret")
