"""Our reports by mail: whose eyes they are made for, and a ready-made one to start from.

Frappe sends an Auto Email Report as the scheduler's user, who sees everything, and drops rows for the report's `user`
afterwards, which makes totals wrong. So the user is written into the filters when the Auto Email Report is saved,
and the report itself keeps to that user's limits (see office_space/reports.py).
"""

import frappe
from frappe import _

from office_management.office_space.reports import AS_SEEN_BY, REPORTS

NOBODY_YET = "office-manager@example.com"
READY_MADE = "Space Occupancy"


class NoRecipientError(frappe.ValidationError):
	"""The ready-made report was switched on without saying who gets it."""


def name_the_reader(doc) -> None:
	"""Write the user an Auto Email Report is made for into its filters, if the report is one of ours."""
	if not doc.report or _standard_report(doc.report) not in REPORTS:
		return
	filters = frappe.parse_json(doc.filters) if doc.filters else {}
	doc.filters = frappe.as_json({**filters, AS_SEEN_BY: doc.user}, indent=None)
	refuse_placeholder(doc)


def refuse_placeholder(doc) -> None:
	"""Raises NoRecipientError when it is switched on while it still goes to nobody."""
	if doc.enabled and NOBODY_YET in (doc.email_to or "").split():
		text = _("Say who gets the report before you switch it on: {0} is nobody.", context="Space Occupancy")
		frappe.throw(text.format(frappe.bold(NOBODY_YET)), NoRecipientError)


def make_auto_email_report(name: str = READY_MADE) -> str | None:
	"""Make the ready-made, disabled Auto Email Report of Space Occupancy unless there is one; return its name.

	Frappe separates recipients by line breaks; a comma would make one address of them.
	"""
	if frappe.db.exists("Auto Email Report", name):
		return None
	doc = frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report": READY_MADE,
			"report_type": "Script Report",
			"user": "Administrator",
			"enabled": 0,
			"email_to": NOBODY_YET,
			"frequency": "Weekly",
			"day_of_week": "Monday",
			"format": "HTML",
			"send_if_data": 1,
			"filters": frappe.as_json({"as_of": "Today", "depth": "Floor"}, indent=None),
			"filter_meta": "[]",
			"description": _("Seats, seats given away and free seats per floor.", context="Space Occupancy"),
		}
	)
	# permission: called by install and migrate only
	return doc.insert(ignore_permissions=True, set_name=name).name


def _standard_report(name: str) -> str:
	"""The report itself, or the one a Custom Report was made from."""
	return frappe.db.get_value("Report", name, "reference_report") or name
