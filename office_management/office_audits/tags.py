"""Asset tags: which asset carries which."""

from collections.abc import Collection

import frappe

from office_management.erp.assets import value_terms


def find_asset(tag: str) -> str | None:
	"""The asset with this tag, or with this name where assets have no tags yet; None where there is none."""
	return find_assets({tag}).get(tag)


def find_assets(tags: Collection[str]) -> dict[str, str]:
	"""{tag: asset} of those that carry one of these tags, or are called so. Checks no permission."""
	asset, wanted = frappe.qb.DocType("Asset"), sorted(tags) or [""]
	query = frappe.qb.from_(asset).select(asset.name, asset.om_asset_tag).where(asset.docstatus < 2)
	rows = query.where(asset.om_asset_tag.isin(wanted)).run() + query.where(asset.name.isin(wanted)).run()
	found: dict[str, str] = {}
	folded = {tag.casefold(): tag for tag in wanted}
	for name, tag in rows:
		for known in (tag, name):
			if known and known.casefold() in folded:
				found.setdefault(folded[known.casefold()], name)
	return found


def facts_of(assets: Collection[str]) -> dict[str, frappe._dict]:
	"""{asset: what a line of a count keeps of it}.

	These are asset_name, asset_category, location, space, custodian, status, value, om_condition, om_last_verified_on.
	"""
	asset, space = frappe.qb.DocType("Asset"), frappe.qb.DocType("Office Space")
	book = frappe.qb.DocType("Asset Finance Book")
	rows = (
		frappe.qb.from_(asset)
		.left_join(book)
		.on((book.parent == asset.name) & (book.parenttype == "Asset") & (book.idx == 1))
		.left_join(space)
		.on(space.location == asset.location)
		.select(
			asset.name, asset.asset_name, asset.asset_category, asset.location, asset.custodian, asset.status
		)
		.select(asset.om_condition, asset.om_last_verified_on)
		.select(space.name.as_("space"), value_terms(asset, book).as_("value"))
		.where(asset.name.isin(sorted(assets) or [""]))
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}
