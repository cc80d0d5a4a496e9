"""What people are shown of plans: the next dates, what a change would do, what is about to be made, the year.

Who calls has checked the right to read the plan; what spans plans is limited by `permissions.plan_criterion`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from office_management import inputs
from office_management.domain import recurrence
from office_management.domain.catching_up import MISSED
from office_management.domain.recurrence import Planned
from office_management.erp import holidays
from office_management.facilities import generator, plan_changes
from office_management.facilities.permissions import plan_criterion
from office_management.facilities.plan_chains import chains_of, next_dates
from office_management.facilities.plan_dates import (
	AFTER_COMPLETION,
	Dates,
	holiday_list_of,
	make_on,
	rule_of,
	skipped_dates,
)
from office_management.facilities.plan_targets import Targets
from office_management.facilities.task_rows import Row, Writer
from office_management.office_space import api as office_space

PLAN = "Facility Plan"
TASK = "Facility Task"
PREVIEWED = 12
LISTED = 20
FILTERS = ("space", "category", "supplier")
LONGEST_DAYS = 800
"""The longest stretch that is worked out for a calendar or a report."""


def reason_texts() -> dict[str, str]:
	"""Why a date is not simply due on its day, in words."""
	return {
		recurrence.KEPT_ON_HOLIDAY: _("A holiday; the plan keeps its day", context=PLAN),
		recurrence.HOLIDAY_SKIPPED: _("Left out: a holiday", context=PLAN),
		recurrence.MOVED_BACK: _("Moved back: a holiday", context=PLAN),
		recurrence.MOVED_ON: _("Moved on: a holiday", context=PLAN),
		recurrence.SAME_DAY: _("Done together with another date", context=PLAN),
		recurrence.NO_WORKING_DAY: _("A holiday, and no working day near it", context=PLAN),
	}


# --- one plan -------------------------------------------------------------------------------------------------


def preview(plan) -> dict:
	"""The next dates of the rule in the fields of a plan, saved or not, with what there is to know about each."""
	if plan.basis != AFTER_COMPLETION:
		return preview_of_dates(plan) | {"targets": len(Targets().of(plan))}
	rows = preview_after_completion(plan)
	return {"dates": rows, "targets": len(Targets().of(plan)), "note": holiday_note(plan, rows)}


def preview_of_dates(plan) -> dict:
	"""The same of any document with a rule and fixed dates: the dates, and a word of warning."""
	rows = preview_fixed(plan)
	return {"dates": rows, "note": holiday_note(plan, rows)}


def preview_fixed(plan) -> list[dict]:
	by_hand, texts = skipped_dates(plan), reason_texts()
	upcoming = recurrence.upcoming(
		rule_of(plan),
		max(getdate(), getdate(plan.start_date)),
		PREVIEWED,
		plan.holiday_rule,
		Dates().is_holiday(plan),
	)
	return [shown(plan, one, by_hand, texts) for one in upcoming]


def shown(plan, one: Planned, by_hand: dict[date, str], texts: dict[str, str]) -> dict:
	"""One date as the form lists it."""
	skipped = one.occurrence in by_hand
	reason = (
		_("Skipped: {0}", context=PLAN).format(by_hand[one.occurrence]) if skipped else texts.get(one.reason)
	)
	return {
		"occurrence": one.occurrence,
		"due": None if skipped else one.due,
		"make_on": None if skipped else make_on(plan, one.due),
		"code": "skipped" if skipped else one.reason,
		"reason": reason or "",
	}


def preview_after_completion(plan) -> list[dict]:
	"""As far as can be known: the next date of each target; where a task is open, its completion decides."""
	links = chains_of([plan.name]).get(plan.name, {}) if plan.name else {}
	found = Counter(one for _target, one in next_dates(plan, links, Targets().of(plan), Dates(), getdate()))
	rows = []
	for one in sorted(found, key=lambda decision: decision.due)[:PREVIEWED]:
		planned = Planned(one.occurrence, one.due, "" if one.due == one.occurrence else recurrence.MOVED_ON)
		rows.append(shown(plan, planned, skipped_dates(plan), reason_texts()))
	return rows


def holiday_note(plan, rows: list[dict]) -> str:
	"""A word of warning where the Holiday List ends before the dates do."""
	name = holiday_list_of(plan)
	last = name and holidays.last_day_of(name)
	if not last or not rows or rows[-1]["occurrence"] <= last:
		return ""
	return _("Holidays are known until {0} only: the list {1} ends there.", context=PLAN).format(
		frappe.utils.formatdate(last), name
	)


def preview_change(plan) -> dict:
	"""What saving these fields would do to the tasks to come: how many stay, move and go, and the first of these."""
	changes = plan_changes.changes_of(plan)
	count = Counter(change.what for change in changes)
	touched = [change for change in changes if change.what != plan_changes.STAYS]
	places = titles({change.task.space for change in touched[:LISTED]})
	return {
		"stay": count[plan_changes.STAYS],
		"move": count[plan_changes.MOVES],
		"go": count[plan_changes.GOES],
		"rows": [
			{
				"task": change.task.name,
				"place": places.get(change.task.space) or change.task.asset or "",
				"due_on": change.task.due_on,
				"new_due_on": change.due_on,
			}
			for change in touched[:LISTED]
		],
	}


def preview_making(plan, until: date | None) -> dict:
	"""What making tasks now would make: for each date how many, late or skipped; without what is there already."""
	run = generator.Run(getdate(), until, Writer(), generator.Made())
	row = frappe._dict(plan.as_dict())
	run.chains = chains_of([plan.name])
	if plan.basis == AFTER_COMPLETION:
		rows, _ends = run.work_after_completion(row)
	else:
		rows, _ends = run.work(row)
	there = keys_there(rows)
	new = [one for one in rows if one.key not in there]
	count = Counter(one.decision for one in new)
	return {
		"number": sum(not one.decision.skipped for one in new),
		"rows": len(new),
		"dates": [
			{
				"due": decision.due,
				"number": number,
				"skipped": decision.skipped,
				"missed": decision.skipped == MISSED,
				"late": not decision.skipped and decision.due < getdate(),
			}
			for decision, number in sorted(count.items(), key=lambda item: item[0].due)[:LISTED]
		],
		"more": max(len(count) - LISTED, 0),
	}


def keys_there(rows: list[Row]) -> set[str]:
	"""Which of some tasks have been made before."""
	keys, found = [row.key for row in rows], set()
	for start in range(0, len(keys), 1000):
		some = {"occurrence_key": ("in", keys[start : start + 1000])}
		found.update(frappe.get_all(TASK, some, pluck="occurrence_key", order_by="name", limit_page_length=0))
	return found


# --- many plans -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedWork:
	"""One day on which a plan has something to be done: at how many places or assets, and whether it was made."""

	plan: frappe._dict
	occurrence: date
	due: date
	reason: str
	targets: int


def planned_work(first: date, last: date, users: Iterable[str], **filters) -> Iterator[PlannedWork]:
	"""What the plans that all these users may see have planned between two days, plan by plan.

	Computed from the rules, not read from tasks: the whole year is there, whatever was made already. Plans that count
	from completion show the one date that is known. Paused plans are left out, and so are skipped dates.

	Args:
		filters: `space` (it and all below), `category`, `supplier`.
	"""
	last = min(last, first + timedelta(days=LONGEST_DAYS))
	plans = visible_plans(users, **filters)
	dates, targets = Dates(), Targets()
	targets.read_ahead(plans)
	chains = chains_of([plan.name for plan in plans if plan.basis == AFTER_COMPLETION])
	for plan in plans:
		known = targets.of(plan)
		if plan.basis == AFTER_COMPLETION:
			found = next_dates(plan, chains.get(plan.name, {}), known, dates, getdate())
			days = Counter((one.occurrence, one.due) for _target, one in found if not one.skipped)
			for (occurrence, due), number in sorted(days.items()):
				if first <= due <= last:
					yield PlannedWork(plan, occurrence, due, recurrence.AS_PLANNED, number)
			continue
		yield from fixed_work(plan, first, last, dates, known)


def fixed_work(plan, first: date, last: date, dates: Dates, targets: list) -> Iterator[PlannedWork]:
	by_hand = skipped_dates(plan)
	margin = timedelta(days=recurrence.MAX_SHIFT_DAYS if plan.holiday_rule != recurrence.KEEP else 0)
	for one in dates.planned(plan, first - margin, last + margin):
		if one.due and first <= one.due <= last and one.occurrence not in by_hand:
			number = sum(target.can_be_done_on(one.due) for target in targets)
			if number:
				yield PlannedWork(plan, one.occurrence, one.due, one.reason, number)


def visible_plans(users: Iterable[str], **filters) -> list[frappe._dict]:
	"""Active plans that all these users may see, with their skipped dates, by title."""
	plan = frappe.qb.DocType(PLAN)
	query = frappe.qb.from_(plan).select(plan.name).where(plan.status == "Active").orderby(plan.title)
	for user in users:
		criterion = plan_criterion(plan, user)
		query = query if criterion is None else query.where(criterion)
	for field in ("category", "supplier"):
		if filters.get(field):
			query = query.where(plan[field] == filters[field])
	if filters.get("space"):
		inside = office_space.places_to_keep_up(below=filters["space"], closed=True)
		query = query.where(plan.space.isin([row.name for row in inside] or [""]))
	return generator.load_plans(query.run(pluck=True))


def titles(spaces: Iterable[str | None]) -> dict[str, str]:
	"""What people call some places."""
	names = sorted({space for space in spaces if space})
	return {row.name: row.space_name for row in office_space.places_to_keep_up(names=names, closed=True)}


def calendar_events(first: date, last: date, filters: list | dict | str | None = None) -> list[dict]:
	"""What is planned between two days, as the desk's calendar wants it."""
	wanted = equal_filters(filters)
	return [
		{
			"name": work.plan.name,
			"id": f"{work.plan.name} {work.occurrence}",
			"title": event_title(work),
			"start": work.due,
			"end": work.due,
			"all_day": 1,
			"shift_times": False,
			"docstatus": 1,  # so that the calendar lets nobody drag what a rule says
			"status": work.plan.urgency,
		}
		for work in planned_work(first, last, [frappe.session.user], **wanted)
	]


def equal_filters(filters: list | dict | str | None) -> dict[str, str]:
	"""Of a list's filters (rows of DocType, field, operator, value) those the calendar can follow."""
	pairs = [row[1::2] for row in inputs.conditions(PLAN, filters) if row[2] == "="]
	return {field: value for field, value in pairs if field in FILTERS and isinstance(value, str)}


def event_title(work: PlannedWork) -> str:
	"""What stands on a day of the calendar: the plan, and at how many places or assets."""
	return f"{work.plan.title} ({cint(work.targets)})" if work.targets > 1 else work.plan.title


def first_and_last(start: str | date, end: str | date) -> tuple[date, date]:
	"""The days a calendar asks for."""
	first = inputs.day(start)
	return first, max(inputs.day(end), first)
