"""A First Inventory from scan to draft assets, and what an unknown tag may stand for."""

import base64
import datetime
import io

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from office_management.office_audits import (
	api,
	audits,
	counting,
	decisions,
	registering,
	scan_lists,
	scans,
	sign_off,
)
from tests import asset_builders as books
from tests import audit_builders as make
from tests import baseline, builders, facility_builders, plan_builders
from tests.shared import once_per_module


@once_per_module
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


def test_a_photo_of_the_thing_goes_into_its_asset(house):
	"""Who may read the asset may see it; the one of the audit stays where it is."""
	audit = inventory(house)
	make.scan(audit, "N-1", house, scan_id="first", item=books.item())
	counting.keep_photo(audit.name, "first", "photo-1", facility_builders.picture())
	audits.end_counting(audit.name)
	decisions.accept_proposals(audit.name)
	assert sign_off.sign_off(audit.name)["signed"]
	image = draft_of(make.line(audit, "N-1").new_asset).image
	assert image.startswith("/private/files/")
	holders = frappe.get_all("File", {"file_url": image}, pluck="attached_to_doctype", order_by="creation")
	assert "Asset" in holders
	assert len(holders) == 2


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


def test_the_page_takes_the_next_tag_for_what_has_none(house, as_user):
	frappe.db.set_single_value("Office Management Settings", "asset_tag_pattern", "NT-.###")
	audit = inventory(house)
	make.asset(house)
	count = make.running_audit(house)
	with as_user(baseline.USERS["auditor"]):
		assert api.new_inventory_tag(audit.name).startswith("NT-")
	with pytest.raises(registering.RegisterError, match="no first inventory"):
		api.new_inventory_tag(count.name)


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


# --- from a spreadsheet ---------------------------------------------------------------------------------------


def as_file(rows: list[list]) -> str:
	"""An XLSX file as a browser sends it."""
	sheet = openpyxl.Workbook()
	for row in rows:
		sheet.active.append(row)
	buffer = io.BytesIO()
	sheet.save(buffer)
	return base64.b64encode(buffer.getvalue()).decode()


def test_a_spreadsheet_is_tried_first_and_taken_once(house):
	"""What cannot be read is told with its row; the rest becomes lines with item, date and amount."""
	item, room = books.item(), builders.room(house)
	audit = inventory(house)
	day = datetime.date(2024, 5, 6)
	content = as_file(
		[
			["Tag", "Room", "Item", "Description", "Number", "Purchase Date", "Amount", "Condition"],
			["X-1", room.name, item.lower(), "Blue chair", 2, day, 1250.5, "Worn"],
			[1002, room.name, None, "Plant", None, None, None, None],
			["X-3", room.name, "No such item", None, None, "soon", "much", None],
		]
	)
	tried = scan_lists.dry_run(audit.name, content)
	assert [row["answer"] for row in tried["rows"]] == ["new", "new", "error"]
	assert tried["rows"][2]["problem"].count(";") == 2
	assert not frappe.db.count("Audit Asset Line", {"audit": audit.name})
	assert scan_lists.take_list(audit.name, content)["counts"] == {"new": 2, "error": 1}
	assert scan_lists.take_list(audit.name, content)["counts"] == {"before": 2, "error": 1}
	line = make.line(audit, "X-1")
	assert (line.new_item, line.asset_name, line.seen_quantity, line.condition) == (
		item,
		"Blue chair",
		2,
		"Worn",
	)
	assert (line.purchase_date, line.purchase_amount) == (day, 1250.5)
	assert make.line(audit, "1002").asset_name == "Plant"


def test_rows_without_a_tag_are_taken_where_tags_make_themselves(house):
	audit = inventory(house)
	content = as_file([["Place", "Description"], [house.name, "Lamp"], [house.name, "Lamp"]])
	with pytest.raises(scan_lists.ScanListError, match="No column is called"):
		scan_lists.dry_run(audit.name, content)
	frappe.db.set_single_value("Office Management Settings", "asset_tag_pattern", "FX-.###")
	first = scan_lists.take_list(audit.name, content)
	tags = [row["tag"] for row in first["rows"]]
	assert len(set(tags)) == 2
	assert all(tag.startswith("FX-") for tag in tags)
	assert scan_lists.take_list(audit.name, content)["counts"] == {"before": 2}


def test_what_a_scan_said_can_be_amended(house):
	audit = inventory(house)
	scan_id = builders.unique("scan")
	make.scan(audit, "N-1", house, scan_id=scan_id)
	make.scan(audit, "N-1", scan_id=scan_id, amend=True, item=books.item(), description="Chair", quantity=3)
	line = make.line(audit, "N-1")
	assert (line.new_item, line.asset_name, line.seen_quantity) == (books.ITEM, "Chair", 3)
