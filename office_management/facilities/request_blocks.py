"""What Office Day says of problems and requests: one's own reports, and what other departments ask of one's own."""

import frappe
from frappe import _
from frappe.utils import format_datetime

from office_management.domain.task_states import LIVE
from office_management.facilities import handovers, problem_reports
from office_management.facilities.permissions import SEE_ALL, TECHNICIAN, holds

SHOWN = 5


def get_blocks() -> list[dict]:
	"""The blocks for the session's user; nothing for who may not report."""
	if not frappe.has_permission("Facility Task", "create"):
		return []
	return [block for block in (requests_block(), reports_block()) if block]


def requests_block() -> dict | None:
	"""What waits for an answer of the user's department."""
	rows = handovers.waiting_for(frappe.session.user)
	if not rows:
		return None
	return {
		"key": "department_requests",
		"title": _("Asked of your department", context="Office Day"),
		"count": len(rows),
		"indicator": "orange",
		"rows": [
			{
				"title": row.subject,
				"subtitle": " · ".join(filter(None, [row.from_department, format_datetime(row.handed_on)])),
				"route": ["Form", "Facility Task", row.name],
			}
			for row in rows[:SHOWN]
		],
	}


def reports_block() -> dict:
	"""What the user has reported and is not done; for who works in the office only the way to report."""
	rows = [] if holds(SEE_ALL | {TECHNICIAN}) else open_reports()
	block = {
		"key": "own_problem_reports",
		"title": _("My problem reports", context="Office Day"),
		"rows": [
			{"title": row["subject"], "subtitle": " · ".join(filter(None, [row["space_name"], row["state"]]))}
			for row in rows[:SHOWN]
		],
		"action": {
			"label": _("Report a Problem", context="Office Day"),
			"route": ["report-a-problem"],
		},
		"indicator": "blue",
	}
	if rows:
		return {**block, "count": len(rows)}
	return {**block, "text": _("Something broken or dirty? Say so in three fields.", context="Office Day")}


def open_reports() -> list[dict]:
	return [row for row in problem_reports.own_reports() if row["status"] in LIVE]
