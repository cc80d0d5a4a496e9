"""Which assets are to be counted again, by how often their category asks for it (Asset Category, Count Every).

Computed when it is read: from the last sight in a signed count, or from when the asset came into use. For the report
on coverage, the year's plan and the form of an asset. The functions check no permission.
"""

from datetime import date

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Date, Min, Sum
from frappe.utils import cint, flt, getdate
from pypika.terms import CustomFunction, LiteralValue

from office_management.domain.counts_due import next_due
from office_management.erp.assets import value_terms
from office_management.office_audits.freezing import NOT_THERE

ASSET, CATEGORY = "Asset", "Asset Category"
EVERY = "om_count_every_months"
AddMonths = CustomFunction("TIMESTAMPADD", ["unit", "number", "day"])


def due_term(asset, category):
	"""The day by which an asset is to be counted, as a term of a query; NULL where that is not asked for.

	Args:
		category: Asset Category, as pypika sees it, joined to the asset.
	"""
	since = Coalesce(
		Date(asset.om_last_verified_on),
		asset.available_for_use_date,
		asset.purchase_date,
		Date(asset.creation),
	)
	every = Coalesce(category[EVERY], 0)
	return Case().when(every > 0, AddMonths(LiteralValue("MONTH"), every, since))


def by_category(company: str | None = None, on_date: date | str | None = None) -> list[frappe._dict]:
	"""One row per category whose assets are counted regularly, by name.

	Each has asset_category, every_months, assets, value, never_counted, due (how many on that day), due_value,
	next_due (the first day on which one of them is due) and last_counted_on.
	"""
	asset, category, book = (frappe.qb.DocType(name) for name in (ASSET, CATEGORY, "Asset Finance Book"))
	due, worth = due_term(asset, category), value_terms(asset, book)
	is_due = due <= getdate(on_date)
	query = (
		frappe.qb.from_(asset)
		.join(category)
		.on(category.name == asset.asset_category)
		.left_join(book)
		.on((book.parent == asset.name) & (book.parenttype == ASSET) & (book.idx == 1))
		.select(asset.asset_category, category[EVERY].as_("every_months"), Count("*").as_("assets"))
		.select(
			Sum(worth).as_("value"),
			Sum(Case().when(asset.om_last_verified_on.isnull(), 1).else_(0)).as_("never_counted"),
			Sum(Case().when(is_due, 1).else_(0)).as_("due"),
			Sum(Case().when(is_due, worth).else_(0)).as_("due_value"),
			Min(due).as_("next_due"),
			Min(asset.om_last_verified_on).as_("last_counted_on"),
		)
		.where((asset.docstatus == 1) & asset.status.notin(NOT_THERE) & (category[EVERY] > 0))
		.groupby(asset.asset_category, category[EVERY])
		.orderby(asset.asset_category)
	)
	if company:
		query = query.where(asset.company == company)
	return [_typed(row) for row in query.run(as_dict=True)]


def _typed(row: frappe._dict) -> frappe._dict:
	for field in ("assets", "never_counted", "due", "every_months"):
		row[field] = cint(row[field])
	for field in ("value", "due_value"):
		row[field] = flt(row[field])
	row.next_due = row.next_due and getdate(row.next_due)
	return row


def due_of(asset) -> date | None:
	"""The day by which one asset (a document) is to be counted; None where that is not asked for, or it is gone."""
	if asset.docstatus != 1 or asset.status in NOT_THERE:
		return None
	every = (
		cint(frappe.get_cached_value(CATEGORY, asset.asset_category, EVERY)) if asset.asset_category else 0
	)
	seen = asset.get("om_last_verified_on")
	since = asset.available_for_use_date or asset.purchase_date or asset.creation
	return next_due(every, seen and getdate(seen), since and getdate(since))
