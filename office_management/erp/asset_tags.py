"""The tags of ERPNext's assets: which are taken, which assets have none, and giving them. The callers check rights."""

from collections.abc import Collection

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint
from pypika.terms import Criterion

ASSET = "Asset"
TAG = "om_asset_tag"
GONE = ("Sold", "Scrapped", "Capitalized")
BOUGHT_BY = {"Purchase Receipt": "purchase_receipt", "Purchase Invoice": "purchase_invoice"}


def reserve_numbers(key: str, number: int) -> int:
	"""Take so many numbers in a row for good, and answer the first; nobody else ever gets them.

	The row of `key` stays locked until the transaction ends. If that is undone, the numbers are free again.
	"""
	series = frappe.qb.DocType("Series")
	locked = frappe.qb.from_(series).select(series.current).where(series.name == key).for_update()
	rows = locked.run()
	if not rows:
		frappe.qb.into(series).ignore().columns(series.name, series.current).insert(key, 0).run()
		rows = locked.run()
	current = cint(rows[0][0])
	frappe.qb.update(series).set(series.current, current + number).where(series.name == key).run()
	return current + 1


def taken(tags: Collection[str]) -> set[str]:
	"""Which of these stand on an asset already, or are an asset's own number; casefolded, as they are now."""
	asset, wanted = frappe.qb.DocType(ASSET), sorted(tags) or [""]
	found: set[str] = set()
	for column in (asset[TAG], asset.name):
		rows = frappe.qb.from_(asset).select(column).where(column.isin(wanted)).run(pluck=True)
		found.update(value.casefold() for value in rows)
	return found


def there(asset) -> Criterion:
	"""Assets that are not gone, for a query on Asset; those that ERPNext makes of a purchase have no status at first."""
	return (asset.docstatus < 2) & Coalesce(asset.status, "").notin(GONE)


def untagged(asset) -> Criterion:
	"""Those of them that have no tag."""
	return (Coalesce(asset[TAG], "") == "") & there(asset)


def untagged_of(names: Collection[str]) -> list[str]:
	"""Those of these assets that have no tag, their rows locked, the oldest first."""
	asset = frappe.qb.DocType(ASSET)
	query = frappe.qb.from_(asset).select(asset.name).where(asset.name.isin(sorted(names) or [""]))
	query = query.where(untagged(asset)).orderby(asset.creation).orderby(asset.name)
	return query.for_update().run(pluck=True)


def bought_by(doctype: str, name: str) -> list[str]:
	"""The assets that ERPNext made of a Purchase Receipt or Purchase Invoice."""
	field = BOUGHT_BY[doctype]
	return frappe.get_all(ASSET, {field: name, "docstatus": ("<", 2)}, pluck="name", order_by="name")


def write_tags(tags: dict[str, str]) -> None:
	"""{asset: tag}: write them, without events; the tags are new ones."""
	frappe.db.bulk_update(ASSET, {name: {TAG: tag} for name, tag in tags.items()})


def put_tag(asset: str, tag: str | None) -> None:
	"""Write the tag of one asset; None takes it off."""
	frappe.db.set_value(ASSET, asset, TAG, tag)
	frappe.clear_document_cache(ASSET, asset)


def take_off(asset: str, tag: str) -> None:
	"""Take this tag off an asset, if it still carries it."""
	if frappe.db.get_value(ASSET, asset, TAG) == tag:
		put_tag(asset, None)


def other_with(tag: str, asset: str | None) -> str | None:
	"""Another asset that carries this tag, or whose own number it is."""
	table = frappe.qb.DocType(ASSET)
	same = (table[TAG] == tag) | (table.name == tag)
	query = frappe.qb.from_(table).select(table.name).where(same & (table.name != (asset or "")))
	return next(iter(query.orderby(table.name).limit(1).run(pluck=True)), None)


def label_facts(names: Collection[str]) -> list[frappe._dict]:
	"""What stands on a label: name, tag (the asset's own number where it has none), asset_name, company; by place."""
	asset = frappe.qb.DocType(ASSET)
	query = frappe.qb.from_(asset).select(asset.name, asset.asset_name, asset.company, asset[TAG].as_("tag"))
	rows = query.where(asset.name.isin(sorted(names) or [""]))
	rows = rows.orderby(asset.location).orderby(asset[TAG]).orderby(asset.name).run(as_dict=True)
	return [frappe._dict(row, tag=row.tag or row.name) for row in rows]
