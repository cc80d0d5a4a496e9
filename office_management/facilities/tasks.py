"""The acts on a task. Every one goes through a save of the document, and so through the table of statuses.

None of them checks a permission itself beyond that save: the endpoints in api.py do.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document

from office_management.domain import task_states as states
from office_management.facilities import assignment, moves

TASK = "Facility Task"


class TaskAlreadyError(frappe.ValidationError):
	"""Somebody else has just done the same."""


def make_task(assignees: list[str] | None = None, **values) -> str:
	"""Insert a task with these values, assign it if asked, and return its name.

	Checks no permission: the caller has. Unlike a form, it may say where the task comes from (`source`, `plan`,
	`follows_task` and the like).
	"""
	task = frappe.get_doc({"doctype": TASK, **values})
	task.insert(ignore_permissions=True)  # the caller has checked
	if assignees:
		assignment.assign(task.name, assignees)
	return task.name


def start(name: str) -> None:
	"""Begin with the work; who begins with what nobody has yet, takes it."""
	task = move(name, states.IN_PROGRESS)
	assignment.take_if_free(task)


def stop(name: str) -> None:
	"""Put the work back: the task is open again."""
	move(name, states.OPEN)


def hold(name: str, reason: str) -> None:
	"""Let the task wait, and its clocks stand."""
	move(name, states.ON_HOLD, reason)


def resume(name: str) -> None:
	"""The wait is over: back to the status before it."""
	started = frappe.db.get_value(TASK, name, "started_on")
	move(name, states.IN_PROGRESS if started else states.OPEN)


def finish(name: str, outcome: str | None = None) -> None:
	"""The work is done."""
	move(name, states.DONE, outcome=outcome)


def verify(name: str, reason: str | None = None) -> None:
	"""The work was looked at and is well. `reason`: why the same person does both, where the settings ask."""
	move(name, states.VERIFIED, reason)


def skip(name: str, reason: str) -> None:
	"""The work is not needed this time."""
	move(name, states.SKIPPED, reason)


def cancel(name: str, reason: str) -> None:
	"""The task was a mistake, or is not wanted any more."""
	move(name, states.CANCELLED, reason)


def reopen(name: str, reason: str | None = None) -> None:
	"""Something is not right after all. The reason, if given, stands as a comment."""
	task = move(name, states.OPEN)
	if reason and reason.strip():
		task.add_comment("Comment", frappe.utils.escape_html(reason.strip()))


def move(name: str, status: str, reason: str | None = None, outcome: str | None = None) -> Document:
	"""Bring a task into another status, under its lock.

	Raises TaskAlreadyError when it has that status already, or what the save raises.
	"""
	task = frappe.get_doc(TASK, name, for_update=True)
	if task.status == status:
		frappe.throw(
			_("{0} is {1} already. {2}", context=TASK).format(
				moves.link(task), bold(_(status, context=TASK)), moves.who_closed(task)
			),
			TaskAlreadyError,
		)
	task.status = status
	task.flags.reason = reason
	if outcome and outcome.strip():
		task.outcome = outcome.strip()
	task.save()
	return task
