"""Requests between departments: handed over, then accepted, or returned with a reason.

To Department on a task is who is asked. Whoever changes it, on the form or with Hand Over, hands the task over: a row
keeps from, to, by whom and when, and the people of that department are told on the desk. They, or who may change the
task anyway, accept it or return it; a returned task is again with who had it before. Rows and state are written here
only, whatever the form or a request says.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form, now_datetime

from office_management import desk_notices
from office_management.domain import handover_states as states
from office_management.erp.people import departments_below, employee_facts, employee_of
from office_management.facilities.permissions import TASK, asked_of_department

OPEN = ("Open", "In Progress", "On Hold")
TOLD_AT_MOST = 50


class HandoverError(frappe.ValidationError):
	"""A hand-over or its answer is not possible as things stand."""


# --- while a task is saved ------------------------------------------------------------------------------------


def prepare(task: Document) -> None:
	"""Keep the rows as they are stored, and begin or answer a hand-over if that is what this save does."""
	before = task.get_doc_before_save()
	task.set("handovers", [row.as_dict() for row in before.handovers] if before else [])
	if answer := task.flags.handover_answer:
		write_answer(task, *answer)
	elif not before or (before.to_department or None) != (task.to_department or None):
		change_department(task, before)
	task.handover_status = states.state_of([row.answer for row in task.handovers])


def change_department(task: Document, before: Document | None) -> None:
	"""To Department was set, changed or emptied."""
	if states.state_of([row.answer for row in task.handovers]) == states.ASKED:
		close_row(task.handovers[-1], states.WITHDRAWN, None)
	if not task.to_department:
		return
	holder = (before and before.to_department) or task.from_department or department_of(frappe.session.user)
	task.from_department = task.from_department or holder
	task.append(
		"handovers",
		{
			"from_department": holder,
			"to_department": task.to_department,
			"handed_by": frappe.session.user,
			"handed_on": now_datetime(),
			"note": task.flags.handover_note,
		},
	)
	task.flags.tells_department = task.to_department


def write_answer(task: Document, answer: str, reason: str | None) -> None:
	"""Accepted: it is theirs. Returned: it is again with who had it before."""
	row = task.handovers[-1]
	close_row(row, answer, reason)
	if answer == states.RETURNED:
		earlier = [one.to_department for one in task.handovers[:-1] if one.answer == states.ACCEPTED]
		task.to_department = earlier[-1] if earlier else None
	task.flags.tells_user = row.handed_by


def close_row(row: Document, answer: str, reason: str | None) -> None:
	row.update(
		{
			"answer": answer,
			"answered_by": frappe.session.user,
			"answered_on": now_datetime(),
			"reason": reason,
		}
	)


def task_changed(task: Document) -> None:
	"""After a task was saved: tell on the desk whoever is asked, or whoever has an answer."""
	if department := task.flags.pop("tells_department", None):
		text = _("{0} is handed to {1}: please accept or return it.", context="Facility Task")
		for user in users_of(department):
			tell(user, task, text.format(bold(escape_html(task.subject)), bold(escape_html(department))))
	if user := task.flags.pop("tells_user", None):
		row = task.handovers[-1]
		text = (
			_("{0} was accepted by {1}.", context="Facility Task")
			if row.answer == states.ACCEPTED
			else _("{0} was returned by {1}: {2}", context="Facility Task")
		)
		parts = (task.subject, row.to_department, row.reason or "")
		tell(user, task, text.format(*(bold(escape_html(part)) for part in parts)))


def tell(user: str, task: Document, subject: str) -> None:
	"""A notice at the desk; nobody is told of their own doing."""
	if user == frappe.session.user:
		return
	desk_notices.add(user, subject, (TASK, task.name), by=frappe.session.user)


# --- who ------------------------------------------------------------------------------------------------------


def department_of(user: str) -> str | None:
	"""The department of a user who works here."""
	employee = employee_of(user)
	return employee_facts([employee])[employee].department if employee else None


def users_of(department: str) -> list[str]:
	"""Users of the people of a department and all below it who work here now."""
	return frappe.get_all(
		"Employee",
		filters={
			"department": ("in", sorted(departments_below(department))),
			"status": "Active",
			"user_id": ("is", "set"),
		},
		pluck="user_id",
		order_by="name",
		limit=TOLD_AT_MOST,
	)


def is_of_department(user: str, department: str | None) -> bool:
	"""Whether the user belongs to a department or one below it."""
	own = department_of(user) if department else None
	return bool(own) and own in departments_below(department)


def may_answer(task: Document, user: str | None = None) -> bool:
	"""Who may accept or return: the people of the department that is asked, and who may change the task anyway."""
	user = user or frappe.session.user
	return is_of_department(user, task.to_department) or task.has_permission("write", user=user)


def check_may_answer(task: str) -> None:
	"""Raise frappe.PermissionError unless the session's user may accept or return this task."""
	doc = frappe.get_doc(TASK, task)
	if not may_answer(doc):
		raise frappe.PermissionError


# --- acts -----------------------------------------------------------------------------------------------------


def hand_over(task: str, to_department: str, note: str | None = None) -> None:
	"""Hand a task to another department. Checks no permission: the caller may change the task.

	Raises:
		HandoverError: it is closed, or there already.
	"""
	doc = frappe.get_doc(TASK, task, for_update=True)
	check_is_open(doc)
	if not frappe.db.exists("Department", to_department):
		refuse("same_department", doc)
	in_words(lambda: states.check_hand_over(doc.handover_status, doc.to_department, to_department), doc)
	doc.to_department = to_department
	doc.flags.handover_note = note
	# allowed: the caller has checked that the user may change this task
	doc.save(ignore_permissions=True)


def answer(task: str, given: str, reason: str | None = None) -> None:
	"""Accept or return what was handed over. Checks no permission: the caller has (check_may_answer).

	Raises:
		HandoverError: nothing is asked, or a return gives no reason.
	"""
	doc = frappe.get_doc(TASK, task, for_update=True)
	check_is_open(doc)
	in_words(lambda: states.check_answer(doc.handover_status, given, reason), doc)
	doc.flags.handover_answer = (given, (reason or "").strip() or None)
	# allowed: the caller has checked that the user may answer for the department
	doc.save(ignore_permissions=True)


def check_is_open(task: Document) -> None:
	"""Raises HandoverError where the task is closed."""
	if task.status not in OPEN:
		refuse("closed", task)


def in_words(check, task: Document) -> None:
	"""Where the pure rules refuse, say so to the person."""
	try:
		check()
	except states.HandoverRefused as refused:
		refuse(refused.code, task)


def refuse(code: str, task: Document) -> None:
	"""Say why a hand-over is not possible."""
	message = {
		"closed": _("{0} is closed, so it can't be handed over any more.", context="Facility Task"),
		"same_department": _("Choose another department to hand {0} to.", context="Facility Task"),
		"not_asked": _("{0} is not waiting for an answer any more. Reload it.", context="Facility Task"),
		"no_reason": _("Say why {0} is returned.", context="Facility Task"),
		"no_answer": _("{0} can be accepted or returned.", context="Facility Task"),
	}[code]
	shown = get_link_to_form(TASK, task.name, escape_html(task.subject or ""))
	frappe.throw(message.format(shown), HandoverError, title=_("Hand Over", context="Facility Task"))


# --- what waits for an answer ---------------------------------------------------------------------------------


def waiting_for(user: str) -> list[frappe._dict]:
	"""Open tasks handed to the user's department that nobody has answered: name, subject, from_department, handed_on."""
	table, row = frappe.qb.DocType(TASK), frappe.qb.DocType("Facility Task Handover")
	asked = asked_of_department(table, user)
	if asked is None:
		return []
	return (
		frappe.qb.from_(table)
		.join(row)
		.on((row.parent == table.name) & (row.parenttype == TASK))
		.select(table.name, table.subject, row.from_department, row.handed_on)
		.where(asked & table.status.isin(OPEN))
		.where((table.handover_status == states.ASKED) & (row.answer.isnull() | (row.answer == "")))
		.orderby(row.handed_on)
		.run(as_dict=True)
	)
