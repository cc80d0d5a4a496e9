"""Overdue and At Risk: every open task that is past its time, may become so, or is due soon; the latest first.

"At risk" begins when most of the working time until the deadline is gone (see facilities/clocks.py). Late, at risk and
the hours are worked out when the report runs. Whose limits apply: see report_tools.py.
"""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import cint, get_fullname
from pypika import Order

from office_management.facilities.task_reports import OPEN, TaskReport
from office_management.report_tools import as_text, column, figure, record_column

LATE, RESPONSE_LATE, AT_RISK, DUE_SOON = "Late", "Response Late", "At Risk", "Due Soon"
COLOURS = {LATE: "#e24c4c", RESPONSE_LATE: "#f8814f", AT_RISK: "#ecad4b", DUE_SOON: "#2490ef"}
MOST_DAYS = 3650


class Found(NamedTuple):
	"""A task as it is read: there are thousands."""

	name: str
	subject: str
	category: str | None
	urgency: str
	status: str
	space: str | None
	supplier: str | None
	due_on: datetime | None
	at_risk_on: datetime | None
	respond_by: datetime | None
	responded_on: datetime | None
	assigned: str | None


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = OverdueAndAtRisk(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows), report.summary(rows)


class OverdueAndAtRisk(TaskReport):
	"""One run of the report."""

	def rows(self) -> list[dict]:
		"""The tasks, by when they were or will be due."""
		found = self._found()
		places = self._place_names({task.space for task in found} - {None})
		self.labels = state_labels()
		self.translated = cache(lambda text, context: text and _(text, context=context))
		self.people = cache(people_in_words)
		return [self._row(task, places) for task in found]

	def _found(self) -> list[Found]:
		table = self.table
		days = min(cint(self.filters.get("days_ahead")), MOST_DAYS)
		soon = self.now + timedelta(days=days)
		unanswered = (table.respond_by < self.now) & table.responded_on.isnull()
		matters = (table.due_on < soon) | (table.at_risk_on <= self.now) | unanswered
		rows = (
			self.tasks(table.status.isin(OPEN), matters)
			.select(*(table[field] for field in Found._fields[:-1]), table["_assign"])
			.orderby(table.due_on)
			.orderby(table.name, order=Order.asc)
			.run()
		)
		return [Found(*row) for row in rows]

	def _place_names(self, spaces: set[str]) -> dict[str, str]:
		rows = frappe.get_all(
			"Office Space", {"name": ("in", sorted(spaces) or [""])}, ["name", "space_name"], order_by="name"
		)
		return {row.name: row.space_name for row in rows}

	def _row(self, task: Found, places: dict[str, str]) -> dict:
		state = self._state(task)
		return {
			"state": self.labels[state],
			"state_key": state,
			"subject": as_text(task.subject),
			"task": task.name,
			"task_doctype": "Facility Task",
			"urgency": self.translated(task.urgency, "Facility Task"),
			"category": self.translated(task.category, "Facility Task Category"),
			"place": as_text(places.get(task.space)),
			"space": task.space,
			"space_doctype": "Office Space" if task.space else None,
			"due_on": task.due_on,
			"hours_late": self._hours_late(task, state),
			"status": self.translated(task.status, "Facility Task"),
			"assigned": self.people(task.assigned or "[]"),
			"supplier": task.supplier,
			"supplier_doctype": "Supplier" if task.supplier else None,
		}

	def _state(self, task: Found) -> str:
		if task.due_on and task.due_on < self.now:
			return LATE
		if task.respond_by and task.respond_by < self.now and not task.responded_on:
			return RESPONSE_LATE
		return AT_RISK if task.at_risk_on and task.at_risk_on <= self.now else DUE_SOON

	def _hours_late(self, task: Found, state: str) -> float | None:
		deadline = {LATE: task.due_on, RESPONSE_LATE: task.respond_by}.get(state)
		return round((self.now - deadline).total_seconds() / 3600, 1) if deadline else None

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("state", _("State", context="Overdue and At Risk"), width=110),
			column("subject", _("Subject", context="Facility Task"), width=240),
			record_column("task", _("Task", context="Facility Task"), "task_doctype", 110),
			column("urgency", _("Urgency", context="Facility Task"), width=95),
			column("category", _("Category", context="Facility Task"), width=120),
			column("place", _("Place", context="Facility Task"), width=150),
			record_column("space", _("Code", context="Facility Task"), "space_doctype", 120),
			column("due_on", _("Due On", context="Facility Task"), "Datetime", 150),
			column(
				"hours_late", _("Late By (Hours)", context="Overdue and At Risk"), "Float", 120, precision=1
			),
			column("status", _("Status", context="Facility Task"), width=105),
			column("assigned", _("Assigned To", context="Overdue and At Risk"), width=160),
			record_column("supplier", _("Supplier", context="Facility Task"), "supplier_doctype", 140),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""How many of each state, by category."""
		if not rows:
			return None
		nothing = _("None", context="Facility Task")
		categories = sorted({row["category"] or nothing for row in rows})
		counts = Counter((row["state_key"], row["category"] or nothing) for row in rows)
		labels = state_labels()
		states = [state for state in COLOURS if state != DUE_SOON or cint(self.filters.get("days_ahead"))]
		return {
			"data": {
				"labels": categories,
				"datasets": [
					{"name": labels[state], "values": [counts[state, name] for name in categories]}
					for state in states
				],
			},
			"type": "bar",
			"colors": [COLOURS[state] for state in states],
			"barOptions": {"stacked": 1},
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		counts = Counter(row["state_key"] for row in rows)
		labels = state_labels()
		indicators = {LATE: "Red", RESPONSE_LATE: "Orange", AT_RISK: "Yellow"}
		return [figure(labels[state], counts[state], colour) for state, colour in indicators.items()]


def people_in_words(assigned: str) -> str:
	"""The names of the users that a task is assigned to, as Frappe keeps them (a JSON list)."""
	return as_text(", ".join(sorted(get_fullname(user) for user in frappe.parse_json(assigned))))


def state_labels() -> dict[str, str]:
	"""The states in the reader's language."""
	return {
		LATE: _("Late", context="Overdue and At Risk"),
		RESPONSE_LATE: _("Response Late", context="Overdue and At Risk"),
		AT_RISK: _("At Risk", context="Overdue and At Risk"),
		DUE_SOON: _("Due Soon", context="Overdue and At Risk"),
	}
