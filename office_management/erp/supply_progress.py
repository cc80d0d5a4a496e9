"""How far the rows of supply orders have come, read from ERPNext's requests, orders, receipts, invoices and issues."""

from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import flt
from pypika.terms import Criterion

from office_management.domain.supply_stages import Progress
from office_management.erp.supplies import PURCHASE, REQUEST, ROW

CANCELLED = 2
COLUMNS = (
	"name",
	"parent",
	"creation",
	"item_code",
	"item_name",
	"description",
	"qty",
	"uom",
	"conversion_factor",
	"stock_qty",
	"ordered_qty",
	"received_qty",
	"schedule_date",
	"om_office_space",
	"om_for_department",
	"om_requested_by",
	"om_supply_note",
	"om_told_ready_on",
)


def rows_of(employee: str, start: int = 0, limit: int = 50) -> list[frappe._dict]:
	"""What an employee has ordered, the newest first, each with `progress`."""
	row, _request, query = _rows()
	query = query.where(row.om_requested_by == employee)
	query = query.orderby(row.creation, order=frappe.qb.desc).orderby(row.idx, order=frappe.qb.desc)
	found = query.limit(limit).offset(start).run(as_dict=True)
	return with_progress(_without_replaced(found))


def row_of(name: str) -> frappe._dict | None:
	"""One row of a supply order, with `progress`; None when there is none."""
	row, _request, query = _rows()
	found = query.where(row.name == name).run(as_dict=True)
	return with_progress(found)[0] if found else None


def rows_of_request(request: str) -> list[frappe._dict]:
	"""The rows of one request, in its order."""
	row, _request, query = _rows()
	return query.where(row.parent == request).orderby(row.idx).run(as_dict=True)


def untold_rows(since: str, after: str = "", limit: int = 500) -> list[frappe._dict]:
	"""Rows of submitted supply orders made since a day, of which something has come and nobody was told; by name."""
	row, request, query = _rows()
	query = query.where((request.docstatus == 1) & (request.transaction_date >= since))
	query = query.where(row.om_requested_by.isnotnull() & row.om_told_ready_on.isnull() & (row.name > after))
	return with_progress(query.orderby(row.name).limit(limit).run(as_dict=True))


def _rows():
	"""Tables and query of rows of supply orders."""
	row, request = frappe.qb.DocType(ROW), frappe.qb.DocType(REQUEST)
	query = (
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(*(row[column] for column in COLUMNS))
		.select(request.docstatus, request.status, request.material_request_type.as_("kind"), request.company)
		.where(request.om_is_supply_order == 1)
	)
	return row, request, query


def _without_replaced(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Without the rows of cancelled requests that were amended: the new one has them."""
	cancelled = sorted({row.parent for row in rows if row.docstatus == CANCELLED})
	if not cancelled:
		return rows
	filters = {"amended_from": ("in", cancelled)}
	replaced = set(frappe.get_all(REQUEST, filters, pluck="amended_from", order_by="name"))
	return [row for row in rows if row.parent not in replaced]


def with_progress(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Add to each row its `progress`."""
	bought = [row.name for row in rows if row.kind == PURCHASE and row.docstatus]
	given_up, invoiced = _given_up(bought), _invoiced(bought)
	for row in rows:
		arrived = (
			row.ordered_qty
			if row.kind != PURCHASE
			else max(flt(row.received_qty), flt(invoiced.get(row.name)))
		)
		row.progress = Progress(
			docstatus=row.docstatus,
			stopped=row.status == "Stopped",
			wanted=flt(row.stock_qty),
			ordered=flt(row.ordered_qty) if row.kind == PURCHASE else flt(arrived),
			arrived=flt(arrived),
			given_up=flt(given_up.get(row.name)),
		)
	return rows


def _given_up(rows: Iterable[str]) -> dict[str, float]:
	"""{row: stock units that closed purchase orders will not bring any more}."""
	order, line = frappe.qb.DocType("Purchase Order"), frappe.qb.DocType("Purchase Order Item")
	left = line.stock_qty - Coalesce(line.received_qty, 0) * line.conversion_factor
	return dict(
		frappe.qb.from_(line)
		.join(order)
		.on(order.name == line.parent)
		.select(line.material_request_item, Sum(left))
		.where((order.docstatus == 1) & (order.status == "Closed") & (left > 0))
		.where(line.material_request_item.isin(list(rows) or [""]))
		.groupby(line.material_request_item)
		.run()
	)


def _invoiced(rows: Iterable[str]) -> dict[str, float]:
	"""{row: stock units invoiced}, for what is never received: items that are not kept in stock."""
	line, bill = frappe.qb.DocType("Purchase Order Item"), frappe.qb.DocType("Purchase Invoice Item")
	item, invoice = frappe.qb.DocType("Item"), frappe.qb.DocType("Purchase Invoice")
	without_receipt = Coalesce(bill.pr_detail, "") == ""
	return dict(
		frappe.qb.from_(bill)
		.join(invoice)
		.on(invoice.name == bill.parent)
		.join(line)
		.on(line.name == bill.po_detail)
		.join(item)
		.on(item.name == bill.item_code)
		.select(line.material_request_item, Sum(bill.stock_qty))
		.where(
			Criterion.all(
				[
					line.material_request_item.isin(list(rows) or [""]),
					(invoice.docstatus == 1) & (invoice.update_stock == 0),
					(item.is_stock_item == 0) & without_receipt,
				]
			)
		)
		.groupby(line.material_request_item)
		.run()
	)
