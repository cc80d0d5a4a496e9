"""Open Findings: what is not verified yet, the latest first; how old it is, how bad, and how late.

Age and lateness are worked out when the report runs. Whose limits apply: see report_tools.py.
"""

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from office_management.domain import finding_states as states
from office_management.office_audits.finding_permissions import FINDING, finding_criterion
from office_management.office_space import api as office_space
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	chosen,
	column,
	figure,
	record_column,
	seen_by,
	users_of,
)

FIELDS = (
	"name",
	"title",
	"severity",
	"status",
	"space",
	"asset",
	"supplier",
	"responsible_name",
	"found_on",
	"due_date",
	"times_found",
)
PLAIN_FILTERS = ("severity", "supplier", "company")
COLOURS = {"Low": "#2490ef", "Medium": "#ecad4b", "High": "#f8814f", "Critical": "#e24c4c"}
AGES = (7, 30, 90)
"""Days; where one age ends and the next begins in the chart."""


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	filters = frappe._dict(filters or {})
	today = getdate()
	words = {word: _(word, context=FINDING) for word in (*states.SEVERITIES, *states.STATUSES)}
	rows = [row_of(finding, today, words) for finding in found(filters)]
	return columns(), rows, None, chart(rows), summary(rows)


def found(filters: frappe._dict) -> list[tuple]:
	"""FIELDS of the findings that every reader may see and the filters want, by the day to mend them."""
	users = users_of(filters, FINDING)
	if filters.severity:
		check_choice(filters.severity, states.SEVERITIES)
	table = frappe.qb.DocType(FINDING)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = chosen(query.where(table.status.isin(states.LIVE)), table, filters, PLAIN_FILTERS)
	query = at_place(query, table.space, office_space.interval_of(filters.place, users))
	query = query.where(seen_by(users, table, finding_criterion))
	return query.orderby(table.due_date).orderby(table.name).run()


def row_of(finding: tuple, today: date, words: dict[str, str]) -> dict:
	"""One row, with its age and how late it is in days.

	Args:
		finding: the values of FIELDS; there are thousands, and a tuple is read faster than a dict.
		words: severities and statuses in the reader's language.
	"""
	name, title, severity, status, space, asset, supplier, responsible, found_on, due_date, times = finding
	late = states.is_overdue(status, due_date, today)
	return {
		"title": as_text(title),
		"finding": name,
		"finding_doctype": FINDING,
		"severity_key": severity,
		"severity": words.get(severity, severity),
		"status": words.get(status, status),
		"space": space,
		"space_doctype": "Office Space" if space else None,
		"asset": asset,
		"asset_doctype": "Asset" if asset else None,
		"supplier": supplier,
		"supplier_doctype": "Supplier" if supplier else None,
		"responsible": as_text(responsible),
		"due_date": due_date,
		"days_late": (today - due_date).days if late else None,
		"age": (today - found_on.date()).days if found_on else None,
		"times_found": times,
	}


def columns() -> list[dict]:
	"""What is shown."""
	return [
		column("title", _("What Is Wrong", context=FINDING), width=240),
		record_column("finding", _("Finding", context="Open Findings"), "finding_doctype", 110),
		column("severity", _("Severity", context=FINDING), width=90),
		column("status", _("Status", context=FINDING), width=100),
		record_column("space", _("Place", context=FINDING), "space_doctype"),
		record_column("asset", _("Asset", context=FINDING), "asset_doctype"),
		record_column("supplier", _("Supplier", context=FINDING), "supplier_doctype"),
		column("responsible", _("Responsible", context=FINDING), width=140),
		column("due_date", _("Mend By", context=FINDING), "Date", 105),
		column("days_late", _("Late By (Days)", context="Open Findings"), "Int", 110),
		column("age", _("Age (Days)", context="Open Findings"), "Int", 95),
		column("times_found", _("Times Seen", context=FINDING), "Int", 95),
	]


def chart(rows: list[dict]) -> dict | None:
	"""How many of each severity, by age."""
	if not rows:
		return None
	counts = Counter((row["severity_key"], age_group(row["age"] or 0)) for row in rows)
	return {
		"data": {
			"labels": age_labels(),
			"datasets": [
				{
					"name": _(severity, context=FINDING),
					"values": [counts[severity, group] for group in range(len(AGES) + 1)],
				}
				for severity in COLOURS
			],
		},
		"type": "bar",
		"colors": list(COLOURS.values()),
		"barOptions": {"stacked": 1},
	}


def age_group(age: int) -> int:
	"""Which of the ages in the chart this is."""
	return sum(age > limit for limit in AGES)


def age_labels() -> list[str]:
	"""The ages in words."""
	week, month, quarter = AGES
	return [
		_("Up to {0} days", context="Open Findings").format(week),
		_("Up to {0} days", context="Open Findings").format(month),
		_("Up to {0} days", context="Open Findings").format(quarter),
		_("Older", context="Open Findings"),
	]


def summary(rows: list[dict]) -> list[dict]:
	"""How many there are, are late, and wait to be verified."""
	late = sum(1 for row in rows if row["days_late"])
	critical = sum(1 for row in rows if row["severity_key"] == "Critical")
	return [
		figure(_("Open Findings", context="Open Findings"), len(rows), "Blue"),
		figure(_("Not mended in time", context=FINDING), late, "Red"),
		figure(_("Critical", context=FINDING), critical, "Orange"),
	]
