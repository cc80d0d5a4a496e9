"""Unclaimed Deliveries: what has lain at the desk for too long, the oldest first.

Days are whole days since it came. Who could not be told at all is named as such. Whose limits apply: see
report_tools.py.
"""

from collections import Counter
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from office_management.domain import delivery_states as states
from office_management.front_desk.post_rights import DELIVERY, delivery_criterion
from office_management.office_administration import api as administration
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	chosen,
	column,
	figure,
	record_column,
	seen_by,
	users_of,
)

FIELD_FILTERS = ("recipient", "department", "company")
FIELDS = (
	"name",
	"direction",
	"kind",
	"quantity",
	"carrier",
	"tracking_number",
	"recipient",
	"recipient_name",
	"department",
	"sender",
	"space",
	"received_on",
	"notified_on",
	"reminders",
)
MOST_DAYS = 3650
AGES = (7, 30, MOST_DAYS * 10)
"""Days up to which something has lain a week, a month, or longer."""


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = UnclaimedDeliveries(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows), report.summary(rows)


class UnclaimedDeliveries:
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		self.filters = frappe._dict(filters or {})
		self.users = users_of(self.filters, DELIVERY)
		self.direction = check_choice(self.filters.get("direction") or states.IN, (states.IN, states.OUT))
		self.bounds = space_api.interval_of(self.filters.place, self.users)
		self.table = frappe.qb.DocType(DELIVERY)
		self.now = now_datetime()

	@property
	def days(self) -> int:
		"""How long something may lie before it is in the list."""
		given = self.filters.get("days")
		usual = cint(administration.setting("delivery_reminder_days"))
		return min(max(cint(usual if given in (None, "") else given), 0), MOST_DAYS)

	def rows(self) -> list[dict]:
		"""What is unclaimed, the oldest first."""
		found = self._found()
		names = sorted({row.space for row in found if row.space})
		filters = {"name": ("in", names or [""])}
		fields = ["name", "space_name"]
		places = dict(frappe.get_all("Office Space", filters, fields, order_by="name", as_list=True))
		return [self._row(row, places) for row in found]

	def _found(self) -> list[frappe._dict]:
		table = self.table
		before = self.now - timedelta(days=self.days)
		unclaimed = table.status.isin(states.OPEN) & (table.received_on <= before)
		query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
		query = query.where(unclaimed & (table.direction == self.direction))
		query = at_place(chosen(query, table, self.filters, FIELD_FILTERS), table.space, self.bounds)
		query = query.where(seen_by(self.users, table, delivery_criterion))
		return query.orderby(table.received_on).run(as_dict=True)

	def _row(self, row: frappe._dict, places: dict[str, str]) -> dict:
		kind = _(row.kind or "Parcel", context=DELIVERY)
		return {
			"owner": as_text(row.recipient_name or row.department),
			"what": f"{row.quantity} × {kind}" if cint(row.quantity) > 1 else kind,
			"carrier": as_text(row.carrier),
			"tracking_number": as_text(row.tracking_number),
			"sender": as_text(row.sender),
			"place": as_text(places.get(row.space)),
			"received_on": row.received_on,
			"days": (self.now - row.received_on).days,
			"reminders": cint(row.reminders),
			"told": self._told(row),
			"delivery": row.name,
			"delivery_doctype": DELIVERY,
		}

	def _told(self, row: frappe._dict) -> str:
		if row.notified_on:
			return _("Told", context="Unclaimed Deliveries")
		return _("Not Told", context="Unclaimed Deliveries")

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		owner = _("For", context=DELIVERY) if self.direction == states.IN else _("Sent By", context=DELIVERY)
		return [
			column("owner", owner, width=180),
			column("what", _("What", context="Unclaimed Deliveries"), width=110),
			column("carrier", _("Carrier", context=DELIVERY), width=110),
			column("tracking_number", _("Tracking Number", context=DELIVERY), width=150),
			column("sender", _("Sender or Addressee", context=DELIVERY), width=150),
			column("place", _("Lies In", context=DELIVERY), width=140),
			column("received_on", _("Received On", context=DELIVERY), "Datetime", 150),
			column("days", _("Days", context="Unclaimed Deliveries"), "Int", 75),
			column("told", _("Recipient", context=DELIVERY), width=95),
			column("reminders", _("Reminders", context=DELIVERY), "Int", 105),
			record_column("delivery", _("Delivery", context=DELIVERY), "delivery_doctype", 120),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""How many have lain how long."""
		if not rows:
			return None
		counts = Counter(next(at for at, days in enumerate(AGES) if row["days"] <= days) for row in rows)
		labels = [
			_("Up to a Week", context="Unclaimed Deliveries"),
			_("Up to a Month", context="Unclaimed Deliveries"),
			_("Longer", context="Unclaimed Deliveries"),
		]
		values = [counts[at] for at in range(len(AGES))]
		name = _("Deliveries", context="Unclaimed Deliveries")
		return {
			"data": {"labels": labels, "datasets": [{"name": name, "values": values}]},
			"type": "bar",
			"colors": ["#ecad4b"],
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		"""How many, and how many of them nobody was told of."""
		untold = sum(1 for row in rows if row["told"] == _("Not Told", context="Unclaimed Deliveries"))
		unclaimed = _("Unclaimed", context=DELIVERY)
		not_told = _("Not Told", context="Unclaimed Deliveries")
		return [
			figure(unclaimed, len(rows), "Orange"),
			figure(not_told, untold, "Red" if untold else "Green"),
		]
