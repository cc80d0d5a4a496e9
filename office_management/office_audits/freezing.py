"""What a count expects, frozen at the moment it starts: one line per asset of its scope.

Written by one statement, so 100,000 assets take seconds; done twice it adds nothing (`line_key` is unique). Place,
custodian, number, value and state are those of the moment; what changes in ERPNext later is shown as "moved since"
(see settling.py) and is no error.
"""

import math

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, flt, now_datetime
from pypika.functions import Concat
from pypika.terms import Criterion, CustomFunction, ValueWrapper

from office_management.erp.assets import value_terms
from office_management.office_space import api as office_space

LINE, AUDIT = "Audit Asset Line", "Office Audit"
NOT_THERE = ("Draft", "Sold", "Scrapped", "Capitalized", "Cancelled")
"""Assets in one of these states are not expected anywhere."""
KEY_LENGTH = 20
Sha1, Left, Md5 = (
	CustomFunction("SHA1", ["text"]),
	CustomFunction("LEFT", ["text", "n"]),
	CustomFunction("MD5", ["text"]),
)


def freeze(audit: Document) -> int:
	"""Write the lines of a count, and answer how many there are. Checks no permission."""
	asset = frappe.qb.DocType("Asset")
	columns = _columns(audit, asset)
	query = _scoped(
		frappe.qb.into(frappe.qb.DocType(LINE)).ignore().columns(*columns).from_(asset), audit, asset
	)
	if audit.sample_percent:
		size = math.ceil(count_scope(audit) * flt(audit.sample_percent) / 100)
		query = query.orderby(Md5(Concat(audit.sample_seed, asset.name))).limit(size)
	query.select(*columns.values()).run()
	return cint(frappe.db.count(LINE, {"audit": audit.name}))


def count_scope(audit: Document) -> int:
	"""How many assets lie in the scope now."""
	asset = frappe.qb.DocType("Asset")
	return _scoped(frappe.qb.from_(asset), audit, asset).select(Count("*")).run()[0][0]


def value_of_scope(audit: Document) -> float:
	"""What they are worth together now, in company currency."""
	asset = frappe.qb.DocType("Asset")
	return flt(_scoped(frappe.qb.from_(asset), audit, asset).select(Sum(_value(asset))).run()[0][0])


def _scoped(query, audit: Document, asset):
	"""The query, over the assets that the count is about."""
	book, space = frappe.qb.DocType("Asset Finance Book"), frappe.qb.DocType("Office Space")
	query = (
		query.left_join(book)
		.on((book.parent == asset.name) & (book.parenttype == "Asset") & (book.idx == 1))
		.left_join(space)
		.on(space.location == asset.location)
	)
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


def _columns(audit: Document, asset) -> dict:
	"""Column of the line -> what is written into it."""
	space, now = frappe.qb.DocType("Office Space"), now_datetime()
	key = Sha1(Concat(audit.name, "|", asset.name))
	constant = {
		"creation": now,
		"modified": now,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"docstatus": 0,
		"idx": 0,
		"audit": audit.name,
		"company": audit.company,
		"result": "Not Counted",
		"is_sampled": int(bool(audit.sample_percent)),
	}
	return {
		"name": Left(key, KEY_LENGTH),
		"line_key": key,
		**{column: ValueWrapper(value) for column, value in constant.items()},
		"asset": asset.name,
		"asset_tag": Coalesce(asset.om_asset_tag, asset.name),
		"asset_name": asset.asset_name,
		"asset_category": asset.asset_category,
		"asset_value": Coalesce(_value(asset), 0),
		"expected_location": asset.location,
		"expected_space": space.name,
		"expected_custodian": asset.custodian,
		"expected_quantity": Coalesce(asset.asset_quantity, 1),
		"expected_status": asset.status,
	}
