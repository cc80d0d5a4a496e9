"""What a changed plan means for tasks that were already made.

Only what is still to come and nobody has begun is ever touched: open, not started, due later. What has passed or was
begun stays as it is. A task that is cancelled here gives its date back, so that it can be made again and counts once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from office_management.facilities import generator, tasks
from office_management.facilities.plan_chains import chains_of, next_dates
from office_management.facilities.plan_dates import (
	AFTER_COMPLETION,
	Dates,
	day_or_none,
	due_on,
	skipped_dates,
)
from office_management.facilities.plan_targets import Targets
from office_management.facilities.task_rows import TASK

PLAN = "Facility Plan"
STAYS, MOVES, GOES = "stays", "moves", "goes"


@dataclass(frozen=True)
class Change:
	"""What becomes of one task: stays, moves to another hour or day (`due_on`), or goes."""

	task: frappe._dict
	what: str
	due_on: datetime | None = None


def coming_tasks(plan: str, lock: bool = False) -> list[frappe._dict]:
	"""The tasks of a plan that are still to come and that nobody has begun."""
	task = frappe.qb.DocType(TASK)
	query = (
		frappe.qb.from_(task)
		.select(task.name, task.subject, task.space, task.asset, task.occurrence_date, task.due_on)
		.where((task.plan == plan) & (task.status == "Open") & task.started_on.isnull())
		.where((task.due_on > now_datetime()) & task.occurrence_key.isnotnull())
		.orderby(task.due_on)
		.orderby(task.space)
		.orderby(task.name)
	)
	return (query.for_update() if lock else query).run(as_dict=True)


def changes_of(plan) -> list[Change]:
	"""What the rule in the fields of a plan (saved or not) means for its tasks to come."""
	found = coming_tasks(plan.name)
	if not found:
		return []
	wanted = (
		wanted_after_completion(plan, found) if plan.basis == AFTER_COMPLETION else wanted_fixed(plan, found)
	)
	return [change_of(task, wanted.get((task.asset or task.space, task.occurrence_date))) for task in found]


def change_of(task: frappe._dict, due: datetime | None) -> Change:
	if due is None:
		return Change(task, GOES)
	return Change(task, STAYS) if due == task.due_on else Change(task, MOVES, due)


Wanted = dict[tuple[str, date], datetime]


def wanted_fixed(plan, found: list[frappe._dict]) -> Wanted:
	"""What a fixed plan wants in the time that its tasks span: (target, date of the rule) -> when it is due."""
	dates = [task.occurrence_date for task in found]
	by_hand = skipped_dates(plan)
	planned = [one for one in Dates().planned(plan, min(dates), max(dates)) if one.due]
	return {
		(target.name, one.occurrence): due_on(plan, one.due)
		for one in planned
		if one.occurrence not in by_hand
		for target in Targets().of(plan)
		if target.can_be_done_on(one.due)
	}


def wanted_after_completion(plan, found: list[frappe._dict]) -> Wanted:
	"""Likewise for chains: the next date of each target, as if these tasks had not been made."""
	links = chains_of([plan.name], but=[task.name for task in found]).get(plan.name, {})
	start = frappe._dict(plan.as_dict() if hasattr(plan, "as_dict") else plan)
	start.generated_until_date = min(task.occurrence_date for task in found) - timedelta(days=1)
	upcoming = next_dates(start, links, Targets().of(plan), Dates(), getdate())
	return {(target.name, one.occurrence): due_on(plan, one.due) for target, one in upcoming}


def bring_in_line(name: str) -> dict[str, int]:
	"""Make the tasks to come what the plan says now: cancel, move, and make what is missing.

	Returns how many were cancelled, moved and made. The plan must be active to make any.
	"""
	plan = frappe.get_doc(PLAN, name, for_update=True)
	changes = changes_of(plan)
	going = [change.task.name for change in changes if change.what == GOES]
	moving = [change for change in changes if change.what == MOVES]
	cancel_tasks(going, _("The plan was changed.", context=PLAN))
	for change in moving:
		move_due(change.task.name, change.due_on)
	begin_again(plan)
	made = generator.make_tasks([name])
	if name in made.errors:
		raise made.errors[name]
	return {"cancelled": len(going), "moved": len(moving), "made": made.number}


def move_due(name: str, due: datetime) -> None:
	"""The task stays, and is due at another time."""
	task = frappe.get_doc(TASK, name, for_update=True)
	task.due_on = due
	task.save()


def begin_again(plan) -> None:
	"""Let the next run decide again about every date from today on; what is there is not made twice."""
	yesterday = getdate() - timedelta(days=1)
	reached = day_or_none(plan.generated_until_date)
	if reached and reached > yesterday:
		frappe.db.set_value(PLAN, plan.name, "generated_until_date", yesterday, update_modified=False)


def cancel_tasks(names: Iterable[str], reason: str) -> None:
	"""Cancel tasks nobody has begun, and give their dates back."""
	for name in names:
		tasks.cancel(name, reason)
		freed = {"occurrence_key": None, "occurrence_date": None}
		frappe.db.set_value(TASK, name, freed, update_modified=False)


def skip_tasks(names: Iterable[str], reason: str) -> None:
	"""Skip tasks nobody has begun."""
	for name in names:
		tasks.skip(name, reason)
