"""Supply orders as the buyer and the office manager meet them: who asked for what, and what waits."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import flt, formatdate, get_datetime, getdate
from pypika.terms import Criterion

from office_management.domain.supply_stages import OPEN_STAGES, READY, stage_of
from office_management.erp import people, supply_progress
from office_management.facilities import supplies
from office_management.office_administration import api as administration
from office_management.office_space import api as spaces

REQUEST = "Material Request"
MANAGER = ("Office Manager",)
ROWS = 5
SHOWN_DAYS = 7
"""How long Office Day shows an employee what has arrived."""


def requesters(request: str) -> list[dict]:
	"""For each row of a supply order: what, how many, who asked, for which department and place, with which note."""
	rows = supply_progress.rows_of_request(request)
	names = people.employee_facts(row.om_requested_by for row in rows if row.om_requested_by)
	labels = spaces.place_labels(row.om_office_space for row in rows)
	return [
		{
			"title": supplies.title_of(row),
			"quantity": flt(row.qty),
			"unit": row.uom,
			"employee_name": names[row.om_requested_by].employee_name if row.om_requested_by in names else "",
			"department": department_label(row.om_for_department),
			"place": labels.get(row.om_office_space, ""),
			"note": row.om_supply_note or "",
		}
		for row in rows
	]


def department_label(department: str | None) -> str:
	"""A department as people call it, without the company's abbreviation."""
	return frappe.get_cached_value("Department", department, "department_name") or "" if department else ""


# --- Office Day -----------------------------------------------------------------------------------------------


def get_blocks() -> list[dict]:
	"""What waits for the buyer; and for an employee, what has arrived."""
	blocks = []
	if may_see_waiting():
		blocks.append(waiting())
	if employee := people.employee_of(frappe.session.user):
		blocks += my_supplies(employee)
	return blocks


def may_see_waiting() -> bool:
	"""Office managers, and whoever may submit requests in ERPNext."""
	is_manager = bool(set(MANAGER).intersection(frappe.get_roles()))
	return is_manager or bool(frappe.has_permission(REQUEST, "submit"))


def waiting() -> dict:
	"""Supply orders that nobody has submitted yet, the oldest first."""
	rows = drafts_waiting()
	opens = bool(frappe.has_permission(REQUEST, "read"))
	block = {
		"key": "supply_orders_waiting",
		"title": _("Supply orders waiting", context="Office Day"),
		"count": len(rows),
		"rows": [waiting_row(row, opens) for row in rows[:ROWS]],
		"indicator": "red" if any(getdate(row.transaction_date) < getdate() for row in rows) else "orange",
	}
	if opens:
		block["action"] = administration.show_all(REQUEST, {"om_is_supply_order": 1, "docstatus": 0})
	elif rows:
		block["text"] = _("Whoever buys submits them under Material Request.", context="Office Day")
	return block


def drafts_waiting() -> list[frappe._dict]:
	"""Open drafts of supply orders of the companies the user may see."""
	request, row = frappe.qb.DocType(REQUEST), frappe.qb.DocType("Material Request Item")
	limit = spaces.company_criterion(request.company, REQUEST)
	criteria = [
		request.om_is_supply_order == 1,
		request.docstatus == 0,
		*([limit] if limit is not None else []),
	]
	return (
		frappe.qb.from_(request)
		.join(row)
		.on(row.parent == request.name)
		.select(request.name, request.title, request.transaction_date)
		.select(Count(row.name).as_("things"), Count(row.om_requested_by).distinct().as_("people"))
		.where(Criterion.all(criteria))
		.groupby(request.name, request.title, request.transaction_date)
		.orderby(request.transaction_date)
		.orderby(request.name)
		.run(as_dict=True)
	)


def waiting_row(row: frappe._dict, opens: bool) -> dict:
	text = _("Rows: {0}, people: {1}, since {2}", context="Office Day")
	return {
		"title": row.title,
		"subtitle": text.format(row.things, row.people, formatdate(row.transaction_date)),
		"route": ["Form", REQUEST, row.name] if opens else None,
	}


def my_supplies(employee: str) -> list[dict]:
	"""For an employee: what they ordered and has arrived these days, what is under way, and the way to order more."""
	if not administration.setting("accept_supply_orders"):
		return []
	rows = supply_progress.rows_of(employee)
	ready = [row for row in rows if stage_of(row.progress) == READY and is_fresh(row)]
	on_the_way = sum(stage_of(row.progress) in OPEN_STAGES for row in rows)
	block = {
		"key": "my_supplies",
		"title": _("My office supplies", context="Office Day"),
		"rows": [{"title": supplies.title_of(row), "subtitle": ready_words(row)} for row in ready[:ROWS]],
		"text": under_way_words(on_the_way),
		"indicator": "green",
		"action": {"label": _("Order supplies", context="Office Day"), "route": ["office-supplies"]},
	}
	return [{**block, "count": len(ready)} if ready else block]


def under_way_words(number: int) -> str:
	"""How many things are still to come."""
	if number:
		return _("Ordered and not here yet: {0}", context="Office Day").format(number)
	return _("Pens, paper, coffee: order what you need.", context="Office Day")


def is_fresh(row: frappe._dict) -> bool:
	"""Told these days, or not yet."""
	told = row.om_told_ready_on
	return not told or (getdate() - get_datetime(told).date()).days <= SHOWN_DAYS


def ready_words(row: frappe._dict) -> str:
	"""That it is ready, and how many, in the unit it was ordered in."""
	unit = supplies.unit_words(row.uom, flt(row.conversion_factor) or 1)
	how_many = f"{flt(row.qty):g} × {unit}" if unit else f"{flt(row.qty):g}"
	return _("Ready: {0}", context="Office Day").format(how_many)
