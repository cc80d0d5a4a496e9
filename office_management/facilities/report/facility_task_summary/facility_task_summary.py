"""Facility Task Summary: tasks opened, done and late in a period, and how long people waited, added up as chosen.

Each number goes by its own date: opened by the day the task was made, done by the day it was done, late by the day it
was due. So the numbers of two months add up to those of both, and those of all places to the total. Hours are hours
of the working calendar, as they were when the task was answered or done. Whose limits apply: see report_tools.py.
"""

from frappe import _
from frappe.query_builder.functions import Sum
from pypika import Case

from office_management.facilities.task_reports import FINISHED, OPEN, TaskReport, hours, how_many
from office_management.report_tools import column, figure, share

SUMS = (
	"opened",
	"done",
	"in_time",
	"late",
	"open_now",
	"late_now",
	"responses",
	"response_minutes",
	"resolutions",
	"resolution_minutes",
)


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = FacilityTaskSummary(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows[:-1]), report.summary(rows[-1]), True


class FacilityTaskSummary(TaskReport):
	"""One run of the report."""

	def rows(self) -> list[dict]:
		"""A row per group, and the total."""
		found = self._sums()
		groups = self.sorted_groups(found)
		titles = self.titles(groups)
		rows = [{**self.group_cells(name, titles), **numbers(found[name])} for name in groups]
		whole = {name: sum(sums[name] for sums in found.values()) for name in SUMS}
		return [*rows, {"group": _("Total", context="Facility Task"), "bold": 1, **numbers(whole)}]

	def _sums(self) -> dict[str, dict[str, float]]:
		"""{group: {one of SUMS: number}}"""
		sums: dict[str, dict[str, float]] = {}
		for found in self._counts():
			for group, row in found.items():
				target = sums.setdefault(group, dict.fromkeys(SUMS, 0))
				for name in SUMS:
					target[name] += row.get(name) or 0
		return sums

	def _counts(self) -> list[dict]:
		table = self.table
		is_late = table.completed_on > table.due_on
		finished = table.status.isin(FINISHED)
		due_before_now = (table.due_on < self.now) & table.status.isin(OPEN)
		may_be_late = table.status.isin([*FINISHED, *OPEN])  # for the index, which begins with the status
		done = {
			"done": how_many(),
			"in_time": Sum(Case().when(is_late, 0).else_(1)),
			"resolutions": Sum(Case().when(table.resolution_minutes > 0, 1).else_(0)),
			"resolution_minutes": Sum(table.resolution_minutes),
		}
		responses = {"responses": how_many(), "response_minutes": Sum(table.response_minutes)}
		now = {"open_now": how_many(), "late_now": Sum(Case().when(table.due_on < self.now, 1).else_(0))}
		return [
			self.counted("opened_on", {"opened": how_many()}),
			self.counted("completed_on", done, finished),
			self.counted("due_on", {"late": how_many()}, may_be_late, (finished & is_late) | due_before_now),
			self.counted("responded_on", responses, table.respond_by.isnotnull()),
			self.grouped("opened_on", now, table.status.isin(OPEN)),
		]

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			*self.group_columns(),
			column("opened", _("Opened", context="Facility Task"), "Int", 90),
			column("done", _("Done", context="Facility Task"), "Int", 90),
			column("in_time", _("Done in Time", context="Facility Task"), "Int", 115),
			column("in_time_share", _("In Time", context="Facility Task"), "Percent", 90, precision=1),
			column("late", _("Late", context="Facility Task"), "Int", 80),
			column("open_now", _("Open Now", context="Facility Task"), "Int", 100),
			column("late_now", _("Late Now", context="Facility Task"), "Int", 100),
			column("response", _("Response (Hours)", context="Facility Task"), "Float", 140, precision=1),
			column("resolution", _("Done After (Hours)", context="Facility Task"), "Float", 150, precision=1),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""Opened and done side by side, for the groups with the most."""
		most = sorted(rows, key=lambda row: -(row["opened"] + row["done"]))[:20]
		shown = [row for row in rows if row in most and row["opened"] + row["done"]]
		if not shown:
			return None
		return {
			"data": {
				"labels": [row["group"] for row in shown],
				"datasets": [
					{
						"name": _("Opened", context="Facility Task"),
						"values": [row["opened"] for row in shown],
					},
					{"name": _("Done", context="Facility Task"), "values": [row["done"] for row in shown]},
					{"name": _("Late", context="Facility Task"), "values": [row["late"] for row in shown]},
				],
			},
			"type": "bar",
			"colors": ["#2490ef", "#30a66d", "#e24c4c"],
		}

	def summary(self, total: dict) -> list[dict]:
		return [
			figure(_("Opened", context="Facility Task"), total["opened"], "Blue"),
			figure(_("Done", context="Facility Task"), total["done"], "Green"),
			figure(_("In Time", context="Facility Task"), total["in_time_share"] or 0, None, "Percent"),
			figure(
				_("Late Now", context="Facility Task"),
				total["late_now"],
				"Red" if total["late_now"] else None,
			),
		]


def numbers(sums: dict[str, float]) -> dict:
	"""The cells of a row: the counts, and what is worked out of them."""
	counts = {name: int(sums[name]) for name in ("opened", "done", "in_time", "late", "open_now", "late_now")}
	return {
		**counts,
		"in_time_share": share(sums["in_time"], sums["done"]),
		"response": hours(sums["response_minutes"], sums["responses"]),
		"resolution": hours(sums["resolution_minutes"], sums["resolutions"]),
	}
