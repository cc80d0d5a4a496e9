"""A First Inventory from scan to draft assets, and what an unknown tag may stand for."""

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from office_management.office_audits import api, audits, decisions, registering, scans, sign_off
from tests import asset_builders as books
from tests import audit_builders as make
from tests import baseline, builders, plan_builders


@pytest.fixture
def house():
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
	frappe.db.set_single_value("Office Management Settings", "asset_tag_pattern", None)
	books.accounts()
	return builders.space()


def inventory(house, **values):
	"""A First Inventory that has begun."""
	return make.running_audit(house, audit_type="First Inventory", **values)


def draft_of(name: str):
	return frappe.get_doc("Asset", name)


def bought(item: str, number: int, doctype: str = "Purchase Receipt") -> tuple[str, str]:
	"""A submitted purchase of fixed assets, written without ERPNext's rules; the document and its row."""
	name, row = builders.unique("BUY"), builders.unique("ROW")
	values = {
		"company": baseline.COMPANY,
		"supplier": plan_builders.supplier(),
		"posting_date": today(),
		"docstatus": 1,
	}
	frappe.get_doc({"doctype": doctype, "name": name, **values}).db_insert()
	frappe.get_doc(
		{
			"doctype": f"{doctype} Item",
			"name": row,
			"parent": name,
			"parenttype": doctype,
			"parentfield": "items",
			"docstatus": 1,
			"item_code": item,
			"item_name": "A chair that was bought",
			"is_fixed_asset": 1,
			"qty": number,
			"valuation_rate": 250,
			"base_net_rate": 250,
		}
	).db_insert()
	return name, row


# --- counting -------------------------------------------------------------------------------------------------


def test_what_is_seen_becomes_drafts_for_the_accountant(house):
	"""Tag, room, item, description, number, custodian and condition go into the draft; nothing is posted."""
	room, item = builders.room(house), books.item()
	audit = inventory(house)
	assert (audit.status, audit.expected_count) == ("In Progress", 0)
	told = make.scan(
		audit,
		"N-1",
		room,
		item=item,
		description="Red chair <b>",
		quantity=4,
		condition="Worn",
		custodian=baseline.employee("anna"),
		purchase_date="2024-05-06",
		purchase_amount=1000,
	)
	assert (told["answer"], told["tag"]) == ("new", "N-1")
	audits.end_counting(audit.name)
	assert decisions.accept_proposals(audit.name) == 1
	assert sign_off.sign_off(audit.name)["signed"]
	line = make.line(audit, "N-1")
	asset = draft_of(line.new_asset)
	assert (asset.docstatus, asset.status, asset.item_code, asset.asset_category) == (
		0,
		"Draft",
		item,
		books.CATEGORY,
	)
	assert (asset.om_asset_tag, asset.location, asset.asset_name) == ("N-1", room.name, "Red chair")
	assert (asset.asset_quantity, asset.custodian, asset.om_condition) == (
		4,
		baseline.employee("anna"),
		"Worn",
	)
	assert (asset.purchase_date, asset.gross_purchase_amount) == (getdate("2024-05-06"), 1000)
	assert asset.om_last_verified_on == line.scanned_on
	assert not frappe.db.exists("GL Entry", {"voucher_no": asset.name})
	asset.available_for_use_date = asset.purchase_date
	asset.cost_center = baseline.cost_center()
	asset.submit()
	assert asset.docstatus == 1


def test_without_amount_or_date_the_draft_waits_for_them(house):
	audit = inventory(house)
	make.scan(audit, "N-1", house, item=books.item())
	audits.end_counting(audit.name)
	decisions.accept_proposals(audit.name)
	sign_off.sign_off(audit.name)
	asset = draft_of(make.line(audit, "N-1").new_asset)
	assert (asset.asset_name, asset.purchase_date, asset.gross_purchase_amount) == (books.ITEM, None, 0)
	with pytest.raises(frappe.ValidationError):
		asset.save()


def test_things_without_a_tag_get_the_next_one_once_each(house):
	frappe.db.set_single_value("Office Management Settings", "asset_tag_pattern", "FI-.###")
	audit = inventory(house)
	sent = [
		{"scan_id": builders.unique("scan"), "space": house.name, "description": "Lamp"} for _lamp in range(2)
	]
	first = scans.take_scans(audit.name, sent, device_now=now_datetime())
	again = scans.take_scans(audit.name, sent, device_now=now_datetime())
	tags = [answer["tag"] for answer in first]
	assert len(set(tags)) == 2
	assert all(tag.startswith("FI-") for tag in tags)
	assert [answer["tag"] for answer in again] == tags
	assert frappe.db.count("Audit Asset Line", {"audit": audit.name}) == 2


def test_without_a_numbering_a_tag_is_asked_for(house):
	audit = inventory(house)
	with pytest.raises(scans.ScanError, match="without a tag"):
		scans.take_scans(audit.name, [{"scan_id": builders.unique("scan"), "space": house.name}])


def test_what_was_said_last_holds_whatever_comes_first(house):
	audit = inventory(house)
	early, late = "2026-01-05 10:00:00", "2026-01-05 11:00:00"
	make.scan(audit, "N-1", house, description="Right", device_time=late)
	make.scan(audit, "N-1", house, description="Wrong", item=books.item(), device_time=early)
	line = make.line(audit, "N-1")
	assert (line.asset_name, line.new_item) == ("Right", books.ITEM)
	make.scan(audit, "N-2", house, item="No such item")
	assert make.line(audit, "N-2").new_item is None
	assert make.line(audit, "N-2").note.startswith("No such item")


# --- deciding and signing -------------------------------------------------------------------------------------


def test_what_nobody_named_is_named_on_the_work_list(house):
	"""Without an item or a place it cannot be made, and the line says so; a reason settles it, too."""
	audit = inventory(house)
	make.scan(audit, "N-1", house, description="A thing")
	make.scan(audit, "N-2", None)
	audits.end_counting(audit.name)
	lines = [make.line(audit, tag).name for tag in ("N-1", "N-2")]
	assert decisions.accept_proposals(audit.name) == 0
	refused = registering.register(audit.name, lines, {})["refused"]
	assert "which item or asset" in refused[0]["refusal"]
	with pytest.raises(registering.RegisterError, match="no item of fixed assets"):
		registering.register(audit.name, lines, {"item": "No such item"})
	refused = registering.register(audit.name, lines, {"item": books.item()})["refused"]
	assert [row["refusal"] for row in refused] == ["Nobody said where it was seen."]
	assert sign_off.sign_off(audit.name)["refused"]
	decisions.decide(audit.name, [make.line(audit, "N-2").name], "Explain", "Belongs to a visitor")
	assert sign_off.sign_off(audit.name)["signed"]
	assert draft_of(make.line(audit, "N-1").new_asset).asset_name == "A thing"


def test_what_erpnext_refuses_is_a_line_with_its_reason(house):
	"""The item is no fixed asset any more; nothing is made, of the other line neither."""
	audit = inventory(house)
	item = books.item()
	make.scan(audit, "N-1", house, item=item)
	audits.end_counting(audit.name)
	decisions.accept_proposals(audit.name)
	frappe.db.set_value("Item", item, "disabled", 1)
	frappe.clear_document_cache("Item", item)
	answer = sign_off.sign_off(audit.name)
	assert not answer["signed"]
	assert "disabled" in answer["refused"][0]["refusal"]
	assert not frappe.db.exists("Asset", {"om_asset_tag": "N-1"})
	frappe.clear_document_cache("Item", item)


def test_who_may_not_create_assets_in_erpnext_does_not_sign(house, as_user):
	audit = inventory(house)
	make.scan(audit, "N-1", house, item=books.item())
	audits.end_counting(audit.name)
	decisions.accept_proposals(audit.name)
	with as_user(baseline.USERS["office_manager"]), pytest.raises(sign_off.SigningRightError, match="Asset"):
		sign_off.sign_off(audit.name)


def test_cancelling_deletes_the_drafts_and_keeps_what_was_submitted(house):
	audit = inventory(house)
	for tag in ("N-1", "N-2"):
		make.scan(audit, tag, house, item=books.item(), purchase_date="2024-05-06", purchase_amount=100)
	audits.end_counting(audit.name)
	decisions.accept_proposals(audit.name)
	sign_off.sign_off(audit.name)
	kept, gone = (draft_of(make.line(audit, tag).new_asset) for tag in ("N-1", "N-2"))
	kept.update({"available_for_use_date": "2024-05-06", "cost_center": baseline.cost_center()})
	kept.submit()
	frappe.get_doc("Office Audit", audit.name).cancel()
	assert not frappe.db.exists("Asset", gone.name)
	assert frappe.db.get_value("Asset", kept.name, "docstatus") == 1
	later = {row.document_name: row.later for row in frappe.get_doc("Office Audit", audit.name).made}
	assert later == {kept.name: "it was submitted since", gone.name: "Undone"}


# --- unknown tags of a count ----------------------------------------------------------------------------------


def test_drafts_and_purchases_are_offered_for_an_unknown_tag(house):
	item = books.item()
	here = make.asset(house, docstatus=0, status="Draft")
	there = make.asset(builders.space(), docstatus=0, status="Draft")
	tagged = make.asset(house, docstatus=0, status="Draft", om_asset_tag=builders.unique("T"))
	receipt, row = bought(item, 2)
	make.asset(house, purchase_receipt=receipt, item_code=item)
	complete, _row = bought(item, 1, "Purchase Invoice")
	make.asset(house, purchase_invoice=complete, item_code=item)
	audit = make.running_audit(house)
	make.scan(audit, "NEW-1", house)
	found = api.get_register_candidates(make.line(audit, "NEW-1").name)
	drafts = [draft.name for draft in found["drafts"]]
	assert drafts[0] == here
	assert there in drafts and tagged not in drafts
	assert [
		(each.name, each.row, each.lacking) for each in found["purchases"] if each.name in (receipt, complete)
	] == [(receipt, row, 1)]
	assert not {"rate", "base_net_rate", "amount"} & set(found["purchases"][0])


def test_a_draft_gets_the_tag_and_loses_it_when_the_audit_is_cancelled(house):
	draft = make.asset(house, docstatus=0, status="Draft")
	make.asset(house)
	audit = make.running_audit(house)
	make.scan(audit, "NEW-1", house, condition="Good")
	make.scan(audit, "NEW-2", house)
	audits.end_counting(audit.name)
	first, second = (make.line(audit, tag).name for tag in ("NEW-1", "NEW-2"))
	registering.register(audit.name, [first], {"asset": draft})
	with pytest.raises(registering.RegisterError, match="one tag only"):
		registering.register(audit.name, [second], {"asset": draft})
	for row in decisions.open_lines(audit.name):
		decisions.decide(audit.name, [row["name"]], "Explain", "Known")
	assert sign_off.sign_off(audit.name)["signed"]
	assert frappe.db.get_value("Asset", draft, ["om_asset_tag", "om_condition"]) == ("NEW-1", "Good")
	frappe.get_doc("Office Audit", audit.name).cancel()
	assert frappe.db.get_value("Asset", draft, "om_asset_tag") is None


def test_a_thing_of_a_purchase_takes_over_what_was_paid(house):
	"""Two tags, one asset lacking: the second is refused with its reason, and nothing is made."""
	item = books.item()
	receipt, row = bought(item, 1)
	make.asset(house)
	audit = make.running_audit(house)
	make.scan(audit, "NEW-1", house)
	make.scan(audit, "NEW-2", house)
	audits.end_counting(audit.name)
	lines = [make.line(audit, tag).name for tag in ("NEW-1", "NEW-2")]
	registering.register(audit.name, lines, {"purchase_doctype": "Purchase Receipt", "purchase_row": row})
	for each in decisions.open_lines(audit.name):
		decisions.decide(audit.name, [each["name"]], "Explain", "Known")
	answer = sign_off.sign_off(audit.name)
	assert [each["refusal"] for each in answer["refused"]] == [
		f"All assets of {item} in {receipt} are there by now."
	]
	decisions.decide(audit.name, lines[1:], "Explain", "Bought by the neighbours")
	assert sign_off.sign_off(audit.name)["signed"]
	asset = draft_of(make.line(audit, "NEW-1").new_asset)
	assert (asset.purchase_receipt, asset.gross_purchase_amount) == (receipt, 250)
	assert (asset.purchase_date, asset.is_existing_asset) == (getdate(today()), 0)


def test_old_purchases_are_not_offered(house):
	receipt, _row = bought(books.item(), 5)
	frappe.db.set_value("Purchase Receipt", receipt, "posting_date", add_days(today(), -500))
	audit = make.running_audit(house, audit_type="First Inventory")
	make.scan(audit, "NEW-1", house)
	found = registering.candidates(make.line(audit, "NEW-1").name)
	assert receipt not in [row.name for row in found["purchases"]]
