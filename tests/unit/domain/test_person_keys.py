"""Keys of people: what is the same person, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.person_keys import (
	LONGEST,
	email_key,
	has_words,
	name_key,
	organisation_key,
	phone_key,
	words_of,
)

KEYS = [name_key, organisation_key, email_key, phone_key]


@pytest.mark.parametrize("key", KEYS)
@given(text=st.one_of(st.none(), st.text()))
def test_a_key_of_a_key_is_the_key(key, text):
	assert key(key(text)) == key(text)


@pytest.mark.parametrize("key", KEYS)
@given(text=st.text())
def test_a_key_fits_its_field_and_has_no_outer_spaces(key, text):
	found = key(text)
	assert len(found) <= LONGEST and found == found.strip()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("nothing", [None, "", " \t "])
def test_nothing_has_an_empty_key(key, nothing):
	assert key(nothing) == ""


@given(words=st.lists(st.text(alphabet="abcdefgåéüøßñ", min_size=1, max_size=9), min_size=1, max_size=5))
def test_case_and_spacing_do_not_count(words):
	plain = name_key(" ".join(words))
	assert name_key("  " + "\t ".join(words).upper() + "\u00a0") == plain
	assert name_key("-".join(words)) == plain


@pytest.mark.parametrize(
	"one, other",
	[
		("José Núñez", "jose nunez"),
		("Jose\u0301 Nun\u0303ez", "José Núñez"),
		("Søren Kjærgård", "SOREN KJAERGARD"),
		("Łukasz Groß", "lukasz gross"),
		("Ｊａｎｅ Doe", "jane doe"),
		("O’Brien", "O'Brien"),
		("O'Brien", "OBrien"),
		("Anne-Marie", "Anne Marie"),
		("Ja\u200bne Doe", "Jane Doe"),
		("Йорг", "йорг"),
		("İpek", "ipek"),
	],
)
def test_names_that_are_the_same(one, other):
	assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
	"one, other",
	[
		("Jane Doe", "Doe Jane"),
		("Jane Doe", "Jane Does"),
		("Annemarie", "Anne Marie"),
		("कि", "क"),
		("がく", "かく"),
	],
)
def test_names_that_are_not_the_same(one, other):
	assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text", ["Acme B.V.", "ACME B. V.", "Acme BV", "Acmé  b v"])
def test_initials_of_an_organisation_belong_together(text):
	assert organisation_key(text) == "acme bv"


@pytest.mark.parametrize("text", ["Jane@Acme.com", " jane@acme.COM ", "Jane Doe <jane@acme.com>"])
def test_an_address_is_its_bare_address(text):
	assert email_key(text) == "jane@acme.com"


def test_an_accent_makes_another_address():
	assert email_key("josé@acme.com") != email_key("jose@acme.com")


@pytest.mark.parametrize(
	"text, region",
	[
		("+31 6 1234 5678", None),
		("0031612345678", "NL"),
		("06-12345678", "nl"),
		("(06) 123 456 78", "NL"),
		("+31 (0)6 12345678", "DK"),
		("tel:+31-6-12345678", None),
		("+٣١٦١٢٣٤٥٦٧٨", "NL"),
	],
)
def test_a_number_is_the_same_however_it_is_dialled(text, region):
	assert phone_key(text, region) == "+31612345678"


def test_a_number_of_another_country_is_another_number():
	assert phone_key("20 12 34 56", "DK") == "+4520123456" != phone_key("20123456", "NL")


def test_an_extension_belongs_to_the_number():
	assert phone_key("020 1234567 ext. 12", "NL") == "+31201234567x12"


@pytest.mark.parametrize("text", ["ask reception", "--", "12"])
def test_what_is_no_number_has_no_key(text):
	assert phone_key(text, "NL") == ""


def test_a_number_nobody_understands_is_compared_by_its_digits():
	assert phone_key("06 1234 5678") == phone_key("0612345678") == "0612345678"


@pytest.mark.parametrize(
	"keyword, text, found",
	[
		("Yes", "Laura Reyes", False),
		("Yes", "Yes Laura", True),
		("journal", "The Daily Journal", True),
		("journal", "Journalists United", False),
		("daily journal", "The Daily-Journal Ltd", True),
		("journal daily", "The Daily Journal", False),
		("café", "CAFE Central", True),
		("", "anybody", False),
	],
)
def test_a_keyword_is_whole_words(keyword, text, found):
	assert has_words(words_of(text), words_of(keyword)) is found


@given(
	st.lists(st.text(alphabet="abc", min_size=1, max_size=3), max_size=6),
	st.lists(st.text(alphabet="abc", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_a_keyword_is_found_where_its_words_stand_alone(words, keyword):
	spaced, wanted = f" {' '.join(words)} ", f" {' '.join(keyword)} "
	assert has_words(words, keyword) == (wanted in spaced)
