"""Documents of ERPNext that name a task: bills linked afterwards, and what becomes of the links of a task."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from office_management.erp import accounting, purchasing
from office_management.facilities.buying import link_to, locked


class TaskHasPurchasesError(frappe.ValidationError):
	"""The task stands in documents of ERPNext."""


class NotAnInvoiceRowError(frappe.ValidationError):
	"""The row chosen belongs to no submitted invoice, or to another job already."""


# --- bills without an order -----------------------------------------------------------------------------------


def link_invoice_rows(name: str, rows: list[str]) -> list[str]:
	"""Say that rows of submitted invoices are for the task; answers the invoices.

	Needs ERPNext's right to change them. Each invoice keeps in its history who did it.

	Raises:
		NotAnInvoiceRowError, TaskClosedForBuyingError, frappe.PermissionError
	"""
	task = locked(name)
	return _set_job(rows, None, task.name, task.space)


def unlink_invoice_rows(name: str, rows: list[str]) -> list[str]:
	"""Take the task off rows of submitted invoices; answers the invoices. Rights and errors as for linking."""
	return _set_job(rows, name, None, None)


def _set_job(rows: list[str], now: str | None, task: str | None, space: str | None) -> list[str]:
	invoices: dict[str, list[str]] = {}
	for row in accounting.invoice_rows(rows):
		if (row.task or None) == now:
			invoices.setdefault(row.invoice, []).append(row.name)
	if sum(map(len, invoices.values())) != len(set(rows)) or not rows:
		message = _(
			"One of these rows is on no submitted invoice, or for another task by now. Search again.",
			context="Facility Task",
		)
		frappe.throw(message, NotAnInvoiceRowError)
	for invoice in sorted(invoices):
		accounting.set_job(invoice, invoices[invoice], task, space)
	return sorted(invoices)


# --- what becomes of the links --------------------------------------------------------------------------------


def task_saved(task: Document) -> None:
	"""After a task was saved: what was bought for it belongs to the one it was merged into."""
	if task.merged_into:
		purchasing.relink(task.name, task.merged_into)


def task_deleted(task: Document) -> None:
	"""Before a task is deleted: refused with the list while documents name it; cancelled ones let go of it.

	Raises:
		TaskHasPurchasesError
	"""
	there = purchasing.documents_of(task.name)
	if not there:
		purchasing.forget(task.name)
		return
	names = "".join(f"<li>{_(row.doctype)} {get_link_to_form(row.doctype, row.name)}</li>" for row in there)
	message = _(
		"{0} cannot be deleted: these documents are for it. Cancel the task instead, or delete or cancel them first.",
		context="Facility Task",
	)
	frappe.throw(f"{message.format(link_to(task))}<ul>{names}</ul>", TaskHasPurchasesError)
