"""Audit Coverage: how much of what stands in the books was counted in a period, by place or by category.

An asset is counted when a count that was signed has seen it in the period: the last sight stands on the asset, and
only for a period that is over the lines of counts are asked whether there was one before. When it is due again is what
its category asks for (Count Every), reckoned from the last count; what is planned comes from the year's plan. One
statement adds up the assets by Location or category and company; places are brought together above it. Whose limits
apply: see report_tools.py.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Max, Min, Sum
from frappe.utils import cint, flt, getdate
from pypika.terms import Criterion, ExistsCriterion, ValueWrapper

from office_management.domain import audit_states as states
from office_management.erp.assets import value_terms
from office_management.office_audits import counts_due, year_plan
from office_management.office_audits.audit_reports import BARS_AT_MOST, AuditReport, money
from office_management.office_audits.freezing import NOT_THERE
from office_management.office_audits.permissions import AUDIT, LINE
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	column,
	figure,
	record_column,
	share,
)
from office_management.row_rules import all_of

REPORT = "Audit Coverage"
PLACE, CATEGORY = "Place", "Category"
DEPTH = "Floor"
NUMBERS = ("assets", "counted", "never", "due")
AMOUNTS = ("value", "counted_value")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = AuditCoverage(filters)
	rows = report.rows()
	return report.columns(), rows, None, chart(rows[:-1]), report.summary(rows), True


class AuditCoverage(AuditReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters)
		self.group_by = check_choice(self.filters.group_by or PLACE, (PLACE, CATEGORY))
		self.asset, self.space = frappe.qb.DocType("Asset"), frappe.qb.DocType("Office Space")
		self.today, self.period = getdate(), self.moments("This Year")
		self.is_over = self.period[1].date() < self.today

	# --- the figures ----------------------------------------------------------------------------------------

	def found(self) -> list[frappe._dict]:
		"""Assets, what was counted of them and what is due, by Location or category, and company."""
		asset, category = self.asset, frappe.qb.DocType("Asset Category")
		worth, due = self._worth(), counts_due.due_term(asset, category)
		is_seen = asset.om_last_verified_on[slice(*self.period)]
		key = self.space.name if self.group_by == PLACE else asset.asset_category
		query = (
			self._assets()
			.left_join(category)
			.on(category.name == asset.asset_category)
			.left_join(self.space)
			.on(self.space.location == asset.location)
			.select(key.as_("group_key"), asset.company, Count("*").as_("assets"), Sum(worth).as_("value"))
			.select(
				Sum(Case().when(is_seen, 1).else_(0)).as_("counted"),
				Sum(Case().when(is_seen, worth).else_(0)).as_("counted_value"),
				Sum(Case().when(asset.om_last_verified_on.isnull(), 1).else_(0)).as_("never"),
				Sum(Case().when(due <= self.today, 1).else_(0)).as_("due"),
				Max(asset.om_last_verified_on).as_("last_count"),
				Min(due).as_("next_due"),
			)
			.groupby(key, asset.company)
			.orderby(key)
		)
		if limit := self._limit():
			query = query.where(limit)
		rows = at_place(query, asset.location, self.bounds).run(as_dict=True)
		return self._with_seen_before(rows) if self.is_over else rows

	def _assets(self):
		"""A query over the assets asked for, wherever they are, with what they are worth."""
		asset, book, filters = self.asset, frappe.qb.DocType("Asset Finance Book"), self.filters
		query = frappe.qb.from_(asset).left_join(book)
		query = query.on((book.parent == asset.name) & (book.parenttype == "Asset") & (book.idx == 1))
		query = query.where((asset.docstatus == 1) & asset.status.notin(NOT_THERE))
		for field in ("company", "asset_category"):
			if filters.get(field):
				query = query.where(asset[field] == filters[field])
		for user in self.users:
			if limit := space_api.company_criterion(asset.company, AUDIT, user):
				query = query.where(limit)
		return query

	def _limit(self) -> Criterion | None:
		"""What limits the readers to places."""
		limits = (space_api.place_criterion(self.space.name, AUDIT, user) for user in self.users)
		return all_of(*limits)

	def _worth(self):
		return value_terms(self.asset, frappe.qb.DocType("Asset Finance Book"))

	# --- what was seen in the period, and again after it ------------------------------------------------------

	def _with_seen_before(self, rows: list[frappe._dict]) -> list[frappe._dict]:
		"""With those of whose sight in the period the last sight does not tell.

		They are asked for by themselves, and wherever they are: joined to all assets, or with the limits to places
		inside, the lines of counts are gone through as a whole, over and over.
		"""
		groups = {(row.group_key, row.company): row for row in rows}
		places = self._places_shown()
		for (company, location, category), number, value in self._seen_before():
			if location is not None and location not in places:
				continue
			key = places.get(location) if self.group_by == PLACE else category
			if group := groups.get((key, company)):
				group.counted += number
				group.counted_value += flt(value)
		return rows

	def _places_shown(self) -> dict[str, str | None]:
		"""{Location: its place}, as far as the readers see them and they are asked for."""
		location = frappe.qb.DocType("Location")
		query = frappe.qb.from_(location).left_join(self.space).on(self.space.location == location.name)
		if limit := self._limit():
			query = query.where(limit)
		if self.bounds:
			query = query.where(location.lft[self.bounds[0] : self.bounds[1]])
		return dict(query.select(location.name, self.space.name).run())

	def _seen_before(self) -> Iterator[tuple]:
		"""((company, Location, category), number, value); a key that nobody needs is left out of the groups."""
		asset, last = self.asset, self.asset.om_last_verified_on
		by_place, is_limited = self.group_by == PLACE, bool(self.bounds or self._limit())
		location = asset.location if by_place or is_limited else ValueWrapper(None)
		category = ValueWrapper(None) if by_place else asset.asset_category
		keys = [key for key in (asset.company, location, category) if not isinstance(key, ValueWrapper)]
		query = self._assets().select(asset.company, location, category, Count("*"), Sum(self._worth()))
		query = query.where(last.isnull() | (last < self.period[0]) | (last > self.period[1]))
		query = query.where(ExistsCriterion(self._sights())).groupby(*keys)
		if is_limited:
			query = query.where(asset.location.isnotnull())
		for *key, number, value in query.run():
			yield tuple(key), number, value

	def _sights(self):
		"""What signed counts have seen of an asset in the period."""
		line, audit = frappe.qb.DocType(LINE), frappe.qb.DocType(AUDIT)
		query = frappe.qb.from_(line).join(audit).on(audit.name == line.audit).select(line.name)
		query = query.where((line.asset == self.asset.name) & line.scanned_on[slice(*self.period)])
		return query.where(audit.status == states.SIGNED_OFF)

	# --- rows -----------------------------------------------------------------------------------------------

	def rows(self) -> list[dict]:
		"""A row for each place or category, and the total."""
		found = self.found()
		self.shown_currency = self.currency({row.company for row in found})
		self.ahead = year_plan.next_counts(self.users, self.today)
		groups = self._places(found) if self.group_by == PLACE else self._categories(found)
		rows = [self._row(label, rows) | more for label, rows, more in groups]
		total = self._row(_("Total", context=REPORT), found)
		return [*rows, {**total, "next_planned": earliest(row["next_planned"] for row in rows), "bold": 1}]

	def _categories(self, found: list[frappe._dict]) -> Iterator[tuple]:
		"""(label, figures, record and plan) of each category."""
		for key, rows in by_key(found, lambda row: row.group_key or ""):
			planned = self._next(rows, lambda entry, key=key: entry.source.asset_category in (None, "", key))
			record = {"record": key, "record_doctype": "Asset Category"} if key else {}
			yield as_text(key) or _("No category", context=REPORT), rows, {"next_planned": planned, **record}

	def _places(self, found: list[frappe._dict]) -> Iterator[tuple]:
		"""(label, figures, record and plan) of each place of the kind asked for, in the order of the tree."""
		groups = space_api.groups_at(self.filters.depth or DEPTH, self.users, self.bounds)
		around = intervals(entry.source.space for entry in self.ahead)
		last = float("inf")
		for order, rows in by_key(found, lambda row: order_of(groups.get(row.group_key))):
			group = groups.get(rows[0].group_key)

			def matches(entry, order=order, group=group):
				first, end = around.get(entry.source.space, (0, last))
				return first <= order <= end or (group and groups.get(entry.source.space) == group)

			record = {"record": group.space, "record_doctype": "Office Space"} if group else {}
			label = as_text(group.title) if group else _("No place of the register", context=REPORT)
			yield label, rows, {"next_planned": self._next(rows, matches), **record}

	def _next(self, rows: list[frappe._dict], matches: Callable) -> date | None:
		"""The next day on which a count of these begins, as far as it is planned."""
		companies = {row.company for row in rows}
		days = (entry.due for entry in self.ahead if entry.source.company in companies and matches(entry))
		return earliest(days)

	def _row(self, label: str, found: list[frappe._dict]) -> dict:
		sums = {field: sum(cint(row[field]) for row in found) for field in NUMBERS}
		row = {
			"group": label,
			**sums,
			"counted_percent": share(sums["counted"], sums["assets"]),
			"last_count": max((getdate(row.last_count) for row in found if row.last_count), default=None),
			"next_due": earliest(getdate(row.next_due) for row in found if row.next_due),
		}
		if self.shown_currency:
			value, counted_value = (sum(flt(row[field]) for row in found) for field in AMOUNTS)
			row |= {"value": value, "counted_value": counted_value, "currency": self.shown_currency}
			row["value_percent"] = share(counted_value, value)
		return row

	def columns(self) -> list[dict]:
		"""What is shown."""
		by_place = self.group_by == PLACE
		label = _("Place", context=REPORT) if by_place else _("Category", context=REPORT)
		return [
			column("group", label, width=200),
			column("assets", _("Assets", context=REPORT), "Int", 80),
			column("counted", _("Counted", context=REPORT), "Int", 90),
			column("counted_percent", _("Counted %", context=REPORT), "Percent", 100),
			money("value", _("Value", context=REPORT)),
			money("counted_value", _("Value Counted", context=REPORT), 130),
			column("value_percent", _("Value Covered %", context=REPORT), "Percent", 155),
			column("last_count", _("Last Count", context=REPORT), "Date", 120),
			column("never", _("Never Counted", context=REPORT), "Int", 135),
			column("due", _("Due Now", context=REPORT), "Int", 100),
			column("next_due", _("Next Due", context=REPORT), "Date", 120),
			column("next_planned", _("Next Planned", context=REPORT), "Date", 130),
			record_column("record", _("Record", context=REPORT), "record_doctype", 120),
		]

	def summary(self, rows: list[dict]) -> list[dict]:
		"""The figures of everything."""
		total = rows[-1]
		currency = {"currency": self.shown_currency}
		value = (
			[figure(_("Value", context=REPORT), total["value"], datatype="Currency", **currency)]
			if self.shown_currency
			else []
		)
		covered = total.get("value_percent")
		if covered is not None:
			value.append(figure(_("Value Covered %", context=REPORT), covered, "Green", "Percent"))
		return [
			figure(_("Assets", context=REPORT), total["assets"]),
			figure(_("Counted", context=REPORT), total["counted"], indicator="Green"),
			figure(_("Due Now", context=REPORT), total["due"], indicator="Red" if total["due"] else "Gray"),
			*value,
		]


def by_key(found: list[frappe._dict], key: Callable) -> list[tuple]:
	"""(key, rows with it), by key."""
	groups: dict = {}
	for row in found:
		groups.setdefault(key(row), []).append(row)
	return sorted(groups.items(), key=lambda item: item[0])


def order_of(group) -> float:
	"""Where a place stands in the tree; what stands nowhere comes last."""
	return group.order if group else float("inf")


def earliest(days: Iterable[date | None]) -> date | None:
	"""The first of some days, if there are any."""
	return min((day for day in days if day), default=None)


def intervals(spaces: Iterable[str | None]) -> dict[str, tuple[int, int]]:
	"""Where some places begin and end in the tree of Locations."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	names = sorted({name for name in spaces if name})
	query = frappe.qb.from_(space).join(location).on(location.name == space.location)
	query = query.select(space.name, location.lft, location.rgt).where(space.name.isin(names or [""]))
	return {name: (lft, rgt) for name, lft, rgt in query.orderby(space.name).run()}


def chart(rows: list[dict]) -> dict | None:
	"""How many assets were counted and were not, of the places or categories with most of them."""
	most = sorted(rows, key=lambda row: -row["assets"])[:BARS_AT_MOST]
	if not most:
		return None
	counted = [row["counted"] for row in most]
	return {
		"data": {
			"labels": [row["group"] for row in most],
			"datasets": [
				{"name": _("Counted", context=REPORT), "values": counted},
				{
					"name": _("Not Counted", context=REPORT),
					"values": [row["assets"] - row["counted"] for row in most],
				},
			],
		},
		"type": "bar",
		"colors": ["#30a66d", "#c0c6cc"],
		"barOptions": {"stacked": 1},
	}
