"""Codes, full names and proposed types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import space_codes

good_codes = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9 ._+()-]{0,20}[A-Za-z0-9])?", fullmatch=True)


@pytest.mark.parametrize("code", ["2.14", "A", "12A", "D-03", "Kælder 1", "R2 (noord)", "P+R 4", "œ9"])
def test_ordinary_codes_are_fine(code):
	assert space_codes.code_problem(code) is None


@pytest.mark.parametrize(
	("code", "problem"),
	[
		("", "empty"),
		("x" * 41, "too_long"),
		("-1", "characters"),
		("=1+1", "characters"),
		("@home", "characters"),
		("a/b", "characters"),
		("a<b", "characters"),
		("100%", "characters"),
		("what?", "characters"),
		('6"', "characters"),
		("a-", "characters"),
		(" a", "characters"),
		("a\nb", "characters"),
	],
)
def test_other_codes_say_why_not(code, problem):
	assert space_codes.code_problem(code) == problem


def test_blanks_are_tidied():
	assert space_codes.clean_code("  room \t 1 ") == "room 1"
	assert space_codes.clean_code(None) == ""


def test_full_name_is_the_path_of_codes():
	assert space_codes.full_name(None, "HQ") == "HQ"
	assert space_codes.full_name("HQ-02-2.14", "D03") == "HQ-02-2.14-D03"


def test_140_characters_are_the_most():
	assert not space_codes.is_too_long("x" * 140)
	assert space_codes.is_too_long("x" * 141)


@given(parent=good_codes, code=good_codes)
def test_the_code_is_found_again_in_the_full_name(parent, code):
	name = space_codes.full_name(parent, code)
	assert space_codes.code_in_name(name, parent) == code


def test_a_name_that_is_no_path_holds_no_code():
	assert space_codes.code_in_name("Head Office", "HQ") is None
	assert space_codes.code_in_name("HQ-a/b", "HQ") is None


@given(name=st.text(max_size=160), taken=st.sets(st.text(max_size=45).map(str.lower), max_size=8))
def test_a_proposed_code_can_always_be_used(name, taken):
	code = space_codes.code_for(name, None, taken)
	assert space_codes.code_problem(code) is None
	assert code.lower() not in taken


def test_equal_codes_get_numbers():
	assert space_codes.code_for("Hall?", None, {"hall"}) == "Hall 2"
	assert space_codes.code_for("Hall!", None, {"hall", "hall 2"}) == "Hall 3"


@pytest.mark.parametrize(
	("name", "depth", "has_children", "space_type"),
	[
		("Floor 3", 0, True, "Site"),
		("Main", 1, True, "Building"),
		("3rd floor", 1, True, "Floor"),
		("Begane grond verdieping", 1, True, "Floor"),
		("2. sal", 2, True, "Floor"),
		("Vergaderzaal Oslo", 2, False, "Meeting Room"),
		("Mødelokale 4", 3, False, "Meeting Room"),
		("Kontor 12", 2, False, "Room"),
		("Desk 4", 3, False, "Desk"),
		("Desk island", 3, True, "Room"),
		("Lager", 1, False, "Storage"),
		("Parking P1", 1, False, "Parking"),
		("X", 1, False, "Room"),
		("X", 4, False, "Desk"),
		("X", 9, True, "Room"),
	],
)
def test_types_are_proposed_from_depth_and_words(name, depth, has_children, space_type):
	assert space_codes.propose_type(name, depth, has_children) == space_type
	assert space_type in space_codes.TYPES
