"""What tasks, places, plans, suppliers, assets and categories cost, read from ERPNext's documents at this moment.

What the figures mean: see erp/accounting.py. Here it is decided whose they are and who may see them. A row counts
for the task and the place it names itself; a row with a place and no task (supplies, a bill for a floor) counts for
the place. Rows of a task are seen by whoever sees the task, the others by whoever sees the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.query_builder.functions import DateFormat
from frappe.utils import flt, getdate
from pypika import Table
from pypika.terms import Criterion, Term, ValueWrapper

from office_management.domain import periods
from office_management.erp import accounting
from office_management.erp.accounting import FIGURES, STAGES, Stage
from office_management.erp.purchasing import SPACE, STOCK_ENTRY
from office_management.erp.purchasing import TASK as TASK_FIELD
from office_management.facilities.permissions import holds, is_empty, sees_all_tasks, task_criterion
from office_management.office_space import api as office_space

TASK = "Facility Task"
SEES_COSTS = frozenset({"System Manager", "Office Manager"})
OF_TASK = {"Category": "category", "Asset": "asset", "Plan": "plan"}
"""Dimensions that the task decides, and its field."""

DIMENSIONS = ("Place", "Category", "Supplier", "Asset", "Plan", "Month", "Task", "Cost Center")
SUBJECTS = {
	"Office Space": "place",
	"Facility Plan": "plan",
	"Supplier": "supplier",
	"Asset": "asset",
	"Facility Task Category": "category",
}
"""Records whose costs are shown on their form -> the field of Selection that means them."""


@dataclass
class Costs:
	"""The figures of one task, in `currency`; `elsewhere` is True if documents in other currencies are left out."""

	currency: str | None = None
	ordered: float = 0
	committed: float = 0
	received: float = 0
	returned: float = 0
	invoiced: float = 0
	credited: float = 0
	issued: float = 0
	total: float = 0
	elsewhere: bool = False

	def add(self, row: dict) -> None:
		"""Add what a row of `read_stage` says."""
		for name in FIGURES:
			setattr(self, name, getattr(self, name) + flt(row.get(name)))


@dataclass
class Selection:
	"""Which rows count: those all `users` may see, of companies with this currency, in a period (inclusive).

	Fields left empty do not limit. `bounds` is the (lft, rgt) of a place in the Location tree.
	"""

	users: list[str]
	company: str | None = None
	first: date | None = None
	last: date | None = None
	place: str | None = None
	category: str | None = None
	supplier: str | None = None
	asset: str | None = None
	plan: str | None = None
	task: str | None = None
	bounds: tuple[int, int] | None = field(default=None, init=False)

	def __post_init__(self) -> None:
		"""Raises PlaceNotFoundError for a place that is not there or not for all users."""
		self.bounds = office_space.interval_of(self.place, self.users)
		self.currency = accounting.currency_of(self.company or frappe.defaults.get_user_default("Company"))

	def companies(self) -> list[str]:
		"""The companies whose documents can be added up."""
		if self.company:
			return [self.company]
		same = {"default_currency": self.currency}
		return frappe.get_all("Company", filters=same, pluck="name", order_by="name") or [""]


def may_see_costs(user: str | None = None) -> bool:
	"""Whether the user may see what things cost: who manages the office, or may read ERPNext's invoices anyway."""
	user = user or frappe.session.user
	return holds(SEES_COSTS, user) or bool(frappe.has_permission("Purchase Invoice", "read", user=user))


# --- of tasks -------------------------------------------------------------------------------------------------


def costs_of(tasks: Iterable[str]) -> dict[str, Costs]:
	"""Task -> its costs, in the currency of its company; every task asked for has an entry.

	Checks no right: the caller has (`may_see_costs`).
	"""
	names = sorted(set(tasks))
	facts = frappe.get_all(TASK, {"name": ("in", names)}, ["name", "company"], order_by="name")
	found = {row.name: Costs(accounting.currency_of(row.company)) for row in facts}
	for stage in STAGES if found else ():
		for row in accounting.read_stage(
			stage, _task_and_company, lambda row, _doc: [row[TASK_FIELD].isin(names)]
		):
			costs = found.get(row.task)
			if costs and accounting.currency_of(row.company) == costs.currency:
				costs.add(row)
			elif costs:
				costs.elsewhere = True
	return found


def _task_and_company(row: Table, doc: Table) -> dict[str, Term]:
	return {"task": row[TASK_FIELD], "company": doc.company}


# --- added up -------------------------------------------------------------------------------------------------


def costs_by(dimension: str, chosen: Selection) -> dict[tuple, dict[str, float]]:
	"""The figures of the rows chosen, added up by a dimension, one statement per kind of document.

	Args:
		dimension: one of DIMENSIONS.
		chosen: which rows count.

	Returns (key,) -> figures; by "Cost Center" the keys are (cost center, account). What has no such thing stands
	under an empty key. Checks no right beyond the limits of the users: the caller has (`may_see_costs`).
	"""
	found: dict[tuple, dict[str, float]] = {}
	for stage in STAGES:
		reading = _Reading(stage, dimension, chosen)
		for row in accounting.read_stage(stage, reading.keys, reading.criteria, reading.join):
			key = (row.key or "", row.account or "") if dimension == "Cost Center" else (row.key or "",)
			if key not in found:
				found[key] = dict.fromkeys(FIGURES, 0.0)
			sums = found[key]
			for name in FIGURES:
				sums[name] += row.get(name) or 0.0
	return found


class _Reading:
	"""How one kind of document is read for a dimension and a selection."""

	def __init__(self, stage: Stage, dimension: str, chosen: Selection) -> None:
		self.stage, self.dimension, self.chosen = stage, dimension, chosen
		self.task, self.location = frappe.qb.DocType(TASK), frappe.qb.DocType("Location")

	def join(self, query, row: Table):
		if self._needs_task():
			query = query.left_join(self.task).on(self.task.name == row[TASK_FIELD])
		if self.chosen.bounds:
			query = query.join(self.location).on(self.location.name == row[SPACE])
		return query

	def keys(self, row: Table, doc: Table) -> dict[str, Term]:
		if self.dimension in OF_TASK:
			return {"key": self.task[OF_TASK[self.dimension]]}
		if self.dimension == "Cost Center":
			return {"key": row.cost_center, "account": row.expense_account}
		if self.dimension == "Supplier":
			return {"key": ValueWrapper("") if self._has_no_supplier() else doc.supplier}
		if self.dimension == "Month":
			return {"key": DateFormat(doc[self.stage.date_field], "%Y-%m")}
		return {"key": row[SPACE if self.dimension == "Place" else TASK_FIELD]}

	def criteria(self, row: Table, doc: Table) -> list[Criterion]:
		chosen = self.chosen
		criteria = [(row[TASK_FIELD] > "") | (row[SPACE] > ""), doc.company.isin(chosen.companies())]
		if chosen.first and chosen.last:
			criteria.append(doc[self.stage.date_field][chosen.first : chosen.last])
		if chosen.bounds:
			criteria.append(self.location.lft[chosen.bounds[0] : chosen.bounds[1]])
		if chosen.supplier:
			criteria.append(row.name == "" if self._has_no_supplier() else doc.supplier == chosen.supplier)
		if chosen.task:
			criteria.append(row[TASK_FIELD] == chosen.task)
		of_task = [(name, getattr(chosen, name)) for name in OF_TASK.values()]
		criteria += [self.task[name] == value for name, value in of_task if value]
		return criteria + [
			limit for user in chosen.users if (limit := self._limit(row, doc, user)) is not None
		]

	def _needs_task(self) -> bool:
		"""Whether anything is asked of the tasks themselves; else the rows say enough."""
		asked = self.dimension in OF_TASK or any(getattr(self.chosen, name) for name in OF_TASK.values())
		return asked or any(self._limits_tasks(user) for user in self.chosen.users)

	def _limits_tasks(self, user: str) -> bool:
		"""Whether the user sees some tasks only by what they are themselves, not by where they are."""
		return not sees_all_tasks(user) and task_criterion(self.task, user) is not None

	def _has_no_supplier(self) -> bool:
		return self.stage.doctype == STOCK_ENTRY

	def _limit(self, row: Table, doc: Table, user: str) -> Criterion | None:
		"""What this user may see of it: rows of their places, and rows without a place of their tasks.

		The place on a row is its task's unless somebody chose another. Who sees only some tasks gets the rows of those.
		"""
		company = office_space.company_criterion(doc.company, TASK, user)
		of_place = office_space.place_criterion(row[SPACE], TASK, user)
		if self._limits_tasks(user):
			seen = self.task.name.isnotnull() & task_criterion(self.task, user)
		elif of_place is not None:
			seen = of_place | (is_empty(row[SPACE]) & row[TASK_FIELD].isin(_tasks_of(user)))
		else:
			return company
		return seen if company is None else seen & company


def _tasks_of(user: str):
	"""A query of the names of the tasks that the user sees."""
	task = frappe.qb.DocType(TASK)
	return frappe.qb.from_(task).select(task.name).where(seen_tasks(task, [user]))


def seen_tasks(task: Table, users: Iterable[str]) -> Criterion:
	"""Which tasks all these users see."""
	limits = (task_criterion(task, user) for user in users)
	return Criterion.all([limit for limit in limits if limit is not None])


# --- for the forms --------------------------------------------------------------------------------------------


def overview(doctype: str, name: str) -> dict:
	"""What a record has cost this year and last year, for its form. The caller has checked the rights.

	Returns currency and periods: a list of label ("This Year", "Last Year"), first and last day, and the figures.
	"""
	meta = frappe.get_meta(doctype)
	company = frappe.db.get_value(doctype, name, "company") if meta.has_field("company") else None
	years = {label: periods.period(label, getdate()) for label in ("This Year", "Last Year")}
	first, last = years["Last Year"].from_date, years["This Year"].to_date
	chosen = Selection([frappe.session.user], company, first, last, **{SUBJECTS[doctype]: name})
	months = costs_by("Month", chosen)
	answer = frappe._dict(currency=chosen.currency, periods=[])
	for label, days in years.items():
		of_year = [sums for (month,), sums in months.items() if month.startswith(str(days.from_date.year))]
		sums = {figure: sum(row[figure] for row in of_year) for figure in FIGURES}
		answer.periods.append({"label": label, "first": days.from_date, "last": days.to_date, **sums})
	return answer
