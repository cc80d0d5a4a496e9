"""ERPNext's Quality Action: what is to be done about a finding, where the quality module is used."""

from datetime import date

import frappe

ACTION = "Quality Action"


def make_quality_action(problem: str, responsible: str | None, until: date | None) -> str:
	"""Insert a corrective Quality Action with one problem to resolve, with the acting user's own rights.

	Args:
		problem: what is wrong, plain text.
		responsible: the User who resolves it, if they can log in.
		until: the day by which it is to be done.

	Raises frappe.PermissionError.
	"""
	action = frappe.get_doc(
		{
			"doctype": ACTION,
			"corrective_preventive": "Corrective",
			"date": frappe.utils.today(),
			"resolutions": [
				{
					"problem": frappe.utils.escape_html(problem),
					"responsible": responsible,
					"completion_by": until,
					"status": "Open",
				}
			],
		}
	)
	return action.insert().name


def is_open(action: str) -> bool:
	"""Whether somebody still has to resolve a Quality Action."""
	return frappe.db.get_value(ACTION, action, "status") == "Open"
