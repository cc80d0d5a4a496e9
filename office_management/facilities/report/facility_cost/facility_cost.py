"""Facility Cost: what was ordered, delivered, invoiced and issued for jobs and places, added up as chosen.

Each document counts on its own date, in the company's currency, net of tax (see erp/accounting.py), so the numbers of
two months add up to those of both, and those of all places to the total. By cost center and account ERPNext's budgets
and the ledger stand beside it; these are the company's, so readers limited to places do not get them. Whose limits
apply: see report_tools.py.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import flt

from office_management.erp import accounting
from office_management.erp.accounting import FIGURES
from office_management.facilities import costs
from office_management.office_space import api as office_space
from office_management.report_tools import (
	as_text,
	check_choice,
	column,
	period_of,
	record_column,
	users_of,
)

TASK = "Facility Task"
BY_ACCOUNT = "Cost Center"
RECORDS = {
	"Place": ("Office Space", "space_name"),
	"Category": ("Facility Task Category", None),
	"Supplier": ("Supplier", "supplier_name"),
	"Asset": ("Asset", "asset_name"),
	"Plan": ("Facility Plan", "title"),
	"Task": (TASK, "subject"),
	BY_ACCOUNT: ("Cost Center", None),
}
"""What a dimension's groups are records of, and the field that says what they are called."""

FILTERS = ("company", "place", "category", "supplier", "asset", "plan")
BARS_AT_MOST = 20
DEFAULT_DEPTH = "Floor"


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = FacilityCost(filters)
	rows = report.rows()
	return report.columns(), rows, report.message(), report.chart(rows[:-1]), report.summary(rows[-1]), True


class FacilityCost:
	"""One run of the report."""

	def __init__(self, filters: dict | None = None) -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, TASK)
		for user in self.users:
			require_cost_reader(user)
		self.period = period_of(self.filters)
		self.dimension = check_choice(self.filters.group_by or "Place", costs.DIMENSIONS)
		given = {name: self.filters.get(name) or None for name in FILTERS}
		self.chosen = costs.Selection(
			self.users, first=self.period.from_date, last=self.period.to_date, **given
		)

	# --- rows -----------------------------------------------------------------------------------------------

	def rows(self) -> list[dict]:
		"""A row per group, and the total."""
		found = costs.costs_by(self.dimension, self.chosen)
		if self.dimension == "Place":
			found = self._by_group(found)
		if self.has_budget:
			found = self._with_budgets(found)
		found = {key: sums for key, sums in found.items() if any(round(value, 2) for value in sums.values())}
		titles = self._titles({key[0] for key in found})
		rows = [self._row(key, found[key], titles) for key in self._sorted(found, titles)]
		return [*rows, self._total(list(found.values()))]

	def _by_group(self, found: dict[tuple, dict]) -> dict[tuple, dict]:
		"""The sums of places, by the place of the chosen kind that each lies in."""
		kind = self.filters.depth or DEFAULT_DEPTH
		self.groups = office_space.groups_at(kind, self.users, self.chosen.bounds)
		sums: dict[tuple, dict] = {}
		for (place,), figures in found.items():
			group = self.groups.get(place)
			key = (group.space if group else "",)
			if key not in sums:
				sums[key] = dict.fromkeys(FIGURES, 0.0)
			target = sums[key]
			for name in FIGURES:
				target[name] += figures[name]
		return sums

	def _row(self, key: tuple, sums: dict, titles: dict[str, str]) -> dict:
		doctype = RECORDS.get(self.dimension, (None, None))[0]
		record = {"record": key[0], "record_doctype": doctype} if key[0] and doctype else {}
		account = {"account": key[1] or _("None", context=TASK)} if len(key) > 1 else {}
		name = as_text(titles.get(key[0], key[0])) or _("None", context=TASK)
		return {"group": name, **record, **account, **self._cells(sums)}

	def _total(self, all_sums: list[dict]) -> dict:
		names = (*FIGURES, "budget", "booked") if self.has_budget else FIGURES
		whole = {name: sum(sums.get(name, 0) for sums in all_sums) for name in names}
		return {"group": _("Total", context=TASK), "bold": 1, **self._cells(whole)}

	def _cells(self, sums: dict) -> dict:
		cells = {name: flt(value, 2) for name, value in sums.items()}
		if cells.get("budget"):
			cells["used"] = flt(100 * cells["booked"] / cells["budget"], 1)
		return {**cells, "currency": self.chosen.currency}

	def _sorted(self, keys: Iterable[tuple], titles: dict[str, str]) -> list[tuple]:
		"""Places in the order of the tree, everything else by name; what belongs to none comes last."""
		if self.dimension == "Place":
			order = {group.space: group.order for group in self.groups.values()}
			return sorted(keys, key=lambda key: (not key[0], order.get(key[0], 0)))
		return sorted(keys, key=lambda key: (not key[0], str(titles.get(key[0], key[0])).lower(), key))

	def _titles(self, names: set[str]) -> dict[str, str]:
		doctype, title = RECORDS.get(self.dimension, (None, None))
		if self.dimension == "Category":
			return {name: _(name, context=doctype) for name in names if name}
		if not title:
			return {}
		query = frappe.qb.from_(table := frappe.qb.DocType(doctype)).select(table.name, table[title])
		if doctype == TASK:
			query = query.where(costs.seen_tasks(table, self.users))
		return {
			name: said or name for name, said in query.where(table.name.isin(sorted(names) or [""])).run()
		}

	# --- budgets --------------------------------------------------------------------------------------------

	@property
	def has_budget(self) -> bool:
		"""Whether the company's budgets stand beside the costs."""
		if self.dimension != BY_ACCOUNT or not self._company():
			return False
		places = frappe.qb.DocType("Office Space")
		return all(
			office_space.place_criterion(places.name, TASK, user) is None for user in self.users
		) and not any(self.filters.get(name) for name in FILTERS[1:])

	def _company(self) -> str | None:
		companies = self.chosen.companies()
		return companies[0] if len(companies) == 1 else None

	def _with_budgets(self, found: dict[tuple, dict]) -> dict[tuple, dict]:
		company, first, last = self._company(), self.period.from_date, self.period.to_date
		budgets = accounting.budgets(company, first, last)
		booked = accounting.booked(company, first, last, budgets)
		empty = dict.fromkeys(FIGURES, 0.0)
		return {
			key: {**found.get(key, empty), "budget": budgets.get(key, 0.0), "booked": booked.get(key, 0.0)}
			for key in {**found, **budgets}
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("group", dimension_label(self.dimension), width=220),
			*self._record_columns(),
			money("total", _("Cost", context="Facility Cost")),
			money("committed", _("Still to Come", context="Facility Cost")),
			*self._budget_columns(),
			money("ordered", _("Ordered", context="Facility Cost")),
			money("received", _("Received", context="Facility Cost")),
			money("returned", _("Sent Back", context="Facility Cost")),
			money("invoiced", _("Invoiced", context="Facility Cost")),
			money("credited", _("Credited", context="Facility Cost")),
			money("issued", _("From the Store", context="Facility Cost")),
		]

	def _record_columns(self) -> list[dict]:
		code = record_column("record", _("Code", context=TASK), "record_doctype", 130)
		if self.dimension == BY_ACCOUNT:
			return [column("account", _("Account", context="Facility Cost"), width=200)]
		return [code] if self.dimension in ("Place", "Supplier", "Asset", "Plan", "Task") else []

	def _budget_columns(self) -> list[dict]:
		if not self.has_budget:
			return []
		return [
			money("budget", _("Budget", context="Facility Cost")),
			money("booked", _("Booked in All", context="Facility Cost")),
			column("used", _("Used", context="Facility Cost"), "Percent", 90, precision=1),
		]

	def message(self) -> str:
		text = _(
			"From {0} to {1}, in {2}, without taxes. What was ordered, received and invoiced stands in each of these"
			" columns; the cost is what was invoiced and issued, less credits.",
			context="Facility Cost",
		)
		days = (frappe.utils.formatdate(day) for day in (self.period.from_date, self.period.to_date))
		return text.format(*(frappe.bold(day) for day in days), frappe.bold(self.chosen.currency))

	def chart(self, rows: list[dict]) -> dict | None:
		"""Cost, and on top of it what is still to come, for the groups with the most."""
		most = sorted(rows, key=lambda row: -(row["total"] + row["committed"]))[:BARS_AT_MOST]
		shown = [row for row in rows if row in most and (row["total"] or row["committed"])]
		if not shown:
			return None
		data = {
			_("Cost", context="Facility Cost"): "total",
			_("Still to Come", context="Facility Cost"): "committed",
		}
		return {
			"data": {
				"labels": [row.get("account") if row["group"] == "" else row["group"] for row in shown],
				"datasets": [
					{"name": label, "values": [row[name] for row in shown]} for label, name in data.items()
				],
			},
			"type": "bar",
			"colors": ["#2490ef", "#c0c6cc"],
			"barOptions": {"stacked": 1},
			"fieldtype": "Currency",
			"options": "currency",
			"currency": self.chosen.currency,
		}

	def summary(self, total: dict) -> list[dict]:
		def number(label, name, indicator=None):
			money_of = {"datatype": "Currency", "currency": self.chosen.currency}
			return {"label": label, "value": total[name], "indicator": indicator, **money_of}

		return [
			number(_("Cost", context="Facility Cost"), "total", "Blue"),
			number(_("Still to Come", context="Facility Cost"), "committed"),
			number(_("Invoiced", context="Facility Cost"), "invoiced"),
			number(_("From the Store", context="Facility Cost"), "issued"),
		]


def require_cost_reader(user: str) -> None:
	"""Raise frappe.PermissionError unless the user may see what things cost."""
	if not costs.may_see_costs(user):
		message = _("What things cost is shown to office managers and to accounting.", context=TASK)
		frappe.throw(message, frappe.PermissionError)


def money(fieldname: str, label: str) -> dict:
	"""A column of amounts in the currency of the row."""
	return column(fieldname, label, "Currency", 125, options="currency")


def dimension_label(name: str) -> str:
	"""A dimension in the reader's language."""
	labels = {
		"Place": _("Place", context=TASK),
		"Category": _("Category", context=TASK),
		"Supplier": _("Supplier", context=TASK),
		"Asset": _("Asset", context=TASK),
		"Plan": _("Plan", context=TASK),
		"Month": _("Month", context=TASK),
		"Task": _("Task", context=TASK),
		BY_ACCOUNT: _("Cost Center", context="Facility Cost"),
	}
	return labels[name]
