"""Answered in Time: of the calls that were to be answered, how many were, person by person.

Counted are messages taken in the period whose caller wishes to be called back, by who has them now. In time is what
was done before its time to answer; the average counts working hours from the call. What is late or still has time is
seen when the report runs. Whose limits apply: see report_tools.py.
"""

import frappe
from frappe import _
from frappe.query_builder.functions import Count, DateFormat, Sum
from frappe.utils import cint, now_datetime
from pypika import Case
from pypika.terms import Criterion

from office_management.front_desk.post_rights import MESSAGE, message_criterion
from office_management.report_tools import (
	as_text,
	check_choice,
	chosen,
	column,
	figure,
	moments_of,
	period_of,
	seen_by,
	share,
	users_of,
)

GROUPS = {"Person": "recipient_name", "Department": "department", "Taken By": "taken_by", "Month": None}
FIELD_FILTERS = ("recipient", "department", "urgency", "company")
COUNTS = ("asked", "in_time", "too_late", "late_now", "waiting")
MOST_SHOWN = 20
HOUR = 60


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = AnsweredInTime(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows), report.summary(rows)


class AnsweredInTime:
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, MESSAGE)
		self.period = period_of(self.filters)
		self.group = check_choice(self.filters.get("group_by") or "Person", GROUPS)
		self.table = frappe.qb.DocType(MESSAGE)
		self.now = now_datetime()

	def rows(self) -> list[dict]:
		"""A row per group: by month in order, else who is late most comes first."""
		rows = [self._row(found) for found in self._found()]
		if self.group == "Month":
			return sorted(rows, key=lambda row: row["group"])
		return sorted(rows, key=lambda row: (-row["late_now"], -row["too_late"], row["group"]))

	def _found(self) -> list[frappe._dict]:
		table = self.table
		field = GROUPS[self.group]
		key = table[field] if field else DateFormat(table.received_on, "%Y-%m")
		terms = [term.as_(name) for name, term in self._counts().items()]
		asked = table.received_on[slice(*moments_of(self.period))] & table.answer_by.isnotnull()
		query = frappe.qb.from_(table).select(key.as_("key"), *terms).where(asked)
		query = chosen(query, table, self.filters, FIELD_FILTERS)
		query = query.where(seen_by(self.users, table, message_criterion))
		return query.groupby(key).orderby(key).run(as_dict=True)

	def _counts(self) -> dict:
		table = self.table
		done = table.done_on.isnotnull()
		late = table.answer_by < self.now

		def how_many(criterion: Criterion):
			return Sum(Case().when(criterion, 1).else_(0))

		return {
			"asked": Count("*"),
			"in_time": how_many(done & (table.done_on <= table.answer_by)),
			"too_late": how_many(done & (table.done_on > table.answer_by)),
			"late_now": how_many(table.done_on.isnull() & late),
			"waiting": how_many(table.done_on.isnull() & (table.answer_by >= self.now)),
			"minutes": Sum(Case().when(done, table.answer_minutes).else_(0)),
		}

	def _row(self, found: frappe._dict) -> dict:
		counts = {name: cint(found[name]) for name in COUNTS}
		done = counts["in_time"] + counts["too_late"]
		due = done + counts["late_now"]
		return {
			"group": self._title(found.key),
			**counts,
			"share": share(counts["in_time"], due),
			"hours": round((found.minutes or 0) / HOUR / done, 1) if done else None,
		}

	def _title(self, key: str | None) -> str:
		if not key:
			return _("None", context="Answered in Time")
		return as_text(frappe.utils.get_fullname(key) if self.group == "Taken By" else key)

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		labels = group_labels()
		return [
			column("group", labels[self.group], width=220),
			column("asked", _("To Answer", context="Answered in Time"), "Int", 110),
			column("in_time", _("In Time", context="Answered in Time"), "Int", 100),
			column("too_late", _("Too Late", context="Answered in Time"), "Int", 100),
			column("late_now", _("Late Now", context="Answered in Time"), "Int", 100),
			column("waiting", _("Still Has Time", context="Answered in Time"), "Int", 125),
			column("share", _("Share in Time", context="Answered in Time"), "Percent", 125, precision=1),
			column("hours", _("Working Hours", context="Answered in Time"), "Float", 130, precision=1),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""In time, too late and late now, one on top of the other."""
		shown = rows[:MOST_SHOWN]
		if not shown:
			return None
		series = {
			"in_time": _("In Time", context="Answered in Time"),
			"too_late": _("Too Late", context="Answered in Time"),
			"late_now": _("Late Now", context="Answered in Time"),
		}
		return {
			"data": {
				"labels": [row["group"] for row in shown],
				"datasets": [
					{"name": label, "values": [row[name] for row in shown]} for name, label in series.items()
				],
			},
			"type": "bar",
			"colors": ["#30a66d", "#ecad4b", "#e24c4c"],
			"barOptions": {"stacked": 1},
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		"""The whole office."""
		total = {name: sum(row[name] for row in rows) for name in COUNTS}
		due = total["in_time"] + total["too_late"] + total["late_now"]
		answers = [
			figure(_("To Answer", context="Answered in Time"), total["asked"], "Blue"),
			figure(_("Late Now", context="Answered in Time"), total["late_now"], "Red"),
		]
		if due:
			part = share(total["in_time"], due)
			answers.insert(
				1, figure(_("Share in Time", context="Answered in Time"), part, "Green", "Percent")
			)
		return answers


def group_labels() -> dict[str, str]:
	"""What the rows can be about, in the reader's language."""
	return {
		"Person": _("Person", context="Answered in Time"),
		"Department": _("Department", context="Answered in Time"),
		"Taken By": _("Taken By", context="Answered in Time"),
		"Month": _("Month", context="Answered in Time"),
	}
