"""A list of scans from a spreadsheet, row by row."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import scan_lists as rules

PLACES = {"room a": ["HQ-A"], "store": ["HQ-S1", "HQ-S2"], "hq-s1": ["HQ-S1"]}
PEOPLE = {"anna": "HR-1"}
CONDITIONS = {"good": "Good", "beschadigd": "Damaged"}


def read(*lines: str, key: str = "OA-1") -> list[rules.Row]:
	table = [line.split(",") for line in lines]
	return rules.read_rows(table, key, PLACES, PEOPLE, CONDITIONS)


def test_a_row_says_what_a_scan_says():
	(row,) = read(
		"Tag,Room,Aantal,Toestand,Opmerking,Beheerder,Scanned On",
		"A-1, room  A ,3,Beschadigd,leg loose,Anna,31-12-2026 14:30",
	)
	assert row.problems == () and row.number == 2
	scan = dict(row.scan)
	assert scan.pop("scan_id").startswith("file-")
	assert scan == {
		"tag": "A-1",
		"space": "HQ-A",
		"quantity": 3,
		"condition": "Damaged",
		"note": "leg loose",
		"custodian": "HR-1",
		"device_time": datetime(2026, 12, 31, 14, 30),
		"way": "File",
	}


@pytest.mark.parametrize(
	("cells", "problem"),
	[
		(",,,", None),
		(",Room A,,", rules.NO_TAG),
		(f"{'x' * 141},,,", rules.LONG_TAG),
		("A-1,Attic,,", rules.NO_PLACE),
		("A-1,Store,,", rules.SAME_PLACES),
		("A-1,,minus,", rules.BAD_NUMBER),
		("A-1,,-1,", rules.BAD_NUMBER),
		("A-1,,,broken", rules.BAD_CONDITION),
	],
)
def test_what_cannot_be_read_is_told(cells, problem):
	rows = read("Tag,Place,Number,Condition", cells)
	assert [code for row in rows for code, _value in row.problems] == ([problem] if problem else [])


def test_a_bad_time_and_a_stranger_are_told():
	(row,) = read("Tag,Date,Custodian", "A-1,yesterday,Zoe")
	assert row.problems == ((rules.BAD_TIME, "yesterday"), (rules.NO_PERSON, "Zoe"))


def test_a_list_without_tags_is_none():
	with pytest.raises(rules.NoTagColumn):
		read("Colour,Size", "red,2")


def ids(*lines: str, key: str = "OA-1") -> list[str]:
	return [row.scan["scan_id"] for row in read("Tag,Note,Scan", *lines, key=key)]


def test_ids_are_those_of_the_list_or_made_from_what_it_says():
	assert ids("A-1,,S-9") == ["S-9"]
	assert ids("A-1,,") == ids("A-1,,")
	assert ids("A-1,,") != ids("A-1,x,")
	assert ids("A-1,,") != ids("A-1,,", key="OA-2")


@given(st.lists(st.sampled_from(["A-1,,", "A-2,,", "A-1,x,", "A-3,,S-1"]), max_size=12), st.randoms())
def test_rows_keep_their_ids_wherever_they_stand_and_equal_rows_have_different_ones(lines, random):
	made = ids(*lines)
	own = [each for each in made if each != "S-1"]
	assert len(set(own)) == len(own)
	shuffled = list(lines)
	random.shuffle(shuffled)
	assert sorted(ids(*shuffled)) == sorted(made)
	assert set(made) <= set(ids(*lines, "A-9,new,"))
