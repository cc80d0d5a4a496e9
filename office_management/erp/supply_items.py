"""The items of ERPNext that employees order as office supplies: what they are called, in which unit, where from.

Employees hold no right on Item: they are given an allow-list of fields, never a price.
"""

from collections.abc import Iterable

import frappe
from erpnext.setup.doctype.item_group.item_group import get_item_group_defaults
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import cint, flt, nowdate
from pypika.terms import Criterion

from office_management.savepoints import undone_on_error

GROUP, OTHER = "Office Supplies", "Office Supplies (other)"
PIECES = ("Nos", "Unit", "Each", "Nos.", "Piece", "Pcs")
"""Units that go without saying."""
COLUMNS = (
	"name",
	"item_name",
	"item_group",
	"image",
	"description",
	"stock_uom",
	"purchase_uom",
	"is_stock_item",
	"lead_time_days",
	"om_usual_quantity",
)


def supply_items(
	names: Iterable[str] | None = None,
	search: str = "",
	group: str | None = None,
	start: int = 0,
	limit: int | None = None,
) -> list[frappe._dict]:
	"""Items that may be ordered now, by name, each with `uom`, `factor` (stock units in one) and `whole`.

	Args:
		names: only these.
		search: part of the name, the code, the group or a barcode.
		group: only of this item group.
		start, limit: a page of the list.
	"""
	item = frappe.qb.DocType("Item")
	query = frappe.qb.from_(item).select(*(item[column] for column in COLUMNS)).where(_orderable(item))
	if names is not None:
		query = query.where(item.name.isin(sorted(set(names)) or [""]))
	if group:
		query = query.where(item.item_group == group)
	for word in search.split()[:5]:
		query = query.where(_holds(item, word))
	query = query.orderby(item.item_name).orderby(item.name)
	query = query.limit(limit).offset(start) if limit else query
	return with_units(query.run(as_dict=True))


def supply_groups() -> list[str]:
	"""The item groups that have something to order, by name."""
	item = frappe.qb.DocType("Item")
	query = frappe.qb.from_(item).select(item.item_group).distinct().where(_orderable(item))
	return query.orderby(item.item_group).run(pluck=True)


def _orderable(item) -> Criterion:
	lasting = item.end_of_life.isnull() | (item.end_of_life >= nowdate())
	obtainable = (item.is_purchase_item == 1) | (item.is_stock_item == 1)
	other = other_item()
	return Criterion.all(
		[
			(item.om_is_office_supply == 1) & (item.disabled == 0) & (item.has_variants == 0),
			(item.is_fixed_asset == 0) & lasting & obtainable,
			item.name != (other or ""),
		]
	)


def _holds(item, word: str) -> Criterion:
	barcode = frappe.qb.DocType("Item Barcode")
	like = f"%{word}%"
	scanned = frappe.qb.from_(barcode).select(barcode.parent).where(barcode.barcode == word)
	return Criterion.any(
		[item.item_name.like(like), item.name.like(like), item.item_group.like(like), item.name.isin(scanned)]
	)


def with_units(items: list[frappe._dict]) -> list[frappe._dict]:
	"""Add to each item the unit it is ordered in: that of purchase where it is known, else that of the stock."""
	factors = _factors(items)
	for item in items:
		factor = factors.get((item.name, item.purchase_uom)) if item.purchase_uom else None
		item.uom, item.factor = (item.purchase_uom, flt(factor)) if factor else (item.stock_uom, 1.0)
		item.whole = cint(frappe.get_cached_value("UOM", item.uom, "must_be_whole_number"))
	return items


def _factors(items: list[frappe._dict]) -> dict[tuple[str, str], float]:
	rows = frappe.get_all(
		"UOM Conversion Detail",
		filters={"parenttype": "Item", "parent": ("in", [item.name for item in items] or [""])},
		fields=["parent", "uom", "conversion_factor"],
		order_by="parent, idx",
	)
	return {(row.parent, row.uom): row.conversion_factor for row in rows}


# --- the store ------------------------------------------------------------------------------------------------


def store_of(item: frappe._dict, company: str) -> str | None:
	"""The warehouse an item of a company is kept in: its own, its group's, the company's usual one, or any."""
	proposed = (
		frappe.db.get_value("Item Default", {"parent": item.name, "company": company}, "default_warehouse"),
		get_item_group_defaults(item.name, company).get("default_warehouse"),
		frappe.db.get_single_value("Stock Settings", "default_warehouse"),
	)
	return next((name for name in proposed if name and _is_store(name, company)), None) or _any_store(company)


def _is_store(warehouse: str, company: str) -> bool:
	found = frappe.get_cached_value("Warehouse", warehouse, ["company", "is_group", "disabled"])
	return bool(found) and tuple(found) == (company, 0, 0)


def _any_store(company: str) -> str | None:
	filters = {"company": company, "is_group": 0, "disabled": 0, "warehouse_type": ("!=", "Transit")}
	found = frappe.get_all("Warehouse", filters=filters, pluck="name", order_by="lft", limit=1)
	return found[0] if found else None


def free_in_store(item: str, warehouse: str) -> float:
	"""What stands in a store, in stock units, less what is reserved and what requests for issue have asked for."""
	bin_ = frappe.db.get_value(
		"Bin", {"item_code": item, "warehouse": warehouse}, ["actual_qty", "reserved_qty"], as_dict=True
	)
	if not bin_ or bin_.actual_qty <= 0:
		return 0.0
	return flt(bin_.actual_qty) - flt(bin_.reserved_qty) - _asked_for(item, warehouse)


def _asked_for(item: str, warehouse: str) -> float:
	request, row = frappe.qb.DocType("Material Request"), frappe.qb.DocType("Material Request Item")
	return flt(
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(Sum(row.stock_qty - Coalesce(row.ordered_qty, 0)))
		.where((row.item_code == item) & (row.warehouse == warehouse))
		.where((request.docstatus < 2) & (request.material_request_type == "Material Issue"))
		.where(
			request.status.notin(["Stopped", "Cancelled"]) & (row.stock_qty > Coalesce(row.ordered_qty, 0))
		)
		.run(pluck=True)[0]
	)


# --- what is not in the list ----------------------------------------------------------------------------------


def other_item() -> str | None:
	"""The item that free text is ordered under; None when the office has none."""
	return frappe.db.get_single_value("Office Management Settings", "other_supplies_item") or None


def set_up_other_item() -> dict[str, str]:
	"""Make the item for free text and name it in the settings, unless an office has decided otherwise.

	An office that cleared the setting keeps the item, and so it stays cleared. Nothing is made while ERPNext has no
	groups and units yet (no company was set up): later this does it.

	Returns:
		what was made: DocType -> name.
	"""
	if not can_set_up_other_item():
		return {}
	made = {} if frappe.db.exists("Item Group", GROUP) else {"Item Group": _make_group(_top_group())}
	made["Item"] = _make_item(_piece())
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", OTHER)
	return made


def can_set_up_other_item() -> bool:
	"""Whether `set_up_other_item` would make it now."""
	decided = other_item() or frappe.db.exists("Item", OTHER)
	return not decided and bool(_top_group() and _piece())


def _piece() -> str | None:
	return next((unit for unit in PIECES if frappe.db.exists("UOM", unit)), None)


def _top_group() -> str | None:
	"""The root of the item groups: whatever it is called in this site's language."""
	found = frappe.get_all("Item Group", filters={"is_group": 1}, pluck="name", order_by="lft", limit=1)
	return found[0] if found else None


def _make_group(root: str) -> str:
	group = frappe.get_doc({"doctype": "Item Group", "item_group_name": GROUP, "parent_item_group": root})
	# set-up: by install, migrate, or the first order, whose caller has checked who orders
	return group.insert(ignore_permissions=True).name


def _make_item(uom: str) -> str:
	item = frappe.get_doc(
		{
			"doctype": "Item",
			"item_code": OTHER,
			"item_name": OTHER,
			"item_group": GROUP,
			"stock_uom": uom,
			"is_stock_item": 0,
			"is_sales_item": 0,
			"is_purchase_item": 1,
			"include_item_in_manufacturing": 0,
		}
	)
	# set-up: by install, migrate, or the first order checked by the caller; the name is ours, never a series
	return item.insert(ignore_permissions=True, set_name=OTHER).name


def delete_unused(doctype: str, name: str) -> None:
	"""At uninstall: delete what was made, if nobody has used it."""
	try:
		with undone_on_error():
			frappe.delete_doc(doctype, name, ignore_permissions=True, ignore_missing=True)  # uninstall only
	except frappe.ValidationError:  # in use: it is the company's now
		frappe.clear_messages()
