"""Assets as ERPNext keeps them, with items, accounts and movements: for what is booked. See builders.py."""

import datetime

import frappe

from tests import baseline, builders

ITEM, CATEGORY = "OM Chair", "OM Furniture"


def accounts() -> None:
	"""The company can scrap: it names the account of losses and a cost centre."""
	frappe.db.set_value(
		"Company",
		baseline.COMPANY,
		{
			"disposal_account": account("Gain/Loss on Asset Disposal"),
			"depreciation_cost_center": baseline.cost_center(),
			"accumulated_depreciation_account": account("Accumulated Depreciation"),
			"depreciation_expense_account": account("Depreciation"),
		},
	)
	frappe.clear_document_cache("Company", baseline.COMPANY)


def account(label: str) -> str:
	"""An account of the baseline company by its label."""
	found = frappe.db.get_value(
		"Account", {"account_name": label, "company": baseline.COMPANY, "is_group": 0}
	)
	assert found, label
	return found


def item() -> str:
	"""A fixed asset's item, with a category that names accounts."""
	if not frappe.db.exists("Asset Category", CATEGORY):
		category = frappe.new_doc("Asset Category")
		category.asset_category_name = CATEGORY
		category.append(
			"accounts",
			{
				"company_name": baseline.COMPANY,
				"fixed_asset_account": account("Office Equipments"),
				"accumulated_depreciation_account": account("Accumulated Depreciation"),
				"depreciation_expense_account": account("Depreciation"),
			},
		)
		category.insert()
	if not frappe.db.exists("Item", ITEM):
		frappe.get_doc(
			{
				"doctype": "Item",
				"item_code": ITEM,
				"item_group": "All Item Groups",
				"stock_uom": "Nos",
				"is_stock_item": 0,
				"is_fixed_asset": 1,
				"asset_category": CATEGORY,
				"is_grouped_asset": 1,
				"auto_create_assets": 0,
			}
		).insert()
	return ITEM


def asset(space, cost: float = 8000, accumulated: float = 0, **values) -> str:
	"""A submitted Asset bought a year ago, with its first movement.

	Args:
		accumulated: what was depreciated before.
		values: fields of Asset.
	"""
	accounts()
	bought = datetime.date(datetime.date.today().year - 1, 1, 1)
	doc = frappe.get_doc(
		{
			"doctype": "Asset",
			"asset_name": builders.unique("Chair "),
			"item_code": item(),
			"company": baseline.COMPANY,
			"location": getattr(space, "name", space),
			"is_existing_asset": 1,
			"purchase_date": bought,
			"available_for_use_date": bought,
			"gross_purchase_amount": cost,
			"purchase_amount": cost,
			"asset_quantity": 1,
			"cost_center": baseline.cost_center(),
			**values,
		}
	)
	if accumulated:
		doc.update(
			{
				"calculate_depreciation": 1,
				"opening_accumulated_depreciation": accumulated,
				"opening_number_of_booked_depreciations": 1,
			}
		)
		doc.append(
			"finance_books",
			{
				"depreciation_method": "Straight Line",
				"frequency_of_depreciation": 12,
				"total_number_of_depreciations": 5,
				"depreciation_start_date": datetime.date(bought.year + 1, 12, 31),
			},
		)
	doc.insert()
	doc.submit()
	return doc.name


def entries(journal_entry: str) -> dict[str, float]:
	"""{account label: debit less credit} of a Journal Entry in the general ledger."""
	rows = frappe.get_all(
		"GL Entry",
		{"voucher_no": journal_entry, "is_cancelled": 0},
		["account", "debit", "credit"],
		order_by="account",
	)
	names = {row.account: frappe.db.get_value("Account", row.account, "account_name") for row in rows}
	found: dict[str, float] = {}
	for row in rows:
		found[names[row.account]] = found.get(names[row.account], 0) + row.debit - row.credit
	return found
