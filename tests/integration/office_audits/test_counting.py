"""What a phone is given to count with, and what it sends beside scans: changes of them, and photos."""

import io

import frappe
import pytest
from PIL import Image

from office_management.office_audits import counting
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

AUDITOR, OTHER = baseline.USERS["auditor"], baseline.USERS["receptionist"]


@once_per_module
def house():
	site = builders.space()
	room = builders.room(site)
	lamp = make.asset(room)
	audit = make.running_audit(site, auditors=[{"user": OTHER}])
	return frappe._dict(site=site, room=room, lamp=lamp, audit=audit, name=audit.name)


def photo() -> bytes:
	file = io.BytesIO()
	Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
	return file.getvalue()


def mine(user: str) -> set[str]:
	with builders.as_user(user):
		return {row.name for row in counting.audits_to_count()}


def test_who_is_named_and_managers_may_choose_the_count(house):
	for key in ("auditor", "receptionist", "office_manager"):
		assert house.name in mine(baseline.USERS[key]), key
	for key in ("employee", "technician", "other_manager"):
		assert house.name not in mine(baseline.USERS[key]), key
	house.audit.db_set("status", "Signed Off")
	assert house.name not in mine(AUDITOR)


def test_the_list_has_places_and_what_is_expected_and_the_tags_of_others(house):
	stranger = make.asset(builders.space(), om_asset_tag=builders.unique("TAG-"))
	assert [row[0] for row in counting.places_of(house.name)] == [house.site.name, house.room.name]
	(row,) = counting.expected_lines(house.name)["rows"]
	assert row[:5] == (house.lamp, house.lamp, f"Thing {house.lamp}", house.room.name, 1)
	tags = counting.other_tags(house.name)["rows"]
	assert stranger in tags and frappe.db.get_value("Asset", stranger, "om_asset_tag") in tags
	assert house.lamp not in tags


def test_a_long_list_comes_in_pages(house, monkeypatch):
	make.asset(house.room)
	monkeypatch.setattr(counting, "PAGE", 1)
	audit = make.running_audit(house.site)
	first = counting.expected_lines(audit.name)
	second = counting.expected_lines(audit.name, first["next"])
	assert len({first["rows"][0][1], second["rows"][0][1]}) == 2
	assert counting.expected_lines(audit.name, second["next"]) == {"rows": [], "next": None}


def test_who_counts_blind_gets_nothing_of_what_is_expected(house):
	house.audit.db_set("is_blind", 1)
	for read in (counting.expected_lines, counting.other_tags):
		assert read(house.name)["rows"] == []


def test_news_tell_what_others_counted_changed_and_took_back(house, monkeypatch):
	with builders.as_user(OTHER):
		make.scan(house.audit, house.lamp, house.room, scan_id="first")
	found = counting.news(house.name)
	name = frappe.utils.get_fullname(OTHER)
	assert found["rows"] == [[house.lamp, "first", name, house.room.name, 1, 0, 0]]
	assert not found["more"]
	with builders.as_user(OTHER):
		make.scan(house.audit, house.lamp, scan_id="first", undo=True)
	again = counting.news(house.name, found["next"])
	assert [row[5] for row in again["rows"]] == [1]
	monkeypatch.setattr(counting, "PAGE", 1)
	page = counting.news(house.name)
	assert page["more"] and counting.news(house.name, page["next"])["rows"] == []


def test_who_scanned_says_more_about_it_and_nobody_else_does(house):
	with builders.as_user(OTHER):
		make.scan(house.audit, house.lamp, house.room, scan_id="first")
	more = {"scan_id": "first", "amend": True, "condition": "Damaged", "note": "Cracked", "quantity": 1}
	assert make.scan(house.audit, house.lamp, **more)["answer"] == "amended"
	make.scan(house.audit, house.lamp, scan_id="first", undo=True)
	line = make.line(house.audit, house.lamp)
	assert (line.result, line.condition, line.note) == ("Found", None, None)
	with builders.as_user(OTHER):
		make.scan(house.audit, house.lamp, **more)
	line = make.line(house.audit, house.lamp)
	assert (line.result, line.condition, line.note) == ("Found", "Damaged", "Cracked")


def test_the_same_scan_may_come_with_its_change_and_its_undoing(house):
	from office_management.office_audits import scans

	one = {"scan_id": "first", "tag": house.lamp, "space": house.room.name}
	told = scans.take_scans(
		house.name, [one, {**one, "amend": True, "condition": "Worn"}, {**one, "undo": True}, one]
	)
	assert [row["answer"] for row in told] == ["right", "amended", "undone", "right"]
	assert make.line(house.audit, house.lamp).result == "Not Counted"


def test_a_photo_is_kept_once_with_the_line(house):
	make.scan(house.audit, "XX-404", house.room, scan_id="first")
	for _time in range(2):
		assert counting.keep_photo(house.name, "first", "photo-1", photo()) == "kept"
	assert counting.keep_photo(house.name, "first", "photo-2", photo()) == "kept"
	line = frappe.get_doc("Audit Asset Line", make.line(house.audit, "XX-404").name)
	assert [row.idx for row in line.photos] == [1, 2]
	file = frappe.get_doc("File", {"file_url": line.photos[0].photo})
	assert (file.is_private, file.attached_to_name) == (1, line.name)


def test_a_photo_of_a_scan_taken_back_goes_and_of_somebody_elses_is_refused(house):
	make.scan(house.audit, house.lamp, house.room, scan_id="first")
	with builders.as_user(OTHER), pytest.raises(counting.ScanPhotoError, match="not there yet"):
		counting.keep_photo(house.name, "first", "photo-1", photo())
	with pytest.raises(counting.ScanPhotoError, match="cannot be used"):
		counting.keep_photo(house.name, "first", "photo-1", b"<svg/>")
	make.scan(house.audit, house.lamp, scan_id="first", undo=True)
	assert counting.keep_photo(house.name, "first", "photo-1", photo()) == "gone"
