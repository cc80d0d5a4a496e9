"""Work by Person: what each person did in a period, and what they have on their hands now.

Done goes to who finished the task (Done By). What is open counts for everybody it is assigned to, so that column has no
total. It measures the load, to share work out fairly; the docs say so. Whose limits apply: see report_tools.py.
"""

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import get_fullname
from pypika import Case

from office_management.facilities.task_reports import FINISHED, OPEN, TASK, TaskReport, hours, how_many
from office_management.report_tools import as_text, column, record_column, share

COUNTS = ("done", "in_time", "verified", "reopened", "open_now", "late_now")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = WorkByPerson(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows)


class WorkByPerson(TaskReport):
	"""One run of the report."""

	def rows(self) -> list[dict]:
		"""A row per person, who did the most first."""
		done, load = self._done(), self._load()
		people = {user for user in {*done, *load} if user}
		rows = [self._row(user, done.get(user) or {}, load.get(user) or {}) for user in people]
		return sorted(rows, key=lambda row: (-row["done"], -row["open_now"], row["person"]))

	def _done(self) -> dict[str, frappe._dict]:
		table = self.table
		late = table.completed_on > table.due_on
		rows = (
			self.tasks(self.in_period("completed_on"), table.status.isin(FINISHED))
			.select(
				table.completed_by.as_("user"),
				how_many().as_("done"),
				Sum(Case().when(late, 0).else_(1)).as_("in_time"),
				Sum(Case().when(table.status == "Verified", 1).else_(0)).as_("verified"),
				Sum(Case().when(table.reopened_on.isnotnull(), 1).else_(0)).as_("reopened"),
				Sum(table.resolution_minutes).as_("resolution_minutes"),
				Sum(Case().when(table.resolution_minutes > 0, 1).else_(0)).as_("resolutions"),
			)
			.groupby(table.completed_by)
			.run(as_dict=True)
		)
		return {row.user: row for row in rows}

	def _load(self) -> dict[str, frappe._dict]:
		table, todo = self.table, frappe.qb.DocType("ToDo")
		rows = (
			self.tasks(table.status.isin(OPEN))
			.join(todo)
			.on((todo.reference_type == TASK) & (todo.reference_name == table.name) & (todo.status == "Open"))
			.select(todo.allocated_to.as_("user"), Count(table.name).distinct().as_("open_now"))
			.select(
				Count(Case().when(table.due_on < self.now, table.name)).distinct().as_("late_now"),
			)
			.groupby(todo.allocated_to)
			.run(as_dict=True)
		)
		return {row.user: row for row in rows}

	def _row(self, user: str, done: dict, load: dict) -> dict:
		found = {**done, **load}
		counts = {name: int(found.get(name) or 0) for name in COUNTS}
		return {
			"person": as_text(get_fullname(user)),
			"user": user,
			"user_doctype": "User",
			**counts,
			"in_time_share": share(counts["in_time"], counts["done"]),
			"resolution": hours(found.get("resolution_minutes"), int(found.get("resolutions") or 0)),
		}

	def columns(self) -> list[dict]:
		return [
			column("person", _("Person", context="Work by Person"), width=200),
			record_column("user", _("User", context="Work by Person"), "user_doctype", 200),
			column("done", _("Done", context="Facility Task"), "Int", 90),
			column("in_time", _("Done in Time", context="Facility Task"), "Int", 115),
			column("in_time_share", _("In Time", context="Facility Task"), "Percent", 90, precision=1),
			column("verified", _("Verified", context="Facility Task"), "Int", 90),
			column("reopened", _("Reopened", context="Facility Task"), "Int", 95),
			column("resolution", _("Done After (Hours)", context="Facility Task"), "Float", 150, precision=1),
			column("open_now", _("Open Now", context="Facility Task"), "Int", 100),
			column("late_now", _("Late Now", context="Facility Task"), "Int", 100),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""Done and open, person by person."""
		shown = rows[:20]
		if not shown:
			return None
		return {
			"data": {
				"labels": [row["person"] for row in shown],
				"datasets": [
					{"name": _("Done", context="Facility Task"), "values": [row["done"] for row in shown]},
					{
						"name": _("Open Now", context="Facility Task"),
						"values": [row["open_now"] for row in shown],
					},
				],
			},
			"type": "bar",
			"colors": ["#30a66d", "#2490ef"],
		}
