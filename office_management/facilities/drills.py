"""Evacuation drills as work: tasks of a category that says so, usually made by a plan, and done by holding the drill."""

import frappe
from frappe import _
from frappe.model.document import Document

from office_management.domain import task_states
from office_management.savepoints import undone_on_error

TASK = "Facility Task"
CATEGORY, PLAN = "Facility Task Category", "Facility Plan"


def is_drill(category: str | None) -> bool:
	"""Whether tasks of this category are evacuation drills."""
	return bool(category and frappe.get_cached_value(CATEGORY, category, "is_drill"))


def facts(task: str) -> frappe._dict | None:
	"""name, space, subject, status and is_live of the task of a drill; None when there is none of that name."""
	row = frappe.db.get_value(TASK, task, ["name", "space", "subject", "status", "category"], as_dict=True)
	if not row or not is_drill(row.category):
		return None
	row.is_live = row.status in task_states.LIVE
	return row


def finish(task: str, outcome: str) -> bool:
	"""Bring the task of a drill that was held to Done; True if it is, or was already.

	Whoever closes the drill need not be the one who has the task: the caller has checked the right to close. What
	the task itself still lacks (a required answer on its checklist) keeps it open; this is told, and undoes nothing.
	"""
	try:
		with undone_on_error():
			document = frappe.get_doc(TASK, task, for_update=True)
			if document.status in task_states.LIVE:
				_done(document, outcome)
	except frappe.ValidationError:
		frappe.clear_last_message()
		frappe.msgprint(
			_("The drill is closed. Its task {0} asks for more before it is done.", context=TASK).format(
				frappe.utils.get_link_to_form(TASK, task)
			)
		)
		return False
	return True


def _done(document: Document, outcome: str) -> None:
	document.status = task_states.DONE
	document.outcome = outcome
	document.save(ignore_permissions=True)  # the caller has checked the right to close the drill


def planned(spaces: list[str]) -> list[frappe._dict]:
	"""When drills are due at these places, the earliest first: due_date, task (or None), plan (or None), space.

	A drill whose task was made already is told by its task, any other by the plan's next date.
	"""
	categories = frappe.get_all(CATEGORY, {"is_drill": 1}, pluck="name", order_by="name")
	here = {"category": ("in", categories or [""]), "space": ("in", spaces or [""])}
	tasks = frappe.get_all(
		TASK,
		filters={**here, "status": ("in", task_states.LIVE)},
		fields=["name as task", "plan", "space", "due_on"],
		order_by="due_on",
	)
	plans = frappe.get_all(
		PLAN,
		filters={**here, "status": "Active"},
		fields=["name as plan", "space", "next_due_date"],
		order_by="next_due_date",
	)
	return [_due(row, row.due_on) for row in tasks] + [_due(row, row.next_due_date) for row in plans]


def _due(row: frappe._dict, due) -> frappe._dict:
	day = frappe.utils.getdate(due) if due else None
	return frappe._dict(task=row.task, plan=row.plan, space=row.space, due_date=day)
