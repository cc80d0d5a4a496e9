"""Visitor Register: who was in the building in a period, when they came and left, and whom they visited.

What authorities ask a visitors' book for. A visit counts on the day it began; who was expected and never came is not
in it. Whose limits apply: see report_tools.py.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.utils import formatdate
from pypika import Order

from office_management.domain import visit_states as states
from office_management.front_desk.visit_reports import LOG, VisitReport
from office_management.report_tools import column

MORE = ("checked_in_on", "checked_out_on", "sign_out_method", "badge", "agreement", "agreement_signed_on")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart (none) and summary."""
	report = VisitorRegister(filters)
	rows = report.rows()
	return report.columns(), rows, report.message(), None, report.summary(rows)


class VisitorRegister(VisitReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.days = self.period("Today")

	def rows(self) -> list[dict]:
		"""The visits, in the order in which they began."""
		found = (
			self.visits(self.within("checked_in_on", self.days))
			.select(*self.base_fields(), *(self.table[field] for field in MORE))
			.orderby(self.table.checked_in_on)
			.orderby(self.table.name, order=Order.asc)
			.run()
		)
		return [self._row(visit) for visit in found]

	def _row(self, visit: tuple) -> dict:
		"""One dict per row and no other: a year has more rows than anybody reads."""
		*base, came, left, method, badge, agreement, signed_on = visit
		row = self.who_and_where(base)
		row["checked_in_on"], row["checked_out_on"] = came, left
		row["sign_out_method"] = method and self.labels[method]
		row["badge"], row["agreement"] = badge, agreement if signed_on else None
		return row

	def columns(self) -> list[dict]:
		return [
			column("checked_in_on", _("Came", context="Visitor Register"), "Datetime", 150),
			column("checked_out_on", _("Left", context="Visitor Register"), "Datetime", 150),
			*self.who_columns(),
			*self.where_columns(),
			column("status", _("Status", context=LOG), width=110),
			column("sign_out_method", _("Signed Out By", context=LOG), width=110),
			column("badge", _("Badge", context=LOG), width=90),
			column("agreement", _("Agreement Signed", context="Visitor Register"), width=150),
		]

	def message(self) -> str:
		text = _("Who came from {0} to {1}.", context="Visitor Register")
		first, last = formatdate(self.days.from_date), formatdate(self.days.to_date)
		return text.format(frappe.bold(first), frappe.bold(last))

	def summary(self, rows: list[dict]) -> list[dict]:
		counts = Counter(row["status_key"] in states.ON_SITE for row in rows)
		return [
			{"label": _("Visits", context="Visitor Register"), "value": len(rows), "datatype": "Int"},
			{
				"label": _("Still Here", context="Visitor Register"),
				"value": counts[True],
				"datatype": "Int",
				"indicator": "Blue",
			},
		]
