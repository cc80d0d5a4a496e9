"""Plan Compliance: of what was planned in a period, how much was done in time, late, skipped (and why) or missed.

A task counts in the period its own date of the plan lies in (Occurrence Date, before any shift for a holiday).
Missed is what the plan could not make in its time, and what is still open past its due date. What was skipped with a
reason leaves the percentage, but is shown with its reasons; what is not due yet leaves it, too. Whose limits apply:
see report_tools.py.
"""

from collections import defaultdict

from frappe import _
from frappe.query_builder.functions import Sum
from pypika import Case
from pypika.terms import Criterion

from office_management.facilities.task_reports import FINISHED, OPEN, TaskReport, how_many
from office_management.report_tools import as_text, column, figure, share

COUNTS = ("planned", "in_time", "done_late", "missed", "not_due", "skipped", "cancelled")
REASONS_SHOWN = 3


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = PlanCompliance(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows[:-1]), report.summary(rows[-1]), True


class PlanCompliance(TaskReport):
	"""One run of the report."""

	@property
	def dimension(self) -> str:
		self.filters.group_by = self.filters.get("group_by") or "Plan"
		return super().dimension

	def planned_in_period(self) -> Criterion:
		return self.table.occurrence_date[self.period.from_date : self.period.to_date]

	def rows(self) -> list[dict]:
		"""A row per group, and the total."""
		found = self.grouped("due_on", self._terms(), self.planned_in_period(), self.table.plan.isnotnull())
		reasons = self._reasons()
		groups = self.sorted_groups(found)
		titles = self.titles(groups)
		rows = [
			{**self.group_cells(name, titles), **numbers(found[name]), "reasons": in_words(reasons[name])}
			for name in groups
		]
		whole = {name: sum(sums[name] or 0 for sums in found.values()) for name in COUNTS}
		return [*rows, {"group": _("Total", context="Facility Task"), "bold": 1, **numbers(whole)}]

	def _terms(self) -> dict:
		table = self.table
		done, is_open = table.status.isin(FINISHED), table.status.isin(OPEN)
		late = table.completed_on > table.due_on
		overdue = is_open & (table.due_on < self.now)
		skipped = table.status == "Skipped"

		def count(criterion: Criterion):
			return Sum(Case().when(criterion, 1).else_(0))

		return {
			"planned": how_many(),
			"in_time": Sum(Case().when(done & late, 0).when(done, 1).else_(0)),
			"done_late": count(done & late),
			"missed": count(overdue | (skipped & (table.is_missed == 1))),
			"not_due": Sum(Case().when(overdue, 0).when(is_open, 1).else_(0)),
			"skipped": count(skipped & (table.is_missed == 0)),
			"cancelled": count(table.status == "Cancelled"),
		}

	def _reasons(self) -> dict[str, dict[str, int]]:
		"""{group: {reason: how often}} of what was skipped."""
		field = self.table[self.group_field] if self.group_field else None
		if field is None:
			return defaultdict(dict)
		skipped = (self.table.status == "Skipped") & (self.table.is_missed == 0)
		rows = (
			self.tasks(self.planned_in_period(), self.table.plan.isnotnull(), skipped)
			.select(field, self.table.status_reason, how_many())
			.groupby(field, self.table.status_reason)
			.run()
		)
		found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
		for key, reason, count in rows:
			group = self.places.get(key) if self.group_field == "space" else None
			found[group.space if group else key or ""][reason or ""] += count
		return found

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			*self.group_columns(),
			column("planned", _("Planned", context="Plan Compliance"), "Int", 90),
			column("in_time", _("Done in Time", context="Facility Task"), "Int", 115),
			column("done_late", _("Done Late", context="Plan Compliance"), "Int", 95),
			column("missed", _("Missed", context="Plan Compliance"), "Int", 85),
			column("not_due", _("Not Due Yet", context="Plan Compliance"), "Int", 110),
			column("skipped", _("Skipped", context="Plan Compliance"), "Int", 85),
			column("cancelled", _("Cancelled", context="Plan Compliance"), "Int", 95),
			column(
				"compliance", _("Done in Time (%)", context="Plan Compliance"), "Percent", 130, precision=1
			),
			column("reasons", _("Why Skipped", context="Plan Compliance"), width=260),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""One stacked bar per group, the weakest first."""
		weakest = sorted(rows, key=lambda row: (row["compliance"] is None, row["compliance"] or 0))[:20]
		if not weakest:
			return None
		parts = {
			"in_time": _("Done in Time", context="Facility Task"),
			"done_late": _("Done Late", context="Plan Compliance"),
			"missed": _("Missed", context="Plan Compliance"),
			"skipped": _("Skipped", context="Plan Compliance"),
		}
		datasets = [
			{"name": label, "values": [row[name] for row in weakest]} for name, label in parts.items()
		]
		return {
			"data": {"labels": [row["group"] for row in weakest], "datasets": datasets},
			"type": "bar",
			"colors": ["#30a66d", "#ecad4b", "#e24c4c", "#c0c6cc"],
			"barOptions": {"stacked": 1},
		}

	def summary(self, total: dict) -> list[dict]:
		done_in_time = _("Done in Time (%)", context="Plan Compliance")
		return [
			figure(_("Planned", context="Plan Compliance"), total["planned"], "Blue"),
			figure(done_in_time, total["compliance"] or 0, "Green", "Percent"),
			figure(
				_("Missed", context="Plan Compliance"), total["missed"], "Red" if total["missed"] else None
			),
		]


def numbers(sums: dict[str, float]) -> dict:
	"""The cells of a row: the counts, and the share of what should have been done that was done in time."""
	counts = {name: int(sums[name] or 0) for name in COUNTS}
	should = counts["in_time"] + counts["done_late"] + counts["missed"]
	return {**counts, "compliance": share(counts["in_time"], should)}


def in_words(reasons: dict[str, int]) -> str:
	"""The most frequent reasons, each with its number."""
	most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:REASONS_SHOWN]
	return as_text(", ".join(f"{reason} ({count})" if count > 1 else reason for reason, count in most))
