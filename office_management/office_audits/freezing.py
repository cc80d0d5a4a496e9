"""What a count expects, frozen at the moment it starts: one line per asset of its scope.

The assets are read as the transaction sees them and written in portions, so 100,000 of them take seconds, and no row
of them is locked: another count that is signed meanwhile, and holds them for minutes, is not waited for. Done twice it
adds nothing (`line_key` is unique). Place, custodian, number, value and state are those of the moment; what changes in
ERPNext later is shown as "moved since" (see moved.py) and is no error.
"""

import math

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, flt
from pypika.functions import Concat
from pypika.terms import Criterion, CustomFunction

from office_management.bulk_rows import authorship
from office_management.erp.assets import value_terms
from office_management.office_space import api as office_space

LINE, AUDIT = "Audit Asset Line", "Office Audit"
NOT_THERE = ("Draft", "Sold", "Scrapped", "Capitalized", "Cancelled")
"""Assets in one of these states are not expected anywhere."""
KEY_LENGTH = 20
PORTION = 5000
"""So many lines are written by one statement."""
Sha1, Left, Md5 = (
	CustomFunction("SHA1", ["text"]),
	CustomFunction("LEFT", ["text", "n"]),
	CustomFunction("MD5", ["text"]),
)


def freeze(audit: Document) -> int:
	"""Write the lines of a count, and answer how many there are. Checks no permission."""
	names, constant = _names(audit), _constants(audit)
	for start in range(0, len(names), PORTION):
		columns, rows = _facts(audit, names[start : start + PORTION])
		frappe.db.bulk_insert(
			LINE,
			[*columns, *constant],
			[(*row, *constant.values()) for row in rows],
			ignore_duplicates=True,
			chunk_size=PORTION,
		)
	return cint(frappe.db.count(LINE, {"audit": audit.name}))


def _names(audit: Document) -> list[str]:
	"""The assets that the count expects: those of its scope, or the sample of them that its seed draws."""
	asset = frappe.qb.DocType("Asset")
	query = _scoped(frappe.qb.from_(asset), audit, asset).select(asset.name)
	if not audit.sample_percent:
		return query.orderby(asset.name).run(pluck=True)
	size = math.ceil(count_scope(audit) * flt(audit.sample_percent) / 100)
	order = Md5(Concat(audit.sample_seed, asset.name))
	return query.orderby(order).limit(size).run(pluck=True)


def _facts(audit: Document, names: list[str]) -> tuple[list[str], list[tuple]]:
	"""Columns of the lines of these assets, and the lines."""
	asset = frappe.qb.DocType("Asset")
	columns = _columns(audit, asset)
	query = _joined(frappe.qb.from_(asset), asset).where(asset.name.isin(names))
	return list(columns), query.select(*columns.values()).run()


def count_scope(audit: Document) -> int:
	"""How many assets lie in the scope now."""
	asset = frappe.qb.DocType("Asset")
	return _scoped(frappe.qb.from_(asset), audit, asset).select(Count("*")).run()[0][0]


def value_of_scope(audit: Document) -> float:
	"""What they are worth together now, in company currency."""
	asset = frappe.qb.DocType("Asset")
	return flt(_scoped(frappe.qb.from_(asset), audit, asset).select(Sum(_value(asset))).run()[0][0])


def _joined(query, asset):
	"""The query, with what assets are worth and where they lie."""
	book, space = frappe.qb.DocType("Asset Finance Book"), frappe.qb.DocType("Office Space")
	return (
		query.left_join(book)
		.on((book.parent == asset.name) & (book.parenttype == "Asset") & (book.idx == 1))
		.left_join(space)
		.on(space.location == asset.location)
	)


def _scoped(query, audit: Document, asset):
	"""The query, over the assets that the count is about."""
	query = _joined(query, asset)
	if audit.space:
		location = frappe.qb.DocType("Location")
		left, right = office_space.interval_of(audit.space, [frappe.session.user])
		query = query.join(location).on(location.name == asset.location).where(location.lft[left:right])
	return query.where(Criterion.all(_wanted(audit, asset)))


def _wanted(audit: Document, asset) -> list[Criterion]:
	found = [asset.docstatus == 1, asset.status.notin(NOT_THERE), asset.company == audit.company]
	for field in ("asset_category", "custodian", "department"):
		if audit.get(field):
			found.append(asset[field] == audit.get(field))
	if flt(audit.min_value):
		found.append(_value(asset) >= flt(audit.min_value))
	return found


def _value(asset):
	return value_terms(asset, frappe.qb.DocType("Asset Finance Book"))


def _constants(audit: Document) -> dict:
	"""Column of the line -> what is the same in all of them."""
	return {
		**authorship(),
		"docstatus": 0,
		"idx": 0,
		"audit": audit.name,
		"company": audit.company,
		"result": "Not Counted",
		"is_sampled": int(bool(audit.sample_percent)),
	}


def _columns(audit: Document, asset) -> dict:
	"""Column of the line -> what it is of an asset."""
	key = Sha1(Concat(audit.name, "|", asset.name))
	return {
		"name": Left(key, KEY_LENGTH),
		"line_key": key,
		"asset": asset.name,
		"asset_tag": Coalesce(asset.om_asset_tag, asset.name),
		"asset_name": asset.asset_name,
		"asset_category": asset.asset_category,
		"asset_value": Coalesce(_value(asset), 0),
		"expected_location": asset.location,
		"expected_space": frappe.qb.DocType("Office Space").name,
		"expected_custodian": asset.custodian,
		"expected_quantity": Coalesce(asset.asset_quantity, 1),
		"expected_status": asset.status,
		"condition_before": asset.om_condition,
		"seen_before_on": asset.om_last_verified_on,
	}
