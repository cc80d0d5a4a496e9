"""What each change of a task's status brings with it. Which changes there are: domain/task_states.py."""

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_datetime, get_fullname, get_link_to_form, now_datetime

from office_management.domain import task_states as states
from office_management.facilities import checklists, clocks
from office_management.facilities.permissions import acts_on_all_tasks
from office_management.office_administration import api as administration

TASK = "Facility Task"
CATEGORY = "Facility Task Category"
OFFICE_ONLY = frozenset({states.VERIFY, states.CANCEL})
"""Acts that are not a technician's."""
USUAL_REOPEN_HOURS = 72


class TaskStatusError(frappe.ValidationError):
	"""A task does not go from one of these statuses to the other."""


class TaskReasonError(frappe.ValidationError):
	"""To put a task on hold, to skip or to cancel it needs a reason."""


class TaskReopenError(frappe.ValidationError):
	"""The time in which the task can be reopened has passed."""


class TaskActError(frappe.PermissionError, frappe.ValidationError):
	"""The act is not for this user."""


def change_status(task: Document) -> None:
	"""While a task is validated: let its status change as the table says, and write down what goes with it.

	Raises TaskStatusError, TaskReasonError, TaskReopenError, TaskActError, or what finishing and verifying raise.
	"""
	before = task.get_doc_before_save()
	was = before.status if before else states.OPEN
	if task.status == was:
		task.status_reason = before.status_reason if before else None
		return
	reason = new_reason(task, before)
	act = judge(task, was, reason)
	check_user(task, act)
	task.status_reason = reason if act in states.ASK_REASON else None
	leave(task, was, now_datetime())
	EFFECTS[act](task, now_datetime())


def new_reason(task: Document, before: Document | None) -> str:
	"""The reason given with this change; that of an earlier one does not count again."""
	given = (task.flags.reason or task.status_reason or "").strip()
	if before and not task.flags.reason and given == (before.status_reason or "").strip():
		return ""
	return given


def judge(task: Document, was: str, reason: str) -> str:
	"""The act that the change of status is, if the table has it."""
	verdict = states.judge(was, task.status, reason)
	if verdict.refusal == states.NOT_A_MOVE:
		frappe.throw(
			_("{0} is {1} and cannot become {2}. From here it can become: {3}.", context=TASK).format(
				link(task),
				bold(_(was, context=TASK)),
				bold(escape_html(_(task.status or "", context=TASK))),
				", ".join(_(after, context=TASK) for _act, after in states.ways_on(was)),
			),
			TaskStatusError,
		)
	if verdict.refusal == states.NEEDS_REASON:
		frappe.throw(
			_(
				"Say why {0} becomes {1}. Open it and use the button: it asks for the reason.", context=TASK
			).format(link(task), bold(_(task.status, context=TASK))),
			TaskReasonError,
			title=_("Reason Needed", context=TASK),
		)
	return verdict.act


def check_user(task: Document, act: str) -> None:
	"""Verifying and cancelling are for the office; everything else for whoever may change the task."""
	if act in OFFICE_ONLY and not task.flags.ignore_permissions and not acts_on_all_tasks():
		frappe.throw(
			_(
				"Only the office can verify or cancel {0}. If it need not be done, skip it.", context=TASK
			).format(link(task)),
			TaskActError,
		)


def link(task: Document) -> str:
	"""The task as messages name it."""
	subject = escape_html(task.subject or "")
	return bold(subject if task.is_new() else get_link_to_form(TASK, task.name, subject))


# --- what goes with it ----------------------------------------------------------------------------------------


def leave(task: Document, was: str, now: datetime) -> None:
	"""What ends with the status it had."""
	if was != states.ON_HOLD:
		return
	open_hold = next((row for row in reversed(task.holds) if not row.held_until), None)
	if open_hold:
		open_hold.held_until = now
		clocks.add_wait(task, open_hold.held_from, now)


def started(task: Document, now: datetime) -> None:
	"""Somebody began: that is a response, whoever it is."""
	if not task.started_on:
		task.started_on, task.started_by = now, frappe.session.user
	clocks.stop_response(task, now)


def acted(task: Document, now: datetime) -> None:
	"""Somebody dealt with the task: a response, unless they asked for it themselves."""
	clocks.respond(task, frappe.session.user, now)


def resumed(task: Document, now: datetime) -> None:
	"""The wait is over: back to work, or to where nobody had begun."""
	started(task, now) if task.status == states.IN_PROGRESS else acted(task, now)


def held(task: Document, now: datetime) -> None:
	"""The task waits from now on, for the reason given."""
	acted(task, now)
	row = {"held_from": now, "reason": task.status_reason, "held_by": frappe.session.user}
	task.append("holds", row)


def finished(task: Document, now: datetime) -> None:
	"""The work is done: the checklist must be complete, and the clock stops."""
	checklists.check_answered(task)
	clocks.stop_response(task, now)
	task.completed_on, task.completed_by, task.closed_on = now, frappe.session.user, now
	task.resolution_minutes = clocks.minutes_since_opening(task, now)


def closed(task: Document, now: datetime) -> None:
	"""Skipped or cancelled."""
	acted(task, now)
	task.closed_on = now


def verified(task: Document, now: datetime) -> None:
	"""Somebody looked at the work; the settings say whether it may be who did it."""
	reason = (task.flags.reason or "").strip()
	by_one = administration.check_second_person(doers_of(task), frappe.session.user, reason)
	task.verified_by, task.verified_on = frappe.session.user, now
	task.is_verified_by_one_person = int(by_one)
	task.verify_reason = reason if by_one else None


def reopened(task: Document, now: datetime) -> None:
	"""Open again: what told of the end is forgotten, and the time since then was waiting."""
	check_reopen(task, now)
	if task.closed_on:
		clocks.add_wait(task, task.closed_on, now)
	task.reopened_on = now
	task.update(dict.fromkeys(("completed_on", "completed_by", "closed_on", "verified_by", "verified_on")))
	task.update({"is_verified_by_one_person": 0, "verify_reason": None, "resolution_minutes": 0})


EFFECTS: dict[str, Callable[[Document, datetime], None]] = {
	states.START: started,
	states.STOP: acted,
	states.HOLD: held,
	states.RESUME: resumed,
	states.FINISH: finished,
	states.VERIFY: verified,
	states.SKIP: closed,
	states.CANCEL: closed,
	states.REOPEN: reopened,
}


def doers_of(task: Document) -> set[str]:
	"""Who did the work: who finished it, and of those it was assigned to, whoever started or answered or held it."""
	assigned = frappe.get_all(
		"ToDo",
		filters={"reference_type": TASK, "reference_name": task.name, "status": ("!=", "Cancelled")},
		pluck="allocated_to",
		order_by="name",
	)
	active = {
		task.started_by,
		*(row.answered_by for row in task.checklist),
		*(row.held_by for row in task.holds),
	}
	return {task.completed_by, *active.intersection(assigned)} - {None, ""}


def check_reopen(task: Document, now: datetime) -> None:
	"""Reopening is possible for the category's hours; what awaits verification can be sent back any time."""
	before = task.get_doc_before_save()
	asks, hours = category_rules(task.category)
	closed_on = task.closed_on and get_datetime(task.closed_on)
	if states.may_reopen(now, closed_on, hours, asks and before.status == states.DONE):
		return
	frappe.throw(
		_(
			"{0} was closed on {1}, and can be reopened for {2} hours after that. Make a new task instead; Duplicate"
			" takes the details over.",
			context=TASK,
		).format(link(task), bold(frappe.format(closed_on, "Datetime")), bold(hours)),
		TaskReopenError,
	)


def category_rules(category: str | None) -> tuple[bool, int]:
	"""Whether the category asks for verification, and for how many hours its tasks can be reopened."""
	if not category:
		return False, USUAL_REOPEN_HOURS
	asks, hours = frappe.get_cached_value(CATEGORY, category, ["needs_verification", "reopen_hours"])
	return bool(asks), cint(hours)


def who_closed(task: Document) -> str:
	"""The name of who finished it, for messages."""
	return bold(escape_html(get_fullname(task.completed_by))) if task.completed_by else ""
