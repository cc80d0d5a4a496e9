"""On Site Now: every visitor in the building at this moment, who came last first.

Who stepped out is counted too: they are coming back. Whose limits apply: see report_tools.py.
"""

import frappe
from frappe import _
from frappe.utils import format_datetime
from pypika import Order

from office_management.domain import visit_states as states
from office_management.front_desk.visit_reports import LOG, VisitReport
from office_management.report_tools import column

MORE = ("checked_in_on", "expected_until_on", "badge", "needs_escort")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart (none) and summary."""
	report = OnSiteNow(filters)
	rows = report.rows()
	return report.columns(), rows, report.message(), None, report.summary(rows)


class OnSiteNow(VisitReport):
	"""One run of the report."""

	def rows(self) -> list[dict]:
		"""The visits that are on site."""
		found = (
			self.visits(self.table.status.isin(states.ON_SITE))
			.select(*self.base_fields(), *(self.table[field] for field in MORE))
			.orderby(self.table.checked_in_on, order=Order.desc)
			.orderby(self.table.name, order=Order.asc)
			.run()
		)
		return [self._row(visit) for visit in found]

	def _row(self, visit: tuple) -> dict:
		*base, came, until, badge, needs_escort = visit
		return {
			**self.who_and_where(base),
			"checked_in_on": came,
			"hours": round((self.now - came).total_seconds() / 3600, 1),
			"expected_until_on": until,
			"badge": badge,
			"escort": _("Yes", context=LOG) if needs_escort else "",
		}

	def columns(self) -> list[dict]:
		return [
			*self.who_columns(),
			*self.where_columns(),
			column("checked_in_on", _("Since", context="On Site Now"), "Datetime", 150),
			column("hours", _("Hours", context="On Site Now"), "Float", 80, precision=1),
			column("expected_until_on", _("Expected Until", context=LOG), "Datetime", 150),
			column("badge", _("Badge", context=LOG), width=90),
			column("escort", _("Must Be Escorted", context=LOG), width=130),
			column("status", _("Status", context=LOG), width=110),
		]

	def message(self) -> str:
		text = _("Visitors on site at {0}.", context="On Site Now")
		return text.format(frappe.bold(format_datetime(self.now, "short")))

	def summary(self, rows: list[dict]) -> list[dict]:
		out = sum(row["status_key"] == states.STEPPED_OUT for row in rows)
		return [
			{"label": _("On Site", context="On Site Now"), "value": len(rows), "datatype": "Int"},
			{"label": _("Of These Stepped Out", context="On Site Now"), "value": out, "datatype": "Int"},
		]
