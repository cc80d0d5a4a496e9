"""What the reports on facility tasks share: which tasks, in which period, and by what they are added up."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.query_builder.functions import Count, DateFormat
from frappe.utils import now_datetime
from pypika.terms import Criterion

from office_management.facilities.permissions import task_criterion
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	chosen,
	column,
	moments_of,
	period_of,
	record_column,
	seen_by,
	users_of,
)

TASK = "Facility Task"
OPEN = ("Open", "In Progress", "On Hold")
FINISHED = ("Done", "Verified")
FIELD_FILTERS = (
	"category",
	"supplier",
	"company",
	"urgency",
	"asset",
	"plan",
	"from_department",
	"to_department",
)
DIMENSIONS = {
	"Category": ("category", "Facility Task Category"),
	"Place": ("space", "Office Space"),
	"Supplier": ("supplier", "Supplier"),
	"Department": ("from_department", "Department"),
	"Urgency": ("urgency", None),
	"Plan": ("plan", "Facility Plan"),
	"Month": (None, None),
}
"""By what a report can be added up: the field, and the DocType it links to. A month is that of what is counted."""

TITLES = {"Office Space": "space_name", "Supplier": "supplier_name", "Facility Plan": "title"}
DEFAULT_DEPTH = "Floor"
HOUR = 60


class TaskReport:
	"""One run of a report on tasks: the readers' limits and the filters, turned into queries.

	Attributes:
		users: everybody whose limits apply.
		period: first and last day, inclusive.
		table: Facility Task, as pypika sees it.
		now: the moment of the run, in the site's time zone.
	"""

	def __init__(self, filters: dict | None, default_period: str = "This Month") -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, TASK)
		self.period = period_of(self.filters, default_period)
		self.bounds = space_api.interval_of(self.filters.place, self.users)
		self.table = frappe.qb.DocType(TASK)
		self.now = now_datetime()
		self._limits = seen_by(self.users, self.table, task_criterion, for_sums=True)

	# --- which tasks ----------------------------------------------------------------------------------------

	def tasks(self, *criteria: Criterion):
		"""A query of the tasks that the readers may see, the filters want and the criteria name; nothing selected."""
		query = frappe.qb.from_(self.table).where(Criterion.all(criteria))
		query = chosen(query, self.table, self.filters, FIELD_FILTERS)
		return at_place(query, self.table.space, self.bounds).where(self._limits)

	def in_period(self, field: str) -> Criterion:
		"""The moment (a Datetime field) lies on one of the days of the period."""
		return self.table[field][slice(*moments_of(self.period))]

	# --- added up -------------------------------------------------------------------------------------------

	@property
	def dimension(self) -> str:
		return check_choice(self.filters.get("group_by") or "Category", DIMENSIONS)

	@property
	def group_field(self) -> str | None:
		"""The field that groups go by; None for months."""
		return DIMENSIONS[self.dimension][0]

	def counted(self, moment: str, columns: dict, *criteria: Criterion) -> dict[str, dict[str, float]]:
		"""Sums per group of the tasks whose `moment` lies in the period: {group: {name of a column: sum}}."""
		return self.grouped(moment, columns, self.in_period(moment), *criteria)

	def grouped(self, moment: str, columns: dict, *criteria: Criterion) -> dict[str, dict[str, float]]:
		"""Sums per group of the tasks that the criteria name."""
		field = self.group_field
		key = self.table[field] if field else DateFormat(self.table[moment], "%Y-%m")
		terms = [term.as_(name) for name, term in columns.items()]
		rows = self.tasks(*criteria).select(key.as_("key"), *terms).groupby(key).run(as_dict=True)
		return self._by_place(rows, columns) if field == "space" else {row.key or "": row for row in rows}

	def _by_place(self, rows: list[frappe._dict], columns: Iterable[str]) -> dict[str, dict[str, float]]:
		"""The sums of places, added up by the place of the chosen kind that each lies in."""
		sums: dict[str, dict[str, float]] = {}
		for row in rows:
			group = self.places.get(row.key)
			total = sums.setdefault(group.space if group else "", dict.fromkeys(columns, 0))
			for name in columns:
				total[name] += row[name] or 0
		return sums

	@property
	def places(self) -> dict:
		if "_places" not in self.__dict__:
			depth = self.filters.get("depth") or DEFAULT_DEPTH
			self._places = space_api.groups_at(depth, self.users, self.bounds)
		return self._places

	# --- how a group is shown -------------------------------------------------------------------------------

	def sorted_groups(self, groups: Iterable[str]) -> list[str]:
		"""Places in the order of the tree, everything else by name; what belongs to none comes last."""
		if self.dimension == "Place":
			order = {group.space: group.order for group in self.places.values()}
			return sorted(groups, key=lambda name: (not name, order.get(name, 0)))
		titles = self.titles(groups)
		return sorted(groups, key=lambda name: (not name, str(titles.get(name, name)).lower()))

	def titles(self, groups: Iterable[str]) -> dict[str, str]:
		"""What the groups are called."""
		names = sorted(set(groups) - {""})
		doctype = DIMENSIONS[self.dimension][1]
		if self.dimension == "Urgency":
			return {name: _(name, context=TASK) for name in names}
		if doctype == "Facility Task Category":
			return {name: _(name, context=doctype) for name in names}
		if doctype not in TITLES or not names:
			return {name: name for name in names}
		found = frappe.get_all(
			doctype, {"name": ("in", names)}, ["name", TITLES[doctype]], order_by="name", as_list=True
		)
		return {name: name for name in names} | {name: title or name for name, title in found}

	def group_cells(self, name: str, titles: dict[str, str]) -> dict:
		"""The cells that say which group a row is about."""
		doctype = DIMENSIONS[self.dimension][1]
		record = {"record": name, "record_doctype": doctype} if name and doctype else {}
		return {"group": as_text(titles.get(name)) or _("None", context="Facility Task"), **record}

	def group_columns(self) -> list[dict]:
		"""What the groups are, and the record of each where it has one."""
		columns = [column("group", dimension_label(self.dimension), width=220)]
		if self.dimension in ("Place", "Plan", "Supplier"):
			columns.append(record_column("record", _("Code", context="Facility Task"), "record_doctype", 130))
		return columns


def dimension_label(name: str) -> str:
	"""A dimension in the reader's language."""
	labels = {
		"Category": _("Category", context="Facility Task"),
		"Place": _("Place", context="Facility Task"),
		"Supplier": _("Supplier", context="Facility Task"),
		"Department": _("From Department", context="Facility Task"),
		"Urgency": _("Urgency", context="Facility Task"),
		"Plan": _("Plan", context="Facility Task"),
		"Month": _("Month", context="Facility Task"),
	}
	return labels[name]


def hours(minutes: float | None, count: int) -> float | None:
	"""The average of so many minutes, in hours; nothing where nothing was counted."""
	return round((minutes or 0) / HOUR / count, 2) if count else None


def how_many():
	"""The number of rows, as a term of a query."""
	return Count("*")
