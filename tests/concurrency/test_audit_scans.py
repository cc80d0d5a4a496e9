"""Many phones in one count, the same finding from many sides, and two people who start, decide and sign at once."""

import os
import random
import signal

import frappe
import pytest

from office_management.erp import asset_changes
from office_management.office_audits import api, audits, decisions, making, settling, sign_off
from tests import audit_builders as make
from tests import builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

PHONES, SCANS, PORTION = 8, 50, 10
AUDIT, LINE, SCAN, FINDING = "Office Audit", "Audit Asset Line", "Audit Scan", "Audit Finding"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), PHONES) as people:
		yield people


@pytest.fixture
def house(site):
	"""Two rooms with 60 assets between them, committed, and taken away again with all that came of them."""
	rule = frappe.db.get_single_value("Office Management Settings", "second_person_rule")
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
	place = builders.space()
	rooms = [builders.room(place), builders.room(place)]
	made = frappe._dict(
		site=place, rooms=rooms, assets=[make.asset(rooms[number % 2]) for number in range(60)]
	)
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	names = frappe.get_all(AUDIT, {"space": place.name}, pluck="name", order_by="name")
	for name in names:
		frappe.db.delete("Comment", {"reference_name": name})
		frappe.db.delete("Version", {"docname": name})
	for doctype in (LINE, SCAN):
		frappe.db.delete(doctype, {"audit": ("in", names or [""])})
	found = frappe.get_all(FINDING, {"asset": ("in", made.assets)}, pluck="name", order_by="name")
	frappe.db.delete("Audit Finding Sighting", {"parent": ("in", found or [""])})
	frappe.db.delete(FINDING, {"name": ("in", found or [""])})
	frappe.db.delete(AUDIT, {"name": ("in", names or [""])})
	moved = frappe.get_all(
		"Asset Movement", {"reference_name": ("in", names or [""])}, pluck="name", order_by="name"
	)
	frappe.db.delete("Asset Movement Item", {"parent": ("in", moved or [""])})
	frappe.db.delete("Asset Movement", {"name": ("in", moved or [""])})
	frappe.db.delete("Asset Activity", {"asset": ("in", made.assets)})
	frappe.db.delete("Asset", {"name": ("in", made.assets)})
	for space in (*[room.name for room in rooms], place.name):
		frappe.delete_doc("Office Space", space, force=True)
		frappe.delete_doc("Location", space, force=True, ignore_missing=True)  # a job does so otherwise
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", rule)
	frappe.db.commit()


def running(house):
	audit = make.running_audit(house.site)
	frappe.db.commit()
	return audit


# --- what they do -------------------------------------------------------------------------------------------------


def phone(audit: str, rows: list[dict]) -> None:
	"""Send what waits on one device, portion by portion; each request is a transaction."""
	for start in range(0, len(rows), PORTION):
		api.take_scans(audit, frappe.as_json(rows[start : start + PORTION]))
		frappe.db.commit()


def raise_finding(line: str) -> None:
	api.raise_line_finding(line, "The screen is cracked", "High")


def decide(audit: str, lines: list[str], resolution: str) -> None:
	api.decide_lines(audit, lines, resolution, "Both of us looked")


def sign(audit: str) -> None:
	api.sign_off_audit(audit)


def start(audit: str) -> None:
	api.start_audit(audit)


def sign_and_be_killed(site: str, sites_path: str, audit: str) -> None:
	"""A worker that is killed when everything is made and nothing is stored yet."""
	frappe.init(site=site, sites_path=sites_path, force=True)
	frappe.connect()
	asset_changes.record_seen = lambda _audit: os.kill(os.getpid(), signal.SIGKILL)
	sign_off.sign_in_background(audit, "Administrator")


def sign_and_dawdle(site: str, sites_path: str, audit: str, made, go_on) -> None:
	"""A worker that has changed all assets, and is busy with others for a while before it signs."""
	frappe.init(site=site, sites_path=sites_path, force=True)
	frappe.connect()
	write_lines = making.Work.write_lines

	def dawdle(work) -> None:
		made.set()
		assert go_on.wait(acts.PATIENCE)
		write_lines(work)

	making.Work.write_lines = dawdle
	sign_off.sign_in_background(audit, "Administrator")


# --- what comes of it ---------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_eight_phones_with_fifty_scans_each(crowd, house, isolated):
	"""The same and different assets, unknown tags, everything in odd order, a third of it sent by two phones."""
	audit, chance = running(house), random.Random(5)
	tags = [*house.assets, "NOBODY-1", "NOBODY-2"]
	rows = [
		{
			"scan_id": f"{audit.name}-{phone}-{number}",
			"tag": chance.choice(tags),
			"space": chance.choice(house.rooms).name,
			"device_time": f"2026-01-01 10:{number:02d}:{phone:02d}",
		}
		for phone in range(PHONES)
		for number in range(SCANS)
	]
	phones = [rows[number * SCANS : (number + 1) * SCANS] for number in range(PHONES)]
	for number, own in enumerate(phones):
		own += phones[number - 1][: SCANS // 3]
		chance.shuffle(own)
	found = crowd.together([(phone, audit.name, own) for own in phones], isolated)
	assert found.done == PHONES, str(found)
	frappe.db.rollback()
	assert frappe.db.count(SCAN, {"audit": audit.name}) == len(rows)
	expected = latest(rows)
	lines = frappe.get_all(LINE, {"audit": audit.name}, ["*"], order_by="name")
	seen = {(line.asset or line.asset_tag): line.seen_space for line in lines if line.seen_space}
	assert seen == {tag: row["space"] for tag, row in expected.items()}
	assert len(lines) == len(house.assets) + sum(tag.startswith("NOBODY") for tag in expected)
	sums = settling.counts_of(audit.name)
	assert frappe.db.get_value(AUDIT, audit.name, list(sums), as_dict=True) == sums
	not_counted = sum(line.result == "Not Counted" for line in lines)
	assert sums["expected_count"] == sums["found_count"] + sums["misplaced_count"] + not_counted
	settling.settle(audit.name)
	assert frappe.get_all(LINE, {"audit": audit.name}, ["*"], order_by="name") == lines


def latest(rows: list[dict]) -> dict[str, dict]:
	"""{tag: the sighting that holds}, whoever came when."""
	held: dict[str, dict] = {}
	for row in sorted(rows, key=lambda row: (row["device_time"], row["scan_id"])):
		held[row["tag"]] = row
	return held


@BOTH_WAYS
def test_the_finding_of_one_line_is_raised_once(crowd, house, isolated):
	audit = running(house)
	line = make.line(audit, house.assets[0]).name
	found = crowd.together([(raise_finding, line)] * 6, isolated)
	assert found.done == 6, str(found)
	frappe.db.rollback()
	(finding,) = frappe.get_all(FINDING, {"asset": house.assets[0]}, pluck="name", order_by="name")
	assert frappe.db.get_value(FINDING, finding, "times_found") == 1
	assert frappe.db.count("Audit Finding Sighting", {"parent": finding}) == 1
	assert frappe.db.get_value(LINE, line, "finding") == finding


def test_two_press_start_and_it_is_frozen_once(crowd, house):
	audit = make.audit(house.site)
	frappe.db.commit()
	found = crowd.together([(start, audit.name)] * PHONES)
	assert found.done == PHONES, str(found)
	frappe.db.rollback()
	assert frappe.db.count(LINE, {"audit": audit.name}) == len(house.assets)
	began = {"reference_name": audit.name, "content": ("like", "Counting began%")}
	assert frappe.db.count("Comment", began) == 1


def test_deciding_signing_and_scanning_at_once(crowd, house):
	"""Whoever is first, what was signed is what stands on the lines, and nothing arrives after the signature."""
	audit = running(house)
	audits.end_counting(audit.name)
	lines = [row["name"] for start in (0,) for row in decisions.open_lines(audit.name, start=start)]
	decisions.decide(audit.name, lines, "Explain", "All of it is on loan")
	frappe.db.commit()
	late = [
		{"scan_id": f"{audit.name}-late-{number}", "tag": tag}
		for number, tag in enumerate(house.assets[:PORTION])
	]
	found = crowd.together(
		[
			(sign, audit.name),
			(sign, audit.name),
			(decide, audit.name, lines[:20], ""),
			(phone, audit.name, late),
		]
	)
	assert found.refused_as() <= {"UndecidedError", "NotReconcilingError", "NotCountingError"}, str(found)
	frappe.db.rollback()
	signed = frappe.db.get_value(AUDIT, audit.name, "docstatus")
	sums = settling.counts_of(audit.name)
	assert frappe.db.get_value(AUDIT, audit.name, list(sums), as_dict=True) == sums
	kinds = [kind for kind, _text in found.answers]
	if signed:
		assert sums["open_count"] == 0
		assert (
			frappe.db.count("Comment", {"reference_name": audit.name, "content": ("like", "Signed off%")})
			== 1
		)
		scanned = frappe.db.count(SCAN, {"audit": audit.name})
		assert scanned == (PORTION if kinds[3] == "ok" else 0)
	else:
		assert kinds[2] == "ok"


@pytest.fixture
def impatient(site):
	"""Whoever meets a lock gives up after a second."""
	before = frappe.db.sql("select @@innodb_lock_wait_timeout")[0][0]
	frappe.db.sql("set session innodb_lock_wait_timeout = 1")
	yield
	frappe.db.sql(f"set session innodb_lock_wait_timeout = {before}")


def asked_to_sign(house, monkeypatch) -> str:
	"""A count whose sign-off moves half of the assets, and waits for its worker."""
	audit, there = running(house), house.rooms[1]
	rows = [{"scan_id": f"{audit.name}-{tag}", "tag": tag, "space": there.name} for tag in house.assets]
	api.take_scans(audit.name, frappe.as_json(rows))
	audits.end_counting(audit.name)
	assert decisions.accept_proposals(audit.name) == len(house.assets) // 2
	monkeypatch.setattr(sign_off, "AT_ONCE", 2)
	monkeypatch.setattr(sign_off, "enqueue", lambda *_values: None)
	assert api.sign_off_audit(audit.name)["queued"]
	frappe.db.commit()
	return audit.name


def test_a_count_starts_while_another_one_is_being_signed(house, site, impatient, monkeypatch):
	"""The sign-off holds the rows of its assets; the list of the next count is read past them."""
	signed, begun = asked_to_sign(house, monkeypatch), make.audit(house.site)
	frappe.db.commit()
	made, go_on = acts.START.Event(), acts.START.Event()
	worker = acts.START.Process(
		target=sign_and_dawdle, args=(site, str(bench_dir() / "sites"), signed, made, go_on), daemon=True
	)
	worker.start()
	try:
		assert made.wait(acts.PATIENCE)
		with pytest.raises(frappe.QueryTimeoutError):
			frappe.db.get_value("Asset", house.assets[0], "name", for_update=True)
		frappe.db.rollback()
		assert audits.start(begun.name)["expected"] == len(house.assets)
		frappe.db.commit()
	finally:
		frappe.db.rollback()
		go_on.set()
		worker.join(acts.PATIENCE)
	frappe.db.rollback()
	assert frappe.db.get_value(AUDIT, signed, "docstatus") == 1
	assert frappe.db.get_value(AUDIT, begun.name, "status") == "In Progress"
	assert frappe.db.count(LINE, {"audit": begun.name, "expected_location": house.rooms[0].name}) == 30
	settling.settle(begun.name)
	moved = {"audit": begun.name, "moved_since": ("is", "set")}
	assert frappe.db.count(LINE, moved) == 30, "what the sign-off moved is told on the other count's lines"


def test_signing_killed_half_way_leaves_nothing_and_is_done_once_after_that(house, site, monkeypatch):
	audit, here, asked = asked_to_sign(house, monkeypatch), house.rooms[0], []
	worker = acts.START.Process(
		target=sign_and_be_killed, args=(site, str(bench_dir() / "sites"), audit), daemon=True
	)
	worker.start()
	worker.join(acts.PATIENCE)
	assert worker.exitcode == -signal.SIGKILL
	frappe.db.rollback()
	assert not frappe.db.count("Asset Movement", {"reference_name": audit})
	assert frappe.db.count("Asset", {"name": ("in", house.assets), "location": here.name}) == 30
	monkeypatch.setattr(sign_off, "enqueue", lambda *values: asked.append(values))
	sign_off.resume_stopped_sign_offs()
	assert (audit, "Administrator") in asked
	for _time in range(2):
		sign_off.sign_in_background(audit, "Administrator")
	frappe.db.rollback()
	assert frappe.db.get_value(AUDIT, audit, "docstatus") == 1
	assert frappe.db.count("Asset Movement", {"reference_name": audit}) == 1
	assert not frappe.db.count("Asset", {"name": ("in", house.assets), "location": here.name})
