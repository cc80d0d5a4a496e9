"""What ERPNext changes after a count has begun is told on its lines, and is no error of the count."""

import frappe
import pytest

from office_management.office_audits import audits, decisions, moved
from tests import audit_builders as make
from tests import builders
from tests.shared import once_per_module


@once_per_module
def house():
	site = builders.space()
	rooms = [builders.room(site), builders.room(site)]
	return frappe._dict(site=site, rooms=rooms, lamp=make.asset(rooms[0], status="Submitted"))


def test_a_thing_found_where_the_books_have_it_by_now_is_right(house):
	audit = make.running_audit(house.site)
	frappe.db.set_value("Asset", house.lamp, "location", house.rooms[1].name)
	assert make.scan(audit, house.lamp, house.rooms[1])["answer"] == "right"
	line = make.line(audit, house.lamp)
	assert (line.result, line.expected_location) == ("Found", house.rooms[0].name)
	assert line.moved_since == f"{house.rooms[0].name} → {house.rooms[1].name}"


def test_where_it_was_when_the_count_began_stays_right(house):
	audit = make.running_audit(house.site)
	frappe.db.set_value("Asset", house.lamp, "location", house.rooms[1].name)
	assert make.scan(audit, house.lamp, house.rooms[0])["answer"] == "right"


def test_custodian_and_state_are_told_and_depreciation_is_not(house):
	person = builders.employee()
	audit = make.running_audit(house.site)
	frappe.db.set_value("Asset", house.lamp, {"custodian": person.name, "status": "Fully Depreciated"})
	moved.refresh(audit.name)
	assert make.line(audit, house.lamp).moved_since == f"– → {person.employee_name}"
	frappe.db.set_value("Asset", house.lamp, {"custodian": None, "status": "Sold"})
	moved.refresh(audit.name)
	assert make.line(audit, house.lamp).moved_since == "Submitted → Sold"
	frappe.db.set_value("Asset", house.lamp, "status", "Submitted")
	moved.refresh(audit.name)
	assert not make.line(audit, house.lamp).moved_since


def test_what_moved_after_its_scan_is_settled_anew_when_counting_ends(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, house.rooms[1])
	assert make.line(audit, house.lamp).result == "Misplaced"
	frappe.db.set_value("Asset", house.lamp, "location", house.rooms[1].name)
	audits.end_counting(audit.name)
	assert make.line(audit, house.lamp).result == "Found"
	assert audit.reload().misplaced_count == 0 and audit.open_count == 0


def test_what_left_the_books_and_was_not_seen_is_to_be_explained(house):
	audit = make.running_audit(house.site)
	frappe.db.set_value("Asset", house.lamp, "status", "Sold")
	audits.end_counting(audit.name)
	(row,) = decisions.open_lines(audit.name)
	assert (row["proposal"], row["moved_since"]) == ("Explain", "Submitted → Sold")
