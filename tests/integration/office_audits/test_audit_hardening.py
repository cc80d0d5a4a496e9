"""What people and devices might send, see or change of an audit that they should not."""

import base64
import io
import os
from datetime import timedelta
from functools import partial

import frappe
import pytest
from frappe.utils import now_datetime
from frappe.www.printview import validate_print_permission
from PIL import Image

from office_management.inputs import InputError
from office_management.office_audits import api, audits, decisions, evidence, findings, scans, settling
from office_management.office_audits.audit_rules import AuditorError
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

PICTURE = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
SCRIPT = '<img src=x onerror="alert(1)">'
FORBIDDEN = (frappe.PermissionError, frappe.ValidationError)


@once_per_module
def house():
	site = builders.space()
	rooms = [builders.room(site), builders.room(site)]
	return frappe._dict(site=site, rooms=rooms, lamp=make.asset(rooms[0]), chair=make.asset(rooms[0]))


@partial(once_per_module, autouse=True)
def alone():
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")


def signed(house):
	"""A count of the house in which everything was explained, signed off."""
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, house.rooms[0])
	audits.end_counting(audit.name)
	decisions.decide(audit.name, [make.line(audit, house.chair).name], "Explain", "On loan")
	assert api.sign_off_audit(audit.name)["signed"]
	return audit.reload()


def file(content: bytes, name: str = "photo.png", **values):
	made = {"doctype": "File", "file_name": f"{builders.unique('f')}{name}", "is_private": 1}
	return frappe.get_doc({**made, "content": content, **values}).insert(ignore_permissions=True)


def another_picture() -> bytes:
	"""Frappe stores the same content once, so this one differs each time."""
	content = io.BytesIO()
	Image.frombytes("RGB", (4, 4), os.urandom(48)).save(content, "PNG")
	return content.getvalue()


def finding(**values) -> str:
	return findings.raise_finding({"title": "Broken", "company": baseline.COMPANY, **values})


# --- what a device sends --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["a lot", {"x": 1}, [2], 10**12, float("nan"), "-3"])
def test_a_number_that_is_none_is_refused(house, number):
	audit = make.running_audit(house.site)
	with pytest.raises(scans.ScanError, match="number of"):
		make.scan(audit, house.lamp, quantity=number)


@pytest.mark.parametrize(
	"odd",
	[
		{"device_time": "yesterday or so"},
		{"device_time": "9999-12-31 23:59:59"},
		{"device_time": "0001-01-01"},
		{"device_time": 5},
		{"device_time": "2026-01-01T10:00:00+05:00"},
		{"space": {"name": "x"}},
		{"space": ["x"]},
		{"custodian": {"a": 1}},
		{"note": {"a": 1}},
		{"note": "x" * 100_000},
		{"note": "\x00\ud800"},
		{"way": []},
		{"sequence": 10**20},
		{"photo": "https://example.com/photo.png"},
		{"photo": {"a": 1}},
	],
)
def test_odd_values_lose_no_scan(house, odd):
	audit = make.running_audit(house.site)
	assert make.scan(audit, house.lamp, **{"space": house.rooms[0].name, **odd})["scan_id"]
	assert make.line(audit, house.lamp).result == "Found"
	assert frappe.get_last_doc("Audit Scan", {"audit": audit.name}).scanned_on <= now_datetime()


def test_a_clock_that_shows_nonsense_is_not_believed(house):
	audit = make.running_audit(house.site)
	one = {"scan_id": "1", "tag": house.lamp, "device_time": "2026-01-01 10:00:00"}
	for now in ("nonsense", "2026-01-01T11:00:00Z", [1], "9999-12-31"):
		assert scans.take_scans(audit.name, [one], device_now=now)


def test_script_in_texts_of_a_scan_is_taken_out(house):
	audit = make.running_audit(house.site)
	make.scan(audit, f"TAG{SCRIPT}", house.rooms[0], note=f'"{SCRIPT}"')
	line = frappe.get_last_doc("Audit Asset Line", {"audit": audit.name, "result": "Unknown Tag"})
	scan = frappe.get_last_doc("Audit Scan", {"audit": audit.name})
	for text in (line.asset_tag, line.note, scan.asset_tag, scan.note):
		assert "onerror" not in text and "TAG" in (line.asset_tag or "")


def test_who_is_no_employee_stays_as_a_note(house):
	audit = make.running_audit(house.site)
	make.scan(audit, house.lamp, house.rooms[0], custodian="The man with the hat")
	line = make.line(audit, house.lamp)
	assert (line.seen_custodian, line.note) == (None, "The man with the hat:")


def test_a_photo_is_a_picture_of_who_sends_it(house, as_user):
	audit = make.running_audit(house.site)
	good, disguised = file(PICTURE), file(b"<svg onload=alert(1)>", "page.png")
	for photo in (good, disguised):
		make.scan(audit, house.lamp, house.rooms[0], photo=photo.file_url)
	kept = frappe.get_all("Audit Scan", {"audit": audit.name}, pluck="photo", order_by="creation")
	assert kept == [good.file_url, None]
	assert frappe.db.get_value("File", good.name, "attached_to_name") == audit.name
	foreign = file(another_picture())
	with as_user(baseline.USERS["auditor"]):
		make.scan(audit, house.chair, house.rooms[0], photo=foreign.file_url)
	assert frappe.get_last_doc("Audit Scan", {"audit": audit.name}).photo is None


def test_a_finding_takes_pictures_only():
	name = finding()
	for address in (file(b"MZ\x90", "tool.png").file_url, "https://example.com/x.png", "/files/none.png"):
		doc = frappe.get_doc("Audit Finding", name)
		doc.append("photos", {"photo": address})
		with pytest.raises(evidence.EvidencePhotoError, match="no picture"):
			doc.save()
	doc = frappe.get_doc("Audit Finding", name)
	doc.append("photos", {"photo": file(PICTURE).file_url})
	doc.save()
	assert doc.photos[0].taken_by == "Administrator"


@pytest.mark.parametrize("lines", ["{", "{}", '[{"a": 1}]', "[[1]]", "5", "null", "[" * 5000])
def test_lines_that_are_no_list_are_refused_in_words(house, lines):
	audit = make.running_audit(house.site)
	audits.end_counting(audit.name)
	for act in (
		lambda: api.decide_lines(audit.name, lines, "Explain", "why"),
		lambda: api.confirm_missing(audit.name, lines),
	):
		with pytest.raises((InputError, decisions.DecisionError)):
			act()


def test_odd_pages_results_and_reasons(house):
	audit = make.running_audit(house.site)
	audits.end_counting(audit.name)
	assert len(api.get_work_list(audit.name, start=-5, limit=-1)) == 1
	assert len(api.get_work_list(audit.name, start=1, limit=10**9)) == 1
	assert api.get_work_list(audit.name, result="' or 1=1 -- ") == []
	line = make.line(audit, house.lamp).name
	with pytest.raises(decisions.DecisionReasonError):
		api.decide_lines(audit.name, [line], "Explain", "<b> </b>")
	with pytest.raises(decisions.DecisionError) as refused:
		api.decide_lines(audit.name, [line], f"Sell{SCRIPT}", "why")
	assert "<img" not in str(refused.value)
	api.decide_lines(audit.name, [line], "Explain", f"{SCRIPT}Lent{'x' * 100_000}")
	reason = make.line(audit, house.lamp).resolution_reason
	assert reason.startswith("Lent") and len(reason) == decisions.LONGEST_REASON


# --- sums and lines -------------------------------------------------------------------------------------------


def test_the_sums_that_scans_add_up_are_those_of_the_lines(house):
	audit = make.running_audit(house.site)
	here, there = house.rooms
	outside = make.asset(builders.space(), value_after_depreciation=70)
	ids = []
	for number, (tag, room, more) in enumerate(
		(
			(house.lamp, here, {}),
			(house.lamp, there, {"condition": "Damaged"}),
			(house.chair, there, {}),
			(outside, here, {}),
			("NOBODY", here, {}),
			("NOBODY", there, {}),
			(house.chair, here, {}),
		)
	):
		ids.append(f"{audit.name}-{number}")
		make.scan(audit, tag, room, scan_id=ids[-1], **more)
		assert_sums(audit)
	for scan_id in ids:
		scans.take_scans(audit.name, [{"scan_id": scan_id, "undo": True}])
		assert_sums(audit)
	assert set(make.results(audit).values()) == {"Not Counted"}, "what nobody saw in the end is no line"


def assert_sums(audit) -> None:
	stored = frappe.db.get_value(
		"Office Audit", audit.name, list(settling.counts_of(audit.name)), as_dict=True
	)
	assert stored == settling.counts_of(audit.name)


def test_the_last_note_holds_whatever_the_order(house):
	now = now_datetime()
	seen = [
		{"tag": house.lamp, "note": note, "device_time": str(now - timedelta(minutes=age))}
		for note, age in (("first", 30), ("", 5), ("second", 20))
	]
	for order in (seen, seen[::-1]):
		audit = make.running_audit(house.site)
		for number, one in enumerate(order):
			scan = {**one, "scan_id": f"{audit.name}{number}"}
			scans.take_scans(audit.name, [scan], device_now=str(now))
		assert make.line(audit, house.lamp).note == "second"


# --- who leaves -----------------------------------------------------------------------------------------------


def test_an_auditor_who_left_stands_in_nobodys_way(house):
	user = baseline.USERS["receptionist"]
	audit = make.audit(house.site, auditors=[{"user": user}])
	frappe.db.set_value("User", (baseline.USERS["auditor"], user), "enabled", 0)
	for name in (baseline.USERS["auditor"], user):
		frappe.db.set_value("User", name, "enabled", 0)
	audit.reload().remarks = "They left"
	audit.save()
	audits.start(audit.name)
	audits.end_counting(audit.name)
	names = [row["name"] for row in decisions.open_lines(audit.name)]
	decisions.decide(audit.name, names, "Explain", "Moved house")
	assert api.sign_off_audit(audit.name)["signed"]
	other = make.audit(house.site, lead_auditor="Administrator")
	other.append("auditors", {"user": user})
	with pytest.raises(AuditorError, match="cannot log in"):
		other.save()


# --- what is seen ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"who", ["employee", "technician", "receptionist", "other_manager", "buyer", "nobody"]
)
def test_rows_of_tables_are_listed_to_who_sees_their_record(house, as_user, who):
	audit = signed(house)
	frappe.get_doc(
		{
			"doctype": "Office Audit Made",
			"parent": audit.name,
			"parenttype": "Office Audit",
			"parentfield": "made",
			"document_type": "Asset",
			"document_name": house.lamp,
		}
	).db_insert()
	frappe.get_doc(
		{
			"doctype": "Office Audit Auditor",
			"parent": audit.name,
			"parenttype": "Office Audit",
			"parentfield": "auditors",
			"user": baseline.USERS["auditor"],
		}
	).db_insert()
	hidden = finding(space=house.site.name)
	tables = {
		"Office Audit Made": ("Office Audit", audit.name),
		"Office Audit Auditor": ("Office Audit", audit.name),
		"Audit Finding Sighting": ("Audit Finding", hidden),
	}
	for doctype, (parent, name) in tables.items():
		assert frappe.get_all(doctype, {"parent": name}, order_by="name"), "there is something to be seen"
		with as_user(baseline.USERS[who]):
			assert rows_seen(doctype, parent, name) == []


def rows_seen(doctype: str, parent: str, name: str) -> list:
	try:
		return frappe.get_list(doctype, {"parent": name}, parent_doctype=parent, order_by="name")
	except frappe.PermissionError:
		return []


@pytest.mark.parametrize(
	"who", ["employee", "technician", "receptionist", "other_manager", "buyer", "nobody"]
)
def test_nobody_else_reads_an_audit_its_lines_scans_or_report(house, as_user, who):
	audit = signed(house)
	line, scan = make.line(audit, house.lamp).name, frappe.db.get_value("Audit Scan", {"audit": audit.name})
	with as_user(baseline.USERS[who]):
		for doctype, name in (("Office Audit", audit.name), ("Audit Asset Line", line), ("Audit Scan", scan)):
			assert not frappe.has_permission(doctype, "read", doc=name)
			with pytest.raises(frappe.PermissionError):
				frappe.client.get(doctype, name)
			try:
				found = frappe.get_list(doctype, {"name": name}, pluck="name", order_by="name")
			except frappe.PermissionError:
				found = []
			assert found == []
		with pytest.raises(frappe.PermissionError):
			validate_print_permission(frappe.get_doc("Office Audit", audit.name))


def test_a_blind_count_hides_what_it_expects_until_it_has_ended(house, as_user):
	user = baseline.USERS["auditor"]
	audit = make.running_audit(
		house.site, is_blind=1, lead_auditor=baseline.USERS["office_manager"], auditors=[{"user": user}]
	)
	line = make.line(audit, house.lamp).name
	with as_user(user):
		assert frappe.get_list("Audit Asset Line", {"audit": audit.name}, order_by="name") == []
		assert not frappe.has_permission("Audit Asset Line", "read", doc=line)
		with pytest.raises(frappe.PermissionError):
			api.get_work_list(audit.name)
		api.take_scans(audit.name, frappe.as_json([{"scan_id": "b1", "tag": house.lamp}]))
	with as_user(baseline.USERS["office_manager"]):
		assert frappe.has_permission("Audit Asset Line", "read", doc=line)
	audits.end_counting(audit.name)
	with as_user(user):
		assert frappe.has_permission("Audit Asset Line", "read", doc=line)
		assert len(api.get_work_list(audit.name)) == 1


# --- what is signed stays -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Administrator", "office_manager", "auditor", "system_manager"])
def test_nothing_of_a_signed_audit_is_changed(house, as_user, who):
	audit = signed(house)
	line, scan = make.line(audit, house.lamp).name, frappe.db.get_value("Audit Scan", {"audit": audit.name})
	picture = file(PICTURE, attached_to_doctype="Office Audit", attached_to_name=audit.name)
	user = baseline.USERS.get(who, who)
	frappe.db.set_value("File", picture.name, "owner", user)
	attempts = {
		"status": lambda: frappe.client.set_value("Office Audit", audit.name, "status", "Planned"),
		"sum": lambda: frappe.client.set_value("Office Audit", audit.name, "found_count", 99),
		"auditors": lambda: frappe.client.set_value(
			"Office Audit", audit.name, {"auditors": [{"user": user}]}
		),
		"delete": lambda: frappe.client.delete("Office Audit", audit.name),
		"rename": lambda: frappe.rename_doc("Office Audit", audit.name, "OA-X"),
		"line": lambda: frappe.client.set_value("Audit Asset Line", line, "result", "Missing"),
		"line deleted": lambda: frappe.client.delete("Audit Asset Line", line),
		"scan": lambda: frappe.client.set_value("Audit Scan", scan, "is_undone", 1),
		"scan deleted": lambda: frappe.client.delete("Audit Scan", scan),
		"new line": lambda: frappe.get_doc(
			{"doctype": "Audit Asset Line", "audit": audit.name, "result": "Found", "asset_tag": "X"}
		).insert(),
		"photo": lambda: frappe.client.delete("File", picture.name),
		"photo changed": lambda: frappe.client.set_value(
			"File", picture.name, "file_url", "/files/other.png"
		),
		"photo moved": lambda: frappe.client.set_value("File", picture.name, "attached_to_name", None),
		"scanned late": lambda: make.scan(audit, house.chair, house.rooms[0]),
		"counted again": lambda: audits.count_again(audit.name),
		"given up": lambda: audits.cancel(audit.name),
		"decided": lambda: decisions.decide(audit.name, [line], ""),
	}
	before = frappe.get_doc("Office Audit", audit.name).as_dict()
	with as_user(user):
		for name, attempt in attempts.items():
			with pytest.raises(FORBIDDEN):
				attempt()
				pytest.fail(f"{name} was possible for {who}")
	after = frappe.get_doc("Office Audit", audit.name).as_dict()
	assert {k: v for k, v in after.items() if k != "modified"} == {
		k: v for k, v in before.items() if k != "modified"
	}
	assert frappe.db.exists("File", picture.name)


@pytest.mark.parametrize("who", ["Administrator", "office_manager", "employee"])
def test_nothing_of_a_verified_finding_is_changed(as_user, who):
	user = baseline.USERS.get(who, who)
	name = finding(responsible=baseline.employee("anna"), photos=[{"photo": "/files/x.png"}])
	picture = file(PICTURE, attached_to_doctype="Audit Finding", attached_to_name=name, owner=user)
	frappe.db.set_value("File", picture.name, "owner", user)
	doc = frappe.get_doc("Audit Finding", name)
	row, photo = doc.sightings[0].name, doc.photos[0].name
	with as_user(user):
		for doctype, child in (("Audit Finding Sighting", row), ("Audit Photo", photo)):
			with pytest.raises(FORBIDDEN):
				change_row(doctype, child)
			with pytest.raises(FORBIDDEN):
				frappe.delete_doc(doctype, child)
	findings.finish(name)
	findings.verify(name)
	with as_user(user):
		for attempt in (
			lambda: frappe.client.delete("File", picture.name),
			lambda: frappe.client.set_value("Audit Finding", name, "cause", "Nobody knows"),
			lambda: frappe.client.set_value("Audit Photo", photo, "note", "Changed"),
			lambda: frappe.client.delete("Audit Finding", name),
			lambda: change_row("Audit Photo", photo),
		):
			with pytest.raises(FORBIDDEN):
				attempt()


def change_row(doctype: str, name: str) -> None:
	"""As PUT /api/resource does it."""
	doc = frappe.get_doc(doctype, name)
	doc.update({"note": "Changed"})
	doc.save()


def test_giving_up_a_signed_audit_is_cancelling_it(house):
	audit = signed(house)
	with pytest.raises(audits.AuditStatusError, match="is signed"):
		api.give_up_audit(audit.name)
	assert audit.reload().status == "Signed Off"


def test_the_severity_of_what_is_seen_again_is_one_of_the_list(house):
	first, again = (make.line(make.running_audit(house.site), house.lamp) for _audit in range(2))
	name = api.raise_line_finding(first.name, "Torn", severity="Medium")
	with pytest.raises(findings.FindingSeverityError, match="no severity"):
		api.raise_line_finding(again.name, "Torn", severity="Awful")
	assert api.raise_line_finding(again.name, "Torn", severity="High") == name
	assert frappe.db.get_value("Audit Finding", name, "severity") == "High"
