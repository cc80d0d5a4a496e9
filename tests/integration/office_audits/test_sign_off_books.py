"""Signing off at size, across companies, with lacking accounts, and undone after others went on."""

import base64
from functools import partial

import frappe
import pytest

from office_management.domain import audit_states as states
from office_management.erp import asset_changes
from office_management.facilities import api as facilities
from office_management.office_audits import api, audits, decisions, sign_off, signed_report, undoing
from tests import asset_builders as books
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

PICTURE = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
MANY = 200


@once_per_module
def rooms():
	site = builders.space()
	return frappe._dict(site=site, here=builders.room(site), there=builders.room(site))


@partial(once_per_module, autouse=True)
def alone():
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")


def counted(site, seen: dict):
	audit = make.running_audit(site)
	for asset, (space, more) in seen.items():
		make.scan(audit, asset, space, **more)
	audits.end_counting(audit.name)
	return audit.reload()


def lines(audit, *assets: str) -> list[str]:
	return [make.line(audit, asset).name for asset in assets]


def value(asset: str, field: str):
	return frappe.db.get_value("Asset", asset, field)


def test_two_hundred_exceptions_are_made_in_the_background_with_progress(rooms, monkeypatch):
	moved = [make.asset(rooms.here) for _asset in range(MANY // 2)]
	lost = [make.asset(rooms.here) for _asset in range(MANY // 2)]
	audit = make.running_audit(rooms.site)
	scans = [
		{"scan_id": f"{audit.name}{n}", "tag": tag, "space": rooms.there.name} for n, tag in enumerate(moved)
	]
	api.take_scans(audit.name, frappe.as_json(scans))
	audits.end_counting(audit.name)
	assert decisions.accept_proposals(audit.name) == MANY // 2
	decisions.decide(audit.name, lines(audit, *lost), "Explain", "In the store")
	asked, told = [], []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append((method, values)))
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, data=None, **_to: told.append((event, data))
	)
	assert sign_off.sign_off(audit.name) == {"signed": False, "queued": True, "refused": []}
	assert audit.reload().job_state == audits.QUEUED
	((method, values),) = asked
	method(audit=values["audit"], user=values["user"])
	audit.reload()
	assert (audit.status, audit.docstatus, audit.job_state) == (states.SIGNED_OFF, 1, None)
	assert [(row.document_type, row.lines) for row in audit.made] == [("Asset Movement", MANY // 2)]
	assert {value(asset, "location") for asset in moved} == {rooms.there.name}
	progress = [data["progress"] for event, data in told if event == "office_audit_signing"]
	assert progress == sorted(progress) and len(progress) >= 5
	assert told[-1][0] == "office_audit_signed"


def test_one_movement_for_each_company_by_who_may_act_for_it(rooms, as_user):
	mine = make.asset(rooms.here)
	theirs = make.asset(builders.space(), company=baseline.OTHER_COMPANY)
	audit = counted(rooms.site, {mine: (rooms.there, {}), theirs: (rooms.there, {})})
	assert decisions.accept_proposals(audit.name) == 2
	with (
		as_user(baseline.USERS["office_manager"]),
		pytest.raises(sign_off.SigningRightError, match="you do not act for it"),
	):
		api.sign_off_audit(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	made = [row.document_name for row in audit.reload().made]
	companies = frappe.get_all("Asset Movement", {"name": ("in", made)}, pluck="company", order_by="company")
	assert companies == sorted((baseline.COMPANY, baseline.OTHER_COMPANY))
	assert {value(mine, "location"), value(theirs, "location")} == {rooms.there.name}


def test_accounts_of_depreciation_that_are_lacking_are_named_first(rooms):
	chair = books.asset(rooms.here)
	audit = counted(rooms.site, {})
	decisions.decide(audit.name, lines(audit, chair), "Write Off", "Gone")
	accounts = {"parent": books.CATEGORY, "company_name": baseline.COMPANY}
	frappe.db.set_value("Asset Category Account", accounts, "depreciation_expense_account", None)
	frappe.db.set_value("Company", baseline.COMPANY, "depreciation_expense_account", None)
	with pytest.raises(sign_off.AccountsMissingError, match=f"{books.CATEGORY}.*Depreciation Expense"):
		api.sign_off_audit(audit.name)
	assert value(chair, "status") == "Submitted"
	frappe.db.delete("Asset Category Account", accounts)
	with pytest.raises(sign_off.AccountsMissingError, match="Fixed Asset Account"):
		api.sign_off_audit(audit.name)


def test_what_others_went_on_with_is_named_when_it_is_undone(rooms):
	"""A repair that is done, a task that is begun, a movement that somebody has cancelled already."""
	repaired, mended, moved = books.asset(rooms.here), books.asset(rooms.here), books.asset(rooms.here)
	broken = {"condition": "Damaged"}
	audit = counted(
		rooms.site,
		{repaired: (rooms.here, broken), mended: (rooms.here, broken), moved: (rooms.there, {})},
	)
	decisions.decide(audit.name, lines(audit, repaired), "Repair")
	decisions.decide(audit.name, lines(audit, mended), "Facility Task")
	decisions.accept_proposals(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	made = {row.document_type: row.document_name for row in audit.reload().made}
	frappe.db.set_value("Asset Repair", made["Asset Repair"], "repair_status", "Completed")
	facilities.start_task(made["Facility Task"])
	frappe.get_doc("Asset Movement", made["Asset Movement"]).cancel()
	assert signed_report.later(audit) == {f"Asset Movement|{made['Asset Movement']}": "Cancelled"}
	audit.cancel()
	later = {row.document_type: row.later for row in audit.reload().made}
	assert later["Asset Repair"] == later["Facility Task"] == "work on it has gone on"
	assert value(moved, "location") == rooms.here.name
	stays = frappe.get_all(
		"Comment",
		{"reference_name": audit.name, "content": ("like", "%is for you to look at%")},
		pluck="content",
		order_by="name",
	)
	assert made["Asset Repair"] in stays[0] and made["Facility Task"] in stays[0]


def test_a_large_one_is_undone_in_the_background_and_once(rooms, monkeypatch):
	"""Whoever asks is told; killed half way nothing is left of it, and the sweep asks again."""
	gone, moved = [books.asset(rooms.here) for _asset in range(3)], books.asset(rooms.here)
	audit = counted(rooms.site, {moved: (rooms.there, {})})
	decisions.decide(audit.name, lines(audit, *gone), "Write Off", "Gone")
	decisions.accept_proposals(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	asked, told = [], []
	monkeypatch.setattr(undoing, "AT_ONCE", 2)
	monkeypatch.setattr(undoing, "TELL_EVERY", 1)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append((method, values)))
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, data=None, **_to: told.append((event, data))
	)
	with pytest.raises(undoing.LargeUndoingError, match="in the background"):
		audit.reload().cancel()
	for _time in range(2):
		assert api.cancel_audit(audit.name) == {"cancelled": False, "queued": True}
	assert (audit.reload().docstatus, audit.job_state, len(asked)) == (1, audits.QUEUED, 1)
	frappe.db.savepoint("before_job")
	with monkeypatch.context() as patch:
		patch.setattr(asset_changes, "forget_seen", lambda _audit: (_ for _ in ()).throw(KeyboardInterrupt))
		with pytest.raises(KeyboardInterrupt):
			undoing.undo_queued(audit.name)
	frappe.db.rollback(save_point="before_job")  # what the database does when the process is gone
	assert value(gone[0], "status") == "Scrapped"
	undoing.resume_stopped_undoings()
	assert [values["audit"] for _method, values in asked] == [audit.name] * 2
	told.clear()
	for method, values in asked:
		method(audit=values["audit"], user=values["user"])
	audit.reload()
	assert (audit.docstatus, audit.status, audit.job_state) == (2, states.CANCELLED, None)
	assert audit.cancelled_by == "Administrator"
	assert {value(asset, "status") for asset in gone} == {"Submitted"}
	assert value(moved, "location") == rooms.here.name
	assert {row.later for row in audit.made} == {"Undone"}
	progress = [data["progress"] for event, data in told if event == "office_audit_undoing"]
	assert progress == [25, 50, 75, 100]
	assert api.cancel_audit(audit.name)["cancelled"], "again is once"


def test_an_undoing_that_fails_leaves_it_signed_and_says_why(rooms, monkeypatch):
	moved = books.asset(rooms.here)
	audit = counted(rooms.site, {moved: (rooms.there, {})})
	with pytest.raises(audits.AuditStatusError, match="not signed"):
		api.cancel_audit(audit.name)
	decisions.accept_proposals(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	monkeypatch.setattr(undoing, "AT_ONCE", 0)
	monkeypatch.setattr(frappe, "enqueue", lambda *_what, **_values: None)
	assert api.cancel_audit(audit.name)["queued"]
	monkeypatch.setattr(asset_changes, "forget_seen", lambda _audit: frappe.throw("<b>Not</b> today"))
	with pytest.raises(frappe.ValidationError, match="today"):
		undoing.undo_in_background(audit.name, "Administrator")
	audit.reload()
	assert (audit.docstatus, audit.job_state, audit.job_error) == (1, audits.STOPPED, "Not today")
	assert (value(moved, "location"), audit.cancelled_by) == (rooms.there.name, None)


def test_who_may_not_cancel_movements_does_not_by_cancelling_a_count(rooms, as_user):
	moved = books.asset(rooms.here)
	audit = counted(rooms.site, {moved: (rooms.there, {})})
	decisions.accept_proposals(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	with (
		as_user(baseline.USERS["auditor"]),
		pytest.raises(sign_off.SigningRightError, match=r"Asset Movement.*Cancel"),
	):
		api.cancel_audit(audit.name)
	with as_user(baseline.USERS["office_manager"]):
		assert api.cancel_audit(audit.name)["cancelled"]
	assert value(moved, "location") == rooms.here.name


# --- condition and last sight, when a count is cancelled ----------------------------------------------------------


def seen(asset: str) -> tuple:
	return tuple(frappe.db.get_value("Asset", asset, ["om_condition", "om_last_verified_on"]))


def signed(rooms, asset: str, day: int, condition: str = ""):
	"""A signed count that saw an asset on that day of the year."""
	at = {"device_time": f"2026-01-{day:02d} 10:00:00", "condition": condition}
	audit = counted(rooms.site, {asset: (rooms.here, at)})
	assert api.sign_off_audit(audit.name)["signed"]
	return audit.reload()


@pytest.fixture
def chair(rooms):
	"""Somebody said of it that it is good, on the first of January."""
	return make.asset(rooms.here, om_condition="Good", om_last_verified_on="2026-01-01 10:00:00")


def test_a_cancelled_count_leaves_what_was_there_before_it(rooms, chair):
	before = seen(chair)
	audit = signed(rooms, chair, 2, "Worn")
	assert seen(chair)[0] == "Worn" and seen(chair) != before
	audit.cancel()
	assert seen(chair) == before


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_three_counts_are_cancelled_in_any_order(rooms, chair, order):
	"""The second says nothing of the condition. What is left is always what the counts still signed say."""
	before = seen(chair)
	counts = [signed(rooms, chair, 2, "Worn"), signed(rooms, chair, 3), signed(rooms, chair, 4, "Good")]
	left = dict(enumerate([(2, "Worn"), (3, None), (4, "Good")]))
	for number in order:
		counts[number].cancel()
		del left[number]
		days = [day for day, _condition in left.values()]
		said = [condition for _day, condition in left.values() if condition]
		condition, seen_on = seen(chair)
		assert condition == (said[-1] if said else before[0])
		assert seen_on.day == (days[-1] if days else 1)


def test_what_was_written_later_stays(rooms, chair):
	audit = signed(rooms, chair, 2, "Worn")
	frappe.db.set_value("Asset", chair, "om_condition", "Unusable")
	audit.cancel()
	assert (seen(chair)[0], seen(chair)[1].day) == ("Unusable", 1)


def test_a_write_off_that_erpnext_took_back_shows_in_the_report(rooms):
	chair = books.asset(rooms.here)
	audit = counted(rooms.site, {})
	decisions.decide(audit.name, lines(audit, chair), "Write Off", "Gone")
	assert api.sign_off_audit(audit.name)["signed"]
	audit.reload()
	entry = audit.made[0].document_name
	asset_changes.restore(chair)
	assert signed_report.later(audit) == {f"Journal Entry|{entry}": "Cancelled"}


def test_the_report_shows_the_photos_of_the_scans(rooms):
	lamp, other = make.asset(rooms.here, asset_name="Lamp <b>bold</b>"), make.asset(rooms.here)
	photo = frappe.get_doc(
		{"doctype": "File", "file_name": "lamp.png", "is_private": 1, "content": PICTURE}
	).insert()
	audit = counted(rooms.site, {lamp: (rooms.there, {"photo": photo.file_url}), other: (rooms.here, {})})
	decisions.accept_proposals(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	printed = frappe.get_print("Office Audit", audit.name, "Audit Report")
	assert photo.file_url in printed
	assert "<b>bold</b>" not in printed
