import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.problem_texts import (
	LIKELY,
	LONGEST_TEXT,
	SUBJECT_LENGTH,
	TextProblem,
	check_text,
	clean_line,
	fit_for_mail,
	is_key,
	likeness,
	subject_of,
)

TEXT = st.text(max_size=300)
TAG = re.compile(r"<[a-zA-Z/!?]")


@given(TEXT)
def test_no_text_that_is_taken_holds_a_tag_or_a_control_character(text):
	try:
		taken = check_text(text)
	except TextProblem:
		return
	for shown in (taken, subject_of(taken), clean_line(text, 100)):
		assert not TAG.search(shown)
		assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", shown)


@pytest.mark.parametrize(
	("text", "code"),
	[
		("", "empty"),
		(" \n\t ", "empty"),
		(None, "empty"),
		("ab", "too_short"),
		("x" * (LONGEST_TEXT + 1), "too_long"),
	],
)
def test_what_is_too_little_or_too_much_is_refused(text, code):
	with pytest.raises(TextProblem) as problem:
		check_text(text)
	assert problem.value.code == code


def test_words_stay_as_they_were_written():
	assert check_text("Temp < 5 & > 3\r\nsince 9:00") == "Temp < 5 & > 3\nsince 9:00"


@given(st.text(min_size=1, max_size=400))
def test_a_subject_is_one_line_of_limited_length(text):
	subject = subject_of(text)
	assert len(subject) <= SUBJECT_LENGTH and "\n" not in subject


def test_a_long_line_is_cut_between_words():
	assert subject_of("word " * 40).endswith("word…")
	assert subject_of("\n\n  Tap   drips \nmore") == "Tap drips"


@pytest.mark.parametrize(
	"subject", ["see https://x.example", "www.win", "mail me@x.example", "go to evil.com/path", "evil.com"]
)
def test_a_subject_with_an_address_is_not_quoted_in_a_mail(subject):
	assert fit_for_mail(subject) is None


@pytest.mark.parametrize(
	"subject", ["The tap drips.", "Room 2.14 is cold", "Lamp 3 (left) flickers, again..."]
)
def test_ordinary_subjects_are_quoted(subject):
	assert fit_for_mail(subject) == subject


@given(TEXT, TEXT)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
	assert 0 <= likeness(one, other) <= 1
	assert likeness(one, other) == likeness(other, one)


def test_reports_of_one_problem_are_alike_and_others_are_not():
	assert likeness("The tap in the kitchen drips", "kitchen tap drips") >= LIKELY
	assert likeness("The tap in the kitchen drips", "Window does not close") < LIKELY
	assert likeness("", "") == 0


@pytest.mark.parametrize(
	("key", "good"),
	[("a" * 16, True), ("a" * 15, False), ("a" * 65, False), ("a b" * 8, False), (None, False), (7, False)],
)
def test_a_key_has_a_shape(key, good):
	assert is_key(key) is good


@pytest.mark.parametrize(
	("typed", "kept"),
	[
		('=HYPERLINK("http://x")', 'HYPERLINK("http://x")'),
		("+1+cmd|' /C calc'!A0", "1+cmd|' /C calc'!A0"),
		(" @ =-Jan Jansen", "Jan Jansen"),
		("＝1", "1"),
		("+31 (0)6 12-34.56", "+31 (0)6 12-34.56"),
		("Jan-Peter = here", "Jan-Peter = here"),
	],
)
def test_what_strangers_type_is_no_formula_in_a_spreadsheet(typed, kept):
	assert clean_line(typed, 140) == kept
	assert check_text(f"{typed}\nmore")[0] not in "=+-@＝"
