"""Telling employees that what they ordered is ready: a notice on the desk, once for each row.

The intent is the row itself (arrived, and nobody told), so a sweep that is late, or killed, or runs twice, tells
everybody once.
"""

import frappe
from frappe import _
from frappe.utils import add_days, escape_html, now_datetime, today

from office_management import desk_notices
from office_management.batches import run_in_batches
from office_management.domain.supply_stages import READY, stage_of
from office_management.erp import people, supplies, supply_progress
from office_management.facilities.supplies import title_of

LOOKED_BACK_DAYS = 365
PAGE = 500


def tell_ready_supplies() -> None:
	"""Tell everybody whose supplies have arrived since the last time (scheduled)."""
	after = ""
	while rows := supply_progress.untold_rows(add_days(today(), -LOOKED_BACK_DAYS), after, PAGE):
		ready = [row for row in rows if stage_of(row.progress) == READY]
		run_in_batches(ready, tell, size=50)
		after = rows[-1].name


def tell(row: frappe._dict) -> bool:
	"""Tell the person of one row, unless that was done meanwhile; True if they were told now."""
	told = frappe.db.get_value(supplies.ROW, row.name, "om_told_ready_on", for_update=True)
	if told:
		return False
	supplies.mark_told(row.name, now_datetime())
	person = people.employee_facts([row.om_requested_by]).get(row.om_requested_by)
	if not person or not person.user_id:
		return False
	notify(
		person.user_id, row, _("Your {0} is ready", language_of(person.user_id), context="Office Supplies")
	)
	return True


def language_of(user: str) -> str:
	"""The language a notice for the user is written in."""
	return frappe.db.get_value("User", user, "language") or frappe.db.get_default("lang") or "en"


def notify(user: str, row: frappe._dict, text: str) -> None:
	"""One notice on the desk; `text` has a place for what was ordered."""
	subject = text.format(frappe.bold(escape_html(title_of(row))))
	desk_notices.add(user, subject, ("Page", "office-supplies"), link="/app/office-supplies")


def tell_taken_out(doc) -> None:
	"""A supply order is saved: who asked for a row that somebody else took out of it is told so."""
	tell_all(supplies.rows_gone(doc))


def tell_deleted(doc) -> None:
	"""A draft of a supply order is deleted: everybody who asked for something in it is told so."""
	if doc.om_is_supply_order and doc.docstatus == 0:
		tell_all([row for row in doc.items if row.om_requested_by])


def tell_all(rows: list[frappe._dict]) -> None:
	"""Tell who ordered these rows that they were taken off, in their language; whoever did it is not told."""
	people_of_rows = people.employee_facts(row.om_requested_by for row in rows)
	for row in rows:
		person = people_of_rows.get(row.om_requested_by)
		if person and person.user_id and person.user_id != frappe.session.user:
			text = _(
				"Your {0} was taken off the order", language_of(person.user_id), context="Office Supplies"
			)
			notify(person.user_id, row, text)
