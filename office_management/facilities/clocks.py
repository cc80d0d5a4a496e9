"""The clocks of a task: by when somebody should respond, by when it should be done, from when that is at risk.

Only moments are stored: `respond_by`, `due_on`, `at_risk_on`. Whether a task is late is seen when it is read. They
run in working hours (Settings, or day and night where the category says so), and only where the category tracks
response times; a due time that somebody chose stays as chosen. On hold, and while it counted as closed, a clock
stands: afterwards what is left of it begins to run again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, flt, get_datetime, get_system_timezone, now_datetime, to_timedelta

from office_management.domain.task_states import CLOCK_RUNS, LIVE
from office_management.domain.working_time import (
	DAY,
	NoWorkingTime,
	WorkingCalendar,
	add_working_minutes,
	round_the_clock,
	working_minutes_between,
)
from office_management.erp.holidays import company_holiday_list, holidays_in

TASK, CATEGORY, SETTINGS = "Facility Task", "Facility Task Category", "Office Management Settings"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
USUAL_HOURS = {day: ((8 * 3600, 17 * 3600),) for day in range(5)}
AT_RISK_AFTER = 0.75
"""The part of the time for a task after which it is at risk of being late."""


@dataclass(frozen=True)
class Target:
	"""Working minutes within which to respond and to be done; 0 = not asked for."""

	response: float = 0
	resolution: float = 0


NO_TARGET = Target()


# --- the calendar ---------------------------------------------------------------------------------------------


def calendar_for(
	company: str | None = None, space: str | None = None, category: str | None = None
) -> WorkingCalendar:
	"""The working calendar for a task: of its company, or else that of its place, as the settings say.

	Times are in the site's time zone.
	"""
	zone = get_system_timezone()
	if category and frappe.get_cached_value(CATEGORY, category, "round_the_clock"):
		return round_the_clock(zone)
	settings = frappe.get_cached_doc(SETTINGS)
	company = company or (space and frappe.db.get_value("Office Space", space, "company"))
	holiday_list = settings.working_holiday_list or company_holiday_list(company)
	holidays = holidays_in(holiday_list) if holiday_list else frozenset()
	return WorkingCalendar(windows_of(settings.working_hours), holidays, zone)


def windows_of(rows: Iterable[Document]) -> dict[int, tuple[tuple[int, int], ...]]:
	"""The windows in the settings, by weekday; usual office hours when there are none."""
	windows: dict[int, list[tuple[int, int]]] = {}
	for row in rows:
		begin, end = (int(to_timedelta(value).total_seconds()) for value in (row.from_time, row.to_time))
		window = (begin, end if end > begin else end + DAY)
		windows.setdefault(WEEKDAYS.index(row.weekday), []).append(window)
	return {day: tuple(found) for day, found in windows.items()} or USUAL_HOURS


def calendar_of(task: Document | frappe._dict) -> WorkingCalendar:
	"""The calendar of one task."""
	return calendar_for(task.company, task.space, task.category)


def later(calendar: WorkingCalendar, start: datetime, minutes: float) -> datetime | None:
	"""The moment so many working minutes later; None where nobody ever works."""
	try:
		return add_working_minutes(calendar, get_datetime(start), minutes)
	except NoWorkingTime:
		return None


# --- while a task is saved ------------------------------------------------------------------------------------


def target_of(task: Document) -> Target:
	"""What the category asks for at this urgency. Tasks of a plan have the plan's own due date and no clock."""
	if not task.category or task.source == "Plan":
		return NO_TARGET
	category = frappe.get_cached_doc(CATEGORY, task.category)
	if not category.track_response_times:
		return NO_TARGET
	for row in category.response_targets:
		if row.urgency == task.urgency:
			return Target(flt(row.response_hours) * 60, flt(row.resolution_hours) * 60)
	return NO_TARGET


def set_clocks(task: Document) -> None:
	"""While a task is validated: set the moments anew when it is made or its category or urgency changes."""
	before = task.get_doc_before_save()
	task.flags.due_moved = False
	if not before:
		task.opened_on = now_datetime()
	notice_chosen_due(task, before)
	if task.status not in LIVE:
		return
	target = target_of(task)
	if not before or task.has_value_changed("urgency") or task.has_value_changed("category"):
		start(task, target)
	elif not task.due_on and target.resolution:
		start_due(task, target)
	set_at_risk(task, target)


def notice_chosen_due(task: Document, before: Document | None) -> None:
	"""A due time that somebody gave is theirs: the clock leaves it alone from then on."""
	given, was = (doc and doc.due_on and get_datetime(doc.due_on) for doc in (task, before))
	if not before or given != was:
		task.due_by_clock = 0


def start(task: Document, target: Target) -> None:
	"""Reckon both moments from when the task was opened, with the time it waited meanwhile."""
	if not task.responded_on:
		task.respond_by = from_opening(task, target.response)
	if task.due_by_clock or not task.due_on:
		start_due(task, target)


def start_due(task: Document, target: Target) -> None:
	task.due_on = from_opening(task, target.resolution)
	task.due_by_clock = int(bool(task.due_on))


def from_opening(task: Document, minutes: float) -> datetime | None:
	"""So many working minutes after the opening, waiting left out; None when there is no such target."""
	if not minutes:
		return None
	return later(calendar_of(task), task.opened_on, minutes + cint(task.waited_minutes))


def set_at_risk(task: Document, target: Target) -> None:
	"""A tracked task is at risk when a quarter of its time is left."""
	if target == NO_TARGET or not task.due_on:
		task.at_risk_on = None
		return
	calendar, opened = calendar_of(task), get_datetime(task.opened_on)
	minutes = working_minutes_between(calendar, opened, get_datetime(task.due_on))
	left = (1 - AT_RISK_AFTER) * max(minutes - cint(task.waited_minutes), 0)
	task.at_risk_on = later(calendar, opened, minutes - left)


def add_wait(task: Document, since: datetime, until: datetime) -> None:
	"""The task waited: its clocks stood still meanwhile. A moment that had passed before stays where it was."""
	calendar, since = calendar_of(task), get_datetime(since)
	waited = working_minutes_between(calendar, since, until)
	task.waited_minutes = cint(task.waited_minutes) + round(waited)
	if task.respond_by and not task.responded_on and get_datetime(task.respond_by) > since:
		task.respond_by = later(calendar, task.respond_by, waited)
	if task.due_by_clock and task.due_on and get_datetime(task.due_on) > since:
		task.due_on = later(calendar, task.due_on, waited)
		task.flags.due_moved = True


def minutes_since_opening(task: Document | frappe._dict, moment: datetime) -> int:
	"""Working minutes from the opening to a moment, waiting left out."""
	opened = get_datetime(task.opened_on or moment)
	passed = working_minutes_between(calendar_of(task), opened, moment)
	return max(round(passed) - cint(task.waited_minutes), 0)


# --- the first response ---------------------------------------------------------------------------------------


def requester_of(task: Document | frappe._dict) -> str | None:
	"""The user who asked for a task: whoever it was made for, or else who made it."""
	if task.requested_by:
		return frappe.db.get_value("Employee", task.requested_by, "user_id")
	return task.owner


def respond(task: Document, user: str, moment: datetime) -> None:
	"""While a task is saved: the first act of somebody else than who asked stops the clock for the response."""
	if not task.responded_on and user != requester_of(task):
		stop_response(task, moment)


def stop_response(task: Document, moment: datetime) -> None:
	"""Somebody deals with the task now, whoever it is."""
	if not task.responded_on:
		task.responded_on = moment
		task.response_minutes = minutes_since_opening(task, moment)


def respond_to(name: str, user: str) -> None:
	"""The same for an act beside the task (a comment, an assignment): under its lock, without touching a form."""
	fields = [
		"responded_on",
		"requested_by",
		"owner",
		"opened_on",
		"waited_minutes",
		"company",
		"space",
		"category",
	]
	task = frappe.db.get_value(TASK, name, fields, as_dict=True, for_update=True)
	if not task or task.responded_on or user == requester_of(task):
		return
	now = now_datetime()
	values = {"responded_on": now, "response_minutes": minutes_since_opening(task, now)}
	frappe.db.set_value(TASK, name, values, update_modified=False)
	frappe.clear_document_cache(TASK, name)


# --- for lists ------------------------------------------------------------------------------------------------

LONG_AGO = datetime(1900, 1, 1)


def late_filters(now: datetime | None = None) -> dict:
	"""Filters for what is late now; `between`, because Frappe hides the index from a plain "before"."""
	return {
		"status": ("in", CLOCK_RUNS),
		"due_on": ("between", [LONG_AGO, (now or now_datetime()) - timedelta(seconds=1)]),
	}


def at_risk_filters(now: datetime | None = None) -> dict:
	"""Filters for what is at risk of being late now, and not late yet."""
	now = now or now_datetime()
	return {
		"status": ("in", CLOCK_RUNS),
		"at_risk_on": ("between", [LONG_AGO, now]),
		"due_on": (">", now),
	}
