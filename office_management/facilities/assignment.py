"""Who has a task: Frappe's own assignments, and who may make them.

The office assigns anybody. A technician takes what nobody has yet of their categories, and gives it back. An
Assignment Rule assigns whom it names. Nobody else comes to a task, or takes somebody off it, by writing a ToDo.
"""

from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_link_to_form

from office_management.domain.task_states import CLOSED, LIVE
from office_management.facilities import clocks

TASK = "Facility Task"
GONE = ("Cancelled", "Closed")


class TaskTakenError(frappe.ValidationError):
	"""Somebody else has the task."""


class TaskNotOpenError(frappe.ValidationError):
	"""The task is done or closed; there is nothing to take."""


class AssignmentError(frappe.PermissionError, frappe.ValidationError):
	"""The user may not assign this task to that person, or take it from them."""


# --- taking and giving ----------------------------------------------------------------------------------------


def take(name: str) -> None:
	"""The session's user takes a task that nobody has. Under its lock: of two at once one gets it.

	Raises TaskTakenError, TaskNotOpenError, or PermissionError for a task that is not theirs to take.
	"""
	task = frappe.get_doc(TASK, name, for_update=True)
	user, owners = frappe.session.user, assignees_of(name, lock=True)
	if user in owners:
		return
	if owners:
		refuse_taken(task, owners)
	task.check_permission("write")
	if task.status not in LIVE:
		frappe.throw(
			_("{0} is {1}. Reopen it first.", context=TASK).format(
				named(task), bold(_(task.status, context=TASK))
			),
			TaskNotOpenError,
		)
	assign(name, [user])


def take_if_free(task: Document) -> None:
	"""Who begins with a task that nobody has, has it."""
	if not assignees_of(task.name, lock=True):
		assign(task.name, [frappe.session.user])


def give_back(name: str) -> None:
	"""The session's user no longer has the task; without anybody else, it is free again."""
	frappe.get_doc(TASK, name, for_update=True)
	for todo in todos_of(name, frappe.session.user):
		set_todo(todo, "Cancelled")


def assign(name: str, users: Iterable[str]) -> None:
	"""Assign a task to users, as Frappe's assign-to does. The caller has checked that it may."""
	from frappe.desk.form import assign_to

	new = [user for user in dict.fromkeys(users) if user not in assignees_of(name)]
	if new:
		subject = frappe.db.get_value(TASK, name, "subject")
		values = {"doctype": TASK, "name": name, "assign_to": new, "description": escape_html(subject)}
		assign_to.add(values, ignore_permissions=True)  # checked by the caller


def refuse_taken(task: Document, owners: list[str]) -> None:
	if not task.has_permission("read"):
		text = _("Somebody else has taken this task meanwhile.", context=TASK)
	else:
		names = ", ".join(escape_html(get_fullname(owner)) for owner in owners)
		text = _("{0} is with {1} already.", context=TASK).format(named(task), bold(names))
	frappe.throw(text, TaskTakenError, title=_("Already Taken", context=TASK))


def named(task: Document) -> str:
	"""The task as messages name it."""
	return bold(get_link_to_form(TASK, task.name, escape_html(task.subject or "")))


# --- reading --------------------------------------------------------------------------------------------------


def assignees_of(name: str, lock: bool = False) -> list[str]:
	"""The users who have the task now; with `lock`, as things stand at this moment, and no one else changes it."""
	todo = frappe.qb.DocType("ToDo")
	query = (
		frappe.qb.from_(todo)
		.select(todo.allocated_to)
		.where((todo.reference_type == TASK) & (todo.reference_name == name))
		.where(todo.status.notin(GONE) & todo.allocated_to.isnotnull() & (todo.allocated_to != ""))
		.orderby(todo.creation)
	)
	return (query.for_update() if lock else query).run(pluck=True)


def todos_of(name: str, user: str | None = None, status: tuple[str, ...] = ("Open",)) -> list[str]:
	"""The ToDos of a task with such a status, of one user or of all."""
	filters = {"reference_type": TASK, "reference_name": name, "status": ("in", status)}
	if user:
		filters["allocated_to"] = user
	return frappe.get_all("ToDo", filters=filters, pluck="name", order_by="creation")


# --- with the task's status -----------------------------------------------------------------------------------


def follow_status(task: Document) -> None:
	"""After a task was saved: what is over leaves the to-do lists, what is reopened comes back to them."""
	before = task.get_doc_before_save()
	was = before.status if before else "Open"
	if task.status in CLOSED and was in LIVE:
		for todo in todos_of(task.name):
			set_todo(todo, "Closed")
	elif task.status in LIVE and was in CLOSED:
		for todo in todos_of(task.name, status=("Closed",)):
			set_todo(todo, "Open")


def set_todo(name: str, status: str) -> None:
	"""Change the status of an assignment without the mail that Frappe sends when one is taken away."""
	todo = frappe.get_doc("ToDo", name)
	todo.status = status
	todo.flags.by_task = True
	todo.save(ignore_permissions=True)  # follows from an act on the task that was checked


# --- what others write ----------------------------------------------------------------------------------------


def check_todo(todo: Document) -> None:
	"""Called while a ToDo is saved: whoever assigns or takes away a task must be allowed to.

	Raises AssignmentError.
	"""
	before = todo.get_doc_before_save()
	if todo.flags.by_task or not (is_of_task(todo) or (before and is_of_task(before))):
		return
	if before and not changes_hands(todo, before):
		return
	if is_own_end(todo, before) or by_rule(todo) or may_assign(todo, before):
		return
	frappe.throw(
		_(
			"You cannot assign this task to {0} or take it from them. Take what nobody has yet, or ask the office.",
			context=TASK,
		).format(bold(escape_html(get_fullname(todo.allocated_to)))),
		AssignmentError,
	)


def is_of_task(todo: Document) -> bool:
	return todo.reference_type == TASK


def changes_hands(todo: Document, before: Document) -> bool:
	return any(
		todo.get(field) != before.get(field)
		for field in ("reference_type", "reference_name", "allocated_to", "status", "assignment_rule")
	)


def is_own_end(todo: Document, before: Document | None) -> bool:
	"""The user ends an assignment of their own, and changes nothing else."""
	if not before or todo.status == "Open" or before.allocated_to != frappe.session.user:
		return False
	return all(todo.get(field) == before.get(field) for field in ("reference_name", "allocated_to"))


def by_rule(todo: Document) -> bool:
	"""An Assignment Rule for tasks names this person."""
	if not todo.assignment_rule:
		return False
	rule = frappe.get_cached_doc("Assignment Rule", todo.assignment_rule)
	if rule.disabled or rule.document_type != TASK:
		return False
	named_users = {row.user for row in rule.users}
	if rule.rule == "Based on Field" and rule.field:
		named_users.add(frappe.db.get_value(TASK, todo.reference_name, rule.field))
	return todo.allocated_to in named_users


def may_assign(todo: Document, before: Document | None) -> bool:
	"""The office assigns anybody; a technician only themselves, what they may act on."""
	from office_management.facilities.permissions import acts_on_all_tasks

	names = {doc.reference_name for doc in (todo, before) if doc and is_of_task(doc)}
	if not all(frappe.has_permission(TASK, "write", doc=name) for name in names):
		return False
	return acts_on_all_tasks() or (not before and todo.allocated_to == frappe.session.user)


def todo_made(todo: Document) -> None:
	"""Called after a ToDo was inserted: to give a task to somebody answers who asked for it."""
	if is_of_task(todo) and not todo.assignment_rule:
		clocks.respond_to(todo.reference_name, frappe.session.user)


def commented(comment: Document) -> None:
	"""Called after a comment was made: a word on a task answers who asked for it."""
	if comment.reference_doctype == TASK and comment.comment_type == "Comment":
		clocks.respond_to(comment.reference_name, frappe.session.user)
