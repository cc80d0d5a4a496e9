"""Planned Work: what the plans have planned in a period, whether or not it was made yet; to be hung up on the wall.

By Month there is a row for each plan, and in each month the days it is due. By Day there is a row for each plan and
day, with why a day was moved. Computed from the rules; whose limits apply: see report_tools.py.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, formatdate

from office_management.facilities import plan_views
from office_management.facilities.plan_views import PlannedWork
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	check_choice,
	column,
	month_columns,
	month_field,
	months_between,
	period_of,
	record_column,
	users_of,
)

PLAN = "Facility Plan"
BY_MONTH, BY_DAY = "By Month", "By Day"
MOST_DAYS_NAMED = 6


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows."""
	filters = frappe._dict(filters or {})
	users = users_of(filters, PLAN)
	period = period_of(filters, "This Year")
	space_api.interval_of(filters.place, users)
	wanted = {"space": filters.place, "category": filters.category, "supplier": filters.supplier}
	work = list(plan_views.planned_work(period.from_date, period.to_date, users, **wanted))
	if check_choice(filters.get("view") or BY_MONTH, (BY_MONTH, BY_DAY)) == BY_DAY:
		return [*columns_by_day(), *what_columns(), *more_columns()], rows_by_day(work)
	months = months_between(period.from_date, period.to_date)
	return [*what_columns(), *month_columns(months), *more_columns()], rows_by_month(work)


def what_columns() -> list[dict]:
	return [
		column("title", _("Plan", context="Planned Work"), width=210),
		column("place", _("Place", context="Planned Work"), width=150),
	]


def more_columns() -> list[dict]:
	"""The columns that a list of days has beside those that every plan of days shares."""
	return [
		column("targets", _("Tasks Each Time", context="Planned Work"), "Int", 140),
		column("category", _("Category", context="Planned Work"), width=110),
		column("supplier", _("Supplier", context="Planned Work"), width=130),
		record_column("plan", _("Record", context="Planned Work"), "plan_doctype", 110),
	]


def common_cells(works: list[PlannedWork], places: dict[str, str]) -> dict:
	plan = works[0].plan
	return {
		"title": as_text(plan.title),
		"place": as_text(places.get(plan.space) or plan.asset),
		"category": as_text(plan.category),
		"supplier": as_text(plan.supplier),
		"targets": max(work.targets for work in works),
		"plan": plan.name,
		"plan_doctype": PLAN,
	}


def places_of(works: Iterable[PlannedWork]) -> dict[str, str]:
	"""{space: what it is called} of the places of these works."""
	return plan_views.titles({work.plan.space for work in works})


# --- by month -------------------------------------------------------------------------------------------------


def rows_by_month(works: list[PlannedWork]) -> list[dict]:
	by_plan: dict[str, list[PlannedWork]] = defaultdict(list)
	for work in works:
		by_plan[work.plan.name].append(work)
	places = places_of(works)
	return [common_cells(several, places) | month_cells(several) for several in by_plan.values()]


def month_cells(works: list[PlannedWork]) -> dict[str, str]:
	"""In each month the days something is due, or how often where these are many."""
	days: dict[str, list[int]] = defaultdict(list)
	for work in works:
		days[month_field(work.due)].append(work.due.day)
	return {month: days_in_words(sorted(numbers)) for month, numbers in days.items()}


def days_in_words(days: list[int]) -> str:
	"""The days of a month, or how many they are where they are too many to name."""
	if len(days) > MOST_DAYS_NAMED:
		return _("{0} times", context="Planned Work").format(len(days))
	return ", ".join(str(day) for day in days)


# --- by day ---------------------------------------------------------------------------------------------------


def columns_by_day() -> list[dict]:
	return [
		column("due", _("Due", context="Planned Work"), "Date", 110),
		column("weekday", _("Day", context="Planned Work"), width=70),
		column("reason", _("Moved", context="Planned Work"), width=190),
	]


def rows_by_day(works: list[PlannedWork]) -> list[dict]:
	places, reasons = places_of(works), plan_views.reason_texts()
	return [
		common_cells([work], places)
		| {
			"due": work.due,
			"weekday": formatdate(work.due, "EEE"),
			"reason": reasons.get(work.reason) or "",
			"targets": cint(work.targets),
		}
		for work in sorted(works, key=lambda work: (work.due, work.plan.title, work.plan.name))
	]
