"""The block of Office Day about documents: what has run out or soon does, and what is to be reviewed."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import formatdate, getdate

from office_management.domain import document_states as states
from office_management.office_administration import documents
from office_management.office_administration.document_permissions import (
	SEE_ALL,
	document_criterion,
	holds,
)

DOCUMENT = "Office Document"
ROWS = 5
SOON = 30
"""Days in which what runs out is shown."""


def get_blocks() -> list[dict]:
	"""For managers and auditors what they may see, for others what they are responsible for; nothing for who has nothing."""
	block = attention_block()
	return [block] if block["count"] or holds(SEE_ALL) else []


def attention_block() -> dict:
	"""Documents that need somebody."""
	table, today = frappe.qb.DocType(DOCUMENT), getdate()
	soon = today + timedelta(days=SOON)
	due = (table.valid_until_date <= soon) | (table.next_review_date <= today)
	query = frappe.qb.from_(table).where(
		due & table.replacement.isnull() & table.withdrawn_from_date.isnull()
	)
	limit = document_criterion(table)
	query = query if limit is None else query.where(limit)
	count = query.select(Count("*")).run()[0][0]
	fields = ("name", "title", *documents.DATES)
	rows = query.select(*(table[field] for field in fields)).orderby(table.valid_until_date)
	found = rows.limit(ROWS).run(as_dict=True) if count else []
	return {
		"key": "documents",
		"title": _("Documents that need attention", context="Office Day"),
		"count": count,
		"rows": [row_of(row) for row in found],
		"indicator": "red" if any(documents.status_of(row) == states.EXPIRED for row in found) else "orange",
		"action": {
			"label": _("Show all", context="Office Day"),
			"route": ["query-report", "Documents Expiring"] if holds(SEE_ALL) else ["List", DOCUMENT, "List"],
		},
	}


def row_of(row: frappe._dict) -> dict:
	"""What is the matter with it, and since or until when."""
	status = documents.status_of(row)
	if status == states.REVIEW_DUE:
		text, day = _("review by {0}", context="Office Day"), row.next_review_date
	elif status == states.EXPIRED:
		text, day = _("ran out on {0}", context="Office Day"), row.valid_until_date
	else:
		text, day = _("valid until {0}", context="Office Day"), row.valid_until_date
	return {
		"title": row.title,
		"subtitle": text.format(formatdate(day)),
		"route": ["Form", DOCUMENT, row.name],
	}
