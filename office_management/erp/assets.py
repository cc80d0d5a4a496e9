"""What ERPNext's assets tell about a place. Office roles hold no right on Asset: they get an allow-list."""

import frappe
from frappe.query_builder.functions import Count

from office_management.erp.places import location_facts

GONE = ("Scrapped", "Sold")


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
