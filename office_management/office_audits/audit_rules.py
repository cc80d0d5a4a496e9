"""What an audit and the programme it comes from must both keep to: the place, the people.

The messages speak of audits; both DocTypes have the fields that are named here.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, flt, get_link_to_form

from office_management.office_audits.permissions import may_use

AUDIT = "Office Audit"


class AuditPlaceError(frappe.ValidationError):
	"""The place belongs to another company."""


class AuditorError(frappe.ValidationError):
	"""An auditor is named twice, or cannot log in."""


class SampleError(frappe.ValidationError):
	"""A sample of more than everything."""


def check_place(doc: Document) -> None:
	"""The user may audit there, and the company agrees. Raises frappe.PermissionError, AuditPlaceError."""
	if not doc.space:
		return
	if doc.has_value_changed("space") and not may_use(doc.space):
		message = _("You may not audit at {0}.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(doc.space))), frappe.PermissionError)
	company = frappe.db.get_value("Office Space", doc.space, "company")
	if company and company != doc.company:
		message = _("{0} belongs to {1}. Choose that company, or another place.", context=AUDIT)
		place = get_link_to_form("Office Space", doc.space)
		frappe.throw(message.format(place, bold(escape_html(company))), AuditPlaceError)


def check_auditors(doc: Document) -> None:
	"""Each once, and able to log in when named: who leaves later stands in nobody's way. Raises AuditorError."""
	for user in people_of(doc) - people_of(doc.get_doc_before_save()):
		if not frappe.db.get_value("User", user, "enabled"):
			message = _("{0} cannot log in. Choose somebody who can.", context=AUDIT)
			frappe.throw(message.format(bold(escape_html(user))), AuditorError)
	twice = next(
		(row for row in doc.auditors if (row.user, row.section) in seen_before(row, doc.auditors)), None
	)
	if twice:
		message = _("{0} is named twice. Remove one of the rows.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(twice.full_name or twice.user))), AuditorError)


def check_sample(doc: Document) -> None:
	"""A part of the whole. Raises SampleError."""
	if not 0 <= flt(doc.get("sample_percent")) <= 100:
		frappe.throw(_("A sample is between 0 and 100 percent.", context=AUDIT), SampleError)


def people_of(doc: Document | None) -> set[str]:
	"""Who leads and who counts."""
	named = {doc.lead_auditor, *(row.user for row in doc.auditors)} if doc else set()
	return named - {None, ""}


def seen_before(row, rows: list) -> set[tuple]:
	"""User and section of the rows above this one."""
	return {(other.user, other.section) for other in rows if other.idx < row.idx}
