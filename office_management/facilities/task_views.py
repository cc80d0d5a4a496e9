"""Tasks as the desk shows them: what may be done on the form, the calendar, and counts in the tree of spaces."""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime, now_datetime

from office_management import inputs
from office_management.domain import seat_counts, second_person, task_states
from office_management.facilities import assignment, drills, moves
from office_management.facilities.permissions import acts_on_all_tasks, is_technician, task_criterion
from office_management.office_administration import api as administration

TASK = "Facility Task"
MOST_EVENTS = 2000


def acts_of(task: Document) -> dict[str, bool]:
	"""What the session's user may do with a saved task, for the buttons of its form."""
	if not task.has_permission("write"):
		return {"may_act": False}
	user, owners, office = frappe.session.user, assignment.assignees_of(task.name), acts_on_all_tasks()
	asks, reopens = moves.category_rules(task.category)[0], may_reopen(task)
	return {
		"may_act": True,
		"is_office": office,
		"is_mine": user in owners,
		"is_free": not owners and (is_technician() or office),
		"may_reopen": reopens,
		"is_too_late_to_reopen": task.status in task_states.CLOSED and not reopens,
		"may_verify": asks and office,
		"asks_reason_to_verify": asks and asks_reason(task, user),
		"has_supplier": bool(task.supplier),
		"is_drill": drills.is_drill(task.category),
	}


def may_reopen(task: Document) -> bool:
	"""Whether the task is over and can still be reopened."""
	asks, hours = moves.category_rules(task.category)
	closed_on = task.closed_on and get_datetime(task.closed_on)
	awaits = asks and task.status == task_states.DONE
	return task.status in task_states.CLOSED and task_states.may_reopen(
		now_datetime(), closed_on, hours, awaits
	)


def asks_reason(task: Document, user: str) -> bool:
	"""Whether the settings want to know why this user verifies their own work."""
	rule = administration.setting("second_person_rule")
	return task.status == task_states.DONE and rule == second_person.ASK and user in moves.doers_of(task)


def calendar(
	start: datetime | str, end: datetime | str, filters: list | dict | str | None = None
) -> list[dict]:
	"""Tasks due between two moments, that the user may see; at most 2,000."""
	first, last = inputs.moment(start), inputs.moment(end)
	# the index on due dates begins with the status, so that a sorted list of what is open does not read what is done
	wanted = [*inputs.conditions(TASK, filters), [TASK, "status", "in", list(task_states.STATUSES)]]
	wanted = [*wanted, [TASK, "due_on", "between", [first, last]]]
	fields = ["name", "subject", "status", "urgency", "due_on"]
	rows = frappe.get_list(TASK, fields=fields, filters=wanted, order_by="due_on", limit=MOST_EVENTS)
	now = now_datetime()
	for row in rows:
		row.is_late = row.status in task_states.CLOCK_RUNS and row.due_on < now
		row.all_day = 0
	return rows


def counts_below(spaces: list[str]) -> dict[str, dict]:
	"""For the tree of spaces (hook `space_tree_counts`): how much is to be done at each space and below it."""
	if not spaces or not frappe.has_permission(TASK, "read"):
		return {}
	nodes = frappe.get_all(
		"Location", {"name": ("in", spaces)}, ["name", "lft", "rgt"], order_by="lft", as_list=True
	)
	sums = live_tasks_between(min(lft for _name, lft, _rgt in nodes), max(rgt for _name, _lft, rgt in nodes))
	counts = {name: sums.between(lft, rgt)[0] for name, lft, rgt in nodes}
	one, many = _("{0} task", context=TASK), _("{0} tasks", context=TASK)
	return {
		name: {"text": (one if number == 1 else many).format(number), "color": "blue"}
		for name, number in counts.items()
		if number
	}


def live_tasks_between(lft: int, rgt: int) -> seat_counts.RunningSums:
	"""How many open tasks there are at each place of this part of the tree, as far as the user sees them."""
	task, place = frappe.qb.DocType(TASK), frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(place)
		.join(task)
		.on(task.space == place.name)
		.select(place.lft, Count(task.name))
		.where(place.lft[lft:rgt] & task.status.isin(task_states.LIVE))
		.groupby(place.lft)
		.orderby(place.lft)
	)
	limit = task_criterion(task)
	rows = (query if limit is None else query.where(limit)).run()
	return seat_counts.RunningSums([row[0] for row in rows], [row[1] for row in rows])
