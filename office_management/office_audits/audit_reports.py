"""What the reports on audits share: which audits, in which period, and how their cells are written.

Differences and results are shown of audits whose counting has ended: nothing is missing before that, and who counts
blind is not told by a report what is expected.
"""

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe import _
from pypika.terms import Criterion

from office_management.domain import audit_states as states
from office_management.office_audits.permissions import audit_criterion
from office_management.office_space import api as space_api
from office_management.report_tools import column, moments_of, period_of, seen_by, users_of

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
ENDED = (states.RECONCILING, states.SIGNED_OFF)
COLOURS = {
	"Found": "#30a66d",
	"Misplaced": "#f8814f",
	"Missing": "#e24c4c",
	"Other Custodian": "#ecad4b",
	"Damaged": "#a66be0",
	"Unexpected": "#2490ef",
	"Unknown Tag": "#8d99a6",
}
BARS_AT_MOST = 20


class Once(dict):
	"""What a function answers, asked once for each argument, however many rows have it."""

	def __init__(self, ask: Callable) -> None:
		super().__init__()
		self.ask = ask

	def __missing__(self, argument):
		self[argument] = self.ask(argument)
		return self[argument]


class AuditReport:
	"""One run of a report on audits: the readers' limits and the filters, turned into queries.

	Attributes:
		users: everybody whose limits apply.
		audit: Office Audit, as pypika sees it.
		bounds: (lft, rgt) of the place asked for; None for all.
	"""

	def __init__(self, filters: dict | None, doctype: str = AUDIT) -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, doctype)
		self.bounds = space_api.interval_of(self.filters.place, self.users)
		self.audit = frappe.qb.DocType(AUDIT)
		self.currencies = Once(currency_of)

	def moments(self, default: str) -> tuple[datetime, datetime]:
		"""The first and the last moment of the period asked for."""
		return moments_of(period_of(self.filters, default))

	def audits(self, *criteria: Criterion):
		"""A query of the audits that the readers may see and the criteria name; nothing selected."""
		query = frappe.qb.from_(self.audit).where(Criterion.all(criteria))
		return query.where(seen_by(self.users, self.audit, audit_criterion))

	def currency(self, companies: set[str]) -> str | None:
		"""The currency of these companies; None where they have several, which nobody can add up."""
		found = {self.currencies[company] for company in companies if company}
		return found.pop() if len(found) == 1 else None


def currency_of(company: str) -> str:
	"""The currency in which a company keeps its books."""
	return frappe.get_cached_value("Company", company, "default_currency")


def money(fieldname: str, label: str, width: int = 120) -> dict:
	"""A column of amounts in the currency of the row."""
	return column(fieldname, label, "Currency", width, options="currency")


def result_labels() -> dict[str, str]:
	"""Results of lines, and what else differs, in the reader's language."""
	return {
		"Missing": _("Missing", context=LINE),
		"Misplaced": _("Misplaced", context=LINE),
		"Other Custodian": _("Other Custodian", context="Asset Discrepancies"),
		"Damaged": _("Damaged", context=LINE),
		"Unexpected": _("Unexpected", context=LINE),
		"Unknown Tag": _("Unknown Tag", context=LINE),
	}
