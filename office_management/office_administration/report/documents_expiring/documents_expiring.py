"""Documents Expiring: what runs out or is to be reviewed in a period, and what has been due before, the earliest first.

Everything is worked out from the dates when the report runs. Whose limits apply: see report_tools.py.
"""

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate

from office_management.domain import document_states as states
from office_management.domain.periods import Period
from office_management.office_administration import documents
from office_management.office_administration.document_permissions import document_criterion
from office_management.office_space import api as office_space
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	chosen,
	column,
	figure,
	period_of,
	record_column,
	seen_by,
	users_of,
)
from office_management.row_rules import is_empty

DOCUMENT = "Office Document"
FIELDS = (
	"name",
	"title",
	"document_type",
	"space",
	"responsible_name",
	"supplier",
	"contract",
	"replacement",
	*documents.DATES,
)
PLAIN_FILTERS = ("document_type", "responsible", "supplier", "company")
TYPES = ("Licence", "Insurance", "Certificate", "Contract", "Policy", "Other")
COLOURS = {states.EXPIRY: "#f8814f", states.REVIEW: "#2490ef"}
MOST_MONTHS = 24


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	filters = frappe._dict(filters or {})
	period, today = period_of(filters, "Next 90 Days"), getdate()
	rows = [
		row_of(document, kind, day, today)
		for document in found(filters)
		for kind, day in due_days(document, period, cint(filters.get("with_overdue", 1)), today)
	]
	rows.sort(key=lambda row: (row["due_date"], row["title"]))
	return columns(), rows, None, chart(rows), summary(rows)


def found(filters: frappe._dict) -> list[frappe._dict]:
	"""The documents in use that every reader may see and the filters want."""
	users = users_of(filters, DOCUMENT)
	if filters.document_type:
		check_choice(filters.document_type, TYPES)
	table = frappe.qb.DocType(DOCUMENT)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where(is_empty(table.replacement) & table.withdrawn_from_date.isnull())
	query = chosen(query, table, filters, PLAIN_FILTERS)
	query = at_place(query, table.space, office_space.interval_of(filters.place, users))
	query = query.where(seen_by(users, table, document_criterion))
	return query.orderby(table.name).run(as_dict=True)


def due_days(document: frappe._dict, period: Period, with_overdue: int, today: date) -> list[tuple]:
	"""Kind and day of what is due of a document in the period, or, if wanted, has been due before today."""
	days = (
		(states.EXPIRY, document.valid_until_date),
		(states.REVIEW, document.next_review_date),
	)
	return [
		(kind, day)
		for kind, day in days
		if day and (period.from_date <= day <= period.to_date or (with_overdue and day < today))
	]


def row_of(document: frappe._dict, kind: str, day: date, today: date) -> dict:
	"""One row: a document and one of its days."""
	return {
		"title": as_text(document.title),
		"document": document.name,
		"document_doctype": DOCUMENT,
		"document_type": _(document.document_type, context=DOCUMENT),
		"kind_key": kind,
		"kind": what(kind),
		"due_date": day,
		"days_left": (day - today).days,
		"status_key": documents.status_of(document),
		"status": _(documents.status_of(document), context=DOCUMENT),
		"space": document.space,
		"space_doctype": "Office Space" if document.space else None,
		"responsible": as_text(document.responsible_name),
		"supplier": document.supplier,
		"supplier_doctype": "Supplier" if document.supplier else None,
		"contract": document.contract,
		"contract_doctype": "Contract" if document.contract else None,
	}


def what(kind: str) -> str:
	"""What is due, in words."""
	words = {
		states.EXPIRY: _("Runs out", context="Documents Expiring"),
		states.REVIEW: _("Review", context="Documents Expiring"),
	}
	return words[kind]


def columns() -> list[dict]:
	"""What is shown."""
	return [
		column("title", _("Title", context=DOCUMENT), width=260),
		record_column("document", _("Document", context="Documents Expiring"), "document_doctype", 110),
		column("document_type", _("Type", context=DOCUMENT), width=100),
		column("kind", _("What", context="Documents Expiring"), width=110),
		column("due_date", _("Date", context="Documents Expiring"), "Date", 120),
		column("days_left", _("Days Left", context="Documents Expiring"), "Int", 110),
		column("status", _("Status", context=DOCUMENT), width=140),
		column("responsible", _("Responsible", context=DOCUMENT), width=150),
		record_column("space", _("Place", context=DOCUMENT), "space_doctype"),
		record_column("supplier", _("Supplier", context=DOCUMENT), "supplier_doctype"),
		record_column("contract", _("Contract", context=DOCUMENT), "contract_doctype"),
	]


def chart(rows: list[dict]) -> dict | None:
	"""How much is due in each month, what is overdue in its own month."""
	if not rows:
		return None
	counts = Counter((row["kind_key"], month_of(row["due_date"])) for row in rows)
	months = sorted({month for _kind, month in counts})[-MOST_MONTHS:]
	return {
		"data": {
			"labels": [formatdate(date(year, month, 1), "MMM yyyy") for year, month in months],
			"datasets": [
				{"name": what(kind), "values": [counts[kind, month] for month in months]} for kind in COLOURS
			],
		},
		"type": "bar",
		"colors": list(COLOURS.values()),
		"barOptions": {"stacked": 1},
	}


def month_of(day: date) -> tuple[int, int]:
	return day.year, day.month


def summary(rows: list[dict]) -> list[dict]:
	"""How many have run out, are to run out, and are to be reviewed."""
	late = {row["document"] for row in rows if row["kind_key"] == states.EXPIRY and row["days_left"] < 0}
	soon = {row["document"] for row in rows if row["kind_key"] == states.EXPIRY} - late
	reviews = {row["document"] for row in rows if row["kind_key"] == states.REVIEW}
	return [
		figure(_("Run out", context="Documents Expiring"), len(late), "Red"),
		figure(_("Running out", context="Documents Expiring"), len(soon), "Orange"),
		figure(_("To review", context="Documents Expiring"), len(reviews), "Blue"),
	]
