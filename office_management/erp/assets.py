"""What ERPNext's assets tell about a place. Office roles hold no right on Asset: they get an allow-list."""

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count
from pypika.functions import NullIf

from office_management.erp.places import location_facts

GONE = ("Scrapped", "Sold")
REPAIR = "Asset Repair"
BEYOND_REPAIR = ("Sold", "Scrapped", "Fully Depreciated", "Capitalized", "Cancelled")
"""What ERPNext books no repair on (the last two only by consequence)."""
NOT_KEPT_UP = (*GONE, "Capitalized")
"""An asset in one of these needs no upkeep any more: it has gone, or has become part of another."""


def assets_at(location: str, below: bool = True, limit: int | None = 50) -> list[frappe._dict]:
	"""Return the assets standing at a Location, and with `below` at every Location under it.

	The caller has checked that the user may see the place. Only these fields are given, never values or costs:
	name, asset_name, item_code, asset_category, location, custodian, custodian_name, status.
	"""
	asset, employee = frappe.qb.DocType("Asset"), frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(asset)
		.left_join(employee)
		.on(employee.name == asset.custodian)
		.select(
			asset.name,
			asset.asset_name,
			asset.item_code,
			asset.asset_category,
			asset.location,
			asset.custodian,
			employee.employee_name.as_("custodian_name"),
			asset.status,
		)
		.where(_stands_at(asset, location, below))
		.orderby(asset.location)
		.orderby(asset.asset_name)
	)
	return (query.limit(limit) if limit else query).run(as_dict=True)


def count_assets_at(location: str, below: bool = True) -> int:
	"""Return how many assets `assets_at` would list without a limit."""
	asset = frappe.qb.DocType("Asset")
	query = frappe.qb.from_(asset).select(Count(asset.name)).where(_stands_at(asset, location, below))
	return query.run(pluck=True)[0]


def _stands_at(asset, location: str, below: bool):
	"""Not cancelled, not scrapped or sold, and at this place."""
	is_here = asset.location == location
	place = location_facts([location]).get(location) if below else None
	if place:
		table = frappe.qb.DocType("Location")
		inside = frappe.qb.from_(table).select(table.name).where(table.lft[place.lft : place.rgt])
		is_here = asset.location.isin(inside)
	return is_here & (asset.docstatus < 2) & asset.status.notin(GONE)


def assets_to_keep_up(
	location: str | None = None, category: str | None = None, names: list[str] | None = None
) -> list[frappe._dict]:
	"""Return the assets that can be worked on: submitted, and neither gone nor part of another asset.

	Args:
		location: only those at this Location or below it.
		category: only those of this Asset Category.
		names: only these.

	Only name, asset_name, location and company are given.
	"""
	asset = frappe.qb.DocType("Asset")
	query = (
		frappe.qb.from_(asset)
		.select(asset.name, asset.asset_name, asset.location, asset.company)
		.where((asset.docstatus == 1) & asset.status.notin(NOT_KEPT_UP))
		.orderby(asset.name)
	)
	if location:
		query = query.where(_stands_at(asset, location, below=True))
	if category:
		query = query.where(asset.asset_category == category)
	return (query if names is None else query.where(asset.name.isin(names or [""]))).run(as_dict=True)


def facts_for_repair(asset: str) -> frappe._dict | None:
	"""What decides whether an asset can be repaired: name, asset_name, status, docstatus, company, cost_center."""
	fields = ["name", "asset_name", "status", "docstatus", "company", "cost_center", "location"]
	return frappe.db.get_value("Asset", asset, fields, as_dict=True)


def repair_for(task: str) -> str | None:
	"""The repair made for a job that is not cancelled, as it is at this moment (locking)."""
	repair = frappe.qb.DocType(REPAIR)
	mine = (repair.om_facility_task == task) & (repair.docstatus < 2) & (repair.repair_status != "Cancelled")
	query = frappe.qb.from_(repair).select(repair.name).where(mine).orderby(repair.creation).limit(1)
	return next(iter(query.for_update().run(pluck=True)), None)


def draft_repair(asset: frappe._dict, task: str, description: str, failed_on, cost_center: str | None) -> str:
	"""Make a pending Asset Repair for a job, with the acting user's own rights. Returns its name.

	ERPNext calls the asset "Out of Order" as long as the repair is pending.
	Raises frappe.PermissionError unless ERPNext lets the user create repairs.
	"""
	repair = frappe.new_doc(REPAIR)
	repair.update(
		{
			"asset": asset.name,
			"company": asset.company,
			"failure_date": failed_on,
			"repair_status": "Pending",
			"description": description,
			"cost_center": cost_center or asset.cost_center,
			"om_facility_task": task,
		}
	)
	return repair.insert().name


def value_terms(asset, book):
	"""What an asset is worth in the books now, as a term of a query, in company currency.

	Args:
		asset: Asset, as pypika sees it.
		book: its first Asset Finance Book, left-joined; it keeps the value of an asset that is depreciated.
	"""
	cost = asset.net_purchase_amount if has_net_purchase_amount() else asset.gross_purchase_amount
	kept = Coalesce(NullIf(asset.value_after_depreciation, 0), cost)
	return (
		Case()
		.when(asset.calculate_depreciation == 1, Coalesce(book.value_after_depreciation, kept))
		.else_(kept)
	)


def has_net_purchase_amount() -> bool:
	"""Version 16 of ERPNext calls `gross_purchase_amount` so."""
	return frappe.get_meta("Asset").has_field("net_purchase_amount")
