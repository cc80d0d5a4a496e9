"""Expected Today: who is to come on one day and has not come yet, and what became of the others.

Whose limits apply: see report_tools.py.
"""

from collections import Counter
from datetime import datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate
from pypika import Order

from office_management.domain import visit_states as states
from office_management.front_desk.desk import LONGEST_VISIT
from office_management.front_desk.visit_reports import LOG, VisitReport, status_label
from office_management.report_tools import column, day_of, figure

MORE = ("expected_on", "expected_until_on", "checked_in_on", "needs_escort")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart (none) and summary."""
	report = ExpectedToday(filters)
	rows = report.rows()
	return report.columns(), rows, report.message(), None, report.summary(rows)


class ExpectedToday(VisitReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.on_date = day_of(self.filters)

	def rows(self) -> list[dict]:
		"""The visits, by when they are or were expected."""
		found = (
			self.visits(self._of_the_day())
			.select(*self.base_fields(), *(self.table[field] for field in MORE))
			.orderby(self.table.expected_on)
			.orderby(self.table.name, order=Order.asc)
			.run()
		)
		return [self._row(visit) for visit in found]

	def _of_the_day(self):
		"""Expected to come on the day; or live, and of several days of which this is one."""
		table, midnight = self.table, datetime.combine(self.on_date, time.min)
		last = midnight + timedelta(days=1) - timedelta(microseconds=1)
		that_day = table.status.isin(states.STATUSES) & table.expected_on[midnight:last]
		began_before = table.status.isin(states.LIVE) & table.expected_on[midnight - LONGEST_VISIT : midnight]
		return that_day | (began_before & (table.expected_until_on >= midnight))

	def _row(self, visit: tuple) -> dict:
		*base, expected_on, until, came, needs_escort = visit
		return {
			**self.who_and_where(base),
			"expected_on": expected_on,
			"expected_until_on": until,
			"checked_in_on": came,
			"escort": _("Yes", context=LOG) if needs_escort else "",
		}

	def columns(self) -> list[dict]:
		return [
			column("expected_on", _("Expected", context=LOG), "Datetime", 150),
			column("expected_until_on", _("Expected Until", context=LOG), "Datetime", 150),
			*self.who_columns(),
			*self.where_columns(),
			column("status", _("Status", context=LOG), width=120),
			column("checked_in_on", _("Came", context="Visitor Register"), "Datetime", 150),
			column("escort", _("Must Be Escorted", context=LOG), width=130),
		]

	def message(self) -> str:
		text = _("Visitors expected on {0}.", context="Expected Today")
		return text.format(frappe.bold(formatdate(self.on_date)))

	def summary(self, rows: list[dict]) -> list[dict]:
		counts = Counter(row["status_key"] for row in rows)
		came = sum(counts[status] for status in (*states.ON_SITE, states.CHECKED_OUT))
		to_come, missed = sum(counts[status] for status in states.COMING), counts[states.NO_SHOW]
		return [
			figure(_("Still to Come", context="Expected Today"), to_come, "Blue"),
			figure(_("Came", context="Visitor Register"), came, "Green"),
			figure(status_label(states.NO_SHOW), missed, "Red" if missed else None),
		]
