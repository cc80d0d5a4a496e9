"""Fixed assets in the rooms, moved as ERPNext moves them."""

from datetime import datetime, time

import frappe

from office_management.demo.data import things
from office_management.demo.documents import make_unless_there
from office_management.demo.plan.shapes import Plan, Thing


def make_equipment(plan: Plan, company: str, locations: dict[str, str], people: dict[str, str]) -> None:
	"""Items, their categories, and submitted Assets; a Transfer for each that was moved since.

	Args:
		locations: a space's key -> its Location's name.
		people: employee number -> Employee.
	"""
	_make_items(company)
	cost_center = frappe.get_cached_value("Company", company, "depreciation_cost_center")
	for thing in plan.things:
		asset = _make_asset(thing, company, cost_center, locations, people)
		if thing.moved_on:
			_move(asset, thing, company, locations)


def _make_items(company: str) -> None:
	account = frappe.db.get_value(
		"Account", {"company": company, "account_type": "Fixed Asset", "is_group": 0}, "name", order_by="name"
	)
	for category in things.CATEGORIES:
		make_unless_there(
			"Asset Category",
			{"asset_category_name": category},
			accounts=[{"company_name": company, "fixed_asset_account": account}],
		)
	root = frappe.db.get_value(
		"Item Group", {"parent_item_group": ("in", ("", None))}, "name", order_by="lft"
	)
	group = make_unless_there("Item Group", {"item_group_name": things.ITEM_GROUP}, parent_item_group=root)
	unit = make_unless_there("UOM", {"uom_name": "Nos"}, must_be_whole_number=1)
	for code, (name, category, _price) in things.ITEMS.items():
		make_unless_there(
			"Item",
			{"item_code": code},
			item_name=name,
			item_group=group,
			stock_uom=unit,
			is_stock_item=0,
			is_fixed_asset=1,
			auto_create_assets=0,
			asset_category=category,
		)


def _make_asset(thing: Thing, company: str, cost_center: str, locations: dict, people: dict) -> str:
	name, category, price = things.ITEMS[thing.item]
	asset = frappe.get_doc(
		{
			"doctype": "Asset",
			"item_code": thing.item,
			"asset_name": name,
			"asset_category": category,
			"company": company,
			"cost_center": cost_center,
			"asset_owner": "Company",
			"location": locations[thing.space],
			"custodian": people.get(thing.custodian),
			"is_existing_asset": 1,
			"gross_purchase_amount": price,
			"purchase_date": thing.bought,
			"available_for_use_date": thing.bought,
			"calculate_depreciation": 0,
		}
	)
	asset.flags.ignore_permissions = True  # create() is for System Managers only
	asset.insert()
	asset.submit()
	return asset.name


def _move(asset: str, thing: Thing, company: str, locations: dict[str, str]) -> None:
	movement = frappe.get_doc(
		{
			"doctype": "Asset Movement",
			"company": company,
			"purpose": "Transfer",
			"transaction_date": datetime.combine(thing.moved_on, time(10, 30)),
			"assets": [
				{
					"asset": asset,
					"source_location": locations[thing.space],
					"target_location": locations[thing.moved_to],
				}
			],
		}
	)
	movement.flags.ignore_permissions = True  # create() is for System Managers only
	movement.insert()
	movement.submit()
