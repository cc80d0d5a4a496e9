"""Finding people in texts: however they are written, and nobody else."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.found_words import DETAIL, LIKELY, REMOVED, SURE, Needles

names = st.text("abcdefghijklmnopqrstuvwxyzABCXYZéüßøñæÅł𐐀жшλ", min_size=4, max_size=12)
WRITTEN = (str, html.escape, json.dumps, repr, lambda text: text.upper().replace(" ", "\n  "))


@given(names, names, st.sampled_from(WRITTEN))
def test_a_name_is_found_however_it_is_written_and_is_gone_afterwards(first, last, write):
	needles = Needles([f"{first} {last}"])
	text = f'before {write(f"{first} {last}")}, {{"after": 1}}'
	assert needles.find(text)
	cleaned = needles.redact(text)
	assert not needles.find(cleaned) and REMOVED in cleaned


@given(names, names, st.text())
def test_what_is_redacted_is_not_found_again(first, last, around):
	needles = Needles([f"{first} {last}"], [around])
	cleaned = needles.redact(f"{around} {first} {last} {around}", DETAIL)
	assert not needles.find(cleaned, DETAIL)


@pytest.mark.parametrize(
	"text",
	["jane.doe@acme.example", "mail to <Jane.Doe@Acme.example>", '{"to": "jane.doe@acme.example"}'],
)
def test_addresses_are_found(text):
	assert Needles(["jane.doe@acme.example"]).find(text)


def test_part_of_a_word_is_nobody():
	needles = Needles(["Anna Bell"])
	assert not needles.find("Joanna Bellamy") and not needles.find("Anna, and then Bell")


def test_a_single_word_is_looked_for_only_where_it_is_likely():
	needles = Needles(["Plato"])
	assert not needles.find("Plato wrote it", SURE) and needles.find("Plato wrote it", LIKELY)


def test_what_was_noted_is_looked_for_only_in_texts_of_ours():
	needles = Needles(["Jane Doe"], ["coffee with milk"])
	assert not needles.find("coffee with milk", LIKELY)
	assert needles.redact("she wants Coffee with milk", DETAIL) == f"she wants {REMOVED}"


def test_words_too_short_to_mean_anything_are_left_alone():
	assert not Needles(["Jo", None, ""], ["none", "yes"])


def test_other_words_stay():
	text = "error: no badge for {} today"
	assert Needles(["Jane Doe"]).redact(text.format("Jane Doe")) == text.format(REMOVED)
