"""The blocks of Office Day about the plan of audits. What a block is: see office_administration/office_day.py."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import format_date, getdate
from pypika.terms import Criterion

from office_management.domain import audit_states as states
from office_management.office_administration import api as administration
from office_management.office_audits.permissions import AUDIT, audit_criterion, sees_all
from office_management.office_audits.programme_permissions import PROGRAMME, programme_criterion

ROWS = 5
LONGEST = 120
UNSIGNED = (states.PLANNED, *states.LIVE)


def get_blocks() -> list[dict]:
	"""Audits to begin and audits that are late; for managers and auditors also programmes that could not plan theirs."""
	today = getdate()
	blocks = [late(today), to_begin(today)]
	if not sees_all():
		return [block for block in blocks if block["count"]]
	return [*blocks, *(block for block in [stuck()] if block["count"])]


def late(today: date) -> dict:
	"""Audits whose last day has passed, and which are not signed."""
	audit = frappe.qb.DocType(AUDIT)
	wanted = audit.status.isin(UNSIGNED) & (Coalesce(audit.to_date, audit.from_date) < today)
	return block_of("late", _("Audits not signed in time", context="Office Day"), "red", wanted)


def to_begin(today: date) -> dict:
	"""Audits whose first day has come, and which nobody has begun."""
	audit = frappe.qb.DocType(AUDIT)
	in_time = Coalesce(audit.to_date, audit.from_date) >= today
	wanted = (audit.status == states.PLANNED) & (audit.from_date <= today) & in_time
	return block_of("due", _("Audits to begin", context="Office Day"), "orange", wanted)


def block_of(key: str, title: str, indicator: str, wanted: Criterion) -> dict:
	"""One block: how many of the audits that the user may see meet the criterion, and the first few of them."""
	audit = frappe.qb.DocType(AUDIT)
	limit = audit_criterion(audit)
	query = frappe.qb.from_(audit).where(wanted if limit is None else wanted & limit)
	count = query.select(Count("*")).run()[0][0]
	rows = query.select(audit.name, audit.title, audit.from_date, audit.to_date).orderby(audit.from_date)
	found = rows.orderby(audit.name).limit(ROWS).run(as_dict=True) if count else []
	return {
		"key": f"plan_{key}",
		"title": title,
		"count": count,
		"rows": [row_of(row) for row in found],
		"action": {
			"label": _("Show all", context="Office Day"),
			"route": ["query-report", "Audits of the Year"] if sees_all() else ["List", AUDIT, "List"],
			"options": {"view": "By Day"} if sees_all() else {},
		},
		"indicator": indicator,
	}


def row_of(audit: frappe._dict) -> dict:
	"""From when until when."""
	text = _("{0} to {1}", context="Office Day")
	days = (
		text.format(format_date(audit.from_date), format_date(audit.to_date))
		if audit.to_date and audit.to_date != audit.from_date
		else format_date(audit.from_date)
	)
	return {"title": audit.title, "subtitle": days, "route": ["Form", AUDIT, audit.name]}


def stuck() -> dict:
	"""Programmes whose audits could not be planned."""
	programme = frappe.qb.DocType(PROGRAMME)
	limit = programme_criterion(programme)
	failed = (programme.status == "Active") & (Coalesce(programme.generation_error, "") != "")
	query = frappe.qb.from_(programme).select(programme.name, programme.title, programme.generation_error)
	query = query.where(failed if limit is None else failed & limit).orderby(programme.title)
	found = query.run(as_dict=True)
	return {
		"key": "programmes_in_error",
		"title": _("Audits that could not be planned", context="Office Day"),
		"count": len(found),
		"rows": [
			{
				"title": row.title,
				"subtitle": row.generation_error[:LONGEST],
				"route": ["Form", PROGRAMME, row.name],
			}
			for row in found[:ROWS]
		],
		"action": administration.show_these(PROGRAMME, found),
		"indicator": "red",
	}
