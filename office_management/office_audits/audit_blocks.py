"""The blocks of Office Day about audits: what is being done, and what waits for a signature.

What a block is: see office_administration/office_day.py.
"""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import format_date
from pypika.terms import Criterion

from office_management.domain import audit_states as states
from office_management.office_administration import api as administration
from office_management.office_audits.permissions import AUDIT, audit_criterion, sees_all

ROWS = 5


def get_blocks() -> list[dict]:
	"""For managers and auditors always; for others who are named in an audit, what there is."""
	blocks = [under_way(), to_sign()]
	return [block for block in blocks if block["count"] or sees_all()]


def under_way() -> dict:
	"""What is being counted or inspected."""
	return block_of("under_way", _("Audits under way", context="Office Day"), "blue", states.IN_PROGRESS)


def to_sign() -> dict:
	"""What is counted, and waits for decisions and a signature."""
	return block_of("to_sign", _("Audits to sign", context="Office Day"), "orange", states.RECONCILING)


def block_of(key: str, title: str, indicator: str, status: str) -> dict:
	"""One block: how many of the audits that the user may see have this status, and the first few of them."""
	table = frappe.qb.DocType(AUDIT)
	criteria = [table.status == status, audit_criterion(table)]
	query = frappe.qb.from_(table).where(Criterion.all(one for one in criteria if one is not None))
	count = query.select(Count("*")).run()[0][0]
	rows = query.select(table.name, table.title, table.status, table.to_date, table.open_count)
	found = rows.orderby(table.to_date).orderby(table.name).limit(ROWS).run(as_dict=True) if count else []
	return {
		"key": f"audits_{key}",
		"title": title,
		"count": count,
		"rows": [row_of(row) for row in found],
		"action": administration.show_all(AUDIT, {"status": status}),
		"indicator": indicator,
	}


def row_of(audit: frappe._dict) -> dict:
	"""Until when it goes on, or how much is still to decide."""
	if audit.status == states.RECONCILING and audit.open_count:
		subtitle = _("{0} to decide", context="Office Day").format(audit.open_count)
	else:
		day = audit.to_date and format_date(audit.to_date)
		subtitle = _("due {0}", context="Office Day").format(day) if day else ""
	return {"title": audit.title, "subtitle": subtitle, "route": ["Form", AUDIT, audit.name]}
