"""The blocks of Office Day that Office Administration adds itself."""

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate, today

from office_management.office_administration.areas import setting
from office_management.office_administration.office_day import show_all
from office_management.office_administration.roles import OFFICE_MANAGER

DOCTYPE = "Office Responsibility"
DEFAULT_WARN_DAYS = 30


def get_blocks() -> list[dict]:
	"""Certificates that run out, and duties whose people have left."""
	if OFFICE_MANAGER not in frappe.get_roles():
		return []
	return [certificates_block(), unmanned_block()]


def certificates_block() -> dict:
	"""Certificates of people with a duty that have run out, or do so soon."""
	until = add_days(today(), setting("certificate_warning_days") or DEFAULT_WARN_DAYS)
	rows = frappe.get_list(
		DOCTYPE,
		filters={"status": "Active", "certificate_valid_until_date": ("between", ["1900-01-01", until])},
		fields=["name", "topic", "space", "responsible_name", "certificate_valid_until_date"],
		order_by="certificate_valid_until_date, name",
		limit=0,
	)
	return {
		"key": "certificates",
		"title": _("Certificates that run out", context="Office Day"),
		"count": len(rows),
		"rows": [certificate_row(row) for row in rows],
		"indicator": "red" if any(is_past(row) for row in rows) else "orange",
		"action": show_all(DOCTYPE, {"status": "Active", "certificate_valid_until_date": ["<=", until]}),
		"for_roles": (OFFICE_MANAGER,),
	}


def is_past(row: frappe._dict) -> bool:
	"""Whether the certificate of a responsibility has run out."""
	return getdate(row.certificate_valid_until_date) < getdate()


def certificate_row(row: frappe._dict) -> dict:
	text = _("{0}: ran out on {1}", context="Office Day")
	if not is_past(row):
		text = _("{0}: runs out on {1}", context="Office Day")
	topic = _(row.topic, context=DOCTYPE)
	return {
		"title": row.responsible_name,
		"subtitle": text.format(topic, formatdate(row.certificate_valid_until_date)),
		"route": ["Form", DOCTYPE, row.name],
	}


def unmanned_block() -> dict:
	"""Duties in force whose responsible person does not work here any more."""
	rows = frappe.get_list(
		DOCTYPE,
		filters={"status": "Active", "responsible": ("in", people_gone())},
		fields=["name", "topic", "space", "responsible_name"],
		order_by="topic, name",
		limit=0,
	)
	return {
		"key": "unmanned_duties",
		"title": _("Duties of people who left", context="Office Day"),
		"count": len(rows),
		"rows": [
			{
				"title": _(row.topic, context=DOCTYPE),
				"subtitle": row.responsible_name,
				"route": ["Form", DOCTYPE, row.name],
			}
			for row in rows
		],
		"indicator": "red",
		"action": show_all(DOCTYPE),
		"for_roles": (OFFICE_MANAGER,),
	}


def people_gone() -> list[str]:
	"""Responsible people of duties in force who are Left or Inactive; never an empty list, for use in a filter."""
	named = frappe.get_all(
		DOCTYPE, filters={"status": "Active"}, pluck="responsible", distinct=True, order_by="responsible"
	)
	gone = frappe.get_all(
		"Employee",
		filters={"name": ("in", named or [""]), "status": ("in", ("Left", "Inactive"))},
		pluck="name",
		order_by="name",
	)
	return gone or [""]
