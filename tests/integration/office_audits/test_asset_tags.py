"""Tags that make themselves, labels, and when assets are to be counted next."""

import frappe
import pytest
from frappe.utils import add_months, getdate, now_datetime, today

from office_management.office_administration.doctype.office_management_settings.office_management_settings import (
	TagPatternError,
)
from office_management.office_audits import (
	api,
	asset_choice,
	audits,
	counts_due,
	decisions,
	labels,
	sign_off,
	tag_numbers,
)
from tests import asset_builders as books
from tests import audit_builders as make
from tests import baseline, builders
from tests import purchasing_builders as purchases
from tests.people import OTHER_COMPANY

SETTINGS = "Office Management Settings"


@pytest.fixture
def numbering():
	"""Tags make themselves; each test counts a row of numbers of its own."""
	prefix = builders.unique("T")
	frappe.db.set_single_value(SETTINGS, "asset_tag_pattern", f"{prefix}-.###")
	return prefix


def tag_of(asset: str) -> str | None:
	return frappe.db.get_value("Asset", asset, "om_asset_tag")


def draft_asset(**values):
	"""A draft as ERPNext makes one by hand."""
	books.accounts()
	made = {
		"doctype": "Asset",
		"asset_name": builders.unique("Chair "),
		"item_code": books.item(),
		"company": baseline.COMPANY,
		"location": builders.space().name,
		"is_existing_asset": 1,
		"purchase_date": today(),
		"available_for_use_date": today(),
		"gross_purchase_amount": 100,
		"purchase_amount": 100,
		"asset_quantity": 1,
		"cost_center": baseline.cost_center(),
	}
	return frappe.get_doc({**made, **values}).insert()


# --- tags -----------------------------------------------------------------------------------------------------


def test_off_by_default_and_typed_by_hand():
	frappe.db.set_single_value(SETTINGS, "asset_tag_pattern", None)
	asset = draft_asset()
	assert asset.om_asset_tag is None
	asset.om_asset_tag = f" {builders.unique('HAND')} "
	asset.save()
	assert asset.om_asset_tag == asset.om_asset_tag.strip()
	with pytest.raises(tag_numbers.TagTakenError, match="tag or number of"):
		draft_asset(om_asset_tag=asset.om_asset_tag.lower())
	with pytest.raises(tag_numbers.TagTakenError, match="tag or number of"):
		draft_asset(om_asset_tag=asset.name)
	with pytest.raises(tag_numbers.NoNumberingError, match="no numbering yet"):
		tag_numbers.make_tags([asset.name])


def test_a_number_is_never_given_twice(numbering):
	first, second = draft_asset(), draft_asset()
	assert [first.om_asset_tag, second.om_asset_tag] == [f"{numbering}-001", f"{numbering}-002"]
	frappe.delete_doc("Asset", second.name, force=True)
	draft_asset(om_asset_tag=f"{numbering}-003")
	assert draft_asset().om_asset_tag == f"{numbering}-004"


def test_assets_of_a_purchase_get_tags_when_it_is_submitted(numbering):
	"""ERPNext writes them without events."""
	books.accounts()
	books.item()
	values = {
		"doctype": "Item",
		"item_code": builders.unique("Laptop "),
		"item_group": "All Item Groups",
		"stock_uom": "Nos",
		"is_stock_item": 0,
		"is_fixed_asset": 1,
		"asset_category": books.CATEGORY,
		"auto_create_assets": 1,
		"asset_naming_series": "ACC-ASS-.YYYY.-",
	}
	item = frappe.get_doc(values).insert().name
	bought = purchases.receipt(item, qty=3, asset_location=builders.space().name)
	tags = frappe.get_all("Asset", {"purchase_receipt": bought.name}, pluck="om_asset_tag", order_by="name")
	assert sorted(tags) == [f"{numbering}-00{number}" for number in (1, 2, 3)]


def test_make_tags_for_those_that_have_none(numbering, as_user):
	site = builders.space()
	old, tagged = make.asset(site), make.asset(site, om_asset_tag=builders.unique("OLD"))
	gone, elsewhere = make.asset(site, status="Scrapped"), make.asset(builders.space())
	with as_user(baseline.USERS["office_manager"]):
		assert api.make_asset_tags(space=site.name) == {"made": 1, "queued": False}
		assert api.make_asset_tags(space=site.name)["made"] == 0
	assert tag_of(old) == f"{numbering}-001"
	assert tag_of(tagged).startswith("OLD")
	assert tag_of(gone) is None and tag_of(elsewhere) is None
	with as_user(baseline.USERS["auditor"]), pytest.raises(frappe.PermissionError):
		api.make_asset_tags(space=site.name)


def test_many_are_tagged_in_the_background_and_the_job_can_run_twice(numbering, monkeypatch):
	monkeypatch.setattr(tag_numbers, "AT_ONCE", 2)
	assets = [make.asset() for _asset in range(5)]
	queued = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **given: queued.append(given))
	assert tag_numbers.make_tags(assets) == {"made": 0, "queued": True}
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **_more: told.append(args[1]["progress"]))
	for _run in range(2):
		tag_numbers.tag_in_background(queued[0]["assets"], queued[0]["user"])
	assert sorted(tag_of(asset) for asset in assets) == [f"{numbering}-00{number}" for number in range(1, 6)]
	assert told[:4] == [33, 67, 100, 100]


@pytest.mark.parametrize(
	("pattern", "why"),
	[("A-", "write the number once"), ("Å.##", "plain letters"), (f"{'A' * 40}.#", "no label")],
)
def test_a_pattern_that_cannot_count_is_refused(pattern, why):
	settings = frappe.get_doc(SETTINGS)
	settings.asset_tag_pattern = pattern
	with pytest.raises(TagPatternError, match=why):
		settings.save()


# --- labels ---------------------------------------------------------------------------------------------------


def test_labels_of_a_place_begin_where_the_sheet_was_left(as_user):
	site = builders.space()
	make.asset(site, om_asset_tag=builders.unique("L"))
	own = make.asset(builders.room(site), name=builders.unique("OWN"))
	with as_user(baseline.USERS["auditor"]):
		sheet = api.get_asset_labels("4 x 10", 40, space=site.name)
	assert [label["page"] for label in sheet["labels"]] == [0, 1]
	assert own in [label["tag"] for label in sheet["labels"]]
	assert all(label["qr"].startswith("data:image/svg+xml") for label in sheet["labels"])
	assert sheet["left_off"] == 0
	with as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		api.get_asset_labels("4 x 10")


def test_labels_for_what_is_not_in_the_books_yet(numbering, monkeypatch):
	sheet = api.make_new_labels(3, "57 x 32", company=baseline.COMPANY)
	assert [label["tag"] for label in sheet["labels"]] == [f"{numbering}-00{number}" for number in (1, 2, 3)]
	assert draft_asset().om_asset_tag == f"{numbering}-004"
	monkeypatch.setattr(labels, "MOST", 2)
	assert labels.of_assets([make.asset() for _asset in range(3)], "3 x 8")["left_off"] == 1


def test_who_is_limited_to_a_company_gets_no_labels_of_another(as_user):
	mine, other = make.asset(), make.asset(company=OTHER_COMPANY)
	with as_user(baseline.USERS["office_manager"]):
		assert asset_choice.chosen([mine, other]) == [mine]


# --- counting again -------------------------------------------------------------------------------------------


def test_what_is_due_runs_from_the_last_count():
	category = frappe.get_doc(
		{
			"doctype": "Asset Category",
			"asset_category_name": builders.unique("Laptops "),
			"om_count_every_months": 12,
		}
	).insert(ignore_mandatory=True)
	bought = add_months(getdate(), -30)
	seen = make.asset(asset_category=category.name, om_last_verified_on=add_months(now_datetime(), -3))
	never = make.asset(
		asset_category=category.name, available_for_use_date=bought, value_after_depreciation=700
	)
	assert counts_due.due_of(frappe.get_doc("Asset", seen)) == add_months(getdate(), 9)
	assert counts_due.due_of(frappe.get_doc("Asset", never)) == add_months(bought, 12)
	(row,) = [row for row in counts_due.by_category(baseline.COMPANY) if row.asset_category == category.name]
	assert (row.assets, row.due, row.never_counted, row.due_value) == (2, 1, 1, 700)
	assert row.next_due == add_months(bought, 12)


def test_a_cancelled_count_is_no_sight_any_more():
	"""Condition and last sight go back to what the count before it said, and to nothing where there was none."""
	frappe.db.set_single_value(SETTINGS, "second_person_rule", "Off")
	site = builders.space()
	twice, once = make.asset(site), make.asset(site)
	first = signed(site, {twice: "Good"}, missing=[once])
	before = frappe.db.get_value("Asset", twice, "om_last_verified_on")
	second = signed(site, {twice: "Worn", once: "Worn"})
	second.cancel()
	now = {
		asset: frappe.db.get_value("Asset", asset, ["om_condition", "om_last_verified_on"])
		for asset in (twice, once)
	}
	assert now == {twice: ("Good", before), once: (None, None)}
	assert first.docstatus == 1


def signed(site, seen: dict, missing: list | None = None):
	"""A count that is signed off: {asset: condition} were seen, the missing are explained."""
	audit = make.running_audit(site)
	for asset, condition in seen.items():
		make.scan(audit, asset, site, condition=condition)
	audits.end_counting(audit.name)
	for asset in missing or []:
		decisions.decide(audit.name, [make.line(audit, asset).name], "Explain", "On loan")
	assert sign_off.sign_off(audit.name)["signed"]
	return frappe.get_doc("Office Audit", audit.name)
