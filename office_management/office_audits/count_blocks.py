"""The block of Office Day for custodians. What a block is: see office_administration/office_day.py."""

import frappe
from frappe import _

from office_management.office_audits import custodians

ROWS = 5


def get_blocks() -> list[dict]:
	"""The equipment that the user is asked about; nothing for who is not."""
	block = equipment()
	return [block] if block else []


def equipment() -> dict | None:
	"""What the user is asked about and has not answered."""
	if not frappe.has_permission("Office Audit", "read"):
		return None
	lines = [line for line in custodians.my_lines() if line["answer"] == "open"]
	if not lines:
		return None
	rows = [
		{
			"title": line["asset_name"] or line["tag"],
			"subtitle": line["tag"],
			"route": ["my-equipment"],
		}
		for line in lines[:ROWS]
	]
	return {
		"key": "equipment_mine",
		"title": _("Equipment to confirm", context="Office Day"),
		"count": len(lines),
		"rows": rows,
		"action": {"label": _("Answer", context="Office Day"), "route": ["my-equipment"], "options": {}},
		"indicator": "orange",
	}
