"""A count of assets: what is expected is frozen, scans are taken once each, and every line has one result."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain import audit_states as states
from office_management.office_audits import audits, scans, settling
from office_management.office_audits.doctype.office_audit.office_audit import (
	AuditBegunError,
	NotSignedOffError,
)
from tests import audit_builders as make
from tests import builders
from tests.shared import once_per_module


@once_per_module
def house():
	"""A site with two rooms: six chairs in the first, a lamp in the second."""
	site = builders.space()
	rooms = [builders.room(site), builders.room(site)]
	chairs = [make.asset(rooms[0]) for _chair in range(6)]
	return frappe._dict(site=site, rooms=rooms, chairs=chairs, lamp=make.asset(rooms[1]))


# --- starting -------------------------------------------------------------------------------------------------


def test_starting_freezes_what_the_books_have_below_the_place(house):
	gone = make.asset(house.rooms[0], status="Scrapped")
	elsewhere = make.asset(builders.space())
	audit = make.running_audit(house.site)
	assert set(make.results(audit)) == {*house.chairs, house.lamp}
	assert gone not in make.results(audit) and elsewhere not in make.results(audit)
	assert (audit.status, audit.expected_count, audit.expected_value) == (states.IN_PROGRESS, 7, 700)
	line = make.line(audit, house.lamp)
	assert (line.expected_space, line.expected_location, line.result) == (
		house.rooms[1].name,
		house.rooms[1].name,
		"Not Counted",
	)


def test_starting_twice_freezes_once(house):
	audit = make.running_audit(house.site)
	audits.start(audit.name)
	assert len(make.results(audit)) == 7


def test_a_start_that_was_broken_off_goes_on(house):
	from office_management.office_audits import freezing

	audit = make.audit(house.site)
	audit.sample_seed = "seed"
	freezing.freeze(audit)
	frappe.db.delete("Audit Asset Line", {"asset": house.lamp})
	audits.freeze_in_background(audit.name)
	assert len(make.results(audit)) == 7


@pytest.mark.parametrize(
	("scope", "wanted"),
	[
		({"asset_category": "OM Audit Category"}, "category"),
		({"min_value": 500}, "value"),
		({"custodian": "custodian"}, "custodian"),
	],
)
def test_the_scope_can_be_narrowed(house, scope, wanted):
	frappe.get_doc(
		{"doctype": "Asset Category", "name": "OM Audit Category", "asset_category_name": "OM Audit Category"}
	).db_insert()
	person = builders.employee().name
	made = {
		"category": make.asset(house.rooms[0], asset_category="OM Audit Category"),
		"value": make.asset(house.rooms[0], value_after_depreciation=900),
		"custodian": make.asset(house.rooms[0], custodian=person),
	}
	scope = {field: person if value == "custodian" else value for field, value in scope.items()}
	assert set(make.results(make.running_audit(house.site, **scope))) == {made[wanted]}


def test_a_sample_is_as_large_as_asked_and_the_same_for_the_same_seed(house):
	from office_management.office_audits import freezing

	audit = make.running_audit(house.site, sample_percent=40)
	first = set(make.results(audit))
	assert len(first) == 3
	frappe.db.delete("Audit Asset Line", {"audit": audit.name})
	freezing.freeze(audit)
	assert set(make.results(audit)) == first


def test_nothing_to_count_is_said(house):
	audit = make.audit(house.site, min_value=10**6)
	with pytest.raises(audits.AuditEmptyError, match="no asset in the scope"):
		audits.start(audit.name)


def test_the_scope_is_fixed_once_it_has_begun(house):
	audit = make.running_audit(house.site)
	audit.space = house.rooms[0].name
	with pytest.raises(AuditBegunError, match="cannot change any more"):
		audit.save()
	with pytest.raises(AuditBegunError, match="Cancel it instead"):
		audit.reload().delete()


def test_audits_of_overlapping_scope_know_of_each_other(house):
	first = make.running_audit(house.site)
	second = make.running_audit(house.rooms[1])
	(other,) = audits.others_of_the_scope(second)
	assert (other.name, other.lines) == (first.name, 1)
	audits.cancel(first.name)
	assert audits.others_of_the_scope(second) == []


def test_later_changes_in_the_books_change_no_line(house):
	audit = make.running_audit(house.site)
	frappe.db.set_value("Asset", house.lamp, "location", house.rooms[0].name)
	make.scan(audit, house.lamp, house.rooms[1])
	line = make.line(audit, house.lamp)
	assert (line.result, line.expected_space) == ("Found", house.rooms[1].name)


# --- counting -------------------------------------------------------------------------------------------------


def test_each_scan_is_answered_with_what_it_means(house):
	audit = make.running_audit(house.site)
	outside = make.asset(builders.space())
	here, there = house.rooms
	assert make.scan(audit, house.chairs[0], here)["answer"] == scans.RIGHT
	moved = make.scan(audit, house.chairs[1], there)
	assert (moved["answer"], moved["expected_space"]) == (scans.ELSEWHERE, here.name)
	again = make.scan(audit, house.chairs[0], here)
	assert (again["answer"], again["by"]) == (scans.AGAIN, "Administrator")
	assert make.scan(audit, "TAG-NOBODY-KNOWS", here)["answer"] == scans.UNKNOWN
	assert make.scan(audit, outside, here)["answer"] == scans.OUTSIDE


def test_six_expected_three_here_two_elsewhere_one_missing(house):
	audit = make.running_audit(house.rooms[0])
	for number, chair in enumerate(house.chairs[:5]):
		make.scan(audit, chair, house.rooms[0] if number < 3 else house.rooms[1])
	audits.end_counting(audit.name)
	audit.reload()
	assert (audit.found_count, audit.misplaced_count, audit.missing_count) == (3, 2, 1)
	assert (audit.status, audit.missing_value) == (states.RECONCILING, 100)
	assert make.line(audit, house.chairs[5]).result == "Missing"


def test_a_scan_sent_twice_is_one_scan(house):
	audit = make.running_audit(house.site)
	one = {"scan_id": "same", "tag": house.lamp, "space": house.rooms[1].name}
	first, second = scans.take_scans(audit.name, [one, one])
	(late,) = scans.take_scans(audit.name, [one])
	assert {answer["scan_id"] for answer in (first, second, late)} == {"same"}
	assert frappe.db.count("Audit Scan", {"audit": audit.name}) == 1
	assert late["answer"] == scans.RIGHT


def test_a_wrong_clock_of_a_device_does_not_decide(house):
	"""Two sightings: the second device shows yesterday, and still was the last to look."""
	audit = make.running_audit(house.site)
	now = now_datetime()
	first = {
		"scan_id": "a",
		"tag": house.lamp,
		"space": house.rooms[1].name,
		"device_time": str(now - timedelta(hours=1)),
	}
	scans.take_scans(audit.name, [first], device_now=str(now))
	slow = now - timedelta(days=1)
	second = {
		"scan_id": "b",
		"tag": house.lamp,
		"space": house.rooms[0].name,
		"device_time": str(slow - timedelta(minutes=1)),
	}
	scans.take_scans(audit.name, [second], device_now=str(slow))
	assert make.line(audit, house.lamp).result == "Misplaced"


def test_scans_that_arrive_late_and_in_any_order_give_the_same(house):
	now, (here, there) = now_datetime(), house.rooms
	seen = [
		{
			"scan_id": "1",
			"tag": house.lamp,
			"space": here.name,
			"device_time": str(now - timedelta(minutes=30)),
		},
		{
			"scan_id": "2",
			"tag": house.lamp,
			"space": there.name,
			"device_time": str(now - timedelta(minutes=10)),
		},
		{
			"scan_id": "3",
			"tag": house.chairs[0],
			"space": there.name,
			"device_time": str(now - timedelta(minutes=20)),
		},
	]
	found = []
	for number, order in enumerate((seen, seen[::-1])):
		audit = make.running_audit(house.site)
		for one in order:
			scans.take_scans(
				audit.name, [{**one, "scan_id": f"{number}-{one['scan_id']}"}], device_now=str(now)
			)
		found.append(make.results(audit))
	assert found[0] == found[1]


def test_a_scan_taken_back_never_was(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, house.rooms[1], scan_id="mistake")
	scans.take_scans(audit.name, [{"scan_id": "mistake", "undo": True}])
	assert make.line(audit, house.lamp).result == "Not Counted"


def test_a_group_is_counted_by_number(house):
	chairs = make.asset(house.rooms[0], asset_quantity=6)
	audit = make.running_audit(house.site)
	make.scan(audit, chairs, house.rooms[0], quantity=4)
	make.scan(audit, chairs, house.rooms[1], quantity=1)
	audits.end_counting(audit.name)
	line = make.line(audit, chairs)
	assert (line.result, line.seen_quantity, line.expected_quantity) == ("Missing", 5, 6)


def test_condition_note_and_who_are_kept(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, house.rooms[1], condition="Damaged", note="Shade is torn")
	line = make.line(audit, house.lamp)
	assert (line.result, line.condition, line.scanned_by) == ("Found", "Damaged", "Administrator")
	assert audit.reload().damaged_count == 1


def test_an_unknown_tag_becomes_a_line_once(house):
	audit = make.running_audit(house.site)
	make.scan(audit, "XX-1", house.rooms[0], note="A grey box")
	make.scan(audit, "XX-1", house.rooms[0])
	assert make.results(audit)["XX-1"] == "Unknown Tag"
	assert make.line(audit, "XX-1").note == "A grey box"
	assert audit.reload().unknown_count == 1


def test_tags_are_read_whatever_their_case(house):
	frappe.db.set_value("Asset", house.lamp, "om_asset_tag", "at-00042")
	audit = make.running_audit(house.site)
	assert make.scan(audit, "AT-00042", house.rooms[1])["asset"] == house.lamp


def test_a_place_that_is_none_stays_as_a_note(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, "Room of requirement", note="On the shelf")
	scan = frappe.get_last_doc("Audit Scan", {"audit": audit.name})
	assert (scan.space, scan.note) == (None, "Room of requirement: On the shelf")


def test_a_blind_count_tells_nothing_of_what_is_expected(house):
	audit = make.running_audit(house.site, is_blind=1)
	answer = make.scan(audit, house.chairs[0], house.rooms[1])
	assert answer["answer"] == scans.RIGHT
	assert not {"asset_name", "expected_space", "asset"}.intersection(answer)


def test_settling_everything_anew_changes_nothing(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.chairs[0], house.rooms[0])
	make.scan(audit, house.chairs[1], house.rooms[1], condition="Worn")
	make.scan(audit, "XX-1", house.rooms[0])
	audits.end_counting(audit.name)
	before = frappe.get_all("Audit Asset Line", {"audit": audit.name}, ["*"], order_by="name")
	settling.settle(audit.name)
	assert frappe.get_all("Audit Asset Line", {"audit": audit.name}, ["*"], order_by="name") == before


def test_counting_again_opens_what_was_missing(house):
	audit = make.running_audit(house.site)
	audits.end_counting(audit.name)
	assert set(make.results(audit).values()) == {"Missing"}
	audits.count_again(audit.name)
	assert set(make.results(audit).values()) == {"Not Counted"}
	make.scan(audit, house.lamp, house.rooms[1])
	audits.end_counting(audit.name)
	assert make.results(audit)[house.lamp] == "Found"


def test_a_late_scan_after_the_end_is_taken(house):
	audit = make.running_audit(house.site)
	audits.end_counting(audit.name)
	make.scan(audit, house.lamp, house.rooms[1])
	assert make.results(audit)[house.lamp] == "Found"
	assert audit.reload().found_count == 1


# --- bad input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"bad",
	[
		{"tag": "x"},
		{"scan_id": "1"},
		{"scan_id": "1", "tag": "x", "quantity": -1},
		{"scan_id": "1", "tag": "x", "condition": "Odd"},
		{"scan_id": "1", "tag": "x" * 141},
	],
)
def test_a_scan_that_cannot_be_is_refused_and_takes_none_with_it(house, bad):
	audit = make.running_audit(house.site)
	good = {"scan_id": "good", "tag": house.lamp, "space": house.rooms[1].name}
	with pytest.raises(scans.ScanError):
		scans.take_scans(audit.name, [good, bad])
	assert frappe.db.count("Audit Scan", {"audit": audit.name}) == 0


def test_too_many_at_once_are_refused(house):
	audit = make.running_audit(house.site)
	many = [{"scan_id": str(number), "tag": "x"} for number in range(scans.AT_ONCE + 1)]
	with pytest.raises(scans.TooManyScansError, match="at most 500"):
		scans.take_scans(audit.name, many)


@pytest.mark.parametrize("status", [states.PLANNED, states.SIGNED_OFF, states.CANCELLED])
def test_scans_are_taken_only_while_it_is_counted(house, status):
	audit = make.audit(house.site)
	audit.db_set("status", status)
	with pytest.raises(audits.NotCountingError, match="nothing can be counted"):
		make.scan(audit, house.lamp)


@pytest.mark.parametrize("before", states.STATUSES)
@pytest.mark.parametrize(
	("act", "after"),
	[
		(audits.start, states.IN_PROGRESS),
		(audits.end_counting, states.RECONCILING),
		(audits.count_again, states.IN_PROGRESS),
		(audits.cancel, states.CANCELLED),
	],
)
def test_every_act_from_every_status(house, before, act, after):
	audit = make.audit(house.site)
	audit.db_set("status", before)
	if before == after or states.act_between(before, after):
		act(audit.name)
		assert audit.reload().status == after
	else:
		with pytest.raises(audits.AuditStatusError, match="cannot become"):
			act(audit.name)


def test_status_and_sums_are_ours_alone(house):
	audit = make.audit(house.site)
	audit.update({"status": states.SIGNED_OFF, "found_count": 99, "signed_by": "Administrator"})
	audit.save()
	assert (audit.status, audit.found_count, audit.signed_by) == (states.PLANNED, 0, None)


def test_submitting_by_hand_is_refused(house):
	with pytest.raises(NotSignedOffError, match="Sign Off"):
		make.running_audit(house.site).submit()
