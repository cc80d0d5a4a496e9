"""Supplies Use: what each department used of office supplies in a period, and what it cost. See facilities/supply_use.py."""

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import flt, fmt_money, formatdate

from office_management.erp import people
from office_management.facilities import supply_use
from office_management.facilities.supply_use import Use, Wanted
from office_management.office_space import api as spaces
from office_management.report_tools import as_text, check_choice, column, period_of, record_column, users_of

GROUPS = {
	"Department and Item": ("department", "item"),
	"Department": ("department",),
	"Item": ("item",),
	"Place": ("space",),
}
BARS = 12
COLOURS = ["#2490ef", "#ecad4b"]


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = SuppliesUse(frappe._dict(filters or {}))
	return report.columns(), report.rows, report.message(), report.chart(), report.summary()


class SuppliesUse:
	"""One run of the report."""

	def __init__(self, filters: frappe._dict) -> None:
		self.filters = filters
		users = users_of(filters, supply_use.TASK)
		self.fields = GROUPS[check_choice(filters.group_by or "Department and Item", GROUPS)]
		self.period = period_of(filters)
		found = supply_use.uses(
			Wanted(
				users,
				self.period.from_date,
				self.period.to_date,
				filters.company or None,
				spaces.interval_of(filters.place, users),
				filters.item or "",
			)
		)
		self.uses = [use for use in found if self._is_chosen(use)]
		self.currencies = {
			company: frappe.get_cached_value("Company", company, "default_currency")
			for company in {use.company for use in self.uses}
		}
		self._read_labels()
		self.rows = self._rows()

	def _is_chosen(self, use: Use) -> bool:
		if not self.filters.department:
			return True
		if not hasattr(self, "_below"):
			self._below = people.departments_below(self.filters.department)
		return use.department in self._below

	def _read_labels(self) -> None:
		"""What departments, items and places are called, and the unit of each item: one query each."""
		self.departments = labels("Department", "department_name", (use.department for use in self.uses))
		self.items = labels("Item", "item_name", (use.item for use in self.uses))
		self.units = labels("Item", "stock_uom", (use.item for use in self.uses))
		self.spaces = spaces.place_labels(use.space for use in self.uses)

	def _rows(self) -> list[dict]:
		"""Use added up by what is chosen, the dearest first within each department."""
		sums = defaultdict(list)
		for use in self.uses:
			sums[(use.company, *(getattr(use, field) for field in self.fields))].append(use)
		rows = [self._row(key, found) for key, found in sums.items()]
		if self.fields == ("department", "item"):
			return sorted(rows, key=lambda row: (row["department_name"], -row["total"], row["item_name"]))
		return sorted(rows, key=lambda row: -row["total"])

	def _row(self, key: tuple, found: list[Use]) -> dict:
		issued, invoiced = sum(use.issued for use in found), sum(use.invoiced for use in found)
		row = {
			"currency": self.currencies[key[0]],
			"issued": flt(issued, 2),
			"invoiced": flt(invoiced, 2),
			"total": flt(issued + invoiced, 2),
			"row_count": sum(use.rows for use in found),
		}
		for field, value in zip(self.fields, key[1:], strict=True):
			row |= self._cells(field, value, found)
		return row

	def _cells(self, field: str, value: str | None, found: list[Use]) -> dict:
		if field == "item":
			return {
				"item_name": as_text(self.items.get(value) or value),
				"item": value,
				"item_doctype": "Item",
				"quantity": flt(sum(use.quantity for use in found), 3),
				"uom": _(self.units.get(value) or ""),
			}
		names, doctype, unknown = (
			(self.departments, "Department", _("No department", context="Supplies Use"))
			if field == "department"
			else (self.spaces, "Office Space", _("No place", context="Supplies Use"))
		)
		label = as_text(names.get(value) or value) if value else unknown
		return {f"{field}_name": label, field: value, f"{field}_doctype": doctype if value else None}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		"""Names and figures first, codes last."""
		money = {"options": "currency"}
		return [
			*(each for field in self.fields for each in columns_of(field)),
			column("issued", _("From the Store", context="Supplies Use"), "Currency", 130, **money),
			column("invoiced", _("Invoiced", context="Supplies Use"), "Currency", 130, **money),
			column("total", _("Total", context="Supplies Use"), "Currency", 130, **money),
			column("row_count", _("Times", context="Supplies Use"), "Int", 80),
			*(code_column(field) for field in self.fields),
			column("currency", _("Currency", context="Supplies Use"), "Data", 90, hidden=1),
		]

	def message(self) -> str:
		text = _(
			"From {0} to {1}. What is kept in stock counts when the store issues it, everything else when it is "
			"invoiced, net. Without a department on the row, that of the cost center counts, then that of the "
			"employee.",
			context="Supplies Use",
		)
		first, last = formatdate(self.period.from_date), formatdate(self.period.to_date)
		return text.format(frappe.bold(first), frappe.bold(last))

	def chart(self) -> dict | None:
		"""What was spent, by the first thing it is added up by; the dearest ones. Not across currencies."""
		if len(set(self.currencies.values())) != 1:
			return None
		field = self.fields[0]
		issued, invoiced = defaultdict(float), defaultdict(float)
		for row in self.rows:
			issued[row[f"{field}_name"]] += row["issued"]
			invoiced[row[f"{field}_name"]] += row["invoiced"]
		names = sorted(issued, key=lambda name: -(issued[name] + invoiced[name]))[:BARS]
		return {
			"data": {
				"labels": names,
				"datasets": [
					{
						"name": _("From the Store", context="Supplies Use"),
						"values": [flt(issued[name], 2) for name in names],
					},
					{
						"name": _("Invoiced", context="Supplies Use"),
						"values": [flt(invoiced[name], 2) for name in names],
					},
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1},
			"fieldtype": "Currency",
			"colors": COLOURS,
		}

	def summary(self) -> list[dict]:
		"""The total per currency: the sum of the rows."""
		totals = defaultdict(float)
		for row in self.rows:
			totals[row["currency"]] += row["total"]
		return [
			{
				"label": _("Total", context="Supplies Use"),
				"value": fmt_money(flt(total, 2), currency=currency),
				"datatype": "Data",
			}
			for currency, total in sorted(totals.items())
		]


def columns_of(field: str) -> list[dict]:
	"""The columns that name what is added up by."""
	if field == "item":
		return [
			column("item_name", _("Item", context="Supplies Use"), width=220),
			column("quantity", _("Quantity", context="Supplies Use"), "Float", 100),
			column("uom", _("Unit", context="Supplies Use"), width=80),
		]
	if field == "department":
		return [column("department_name", _("Department", context="Supplies Use"), width=180)]
	return [column("space_name", _("Place", context="Supplies Use"), width=200)]


def code_column(field: str) -> dict:
	"""The column that opens the record."""
	titles = {
		"item": _("Item Code", context="Supplies Use"),
		"department": _("Department Code", context="Supplies Use"),
		"space": _("Place Code", context="Supplies Use"),
	}
	return record_column(field, titles[field], f"{field}_doctype", 150)


def labels(doctype: str, field: str, names) -> dict[str, str]:
	"""{name: the value of a field}."""
	wanted = sorted({name for name in names if name})
	filters = {"name": ("in", wanted or [""])}
	return dict(
		frappe.get_all(doctype, filters=filters, fields=["name", field], order_by="name", as_list=True)
	)
