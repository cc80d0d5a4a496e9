"""Decisions and the signature of a count: what is made in ERPNext, what is refused, and how it is undone."""

from functools import partial

import frappe
import pytest
from erpnext.assets.doctype.asset import depreciation

from office_management.domain import audit_states as states
from office_management.erp import asset_changes
from office_management.office_administration.second_person import SecondPersonError
from office_management.office_audits import audits, decisions, making, sign_off, signed_report
from office_management.office_audits.doctype.office_audit.office_audit import NoAmendingError
from tests import asset_builders as books
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module


@once_per_module
def rooms():
	site = builders.space()
	return frappe._dict(site=site, here=builders.room(site), there=builders.room(site))


@partial(once_per_module, autouse=True)
def alone():
	"""One person may do everything, unless a test says otherwise."""
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")


def rule(value: str) -> None:
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", value)


def counted(site, seen: dict | None = None, **values):
	"""A count that has ended: {asset: room, or (room, values of the scan)} were seen."""
	audit = make.running_audit(site, **values)
	for asset, where in (seen or {}).items():
		space, more = where if isinstance(where, tuple) else (where, {})
		make.scan(audit, asset, space, **more)
	audits.end_counting(audit.name)
	return audit.reload()


def decide(audit, asset: str, resolution: str, reason: str | None = "Looked everywhere") -> dict:
	return decisions.decide(audit.name, [make.line(audit, asset).name], resolution, reason)


def asset_now(name: str) -> frappe._dict:
	return frappe.db.get_value("Asset", name, "*", as_dict=True)


# --- deciding -------------------------------------------------------------------------------------------------


def test_the_work_list_proposes_and_shows_value(rooms):
	lost = make.asset(rooms.here, value_after_depreciation=900)
	moved, broken, fine = (make.asset(rooms.here) for _asset in range(3))
	audit = counted(
		rooms.site,
		{
			moved: rooms.there,
			broken: (rooms.here, {"condition": "Damaged"}),
			fine: rooms.here,
			"NOBODY": rooms.here,
		},
	)
	rows = {row["asset"] or row["asset_tag"]: row for row in decisions.open_lines(audit.name)}
	assert {asset: row["proposal"] for asset, row in rows.items()} == {
		lost: "Recount",
		moved: "Transfer Here",
		broken: "Repair",
		"NOBODY": "Register",
	}
	assert rows[lost]["asset_value"] == 900
	assert audit.open_count == 4


def test_bulk_decisions_need_a_reason_where_they_cost(rooms):
	chairs = [make.asset(rooms.here) for _chair in range(3)]
	audit = counted(rooms.site)
	lines = [make.line(audit, chair).name for chair in chairs]
	with pytest.raises(decisions.DecisionReasonError, match="needs a reason"):
		decisions.decide(audit.name, lines, "Explain")
	assert decisions.decide(audit.name, lines, "Explain", "On loan")["decided"] == 3
	assert frappe.db.get_value("Office Audit", audit.name, "open_count") == 0
	decisions.decide(audit.name, lines[:1], "")
	assert frappe.db.get_value("Office Audit", audit.name, "open_count") == 1


def test_proposals_are_taken_in_one_go(rooms):
	moved = [make.asset(rooms.here) for _chair in range(3)]
	lost = make.asset(rooms.here)
	audit = counted(rooms.site, dict.fromkeys(moved, rooms.there))
	assert decisions.accept_proposals(audit.name) == 3
	assert make.line(audit, lost).resolution is None


def test_what_is_no_answer_is_refused(rooms):
	chair = make.asset(rooms.here)
	audit = counted(rooms.site)
	with pytest.raises(decisions.DecisionError, match="no way out"):
		decide(audit, chair, "Transfer Here")
	audits.count_again(audit.name)
	with pytest.raises(decisions.NotReconcilingError, match="after counting has ended"):
		decide(audit, chair, "Explain")


def test_a_write_off_needs_a_second_count_by_another(rooms, as_user):
	rule("Required")
	chair, lamp = books.asset(rooms.here), make.asset(rooms.here)
	with as_user(baseline.USERS["auditor"]):
		audit = counted(rooms.site, {lamp: rooms.here})
	assert "Count it again" in decide(audit, chair, "Write Off")["refused"][0]["refusal"]
	assert sign_off.sign_off(audit.name)["refused"]
	line = make.line(audit, chair).name
	with as_user(baseline.USERS["auditor"]), pytest.raises(SecondPersonError, match="someone else"):
		decisions.still_missing(audit.name, [line])
	with as_user(baseline.USERS["office_manager"]):
		assert decisions.still_missing(audit.name, [line]) == 1
	assert decide(audit, chair, "Write Off")["refused"] == []
	with as_user(baseline.USERS["auditor"]), pytest.raises(sign_off.SigningRightError, match="lack rights"):
		sign_off.sign_off(audit.name)
	assert sign_off.sign_off(audit.name)["signed"]
	assert not audit.reload().by_one_person


# --- signing --------------------------------------------------------------------------------------------------


def test_six_expected_three_here_two_elsewhere_one_missing(rooms):
	"""The room of the scenario: two are moved in one movement, the missing one is written off."""
	chairs = [books.asset(rooms.here) for _chair in range(6)]
	seen = {**dict.fromkeys(chairs[:3], rooms.here), **dict.fromkeys(chairs[3:5], rooms.there)}
	audit = counted(rooms.site, seen)
	assert (audit.found_count, audit.misplaced_count, audit.missing_count) == (3, 2, 1)
	with pytest.raises(sign_off.UndecidedError, match="not decided yet"):
		sign_off.sign_off(audit.name)
	decisions.accept_proposals(audit.name)
	decide(audit, chairs[5], "Write Off")
	assert sign_off.sign_off(audit.name) == {"signed": True, "queued": False, "refused": []}
	audit.reload()
	assert (audit.status, audit.docstatus, audit.by_one_person) == (states.SIGNED_OFF, 1, 1)
	assert audit.written_off_value == 8000
	assert sorted(row.document_type for row in audit.made) == ["Asset Movement", "Journal Entry"]
	assert [asset_now(chair).location for chair in chairs[3:5]] == [rooms.there.name] * 2
	assert asset_now(chairs[5]).status == "Scrapped"
	assert asset_now(chairs[0]).om_last_verified_on
	assert sign_off.sign_off(audit.name)["signed"], "again is once"
	assert frappe.db.count("Asset Movement", {"reference_name": audit.name}) == 1


def test_the_ledger_of_a_write_off(rooms, monkeypatch):
	"""Cost 8,000, depreciated 1,600: the loss is 6,400."""
	chair = books.asset(rooms.here, cost=8000, accumulated=1600)
	monkeypatch.setattr(depreciation, "depreciate_asset", lambda *_args: None)
	audit = counted(rooms.site)
	decide(audit, chair, "Write Off")
	assert sign_off.sign_off(audit.name)["signed"]
	entry = make.line(audit, chair).journal_entry
	assert books.entries(entry) == {
		"Office Equipments": -8000,
		"Accumulated Depreciation": 1600,
		"Gain/Loss on Asset Disposal": 6400,
	}
	assert audit.reload().written_off_value == 6400


def test_condition_is_written_and_an_earlier_one_stays(rooms):
	worn, silent = make.asset(rooms.here), make.asset(rooms.here, om_condition="Good")
	audit = counted(rooms.site, {worn: (rooms.here, {"condition": "Worn"}), silent: rooms.here})
	sign_off.sign_off(audit.name)
	assert (asset_now(worn).om_condition, asset_now(silent).om_condition) == ("Worn", "Good")


def test_another_custodian_becomes_custodian(rooms):
	person = builders.make_employee()
	chair = books.asset(rooms.here)
	audit = counted(rooms.site, {chair: (rooms.here, {"custodian": person.name})})
	decisions.accept_proposals(audit.name)
	assert sign_off.sign_off(audit.name)["signed"]
	assert asset_now(chair).custodian == person.name


def test_part_of_a_group_is_split_and_written_off(rooms):
	group = books.asset(rooms.here, cost=1000, asset_quantity=10)
	audit = counted(rooms.site, {group: (rooms.here, {"quantity": 7})})
	decide(audit, group, "Split and Write Off")
	assert sign_off.sign_off(audit.name)["signed"]
	line = make.line(audit, group)
	assert (asset_now(group).asset_quantity, asset_now(line.new_asset).asset_quantity) == (7, 3)
	assert asset_now(line.new_asset).status == "Scrapped"
	assert audit.reload().written_off_value == 300


def test_found_although_scrapped_is_restored(rooms):
	chair, other = books.asset(rooms.here), make.asset(rooms.here)
	asset_changes.scrap(chair)
	audit = counted(rooms.site, {chair: rooms.here, other: rooms.here})
	assert decisions.open_lines(audit.name)[0]["proposal"] == "Restore"
	decisions.accept_proposals(audit.name)
	assert sign_off.sign_off(audit.name)["signed"]
	assert asset_now(chair).status == "Submitted"


def test_damage_becomes_a_repair_or_a_task(rooms):
	chair, lamp = books.asset(rooms.here), books.asset(rooms.here)
	broken = {"condition": "Damaged"}
	audit = counted(rooms.site, {chair: (rooms.here, broken), lamp: (rooms.here, broken)})
	decide(audit, chair, "Repair")
	decide(audit, lamp, "Facility Task")
	assert sign_off.sign_off(audit.name)["signed"]
	assert frappe.db.get_value("Asset Repair", make.line(audit, chair).asset_repair, "asset") == chair
	task = frappe.get_doc("Facility Task", make.line(audit, lamp).facility_task)
	assert (task.asset, task.space, task.source) == (lamp, rooms.here.name, "Audit")


# --- refusals -------------------------------------------------------------------------------------------------


def test_what_erpnext_refuses_is_a_line_with_its_reason(rooms):
	old, gone, fine = (books.asset(rooms.here) for _chair in range(3))
	audit = counted(
		rooms.site,
		{old: (rooms.here, {"condition": "Damaged"}), gone: rooms.there, fine: rooms.there},
	)
	frappe.db.set_value("Asset", old, "status", "Fully Depreciated")
	assert "fully depreciated" in decide(audit, old, "Repair")["refused"][0]["refusal"]
	decisions.accept_proposals(audit.name)
	asset_changes.scrap(gone)
	answer = sign_off.sign_off(audit.name)
	assert not answer["signed"]
	assert {row["asset"] for row in answer["refused"]} == {old, gone}
	assert "gone" in make.line(audit, gone).refusal
	assert audit.reload().docstatus == 0
	assert asset_now(fine).location == rooms.here.name
	decide(audit, old, "Facility Task")
	decisions.decide(audit.name, [make.line(audit, gone).name], "Explain", "Scrapped last week")
	assert sign_off.sign_off(audit.name)["signed"]


def test_an_unforeseen_refusal_leaves_nothing(rooms, monkeypatch):
	lost, moved = books.asset(rooms.here), books.asset(rooms.here)
	audit = counted(rooms.site, {moved: rooms.there})
	decide(audit, lost, "Write Off")
	decisions.accept_proposals(audit.name)
	real = asset_changes.move

	def refusing(company, purpose, rows, reference, now):
		if any(row["asset"] == moved for row in rows):
			frappe.throw("<b>Not</b> this one")
		return real(company, purpose, rows, reference, now)

	monkeypatch.setattr(asset_changes, "move", refusing)
	assert [row["refusal"] for row in sign_off.sign_off(audit.name)["refused"]] == ["Not this one"]
	assert asset_now(lost).status == "Submitted"
	assert not frappe.db.exists("Asset Movement", {"reference_name": audit.name})


def test_missing_accounts_and_rights_are_told_first(rooms, as_user):
	chair = books.asset(rooms.here)
	audit = counted(rooms.site)
	decide(audit, chair, "Write Off")
	with (
		as_user(baseline.USERS["office_manager"]),
		pytest.raises(sign_off.SigningRightError, match="Journal Entry"),
	):
		sign_off.sign_off(audit.name)
	frappe.db.set_value("Company", baseline.COMPANY, "disposal_account", None)
	with pytest.raises(sign_off.AccountsMissingError, match="names no"):
		sign_off.sign_off(audit.name)
	assert asset_now(chair).status == "Submitted"


def test_counted_again_after_it_was_decided(rooms):
	chair = books.asset(rooms.here)
	audit = counted(rooms.site)
	decide(audit, chair, "Write Off")
	make.scan(audit, chair, rooms.here)
	assert "Decide anew" in sign_off.sign_off(audit.name)["refused"][0]["refusal"]
	decide(audit, chair, "")
	assert sign_off.sign_off(audit.name)["signed"]
	assert asset_now(chair).status == "Submitted"


# --- in the background ----------------------------------------------------------------------------------------


def test_a_large_one_runs_in_the_background_and_once(rooms, monkeypatch):
	"""The job is killed half way: nothing is left of it; the sweep asks again, and everything is made once."""
	chairs = [books.asset(rooms.here) for _chair in range(3)]
	audit = counted(rooms.site)
	for chair in chairs:
		decide(audit, chair, "Write Off")
	monkeypatch.setattr(sign_off, "AT_ONCE", 2)
	asked = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append((method, values)))
	assert sign_off.sign_off(audit.name)["queued"]
	with pytest.raises(decisions.NotReconcilingError):
		decide(audit, chairs[0], "")
	frappe.db.savepoint("before_job")
	with monkeypatch.context() as patch:
		patch.setattr(making, "make_movements", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
		with pytest.raises(KeyboardInterrupt):
			sign_off.sign_queued(audit.name)
	frappe.db.rollback(save_point="before_job")  # what the database does when the process is gone
	assert asset_now(chairs[0]).status == "Submitted"
	sign_off.resume_stopped_sign_offs()
	assert [values["audit"] for _method, values in asked] == [audit.name] * 2
	for _method, values in asked:
		sign_off.sign_in_background(values["audit"], values["user"])
	audit.reload()
	assert (audit.status, len(audit.made), audit.written_off_value) == (states.SIGNED_OFF, 3, 24000)


# --- afterwards -----------------------------------------------------------------------------------------------


def test_cancelling_undoes_and_names_what_stays(rooms):
	chair, moved = books.asset(rooms.here), books.asset(rooms.here)
	group = books.asset(rooms.here, cost=1000, asset_quantity=10)
	audit = counted(rooms.site, {moved: rooms.there, group: (rooms.here, {"quantity": 7})})
	decide(audit, chair, "Write Off")
	decide(audit, group, "Split and Write Off")
	decisions.accept_proposals(audit.name)
	assert sign_off.sign_off(audit.name)["signed"]
	audit.reload().cancel()
	audit.reload()
	assert (audit.status, audit.docstatus) == (states.CANCELLED, 2)
	assert asset_now(chair).status == "Submitted"
	assert asset_now(moved).location == rooms.here.name
	part = make.line(audit, group).new_asset
	assert asset_now(part).status == "Submitted"
	assert {row.document_name: row.later for row in audit.made}[part] == "stays as it is"


def test_a_signed_audit_shows_what_was_cancelled_later_and_is_not_amended(rooms):
	moved = books.asset(rooms.here)
	audit = counted(rooms.site, {moved: rooms.there})
	decisions.accept_proposals(audit.name)
	sign_off.sign_off(audit.name)
	audit.reload()
	movement = audit.made[0].document_name
	frappe.get_doc("Asset Movement", movement).cancel()
	assert signed_report.later(audit) == {f"Asset Movement|{movement}": "Cancelled"}
	printed = frappe.get_print("Office Audit", audit.name, "Audit Report")
	for part in (audit.title, movement, "Transfer Here", "Cancelled", "By one person"):
		assert part in printed
	copy = frappe.copy_doc(audit)
	copy.update({"amended_from": audit.name, "made": []})
	with pytest.raises(NoAmendingError):
		copy.insert()
