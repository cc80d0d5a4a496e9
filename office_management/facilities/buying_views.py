"""What the forms show of purchases and costs: only documents that the user may read, and sums for who may see them."""

from dataclasses import asdict
from datetime import date

import frappe
from frappe import _
from pypika.terms import Criterion

from office_management import inputs
from office_management.erp import accounting, purchasing
from office_management.erp.purchasing import INVOICE, ORDER, REPAIR, ROWS
from office_management.facilities import buying, costs
from office_management.facilities.permissions import SEE_ALL, TASK, holds
from office_management.office_space import api as office_space

BUYING = (*ROWS, REPAIR)
CREATES = {"may_order": (ORDER, "create"), "may_repair": (REPAIR, "create"), "may_link": (INVOICE, "write")}


class NoCostsOfThisError(frappe.ValidationError):
	"""Costs are not added up for records of this kind."""


def buying_of(name: str) -> dict:
	"""Documents and costs of a task. The caller has checked that the user may read the task.

	Returns:
		documents: doctype, name, status, docstatus of those the user may read; hidden: {doctype: how many more};
		costs: the figures and their currency, or None; service: what Create > Purchase Order would take;
		may_work, may_order, may_repair, may_link: what the user may do.
	"""
	task = frappe.get_doc(TASK, name)
	documents, hidden = _shown_and_hidden(purchasing.documents_of(name))
	service = buying.service_of(task)
	return {
		"documents": documents,
		"hidden": hidden,
		"costs": asdict(costs.costs_of([name])[name]) if costs.may_see_costs() else None,
		"service": {"supplier": service.supplier, "item_code": service.item_code}
		| ({"expected_cost": service.expected_cost} if costs.may_see_costs() else {}),
		"may_work": bool(frappe.has_permission(TASK, "write", doc=task)),
		**{key: bool(frappe.has_permission(*right)) for key, right in CREATES.items()},
	}


def _shown_and_hidden(documents: list[frappe._dict]) -> tuple[list[dict], dict[str, int]]:
	seen, hidden = [], {}
	for row in documents:
		doc = frappe.get_doc(row.doctype, row.name)
		if not frappe.has_permission(
			row.doctype, "read", doc=doc
		):  # unlike the document's own, it says nothing
			hidden[row.doctype] = hidden.get(row.doctype, 0) + 1
			continue
		status = doc.get("status") or doc.get("repair_status")
		seen.append({**row, "status": status or ("Submitted" if row.docstatus else "Draft")})
	return seen, hidden


def invoice_rows(
	name: str, supplier: str | None, from_date: date | None, to_date: date | None, text: str | None
) -> list[dict]:
	"""Rows of bills that came without an order and name no job, and those that name this task (`linked`).

	ERPNext's rights on Purchase Invoice decide which are seen; the caller has checked that there are any.
	"""
	days = {"from_date": from_date, "to_date": to_date} if from_date and to_date else {}
	filters = {"supplier": supplier, **days}
	linked = [{**row, "linked": 1} for row in accounting.rows_of_job(name)]
	return linked + [{**row, "linked": 0} for row in accounting.rows_without_job(filters, text)]


def require_cost_reader(doctype: str, name: str) -> None:
	"""Raise unless the user may read the record and see costs, and records of this kind have any."""
	if doctype not in costs.SUBJECTS:
		frappe.throw(_("Costs of this are not added up.", context="Facility Task"), NoCostsOfThisError)
	if not costs.may_see_costs():
		message = _(
			"What things cost is shown to office managers and to accounting.", context="Facility Task"
		)
		frappe.throw(message, frappe.PermissionError)
	frappe.has_permission(doctype, "read", doc=name, throw=True)


def costs_of_record(doctype: str, name: str) -> dict:
	"""The figures of a record for this year and last year. The caller has checked the rights."""
	return costs.overview(doctype, name)


def buys() -> bool:
	"""Whether the user may write one of the documents whose rows name a task."""
	return any(frappe.has_permission(doctype, "write") for doctype in BUYING)


def require_searcher() -> None:
	"""Raise frappe.PermissionError unless the user may choose a task somewhere."""
	if not buys():
		frappe.has_permission(TASK, "read", throw=True)


def search_tasks(
	text: str, start: int | str, page_length: int | str, filters: list | dict | str | None, as_dict: bool
) -> list:
	"""Tasks whose subject or name holds the text, the newest first: name, subject, place and status, nothing else.

	Those the user may see; to who buys, all of their places and companies that are not cancelled.
	"""
	shown = {
		"fields": ["name", "subject", "space", "status"],
		"or_filters": {"subject": ("like", f"%{text}%"), "name": text},
		"order_by": "creation desc",
		**inputs.page(start, page_length, 50),
		"as_list": not as_dict,
	}
	given = inputs.conditions(TASK, filters)
	if holds(SEE_ALL) or not buys():
		return frappe.get_list(TASK, filters=given, **shown)
	return _search_to_buy_for(text, shown, as_dict)


def _search_to_buy_for(text: str, shown: dict, as_dict: bool) -> list:
	table = frappe.qb.DocType(TASK)
	limits = [
		office_space.place_criterion(table.space, TASK),
		office_space.company_criterion(table.company, TASK),
		table.subject.like(shown["or_filters"]["subject"][1]) | (table.name == text),
		table.status.notin(["Cancelled", "Skipped"]),
	]
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in shown["fields"]))
		.where(Criterion.all([limit for limit in limits if limit is not None]))
		.orderby(table.creation, order=frappe.qb.desc)
	)
	query = query.limit(shown["limit_page_length"]).offset(shown["limit_start"])
	return query.run(as_dict=as_dict)
