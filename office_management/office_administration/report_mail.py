"""Our reports by mail: whose eyes they are made for, and ready-made ones to start from.

Frappe sends an Auto Email Report as the scheduler's user, who sees everything, and drops rows for the report's `user`
afterwards, which makes totals wrong. So the user is written into the filters when the Auto Email Report is saved,
and the report itself keeps to that user's limits (see report_tools.py).
"""

import frappe
from frappe import _

from office_management.report_tools import AS_SEEN_BY

HOOK = "ready_made_mails"
NOBODY_YET = "office-manager@example.com"


class NoRecipientError(frappe.ValidationError):
	"""The ready-made report was switched on without saying who gets it."""


def name_the_reader(doc) -> None:
	"""Write the user an Auto Email Report is made for into its filters, if the report is one of ours."""
	if not doc.report or not is_ours(standard_report(doc.report)):
		return
	filters = frappe.parse_json(doc.filters) if doc.filters else {}
	doc.filters = frappe.as_json({**filters, AS_SEEN_BY: doc.user}, indent=None)
	refuse_placeholder(doc)


def refuse_placeholder(doc) -> None:
	"""Raises NoRecipientError when it is switched on while it still goes to nobody."""
	if doc.enabled and NOBODY_YET in (doc.email_to or "").split():
		text = _("Say who gets the report before you switch it on: {0} is nobody.", context="Space Occupancy")
		frappe.throw(text.format(frappe.bold(NOBODY_YET)), NoRecipientError)


def ready_made() -> dict[str, dict]:
	"""The Auto Email Reports that the modules offer, by name: the report's name and what differs from `defaults`."""
	lists = [frappe.get_attr(path) for path in frappe.get_hooks(HOOK, app_name="office_management")]
	return {mail["report"]: mail for mails in lists for mail in mails}


def make_auto_email_report(name: str) -> str | None:
	"""Make one of the ready-made Auto Email Reports, disabled, unless there is one; return its name.

	Frappe separates recipients by line breaks; a comma would make one address of them.
	"""
	if frappe.db.exists("Auto Email Report", name):
		return None
	mail = ready_made()[name]
	doc = frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report_type": "Script Report",
			"user": "Administrator",
			"enabled": 0,
			"email_to": NOBODY_YET,
			"frequency": "Weekly",
			"day_of_week": "Monday",
			"format": "HTML",
			"send_if_data": 1,
			"filter_meta": "[]",
			**mail,
			"filters": frappe.as_json(mail.get("filters", {}), indent=None),
		}
	)
	# permission: called by install and migrate only
	return doc.insert(ignore_permissions=True, set_name=name).name


def standard_report(name: str) -> str:
	"""The report itself, or the one a Custom Report was made from."""
	return frappe.db.get_value("Report", name, "reference_report") or name


def is_ours(report: str) -> bool:
	"""Whether the report comes with this app."""
	module = frappe.db.get_value("Report", {"name": report, "is_standard": "Yes"}, "module")
	return bool(module) and frappe.db.get_value("Module Def", module, "app_name") == "office_management"
