"""Several reports of one problem at one place become one task.

The task that is merged gives its reporters and photos to the one that stays and closes as Cancelled. Nobody is
forgotten: everybody hears the outcome of the task that stays. It can't be undone, so it asks for two open tasks of
one place, and each can be merged once.

Both rows are locked in the order of their names before anything is looked at: of two managers who merge A into B and
B into A at the same moment one is refused.
"""

import frappe
from frappe import _
from frappe.utils import get_link_to_form

from office_management.domain import problem_texts
from office_management.facilities import reporters, tasks
from office_management.facilities.permissions import TASK, task_criterion

OPEN = ("Open", "In Progress", "On Hold")
LOOKED_AT = 200
SHOWN = 10


class MergeError(frappe.ValidationError):
	"""These two tasks can't be merged: the same one, closed, merged already, or at different places."""


def writable(names: list[str]) -> list[str]:
	"""The same names, if the session's user may change all of these tasks.

	Raises:
		frappe.PermissionError: one of them may not be changed.
	"""
	for name in names:
		frappe.has_permission(TASK, "write", doc=name, throw=True)
	return names


# --- merging --------------------------------------------------------------------------------------------------


def merge(task: str, into: str) -> None:
	"""Merge a task into another one. Checks no permission: the caller may change both.

	Raises:
		MergeError: they can't be merged; the message says why and what to do.
	"""
	locked = {name: reporters.lock_task(name) for name in sorted({task, into})}
	check(locked[task], locked.get(into), task == into)
	move_reporters(task, into)
	move_photos(task, into)
	close_merged(task, into)
	note(task, into)
	reporters.touch(into)


def check(task: frappe._dict | None, into: frappe._dict | None, is_same: bool) -> None:
	"""Two open tasks of one place, neither of them merged."""
	if is_same or not task or not into:
		refuse(_("Choose another task to merge into.", context="Facility Task"))
	if task.merged_into:
		message = _("{0} has been merged into {1} already.", context="Facility Task")
		refuse(message.format(link(task), get_link_to_form(TASK, task.merged_into)))
	if into.merged_into:
		message = _("{0} has been merged into {1} itself. Merge into that one.", context="Facility Task")
		refuse(message.format(link(into), get_link_to_form(TASK, into.merged_into)))
	for each in (task, into):
		if each.status not in OPEN:
			message = _("{0} is closed. Only open tasks can be merged.", context="Facility Task")
			refuse(message.format(link(each)))
	if task.space != into.space:
		message = _(
			"{0} and {1} are at different places. Correct the place of one of them first.",
			context="Facility Task",
		)
		refuse(message.format(link(task), link(into)))


def refuse(message: str) -> None:
	"""Say why two tasks stay two."""
	frappe.throw(message, MergeError, title=_("Not Merged", context="Facility Task"))


def link(task: frappe._dict) -> str:
	"""The task as messages name it."""
	return get_link_to_form(TASK, task.name, frappe.utils.escape_html(task.subject))


def move_reporters(task: str, into: str) -> None:
	"""The reporters of the one become reporters of the other; an employee who only asked for it becomes one."""
	add_who_asked(task, into)
	first = reporters.last_index(into) + 1
	row = frappe.qb.DocType(reporters.REPORTER)
	rows = (
		frappe.qb.from_(row)
		.select(row.name)
		.where((row.parent == task) & (row.parenttype == TASK))
		.orderby(row.idx)
		.for_update()
		.run(pluck=True)
	)
	for number, row in enumerate(rows, start=first):
		frappe.db.set_value(reporters.REPORTER, row, {"parent": into, "idx": number}, update_modified=False)


def add_who_asked(task: str, into: str) -> None:
	"""The employee who asked for the merged task hears of the other one, unless they reported or asked for that."""
	asked = frappe.db.get_value(
		TASK, task, ["requested_by", "requested_by_name", "description", "subject"], as_dict=True
	)
	known = frappe.get_all(
		reporters.REPORTER,
		filters={"parent": ("in", [task, into]), "employee": ("is", "set")},
		pluck="employee",
		order_by="name",
	)
	if asked.requested_by and asked.requested_by not in known:
		user = frappe.db.get_value("Employee", asked.requested_by, "user_id")
		reporters.add_reporter(
			into,
			employee=asked.requested_by,
			reporter_name=asked.requested_by_name,
			email=user and frappe.db.get_value("User", user, "email"),
			language=user and frappe.db.get_value("User", user, "language"),
			text=asked.description or asked.subject,
		)


def move_photos(task: str, into: str) -> None:
	"""Files attached to the task as a whole go along; those of its checklist stay where they were answered."""
	files = frappe.get_all(
		"File",
		filters={
			"attached_to_doctype": TASK,
			"attached_to_name": task,
			"attached_to_field": ("is", "not set"),
		},
		pluck="name",
		order_by="creation",
	)
	for file in files:
		frappe.db.set_value("File", file, "attached_to_name", into)


def close_merged(task: str, into: str) -> None:
	"""Cancel the merged task, and say where it went."""
	frappe.db.set_value(TASK, task, "merged_into", into)
	frappe.clear_document_cache(TASK, task)
	tasks.cancel(task, _("Merged", context="Facility Task"))


def note(task: str, into: str) -> None:
	"""In the history of the task that stays: what was merged, by whom, and when."""
	subject = frappe.utils.escape_html(frappe.db.get_value(TASK, task, "subject"))
	message = _("Merged {0} into this task", context="Facility Task")
	comment = frappe.get_doc(
		{
			"doctype": "Comment",
			"comment_type": "Info",
			"reference_doctype": TASK,
			"reference_name": into,
			"comment_email": frappe.session.user,
			"content": message.format(get_link_to_form(TASK, task, subject)),
			"published": 0,
		}
	)
	# allowed: the caller has checked that the user may change both tasks
	comment.insert(ignore_permissions=True)


# --- what may be the same -------------------------------------------------------------------------------------


def possible_duplicates(task: str) -> list[dict]:
	"""Open tasks of the same place that the user may see, the likeliest first.

	Each with name, subject, status, creation, reporters (how many) and is_likely.
	"""
	own = frappe.db.get_value(TASK, task, ["space", "subject", "description"], as_dict=True)
	if not own or not own.space:
		return []
	words = f"{own.subject} {own.description or ''}"
	rows = [scored(row, words) for row in open_tasks_at(own.space, task)]
	rows.sort(key=lambda row: -row["likeness"])
	return [answered(row) for row in rows[:SHOWN]]


def open_tasks_at(space: str, other_than: str) -> list[frappe._dict]:
	table = frappe.qb.DocType(TASK)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.subject, table.description, table.status, table.creation)
		.where((table.space == space) & table.status.isin(OPEN) & (table.name != other_than))
		.orderby(table.creation, order=frappe.qb.desc)
		.limit(LOOKED_AT)
	)
	limit = task_criterion(table)
	return (query.where(limit) if limit is not None else query).run(as_dict=True)


def scored(row: frappe._dict, words: str) -> frappe._dict:
	"""The row of a task, with how much its text is like the words."""
	row.likeness = problem_texts.likeness(words, f"{row.subject} {row.description or ''}")
	return row


def answered(row: frappe._dict) -> dict:
	"""What is told of a task that may be the same."""
	return {
		"name": row.name,
		"subject": row.subject,
		"status": row.status,
		"creation": row.creation,
		"reporters": reporters.count_reporters(row.name),
		"is_likely": row.likeness >= problem_texts.LIKELY,
	}


def check_not_merged(task) -> None:
	"""While a task is validated: one that was merged stays closed; its work is done in the other.

	Raises:
		MergeError: it was to be opened again.
	"""
	if task.merged_into and task.status in OPEN:
		message = _("This task was merged into {0}. Open that one.", context="Facility Task")
		refuse(message.format(get_link_to_form(TASK, task.merged_into)))
