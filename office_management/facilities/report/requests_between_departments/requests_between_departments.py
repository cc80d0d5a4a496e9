"""Requests between Departments: what departments asked of each other in a period, and what became of it.

Every hand-over counts for the day it was made, one that was withdrawn before an answer for none. Done goes to the
department that accepted the task and still had it at the end. Hours run by the clock, not by working time: who waits
for an answer waits over the weekend, too. Whose limits apply: see report_tools.py.
"""

from datetime import datetime

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from pypika import Case, CustomFunction
from pypika.terms import Criterion, PseudoColumn

from office_management.domain.handover_states import ACCEPTED, RETURNED, WITHDRAWN
from office_management.facilities.task_reports import FINISHED, TASK, TaskReport, hours, how_many
from office_management.report_tools import as_text, check_choice, column, record_column, share

BY = {"Asked": "to_department", "Asking": "from_department"}
COUNTS = ("asked", "accepted", "returned", "waiting", "done", "in_time")
MINUTES = CustomFunction("TIMESTAMPDIFF", ["unit", "start", "end"])


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message and chart."""
	report = RequestsBetweenDepartments(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows)


class RequestsBetweenDepartments(TaskReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.by = BY[check_choice(self.filters.get("by") or "Asked", BY)]
		self.row = frappe.qb.DocType("Facility Task Handover")

	def rows(self) -> list[dict]:
		"""A row per department, by name."""
		found = self._query().run(as_dict=True)
		return sorted((self._row(each) for each in found), key=lambda row: row["department"])

	def _query(self):
		row, table = self.row, self.table
		accepted = row.answer == ACCEPTED
		done = accepted & table.status.isin(FINISHED) & (table.to_department == row.to_department)
		in_time = done & (table.due_on.isnull() | (table.completed_on <= table.due_on))
		answered = row.answer.isin([ACCEPTED, RETURNED]) & row.answered_on.isnotnull()
		return (
			self.tasks(self._handed_in_period(), self._not_withdrawn())
			.join(row)
			.on((row.parent == table.name) & (row.parenttype == TASK))
			.select(
				row[self.by].as_("name"),
				how_many().as_("asked"),
				count_of(accepted).as_("accepted"),
				count_of(row.answer == RETURNED).as_("returned"),
				count_of(row.answer.isnull() | (row.answer == "")).as_("waiting"),
				count_of(done).as_("done"),
				count_of(in_time).as_("in_time"),
				count_of(answered).as_("answers"),
				minutes_of(answered, row.handed_on, row.answered_on).as_("answer_minutes"),
				minutes_of(done, row.handed_on, table.completed_on).as_("done_minutes"),
			)
			.groupby(row[self.by])
		)

	def _handed_in_period(self) -> Criterion:
		first = datetime.combine(self.period.from_date, datetime.min.time())
		last = datetime.combine(self.period.to_date, datetime.max.time())
		return self.row.handed_on[first:last]

	def _not_withdrawn(self) -> Criterion:
		return self.row.answer.isnull() | (self.row.answer != WITHDRAWN)

	def _row(self, found: frappe._dict) -> dict:
		counts = {name: int(found[name] or 0) for name in COUNTS}
		return {
			"department": as_text(found.name) or _("None", context="Facility Task"),
			"record": found.name,
			"record_doctype": "Department" if found.name else None,
			**counts,
			"in_time_share": share(counts["in_time"], counts["done"]),
			"answer_hours": hours(found.answer_minutes, int(found.answers or 0)),
			"done_hours": hours(found.done_minutes, counts["done"]),
		}

	def columns(self) -> list[dict]:
		"""What each department asked or was asked, and what came of it."""
		return [
			record_column(
				"record", _("Department", context="Requests between Departments"), "record_doctype", 220
			),
			column("asked", _("Asked", context="Requests between Departments"), "Int", 90),
			column("accepted", _("Accepted", context="Requests between Departments"), "Int", 100),
			column("returned", _("Returned", context="Requests between Departments"), "Int", 100),
			column("waiting", _("Waiting for an Answer", context="Requests between Departments"), "Int", 160),
			column("done", _("Done", context="Facility Task"), "Int", 90),
			column("in_time", _("Done in Time", context="Facility Task"), "Int", 115),
			column("in_time_share", _("In Time", context="Facility Task"), "Percent", 90, precision=1),
			self._hours("answer_hours", _("Answered After (Hours)", context="Requests between Departments")),
			self._hours("done_hours", _("Done After (Hours)", context="Facility Task")),
		]

	def _hours(self, fieldname: str, label: str) -> dict:
		return column(fieldname, label, "Float", 170, precision=1)

	def chart(self, rows: list[dict]) -> dict | None:
		"""Accepted, returned and waiting, department by department."""
		shown = rows[:20]
		if not shown:
			return None
		parts = {
			"accepted": _("Accepted", context="Requests between Departments"),
			"returned": _("Returned", context="Requests between Departments"),
			"waiting": _("Waiting for an Answer", context="Requests between Departments"),
		}
		datasets = [{"name": label, "values": [row[part] for row in shown]} for part, label in parts.items()]
		return {
			"data": {"labels": [row["department"] for row in shown], "datasets": datasets},
			"type": "bar",
			"barOptions": {"stacked": 1},
			"colors": ["#30a66d", "#e24c4c", "#f5c542"],
		}


def count_of(criterion: Criterion):
	"""How many rows meet it, as a term of a query."""
	return Sum(Case().when(criterion, 1).else_(0))


def minutes_of(criterion: Criterion, start, end):
	"""The minutes from start to end of the rows that meet it, added up, as a term of a query."""
	return Sum(Case().when(criterion, MINUTES(PseudoColumn("MINUTE"), start, end)).else_(0))
