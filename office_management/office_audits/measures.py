"""What is done about a finding: a task of the office, or a Quality Action of ERPNext."""

from collections.abc import Callable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form

from office_management.domain import finding_states, task_states
from office_management.erp import quality
from office_management.facilities import api as facilities
from office_management.office_audits.finding_permissions import FINDING

TASK = "Facility Task"
URGENCY = {"Low": "Low", "Medium": "Normal", "High": "High", "Critical": "High"}
"""Severity of the finding -> urgency of the task. Nobody is rung out of bed by a finding."""
MENDED = (task_states.DONE, task_states.VERIFIED)


class MeasureOpenError(frappe.ValidationError):
	"""What was to be done about the finding is not done yet."""


class MeasureThereError(frappe.ValidationError):
	"""Something is being done about the finding already."""


def make_task(finding: Document, category: str | None = None) -> str:
	"""Make the Facility Task that mends a finding; its name. The caller has checked the rights and saves the finding.

	Raises MeasureThereError while another one is open.
	"""
	check_none_open(finding)
	finding.facility_task = facilities.make_task(
		subject=finding.title,
		description="\n".join(filter(None, (finding.description, finding.measure))),
		urgency=URGENCY[finding.severity],
		source="Audit",
		category=category,
		space=finding.space,
		asset=finding.asset,
		company=finding.company,
		supplier=finding.supplier,
		due_on=f"{finding.due_date} 17:00:00" if finding.due_date else None,
	)
	return finding.facility_task


def make_quality_action(finding: Document) -> str:
	"""Make the Quality Action of a finding; its name. As make_task; ERPNext's rights are those of the user.

	Raises MeasureThereError or frappe.PermissionError.
	"""
	check_none_open(finding)
	problem = "\n".join(filter(None, (finding.title, finding.description)))
	finding.quality_action = quality.make_quality_action(
		problem, user_of(finding.responsible), finding.due_date
	)
	return finding.quality_action


def user_of(employee: str | None) -> str | None:
	"""The user of an employee, if they can log in."""
	user = employee and frappe.db.get_value("Employee", employee, "user_id")
	return user if user and frappe.db.get_value("User", user, "enabled") else None


def open_measure(finding: Document) -> tuple[str, str] | None:
	"""DocType and name of what is still to be done about it; None when nothing is."""
	if finding.facility_task:
		status = frappe.db.get_value(TASK, finding.facility_task, "status")
		if status in task_states.LIVE:
			return TASK, finding.facility_task
	if finding.quality_action and quality.is_open(finding.quality_action):
		return quality.ACTION, finding.quality_action
	return None


def check_done(finding: Document) -> None:
	"""Raises MeasureOpenError while something is still to be done about it."""
	if found := open_measure(finding):
		refuse(
			_("{0} is to mend this, and is not done yet. Finish it first.", context=FINDING),
			*found,
			MeasureOpenError,
		)


def check_none_open(finding: Document) -> None:
	"""Raises MeasureThereError while something is being done about it."""
	if found := open_measure(finding):
		refuse(
			_("{0} is to mend this already. Finish or cancel it first.", context=FINDING),
			*found,
			MeasureThereError,
		)


def refuse(text: str, doctype: str, name: str, error: type[frappe.ValidationError]) -> None:
	"""Raise the error, naming the task or action with a link."""
	title = frappe.db.get_value(TASK, name, "subject") if doctype == TASK else name
	frappe.throw(text.format(bold(get_link_to_form(doctype, name, escape_html(title or name)))), error)


def done_by(finding: Document) -> str | None:
	"""Who finished the task that mended it."""
	return finding.facility_task and frappe.db.get_value(TASK, finding.facility_task, "completed_by")


def findings_of(task: str, *statuses: str) -> list[str]:
	"""The findings that a task is to mend."""
	filters = {"facility_task": task, "status": ("in", statuses)}
	return frappe.get_all(FINDING, filters, pluck="name", order_by="creation")


def task_saved(task: Document, finish: Callable) -> None:
	"""A task was saved: what it was to mend is mended with it, and goes along where it was merged into another.

	Args:
		finish: findings.finish, which does it under the lock of each.
	"""
	if not task.get_doc_before_save() or not (
		task.has_value_changed("status") or task.has_value_changed("merged_into")
	):
		return
	names = findings_of(task.name, *finding_states.TO_MEND)
	for name in names:
		if task.merged_into:
			frappe.db.set_value(FINDING, name, "facility_task", task.merged_into)
		elif task.status in MENDED:
			finish(name, task.outcome, task.completed_by)
