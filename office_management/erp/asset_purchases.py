"""Where a thing that nobody knows may come from: drafts without a tag, and purchases whose assets are not all there.

Only what tells one purchase from another is given, never what it cost: that stays with who may read the document.
"""

from collections.abc import Collection

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import add_days, cint, flt, today

from office_management.erp import asset_tags

ASSET, ITEM = "Asset", "Item"
RECEIPT, INVOICE = "Purchase Receipt", "Purchase Invoice"
ROWS = {RECEIPT: "Purchase Receipt Item", INVOICE: "Purchase Invoice Item"}
LOOK_BACK = 400
"""Days within which a purchase is likely to be the one."""
MOST = 20


def drafts_without_tag(company: str, location: str | None, item: str | None = None) -> list[frappe._dict]:
	"""Draft assets without a tag, those of this place first, then the newest: name, asset_name, item_code, location, purchase_date."""
	asset = frappe.qb.DocType(ASSET)
	fields = ("name", "asset_name", "item_code", "location", "purchase_date")
	query = frappe.qb.from_(asset).select(*(asset[field] for field in fields))
	query = query.where((asset.docstatus == 0) & (asset.company == company) & asset_tags.untagged(asset))
	if item:
		query = query.where(asset.item_code == item)
	here = Case().when(asset.location == (location or ""), 0).else_(1)
	return query.orderby(here).orderby(asset.creation, order=frappe.qb.desc).limit(MOST).run(as_dict=True)


def lacking_purchases(company: str, item: str | None = None) -> list[frappe._dict]:
	"""Rows of recent purchases of fixed assets with fewer assets than were bought, the newest first.

	Each has doctype, name, row, item_code, item_name, supplier, posting_date, lacking.
	"""
	found = [row for doctype in ROWS for row in _bought(doctype, company, item)]
	have = {
		doctype: _assets_of(doctype, {row.name for row in found if row.doctype == doctype})
		for doctype in ROWS
	}
	for row in found:
		row.lacking = cint(row.qty) - have[row.doctype].get((row.name, row.item_code), 0)
	lacking = sorted(
		(row for row in found if row.lacking > 0), key=lambda row: row.posting_date, reverse=True
	)
	return lacking[:MOST]


def _bought(doctype: str, company: str, item: str | None) -> list[frappe._dict]:
	"""What was bought, one entry per document and item."""
	parent, row = frappe.qb.DocType(doctype), frappe.qb.DocType(ROWS[doctype])
	query = (
		frappe.qb.from_(row)
		.join(parent)
		.on(parent.name == row.parent)
		.select(parent.name, parent.supplier, parent.posting_date, row.item_code, row.item_name)
		.select(row.name.as_("row"), row.qty)
		.where((parent.docstatus == 1) & (parent.is_return == 0) & (row.is_fixed_asset == 1))
		.where((parent.company == company) & (parent.posting_date >= add_days(today(), -LOOK_BACK)))
	)
	if doctype == INVOICE:
		query = query.where(Coalesce(row.purchase_receipt, "") == "")
	if item:
		query = query.where(row.item_code == item)
	rows = (
		query.orderby(parent.posting_date, order=frappe.qb.desc).orderby(row.idx).limit(500).run(as_dict=True)
	)
	merged: dict[tuple, frappe._dict] = {}
	for each in rows:
		known = merged.setdefault((each.name, each.item_code), frappe._dict(each, doctype=doctype, qty=0))
		known.qty += cint(each.qty)
	return list(merged.values())


def _assets_of(doctype: str, names: Collection[str]) -> dict[tuple[str, str], int]:
	"""{(purchase, item): how many its assets stand for} of those that are not cancelled."""
	asset = frappe.qb.DocType(ASSET)
	field = asset[asset_tags.BOUGHT_BY[doctype]]
	units = Sum(Coalesce(asset.asset_quantity, 1))
	rows = (
		frappe.qb.from_(asset)
		.select(field, asset.item_code, units)
		.where(field.isin(sorted(names) or [""]) & (asset.docstatus < 2))
		.groupby(field, asset.item_code)
		.orderby(field)
		.run()
	)
	return {(name, item): cint(number) for name, item, number in rows}


def purchase_row(doctype: str, row: str) -> frappe._dict | None:
	"""What an asset takes from the row it was bought by; None where there is no such row of a submitted purchase."""
	if doctype not in ROWS:
		return None
	parent, table = frappe.qb.DocType(doctype), frappe.qb.DocType(ROWS[doctype])
	rate = table.valuation_rate if doctype == RECEIPT else table.base_net_rate
	rows = (
		frappe.qb.from_(table)
		.join(parent)
		.on(parent.name == table.parent)
		.select(parent.name, parent.company, parent.supplier, parent.posting_date)
		.select(table.item_code, table.item_name, table.cost_center, rate.as_("rate"))
		.where((table.name == row) & (parent.docstatus == 1))
		.run(as_dict=True)
	)
	return frappe._dict(rows[0], rate=flt(rows[0].rate)) if rows else None


def still_lacking(doctype: str, name: str, item: str) -> bool:
	"""Whether fewer assets are there than this purchase brought."""
	table = frappe.qb.DocType(ROWS[doctype])
	query = frappe.qb.from_(table).select(table.qty).where((table.parent == name) & (table.item_code == item))
	bought = sum(cint(qty) for qty in query.run(pluck=True))
	return _assets_of(doctype, [name]).get((name, item), 0) < bought


# --- items ----------------------------------------------------------------------------------------------------


def asset_items(txt: str = "", limit: int = MOST) -> list[frappe._dict]:
	"""Items of fixed assets to choose from: name, item_name, asset_category. Checks no permission."""
	item = frappe.qb.DocType(ITEM)
	query = frappe.qb.from_(item).select(item.name, item.item_name, item.asset_category).where(_usable(item))
	if txt:
		like = f"%{txt}%"
		query = query.where(item.name.like(like) | item.item_name.like(like) | item.asset_category.like(like))
	return query.orderby(item.item_name).limit(limit).run(as_dict=True)


def item_facts(names: Collection[str]) -> dict[str, frappe._dict]:
	"""{item: item_name, asset_category} of those of these that are items of fixed assets in use."""
	item = frappe.qb.DocType(ITEM)
	query = frappe.qb.from_(item).select(item.name, item.item_name, item.asset_category)
	rows = query.where(item.name.isin(sorted(names) or [""]) & _usable(item)).run(as_dict=True)
	return {row.name: row for row in rows}


def item_words() -> dict[str, str]:
	"""{code or name, casefolded: item} of items of fixed assets; a name that several have is none."""
	item = frappe.qb.DocType(ITEM)
	rows = frappe.qb.from_(item).select(item.name, item.item_name).where(_usable(item)).run()
	by_name: dict[str, list[str]] = {}
	for name, label in rows:
		by_name.setdefault((label or "").casefold(), []).append(name)
	found = {label: names[0] for label, names in by_name.items() if len(names) == 1}
	return {**found, **{name.casefold(): name for name, _label in rows}}


def _usable(item):
	return (item.is_fixed_asset == 1) & (item.disabled == 0) & (item.is_stock_item == 0)
