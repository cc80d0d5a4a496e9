"""Visit Statistics: visits, no-shows and average stay in a period, and when it is busiest.

Counts stay when visitors are made anonymous. Visits go by the moment they began, no-shows and cancelled ones by the
moment they were expected. A stay counts when both its ends are known and nobody had to be signed out automatically.
Whose limits apply: see report_tools.py.
"""

from collections import defaultdict

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, DateFormat, Sum
from frappe.utils import formatdate
from pypika.functions import Extract
from pypika.terms import CustomFunction, LiteralValue

from office_management.domain import visit_states as states
from office_management.front_desk.visit_reports import LOG, VisitReport
from office_management.office_space import api as space_api
from office_management.report_tools import as_text, check_choice, column

GROUPS = ("Day", "Week", "Month", "Weekday", "Hour", "Place", "Visitor Type", "Host", "Department")
IN_TIME = ("Day", "Week", "Month", "Weekday", "Hour")
COUNTS = ("visits", "stays", "minutes", "no_shows", "cancelled", "denied")
MISSED = {states.NO_SHOW: "no_shows", states.CANCELLED: "cancelled", states.DENIED: "denied"}
HOST_GROUPS = {"Host": "host_name", "Department": "department"}
Weekday = CustomFunction("WEEKDAY", ["moment"])
MinutesBetween = CustomFunction("TIMESTAMPDIFF", ["unit", "first", "last"])


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = VisitStatistics(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows[:-1]), report.summary(rows), True


class VisitStatistics(VisitReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.days = self.period("This Month")
		self.group = check_choice(self.filters.group_by or "Day", GROUPS)

	def rows(self) -> list[dict]:
		"""A row per group, and the total."""
		sums = self._by_place(self._sums()) if self.group == "Place" else self._sums()
		rows = [{**self._row(self._label(key), sums[key]), "key": key} for key in self._sorted(sums)]
		whole = {name: sum(found[name] for found in sums.values()) for name in COUNTS}
		return [*rows, {**self._row(_("Total", context="Visit Statistics"), whole), "bold": 1}]

	# --- counting -------------------------------------------------------------------------------------------

	def _sums(self) -> dict:
		sums: dict = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
		for key, visits, stays, minutes in self._came():
			found = sums[key]
			found["visits"], found["stays"], found["minutes"] = visits, stays or 0, minutes or 0
		for key, status, count in self._missed():
			sums[key][MISSED[status]] += count
		return sums

	def _came(self) -> list[tuple]:
		table = self.table
		stayed = table.checked_out_on.isnotnull() & (table.sign_out_method != "Automatic")
		minutes = MinutesBetween(LiteralValue("MINUTE"), table.checked_in_on, table.checked_out_on)
		query = self.visits(self.within("checked_in_on", self.days))
		key = self._key(table.checked_in_on)
		return (
			self._with_host(query)
			.select(key, Count("*"), Sum(Case().when(stayed, 1).else_(0)))
			.select(Sum(Case().when(stayed, minutes).else_(0)))
			.groupby(key)
			.run()
		)

	def _missed(self) -> list[tuple]:
		table = self.table
		query = self.visits(table.status.isin(tuple(MISSED)), self.within("expected_on", self.days))
		key = self._key(table.expected_on)
		query = self._with_host(query).select(key, table.status, Count("*"))
		return query.groupby(key, table.status).run()

	def _with_host(self, query):
		if self.group != "Department":
			return query
		return query.left_join(self._employee).on(self._employee.name == self.table.host)

	@property
	def _employee(self):
		return frappe.qb.DocType("Employee")

	def _key(self, moment):
		"""What groups go by, as a term of a query."""
		in_time = {
			"Day": lambda: DateFormat(moment, "%Y-%m-%d"),
			"Week": lambda: DateFormat(moment, "%x-%v"),
			"Month": lambda: DateFormat(moment, "%Y-%m"),
			"Weekday": lambda: Weekday(moment),
			"Hour": lambda: Extract("HOUR", moment),
		}
		if self.group in in_time:
			return in_time[self.group]()
		if self.group == "Department":
			return self._employee.department
		field = {"Place": "space", "Visitor Type": "visitor_type", "Host": "host_name"}[self.group]
		return self.table[field]

	def _by_place(self, sums: dict) -> dict:
		"""The sums of places, added up by the place of the chosen kind that each lies in."""
		self._places = space_api.groups_at(self.filters.depth or "Building", self.users, self.bounds)
		found: dict = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
		for space, row in sums.items():
			group = self._places.get(space)
			for name in COUNTS:
				found[group.space if group else ""][name] += row[name]
		return found

	# --- how a group is shown -------------------------------------------------------------------------------

	def _sorted(self, sums: dict) -> list:
		if self.group == "Place":
			order = {group.space: group.order for group in self._places.values()}
			return sorted(sums, key=lambda key: (not key, order.get(key, 0)))
		if self.group in IN_TIME:
			return sorted(sums)
		return sorted(sums, key=lambda key: (-sums[key]["visits"], str(key or "")))

	def _label(self, key) -> str:
		if self.group == "Day":
			return formatdate(key)
		if self.group == "Month":
			return formatdate(f"{key}-01", "MMMM yyyy")
		if self.group == "Weekday":
			return weekday_labels()[int(key)]
		if self.group == "Hour":
			return f"{int(key):02d}:00"
		if self.group == "Place":
			titles = {group.space: group.title for group in self._places.values()}
			return as_text(titles.get(key)) or _("None", context="Visit Statistics")
		if self.group == "Visitor Type":
			return _(key, context="Visitor Type")
		return as_text(key) or _("Reception", context=LOG)

	def _row(self, label: str, sums: dict) -> dict:
		stays = int(sums["stays"])
		return {
			"group": label,
			"visits": int(sums["visits"]),
			"stay": round(float(sums["minutes"]) / 60 / stays, 2) if stays else None,
			"no_shows": int(sums["no_shows"]),
			"cancelled": int(sums["cancelled"]),
			"denied": int(sums["denied"]),
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("group", group_labels()[self.group], width=220),
			column("visits", _("Visits", context="Visitor Register"), "Int", 100),
			column("stay", _("Average Stay (Hours)", context="Visit Statistics"), "Float", 160, precision=1),
			column("no_shows", _("No Show", context=LOG), "Int", 110),
			column("cancelled", _("Cancelled", context=LOG), "Int", 110),
			column("denied", _("Denied", context=LOG), "Int", 110),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""Visits and no-shows, group by group."""
		shown = rows if self.group in IN_TIME else rows[:20]
		if not any(row["visits"] + row["no_shows"] for row in shown):
			return None
		datasets = [
			{"name": _("Visits", context="Visitor Register"), "values": [row["visits"] for row in shown]},
			{"name": _("No Show", context=LOG), "values": [row["no_shows"] for row in shown]},
		]
		labels = [formatdate(row["key"], "d MMM") if self.group == "Day" else row["group"] for row in shown]
		return {
			"data": {"labels": labels, "datasets": datasets},
			"type": "bar",
			"colors": ["#2490ef", "#e24c4c"],
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		total = rows[-1]
		found = [
			{"label": _("Visits", context="Visitor Register"), "value": total["visits"], "datatype": "Int"},
			{
				"label": _("Average Stay (Hours)", context="Visit Statistics"),
				"value": frappe.format_value(total["stay"] or 0, {"fieldtype": "Float", "precision": 1}),
				"datatype": "Data",
			},
			{"label": _("No Show", context=LOG), "value": total["no_shows"], "datatype": "Int"},
		]
		busiest = max(rows[:-1], key=lambda row: row["visits"], default=None)
		if self.group in IN_TIME and busiest and busiest["visits"]:
			label = _("Busiest", context="Visit Statistics")
			found.append({"label": label, "value": busiest["group"], "datatype": "Data"})
		return found


def weekday_labels() -> list[str]:
	"""Monday to Sunday in the reader's language."""
	return [
		_("Monday", context="Visit Statistics"),
		_("Tuesday", context="Visit Statistics"),
		_("Wednesday", context="Visit Statistics"),
		_("Thursday", context="Visit Statistics"),
		_("Friday", context="Visit Statistics"),
		_("Saturday", context="Visit Statistics"),
		_("Sunday", context="Visit Statistics"),
	]


def group_labels() -> dict[str, str]:
	"""What groups are called, in the reader's language."""
	return {
		"Day": _("Day", context="Visit Statistics"),
		"Week": _("Week", context="Visit Statistics"),
		"Month": _("Month", context="Visit Statistics"),
		"Weekday": _("Weekday", context="Visit Statistics"),
		"Hour": _("Hour", context="Visit Statistics"),
		"Place": _("Place", context=LOG),
		"Visitor Type": _("Visitor Type", context="Visitor Type"),
		"Host": _("Host", context=LOG),
		"Department": _("Department", context="Visit Statistics"),
	}
