"""People are found by the beginning of any word of their name, with two keys and an index on each."""

import re

from hypothesis import given
from hypothesis import strategies as some

from office_management.domain import person_search

words = some.lists(some.text("abcxyz_%", min_size=1, max_size=5), min_size=1, max_size=4)


def like(pattern: str, text: str) -> bool:
	"""LIKE, as the database does it."""
	parts = re.split(r"(\\.|%|_)", pattern)
	wild = {"%": ".*", "_": "."}
	expression = "".join(
		wild.get(part) or re.escape(part[1:] if part.startswith("\\") else part) for part in parts
	)
	return re.fullmatch(expression, text, re.DOTALL) is not None


@given(words, some.data())
def test_the_last_words_find_the_name_however_little_of_the_last_one_is_typed(name, data):
	start = data.draw(some.integers(0, len(name) - 1))
	letters = data.draw(some.integers(1, len(name[-1])))
	typed = " ".join([*name[start:-1], name[-1][:letters]])
	assert like(person_search.ends_in(typed), person_search.backward(" ".join(name)))


@given(words, words)
def test_a_pattern_finds_nothing_that_does_not_hold_the_typed_words(name, typed):
	key = person_search.backward(" ".join(name))
	if like(person_search.ends_in(" ".join(typed)), key):
		assert key.startswith(typed[-1])
		assert all(word in name for word in typed[:-1])


def test_wildcards_are_letters():
	assert not like(person_search.begins("100%"), "1000 people")
	assert not like(person_search.begins("a_b"), "axb")
	assert like(person_search.begins("a_b"), "a_b and more")


def test_the_whole_name_comes_before_its_beginning_and_that_before_a_later_word():
	ranks = [person_search.rank("jan", name) for name in ("jan", "jan smit", "piet jansen", "acme")]
	assert ranks == [0, 1, 2, 3]
