"""Count Progress: how far audits under way have come, place by place or counter by counter, and how fast.

Counted is what was expected in a place and has been seen, wherever; scans are those taken in it. Scans per hour are
those of the hours in which somebody scanned at all, so a night between two days slows nobody down. Who counts in an
audit that hides what is expected is told scans only. Whose limits apply: see report_tools.py.
"""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from frappe.utils import cint, flt, now_datetime
from pypika.functions import Floor
from pypika.terms import CustomFunction

from office_management.domain import audit_states as states
from office_management.office_audits.audit_reports import COLOURS, AuditReport
from office_management.office_audits.permissions import AUDITOR, SCAN
from office_management.office_space import api as space_api
from office_management.report_tools import as_text, check_choice, column, figure, record_column, share

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
PLACE, COUNTER = "Place", "Counter"
GROUPS = (PLACE, COUNTER)
DEPTH = "Room"
SURPLUS = ("Unexpected", "Unknown Tag")
HOUR = 3600
BARS_AT_MOST = 10
Seconds = CustomFunction("UNIX_TIMESTAMP", ["moment"])


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row"."""
	report = CountProgress(filters)
	rows = report.rows()
	return report.columns(), rows, report.message(), report.chart(rows), report.summary(rows), True


class CountProgress(AuditReport):
	"""One run of the report.

	Attributes:
		found: {audit: its title, status and whether it hides what is expected}.
		blind: of these, the ones whose expected assets one of the readers must not know.
	"""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.group_by = check_choice(self.filters.group_by or PLACE, GROUPS)
		self.now: datetime = now_datetime()
		self.found = {audit.name: audit for audit in self._audits()}
		self.blind = self._counted_blind()
		self.places = space_api.groups_at(self.filters.depth or DEPTH, self.users, self.bounds)

	def _audits(self) -> list[frappe._dict]:
		"""Those under way, or the one asked for if it has begun."""
		table, filters = self.audit, self.filters
		wanted = [table.name == filters.audit] if filters.audit else [table.status.isin(states.LIVE)]
		if filters.company:
			wanted.append(table.company == filters.company)
		query = self.audits(table.started_on.isnotnull(), *wanted)
		query = query.select(table.name, table.title, table.status, table.is_blind)
		return query.orderby(table.started_on).orderby(table.name).run(as_dict=True)

	def _counted_blind(self) -> set[str]:
		"""Audits under way that hide what is expected, and in which one of the readers counts."""
		hiding = [
			name
			for name, audit in self.found.items()
			if audit.is_blind and audit.status == states.IN_PROGRESS
		]
		if not hiding:
			return set()
		named, scan = frappe.qb.DocType(AUDITOR), frappe.qb.DocType(SCAN)
		is_named = named.parent.isin(hiding) & named.user.isin(self.users) & (named.parenttype == AUDIT)
		has_scanned = scan.audit.isin(hiding) & scan.scanned_by.isin(self.users)
		by_name = frappe.qb.from_(named).select(named.parent).where(is_named).run(pluck=True)
		by_deed = frappe.qb.from_(scan).select(scan.audit).distinct().where(has_scanned).run(pluck=True)
		return {*by_name, *by_deed}

	# --- counting -------------------------------------------------------------------------------------------

	def rows(self) -> list[dict]:
		"""A row per audit and place, in the order of the tree; or per audit and counter, by name."""
		if not self.found:
			return []
		return self._place_rows() if self.group_by == PLACE else self._counter_rows()

	def _expected(self) -> list[tuple]:
		"""(audit, place, expected, counted) of the audits that may be told."""
		line = frappe.qb.DocType(LINE)
		audits = sorted(set(self.found) - self.blind) or [""]
		seen = Sum(Case().when(line.scanned_on.isnotnull(), 1).else_(0))
		query = frappe.qb.from_(line).select(line.audit, line.expected_space, Count("*"), seen)
		query = query.where(line.audit.isin(audits) & line.result.notin(SURPLUS))
		return query.groupby(line.audit, line.expected_space).run()

	def _scans(self, field: str, *terms) -> list[frappe._dict]:
		"""Scans by audit and a field: how many, the last one, in how many hours, and of these in the last hour."""
		scan = frappe.qb.DocType(SCAN)
		lately = scan.scanned_on >= self.now - timedelta(hours=1)
		hours = Count(Floor(Seconds(scan.scanned_on) / HOUR)).distinct()
		query = frappe.qb.from_(scan).select(scan.audit, scan[field].as_("key"), *terms)
		query = query.select(Count("*").as_("scans"), Max(scan.scanned_on).as_("last"))
		query = query.select(hours.as_("hours"), Sum(Case().when(lately, 1).else_(0)).as_("lately"))
		query = query.where(scan.audit.isin(sorted(self.found)) & (scan.is_undone == 0))
		return query.groupby(scan.audit, scan[field]).run(as_dict=True)

	# --- by place -------------------------------------------------------------------------------------------

	def _place_rows(self) -> list[dict]:
		cells: dict[tuple, frappe._dict] = {}
		for audit, place, expected, counted in self._expected():
			if cell := self._cell(cells, audit, place):
				cell.expected += cint(expected)
				cell.counted += cint(counted)
		for scans in self._scans("space"):
			if cell := self._cell(cells, scans.audit, scans.key):
				cell.scans += cint(scans.scans)
				cell.lately += cint(scans.lately)
				cell.hours = max(cell.hours, cint(scans.hours))
				cell.last = max(filter(None, (cell.last, scans.last)))
		order = list(self.found)
		keys = sorted(cells, key=lambda key: (order.index(key[0]), cells[key].order))
		return [self._place_row(key[0], cells[key]) for key in keys]

	def _cell(self, cells: dict, audit: str, place: str | None) -> frappe._dict | None:
		"""The sums of the place that this one lies in; None where it lies outside the place asked for."""
		group = self.places.get(place)
		if not group and self.bounds:
			return None
		key = (audit, group.space if group else "")
		return cells.setdefault(
			key,
			frappe._dict(
				title=group.title if group else _("No place", context="Count Progress"),
				space=group.space if group else None,
				order=group.order if group else float("inf"),
				**dict.fromkeys(("expected", "counted", "scans", "lately", "hours"), 0),
			),
		)

	def _place_row(self, audit: str, cell: frappe._dict) -> dict:
		told = {}
		if audit not in self.blind:
			left = cell.expected - cell.counted
			told = {
				"expected": cell.expected,
				"counted": cell.counted,
				"to_count": left,
				"percent": share(cell.counted, cell.expected),
			}
		return {
			"place": as_text(cell.title),
			"space": cell.space,
			"space_doctype": "Office Space" if cell.space else None,
			**told,
			**self._speed(audit, cell),
		}

	# --- by counter -----------------------------------------------------------------------------------------

	def _counter_rows(self) -> list[dict]:
		scan = frappe.qb.DocType(SCAN)
		assets = Count(Coalesce(scan.asset, scan.asset_tag)).distinct().as_("assets")
		places = Count(scan.space).distinct().as_("places")
		found = self._scans("scanned_by", assets, places)
		people = sorted({row.key for row in found}) or [""]
		names = dict(
			frappe.get_all(
				"User", {"name": ("in", people)}, ["name", "full_name"], order_by="name", as_list=True
			)
		)
		order = list(self.found)
		found.sort(key=lambda row: (order.index(row.audit), names.get(row.key) or row.key))
		return [
			{
				"counter": as_text(names.get(row.key) or row.key),
				"assets": row.assets,
				"places": row.places,
				**self._speed(row.audit, row),
			}
			for row in found
		]

	def _speed(self, audit: str, row: frappe._dict) -> dict:
		"""The cells that both have."""
		return {
			"scans": row.scans,
			"lately": cint(row.lately),
			"per_hour": flt(row.scans / row.hours, 1) if row.hours else None,
			"last": row.last,
			"title": as_text(self.found[audit].title),
			"audit": audit,
			"audit_doctype": AUDIT,
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		own = self._place_columns() if self.group_by == PLACE else self._counter_columns()
		return [
			*own,
			column("scans", _("Scans", context="Count Progress"), "Int", 85),
			column("lately", _("In the Last Hour", context="Count Progress"), "Int", 145),
			column("per_hour", _("Scans per Hour", context="Count Progress"), "Float", 145, precision=1),
			column("last", _("Last Scan", context="Count Progress"), "Datetime", 190),
			column("title", _("Audit", context=LINE), width=200),
			record_column("audit", _("Number", context="Audit Results"), "audit_doctype", 150),
		]

	def _place_columns(self) -> list[dict]:
		found = [
			column("place", _("Place", context=AUDIT), width=200),
			record_column("space", _("Code", context="Count Progress"), "space_doctype", 155),
		]
		if self.found and self.blind == set(self.found):
			return found
		return [
			*found,
			column("expected", _("Expected", context=AUDIT), "Int", 90),
			column("counted", _("Counted", context="Count Progress"), "Int", 90),
			column("to_count", _("To Count", context="Count Progress"), "Int", 90),
			column("percent", _("Done", context="Count Progress"), "Percent", 80, precision=1),
		]

	def _counter_columns(self) -> list[dict]:
		return [
			column("counter", _("Counter", context="Count Progress"), width=200),
			column("assets", _("Things", context="Count Progress"), "Int", 90),
			column("places", _("Places", context="Count Progress"), "Int", 90),
		]

	def message(self) -> str | None:
		"""Why something is not told."""
		if not self.blind or self.group_by == COUNTER:
			return None
		return _(
			"You count in an audit that hides what is expected, so of that one only scans are shown.",
			context="Count Progress",
		)

	def chart(self, rows: list[dict]) -> dict | None:
		"""Places with the most to count; or scans, by place or counter."""
		told = [row for row in rows if row.get("expected")]
		if told:
			most = sorted(told, key=lambda row: -row["expected"])[:BARS_AT_MOST]
			shown = [row for row in told if row in most]
			series = {
				_("Counted", context="Count Progress"): "counted",
				_("To Count", context="Count Progress"): "to_count",
			}
		else:
			shown = rows[:BARS_AT_MOST]
			series = {_("Scans", context="Count Progress"): "scans"}
		if not shown:
			return None
		name = "place" if self.group_by == PLACE else "counter"
		return {
			"data": {
				"labels": [row[name] for row in shown],
				"datasets": [
					{"name": label, "values": [row[field] for row in shown]}
					for label, field in series.items()
				],
			},
			"type": "bar",
			"colors": [COLOURS["Found"], "#c0c6cc"],
			"barOptions": {"stacked": 1},
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		sums = {
			name: sum(row.get(name) or 0 for row in rows)
			for name in ("expected", "counted", "scans", "lately")
		}
		found = [figure(_("Scans", context="Count Progress"), sums["scans"])]
		if expected := sums["expected"]:
			found = [
				figure(_("Expected", context=AUDIT), expected, indicator="Blue"),
				figure(_("Counted", context="Count Progress"), sums["counted"], indicator="Green"),
				figure(
					_("Done", context="Count Progress"), share(sums["counted"], expected), datatype="Percent"
				),
			]
		return [*found, figure(_("In the Last Hour", context="Count Progress"), sums["lately"])]
