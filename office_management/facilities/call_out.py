"""Calling a supplier out: whom to dial, and a word of it at the task."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname

from office_management.erp.suppliers import emergency_number

TASK = "Facility Task"
CATEGORY = "Facility Task Category"


class NoSupplierError(frappe.ValidationError):
	"""Neither the task nor its category names a supplier."""


def supplier_of(task: str) -> str:
	"""The supplier of a task, or of its category. Raises NoSupplierError."""
	supplier, category = frappe.db.get_value(TASK, task, ["supplier", "category"])
	supplier = supplier or (category and frappe.get_cached_value(CATEGORY, category, "supplier"))
	if not supplier:
		frappe.throw(
			_("No supplier is named here. Choose one on the task or on its category.", context=TASK),
			NoSupplierError,
		)
	return supplier


def number_for(task: str) -> dict:
	"""Name and number of who is called out; the number is None when ERPNext knows none."""
	return emergency_number(supplier_of(task))


def note_call(task: str, note: str = "") -> None:
	"""Write down who called whom, and what came of it. It counts as a response."""
	called = number_for(task)
	text = _("{0} called {1} out ({2}).", context=TASK).format(
		escape_html(get_fullname(frappe.session.user)),
		frappe.bold(escape_html(called["supplier_name"])),
		escape_html(called["phone"] or _("no number known", context=TASK)),
	)
	if note.strip():
		text = f"{text}<br>{escape_html(note.strip())}"
	frappe.get_doc(TASK, task).add_comment("Comment", text)
