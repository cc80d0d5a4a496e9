"""Signing off at size, across companies, with lacking accounts, and undone after others went on."""

import base64

import frappe
import pytest

from office_management.domain import audit_states as states
from office_management.erp import asset_changes
from office_management.facilities import api as facilities
from office_management.office_audits import api, audits, decisions, sign_off, signed_report
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


@pytest.fixture(autouse=True)
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
