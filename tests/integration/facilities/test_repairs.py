"""A task on an asset and ERPNext's Asset Repair: linked both ways, one per task, with the user's own rights."""

import frappe
import pytest
from frappe.desk.notifications import get_open_count

from office_management.facilities import api
from office_management.facilities.costs import costs_of
from office_management.facilities.repairs import AssetBeyondRepairError, NoAssetError
from tests import baseline, builders
from tests import purchasing_builders as buying


@pytest.fixture
def asset():
	"""An asset in a room, written plainly: nothing about it matters but the facts."""
	room = builders.space(None, builders.space().name, space_type="Room")
	doc = frappe.get_doc(
		{
			"doctype": "Asset",
			"name": builders.unique("OM-ASSET-"),
			"asset_name": "Coffee machine",
			"company": baseline.COMPANY,
			"location": room.location,
			"status": "Submitted",
			"docstatus": 1,
			"cost_center": baseline.cost_center(),
		}
	)
	doc.db_insert()
	return doc


@pytest.fixture
def job(asset):
	return buying.task(asset=asset.name, subject="Coffee machine drips")


@pytest.fixture
def mechanic():
	"""Works on tasks, and holds ERPNext's right on repairs."""
	user = builders.user("Office Manager", "Manufacturing Manager")
	with builders.as_user(user):
		yield user


def test_a_repair_is_made_once_and_linked_both_ways(job, asset, mechanic):
	made = api.create_asset_repair(job.name)
	assert api.create_asset_repair(job.name) == {"name": made["name"], "made": False}
	repair = frappe.get_doc("Asset Repair", made["name"])
	assert (repair.asset, repair.om_facility_task, repair.owner) == (asset.name, job.name, mechanic)
	assert (repair.repair_status, repair.docstatus, repair.cost_center) == (
		"Pending",
		0,
		baseline.cost_center(),
	)
	assert job.subject in repair.description
	links = get_open_count("Facility Task", job.name)["count"]["external_links_found"]
	counts = {row["doctype"]: row["count"] for row in links}
	assert counts["Asset Repair"] == 1
	assert {"doctype": "Asset Repair", "name": repair.name, "status": "Pending", "docstatus": 0} in (
		api.get_buying(job.name)["documents"]
	)


def test_a_repair_given_up_can_be_made_anew(job, mechanic):
	first = api.create_asset_repair(job.name)["name"]
	frappe.db.set_value("Asset Repair", first, "repair_status", "Cancelled")
	again = api.create_asset_repair(job.name)
	assert again["made"]
	assert again["name"] != first


def test_without_erpnext_s_right_nothing_is_made(job):
	for key in ("office_manager", "technician"):
		with builders.as_user(baseline.USERS[key]), pytest.raises(frappe.PermissionError):
			api.create_asset_repair(job.name)
	assert not frappe.db.exists("Asset Repair", {"om_facility_task": job.name})


@pytest.mark.parametrize("status", ["Scrapped", "Sold", "Fully Depreciated"])
def test_what_erpnext_does_not_repair_is_said_plainly(job, asset, mechanic, status):
	frappe.db.set_value("Asset", asset.name, "status", status)
	with pytest.raises(
		AssetBeyondRepairError, match=f"{status}.*Create &gt; Material Request|{status}.*Create >"
	):
		api.create_asset_repair(job.name)


def test_a_task_on_no_asset_has_no_repair(mechanic):
	with pytest.raises(NoAssetError, match="on no asset"):
		api.create_asset_repair(buying.task().name)


def test_what_a_repair_takes_from_the_store_is_for_its_task(asset):
	"""ERPNext makes that Stock Entry by itself, row by row, without our fields."""
	place = builders.space().name
	job = buying.task(asset=asset.name, space=place)
	item = buying.item(is_stock_item=1)
	buying.stock(item, 5, 8)
	repair = api.create_asset_repair(job.name)["name"]
	entry = {
		"doctype": "Stock Entry",
		"stock_entry_type": "Material Issue",
		"company": baseline.COMPANY,
		"asset_repair": repair,
		"items": [{"item_code": item, "qty": 2, "s_warehouse": buying.warehouse()}],
	}
	made = buying.submitted(frappe.get_doc(entry))
	assert (made.items[0].om_facility_task, made.items[0].om_office_space) == (job.name, job.space)
	assert costs_of([job.name])[job.name].issued == 16


def test_a_task_with_a_repair_is_not_deleted(job, mechanic):
	from office_management.facilities.purchase_links import TaskHasPurchasesError

	repair = api.create_asset_repair(job.name)["name"]
	with pytest.raises(TaskHasPurchasesError, match=repair):
		frappe.delete_doc("Facility Task", job.name)
	frappe.delete_doc("Asset Repair", repair, ignore_permissions=True)  # never blocked by us
	frappe.delete_doc("Facility Task", job.name)
