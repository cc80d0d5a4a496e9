"""What ERPNext's documents say that jobs and places cost, in the company's currency; and the ledger beside it.

Amounts are `base_net_amount`: in the currency of the document's company, after discounts, without taxes, as posted.
Taxes that cannot be deducted are left out, too: ERPNext spreads them over the rows as an estimate, and books them to
accounts of their own. Stock that was issued counts with the value it left the store with.

Nothing is stored: each figure is read from the documents as they are at this moment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, IfNull, Sum
from frappe.utils import flt
from pypika import Table
from pypika.functions import Abs
from pypika.terms import Criterion, Term

from office_management.erp.purchasing import INVOICE, ORDER, RECEIPT, ROWS, SPACE, STOCK_ENTRY, TASK

FIGURES = ("ordered", "committed", "received", "returned", "invoiced", "credited", "issued", "total")
"""What is known of a job or place, each for itself: an order that was received and invoiced stands in all three.

ordered: on orders; of an order closed early only what came of it. committed: ordered and not invoiced yet.
received: delivered; returned: sent back of it. invoiced; credited: of it, by debit notes. issued: taken from the
store, less what was put back. total: what it cost = invoiced - credited + issued, where an item that was bought for
the job into the store and issued from there to the same job counts once, as issued.
"""


@dataclass(frozen=True)
class Stage:
	"""One kind of document: its date, and what its rows add to which figures."""

	doctype: str
	date_field: str
	figures: Callable[[Table, Table], dict[str, Term]]
	only: Callable[[Table, Table], Criterion] | None = None

	@property
	def rows(self) -> str:
		return ROWS[self.doctype]


def _either(condition: Criterion, then, otherwise=0) -> Term:
	return Case().when(condition, then).else_(otherwise)


def _share(part: Term, whole: Term) -> Term:
	"""The part of the whole, between 0 and 1; 0 of nothing."""
	positive = _either(whole == 0, 0, part / whole)
	capped = _either(positive > 1, 1, positive)
	return _either(positive < 0, 0, capped)


def _of_order(row: Table, order: Table) -> dict[str, Term]:
	billed, received = _share(row.billed_amt, row.amount), _share(row.received_qty, row.qty)
	came = _either(billed > received, billed, received)
	is_closed = order.status == "Closed"
	return {
		"ordered": _either(is_closed, row.base_net_amount * came, row.base_net_amount),
		"committed": _either(is_closed, 0, row.base_net_amount * (1 - billed)),
	}


def _of_receipt(row: Table, receipt: Table) -> dict[str, Term]:
	is_return = receipt.is_return == 1
	return {
		"received": _either(is_return, 0, row.base_net_amount),
		"returned": _either(is_return, Abs(row.base_net_amount)),
	}


def _of_invoice(row: Table, invoice: Table) -> dict[str, Term]:
	is_return, moves_stock = invoice.is_return == 1, invoice.update_stock == 1
	issued_to = frappe.qb.Table("issued_to")
	return {
		"received": _either(moves_stock & (invoice.is_return == 0), row.base_net_amount),
		"returned": _either(moves_stock & is_return, Abs(row.base_net_amount)),
		"invoiced": _either(is_return, 0, row.base_net_amount),
		"credited": _either(is_return, Abs(row.base_net_amount)),
		"total": _either(issued_to.item_code.isnull(), row.base_net_amount),
	}


def _of_stock_entry(row: Table, _entry: Table) -> dict[str, Term]:
	leaves, comes_back = _is_empty(row.t_warehouse), _is_empty(row.s_warehouse)
	value = _either(comes_back, -row.amount, _either(leaves, row.amount))
	return {"issued": value, "total": value}


def _is_empty(field: Term) -> Criterion:
	return IfNull(field, "") == ""


def _is_no_transfer(row: Table, _entry: Table) -> Criterion:
	return _is_empty(row.t_warehouse) | _is_empty(row.s_warehouse)


STAGES = (
	Stage(ORDER, "transaction_date", _of_order),
	Stage(RECEIPT, "posting_date", _of_receipt),
	Stage(INVOICE, "posting_date", _of_invoice),
	Stage(STOCK_ENTRY, "posting_date", _of_stock_entry, _is_no_transfer),
)


def read_stage(
	stage: Stage,
	keys: Callable[[Table, Table], dict[str, Term]],
	criteria: Callable[[Table, Table], list[Criterion]],
	join: Callable | None = None,
) -> list[frappe._dict]:
	"""The figures of one kind of document, added up by the `keys`, in one statement.

	Args:
		stage: one of STAGES.
		keys: name -> term to group by, from the tables of rows and documents.
		criteria: which rows count, likewise.
		join: puts further tables into the query: (query, rows) -> query.
	"""
	row, parent = frappe.qb.DocType(stage.rows).as_("row"), frappe.qb.DocType(stage.doctype).as_("doc")
	query = frappe.qb.from_(row).join(parent).on(parent.name == row.parent)
	query = join(query, row) if join else query
	query = _with_issues(query, row) if stage.doctype == INVOICE else query
	groups = keys(row, parent)
	sums = {name: Sum(term).as_(name) for name, term in stage.figures(row, parent).items()}
	only = [stage.only(row, parent)] if stage.only else []
	query = query.select(*(term.as_(name) for name, term in groups.items()), *sums.values())
	query = query.where(Criterion.all([row.docstatus == 1, *only, *criteria(row, parent)]))
	for term in groups.values():
		query = query.groupby(term)
	return query.run(as_dict=True)


def _with_issues(query, row: Table):
	"""Beside each row of an invoice: whether the store issued the same item to the same job."""
	issue = frappe.qb.DocType(ROWS[STOCK_ENTRY])
	issued_to = (
		frappe.qb.from_(issue)
		.select(issue[TASK].as_("task"), issue.item_code)
		.distinct()
		.where((issue[TASK] > "") & (issue.docstatus == 1) & _is_empty(issue.t_warehouse))
	).as_("issued_to")
	return query.left_join(issued_to).on(
		(issued_to.task == row[TASK]) & (issued_to.item_code == row.item_code)
	)


def currency_of(company: str | None) -> str | None:
	"""The currency a company keeps its books in; without a company, that of the site."""
	if company:
		return frappe.get_cached_value("Company", company, "default_currency")
	return frappe.db.get_default("currency")


# --- budgets --------------------------------------------------------------------------------------------------


def budgets(company: str, first: date, last: date) -> dict[tuple[str, str], float]:
	"""(cost center, account) -> what ERPNext's budgets give it in a period.

	A budget is for a fiscal year; of it counts the share of the days that lie in the period.
	"""
	budget, line, year = (frappe.qb.DocType(name) for name in ("Budget", "Budget Account", "Fiscal Year"))
	rows = (
		frappe.qb.from_(budget)
		.join(line)
		.on((line.parent == budget.name) & (line.parenttype == "Budget"))
		.join(year)
		.on(year.name == budget.fiscal_year)
		.select(
			budget.cost_center, line.account, line.budget_amount, year.year_start_date, year.year_end_date
		)
		.where(
			(budget.docstatus == 1) & (budget.company == company) & (budget.budget_against == "Cost Center")
		)
		.where((year.year_start_date <= last) & (year.year_end_date >= first))
		.run(as_dict=True)
	)
	found: dict[tuple[str, str], float] = {}
	for row in rows:
		start, end = row.year_start_date, row.year_end_date
		days = (min(last, end) - max(first, start)).days + 1
		share = flt(row.budget_amount) * days / ((end - start).days + 1)
		key = (row.cost_center, row.account)
		found[key] = found.get(key, 0) + share
	return found


def booked(
	company: str, first: date, last: date, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], float]:
	"""(cost center, account) -> what the ledger holds for it in a period (debit less credit)."""
	wanted = set(pairs)
	if not wanted:
		return {}
	entry = frappe.qb.DocType("GL Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(entry.cost_center, entry.account, Sum(entry.debit - entry.credit))
		.where((entry.company == company) & (entry.is_cancelled == 0) & entry.posting_date[first:last])
		.where(entry.account.isin(sorted({account for _center, account in wanted})))
		.groupby(entry.cost_center)
		.groupby(entry.account)
		.run()
	)
	return {(center, account): flt(sum_) for center, account, sum_ in rows if (center, account) in wanted}


# --- bills without an order -----------------------------------------------------------------------------------


def rows_without_job(filters: dict, text: str | None = None, limit: int = 50) -> list[frappe._dict]:
	"""Rows of submitted invoices that name no job and no order, the newest bill first, as the user may read them.

	Args:
		filters: supplier, company, from_date and to_date (of the bill), each or none.
		text: part of the bill's number, of the invoice's name or of what the row says.

	The user's own rights on Purchase Invoice decide which are seen.
	"""
	conditions = [
		["docstatus", "=", 1],
		[ROWS[INVOICE], TASK, "is", "not set"],
		[ROWS[INVOICE], "purchase_order", "is", "not set"],
		*([[field, "=", filters[field]] for field in ("supplier", "company") if filters.get(field)]),
	]
	if filters.get("from_date") and filters.get("to_date"):
		conditions.append(["posting_date", "between", [filters["from_date"], filters["to_date"]]])
	or_filters = [[INVOICE, "bill_no", "like", f"%{text}%"], [INVOICE, "name", "like", f"%{text}%"]]
	or_filters += [[ROWS[INVOICE], "description", "like", f"%{text}%"]]
	names = frappe.get_list(
		INVOICE,
		filters=conditions,
		or_filters=or_filters if text else None,
		pluck="name",
		order_by="posting_date desc, name desc",
		distinct=True,
		limit_page_length=limit,
	)
	return _rows_of(names)


def rows_of_job(task: str) -> list[frappe._dict]:
	"""Rows of submitted invoices that name a job, of the invoices that the user may read."""
	row = frappe.qb.DocType(ROWS[INVOICE])
	parents = (
		frappe.qb.from_(row).select(row.parent).distinct().where((row[TASK] == task) & (row.docstatus == 1))
	).run(pluck=True)
	names = frappe.get_list(INVOICE, {"name": ("in", parents or [""])}, pluck="name", order_by="name")
	return [row for row in _rows_of(names, None) if row.task == task]


def _rows_of(names: list[str], only_free: bool | None = True) -> list[frappe._dict]:
	if not names:
		return []
	row, invoice = frappe.qb.DocType(ROWS[INVOICE]), frappe.qb.DocType(INVOICE)
	query = (
		frappe.qb.from_(row)
		.join(invoice)
		.on(invoice.name == row.parent)
		.select(
			row.name,
			row.parent.as_("invoice"),
			row[TASK].as_("task"),
			invoice.supplier_name,
			invoice.bill_no,
			invoice.posting_date,
			row.item_name,
			row.description,
			row.base_net_amount.as_("amount"),
			row.qty,
			row.uom,
			invoice.company,
		)
		.where(invoice.name.isin(names) & (invoice.docstatus == 1))
		.orderby(invoice.posting_date, order=frappe.qb.desc)
		.orderby(invoice.name)
		.orderby(row.idx)
	)
	if only_free:
		query = query.where((Coalesce(row[TASK], "") == "") & (Coalesce(row.purchase_order, "") == ""))
	return query.run(as_dict=True)


def invoice_rows(names: Iterable[str]) -> list[frappe._dict]:
	"""Which of these are rows of submitted invoices: name, invoice, task, as they are at this moment (locking)."""
	row = frappe.qb.DocType(ROWS[INVOICE])
	query = frappe.qb.from_(row).select(row.name, row.parent.as_("invoice"), row[TASK].as_("task"))
	chosen = row.name.isin(sorted(set(names)) or [""]) & (row.docstatus == 1) & (row.parenttype == INVOICE)
	return query.where(chosen).orderby(row.name).for_update().run(as_dict=True)


def set_job(invoice: str, rows: Iterable[str], task: str | None, space: str | None) -> None:
	"""Let rows of a Purchase Invoice name a job and its place, or none; also after submit.

	Saved with the acting user's own rights; the invoice keeps who did it in its history.
	Raises frappe.PermissionError unless ERPNext lets the user change the invoice.
	"""
	doc: Document = frappe.get_doc(INVOICE, invoice, for_update=True)
	doc.check_permission("write")
	wanted = set(rows)
	for row in doc.items:
		if row.name in wanted:
			row.update({TASK: task, SPACE: space})
	doc.save()
