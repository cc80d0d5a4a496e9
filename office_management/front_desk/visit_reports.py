"""What the reports on visits share: which visits, in which period, and how their cells are written."""

from collections.abc import Callable, Sequence

import frappe
from frappe import _
from frappe.utils import now_datetime
from pypika.terms import Criterion

from office_management.front_desk.permissions import visit_criterion
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	at_place,
	chosen,
	column,
	moments_of,
	period_of,
	record_column,
	seen_by,
	users_of,
)

LOG = "Visitor Log"
FIELD_FILTERS = ("visitor_type", "host", "company", "organisation")
BASE_FIELDS = (
	"name",
	"visitor_name",
	"organisation",
	"visitor_type",
	"host_name",
	"status",
	"anonymised_on",
)


class Labels(dict):
	"""What words of the data are called in the reader's language; each is looked up once, however many rows have it."""

	def __init__(self, translate: Callable[[str], str]) -> None:
		super().__init__()
		self.translate = translate

	def __missing__(self, word: str) -> str:
		self[word] = self.translate(word)
		return self[word]


class VisitReport:
	"""One run of a report on visits: the readers' limits and the filters, turned into queries.

	Attributes:
		users: everybody whose limits apply.
		table: Visitor Log, as pypika sees it.
		now: the moment of the run, in the site's time zone.
		labels: of statuses and ways to be signed out.
	"""

	def __init__(self, filters: dict | None) -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, LOG)
		self.bounds = space_api.interval_of(self.filters.place, self.users)
		self.table = frappe.qb.DocType(LOG)
		self.place = frappe.qb.DocType("Office Space")
		self.now = now_datetime()
		self.labels = Labels(status_label)
		self.type_labels = Labels(lambda name: _(name, context="Visitor Type"))
		self.gone, self.nobody = _("Anonymised", context=LOG), _("Reception", context=LOG)

	def visits(self, *criteria: Criterion):
		"""A query of the visits that the readers may see, the filters want and the criteria name, with `self.place`."""
		query = frappe.qb.from_(self.table).left_join(self.place).on(self.place.name == self.table.space)
		query = chosen(query.where(Criterion.all(criteria)), self.table, self.filters, FIELD_FILTERS)
		query = at_place(query, self.table.space, self.bounds)
		return query.where(seen_by(self.users, self.table, visit_criterion))

	def within(self, field: str, period) -> Criterion:
		"""The moment (a Datetime field) lies on one of the days of the period."""
		return self.table[field][slice(*moments_of(period))]

	def period(self, default: str = "This Month"):
		"""First and last day of the visits asked for, inclusive."""
		return period_of(self.filters, default)

	# --- columns that several reports have ------------------------------------------------------------------

	def who_columns(self) -> list[dict]:
		"""The visitor, where from, of which type, and the record of the visit."""
		return [
			column("visitor_name", _("Name", context=LOG), width=180),
			column("organisation", _("Organisation", context=LOG), width=160),
			column("visitor_type", _("Type", context=LOG), width=110),
			record_column("visit", _("Visit", context=LOG), "visit_doctype", 110),
		]

	def where_columns(self) -> list[dict]:
		"""Host and place."""
		return [
			column("host_name", _("Host", context=LOG), width=160),
			column("place", _("Place", context=LOG), width=150),
		]

	def base_fields(self) -> list:
		"""What `who_and_where` is given, to be selected, in its order."""
		return [*(self.table[name] for name in BASE_FIELDS), self.place.space_name]

	def who_and_where(self, base: Sequence) -> dict:
		"""Cells of both, and of the status, for the values of `base_fields`; who was made anonymous is called so."""
		name, visitor_name, organisation, visitor_type, host_name, status, anonymised_on, place = base
		return {
			"visitor_name": self.gone if anonymised_on else as_text(visitor_name),
			"organisation": as_text(organisation),
			"visitor_type": self.type_labels[visitor_type],
			"visit": name,
			"visit_doctype": LOG,
			"host_name": as_text(host_name) or self.nobody,
			"place": as_text(place),
			"status": self.labels[status],
			"status_key": status,
		}


def status_label(status: str) -> str:
	"""A status in the reader's language."""
	return _(status, context=LOG)
