"""Scans from a spreadsheet: a dry run first, the same rules as from a phone, and nothing twice."""

import base64

import frappe
import pytest

from office_management.office_audits import audits, scan_lists
from tests import audit_builders as make
from tests import builders
from tests.shared import once_per_module


def as_file(*lines: str) -> str:
	return "data:text/csv;base64," + base64.b64encode("\n".join(lines).encode()).decode()


@once_per_module
def house():
	site = builders.space()
	rooms = [builders.room(site), builders.room(site)]
	lamp, chair = make.asset(rooms[0]), make.asset(rooms[0])
	stranger = make.asset(builders.space())
	audit = make.running_audit(site)
	content = as_file(
		"Tag;Place;Condition;Number",
		f"{lamp};{rooms[0].name};Good;1",
		f"{chair};{rooms[1].space_name};;1",
		f"{stranger};{rooms[0].name};;",
		"XX-9;;;",
		"XX-10;nowhere;;",
		f"{lamp};{rooms[0].name};Worn;1",
	)
	return frappe._dict(audit=audit, lamp=lamp, chair=chair, content=content)


WHAT = ["right", "elsewhere", "outside", "unknown", "error", "again"]


def answers(told: dict) -> list[str]:
	return [row["answer"] for row in told["rows"]]


def stored(house) -> list:
	return frappe.get_all(
		"Audit Scan",
		{"audit": house.audit.name},
		["scan_id", "asset_tag", "source", "condition"],
		order_by="scan_id",
	)


def test_the_dry_run_says_what_each_row_would_do_and_keeps_nothing(house):
	before = make.results(house.audit)
	told = scan_lists.dry_run(house.audit.name, house.content)
	assert answers(told) == WHAT
	assert told["rows"][4]["row"] == 6 and "nowhere is no place" in told["rows"][4]["problem"]
	assert (stored(house), make.results(house.audit)) == ([], before)


def test_a_list_is_taken_by_the_rules_of_a_phone_and_twice_changes_nothing(house):
	told = scan_lists.take_list(house.audit.name, house.content)
	assert answers(told) == WHAT
	assert told["counts"]["error"] == 1
	results, scans = make.results(house.audit), stored(house)
	assert results[house.lamp] == "Found" and results[house.chair] == "Misplaced"
	assert results["XX-9"] == "Unknown Tag" and len(scans) == 5
	assert {scan.source for scan in scans} == {"File"}
	again = scan_lists.take_list(house.audit.name, house.content)
	assert answers(again) == ["before"] * 4 + ["error", "before"]
	assert (make.results(house.audit), stored(house)) == (results, scans)


def test_a_row_that_is_mended_is_taken_alone(house):
	scan_lists.take_list(house.audit.name, house.content)
	mended = base64.b64decode(house.content.partition(",")[2]).decode().replace("XX-10;nowhere", "XX-10;")
	told = scan_lists.take_list(house.audit.name, as_file(mended))
	assert answers(told) == ["before"] * 4 + ["unknown", "before"]


@pytest.mark.parametrize(
	("content", "words"),
	[
		(as_file("Colour", "red"), "No column is called"),
		("", "empty"),
		("no base64!", "empty"),
		("data:text/csv;base64," + base64.b64encode(b"\x00\x01\x00\x02Tag").decode(), "no list of text"),
	],
)
def test_what_is_no_list_is_refused_in_words(house, content, words):
	with pytest.raises(scan_lists.ScanListError, match=words):
		scan_lists.take_list(house.audit.name, content)


def test_a_list_is_taken_only_while_it_is_counted(house):
	audits.cancel(house.audit.name)
	with pytest.raises(audits.NotCountingError, match="nothing can be counted"):
		scan_lists.dry_run(house.audit.name, house.content)
