"""A failed line of a checklist becomes a task of its own, once, and both know each other."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from office_management.domain.checklists import FAIL
from office_management.facilities import tasks
from office_management.facilities.checklists import LINE, TASK, lock_line
from office_management.facilities.standard_checklists import text

LONGEST_SUBJECT = 140
FROM_TASK = ("space", "asset", "company", "category")


class NothingFailedError(frappe.ValidationError):
	"""A follow-up was asked for, and the line did not fail."""


def make_follow_up(task: str, line_key: str) -> str:
	"""Make the follow-up task of a failed line, or find the one there is; answers its name.

	Begins with the lock of the task, so two people who ask at once get the same one. The caller has checked the
	rights to write the task and to create another.

	Raises NothingFailedError or checklists.NoSuchLineError.
	"""
	line = lock_line(task, line_key)
	if line.follow_up and frappe.db.exists(TASK, line.follow_up):
		return line.follow_up
	if line.result != FAIL:
		frappe.throw(
			_("{0} did not fail, so there is nothing to follow up.", context=TASK).format(
				frappe.bold(escape_html(text(line.question)))
			),
			NothingFailedError,
		)
	name = _insert(frappe.get_doc(TASK, task), line)
	frappe.db.set_value(LINE, line.name, "follow_up", name)
	frappe.clear_document_cache(TASK, task)
	return name


def _insert(task: Document, line: frappe._dict) -> str:
	subject = text(line.question)
	name = tasks.make_task(
		**{field: task.get(field) for field in FROM_TASK},
		subject=subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…",
		urgency="High" if line.is_critical else "Normal",
		description=_description(task, line),
		follows_task=task.name,
		follows_line_key=line.line_key,
	)
	if line.photo:
		_share_photo(line.photo, name)
	return name


def _description(task: Document, line: frappe._dict) -> str:
	said = [
		text(line.question),
		_("Answer: {0}", context=TASK).format(f"{_answer(line)} {text(line.unit)}".strip()),
		_("Note: {0}", context=TASK).format(line.note) if line.note else "",
		_("Photo: {0}", context=TASK).format(line.photo) if line.photo else "",
		_("From the checklist of {0}", context=TASK).format(task.subject),
	]
	return "\n".join(part for part in said if part)


def _answer(line: frappe._dict) -> str:
	return _(line.answer, context=TASK) if line.answer_type == "Yes/No/NA" else text(line.answer)


def _share_photo(address: str, task: str) -> None:
	"""The same picture stands with both tasks; nothing is stored twice."""
	file = frappe.new_doc("File")
	file.update(
		{"file_url": address, "is_private": 1, "attached_to_doctype": TASK, "attached_to_name": task},
	)
	file.insert(ignore_permissions=True)  # make_follow_up: the user may write the task whose photo it is


def task_deleted(task: Document) -> None:
	"""Before a task is deleted: what it followed, and what follows it, no longer leads there."""
	if task.follows_task:
		frappe.db.set_value(LINE, {"parent": task.follows_task, "follow_up": task.name}, "follow_up", None)
	frappe.db.set_value(TASK, {"follows_task": task.name}, "follows_task", None, update_modified=False)
