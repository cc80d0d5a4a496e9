"""Who may see which findings, and who may do what with one.

Office managers, auditors and system managers see every finding of their places and companies. Anyone else sees what
they found, what they are responsible for, and what a task of theirs is to mend. Those mend; only the former decide
(severity, who, until when) and check. Nobody writes in a finding that is verified.
"""

import frappe
from pypika.terms import Criterion

from office_management.domain.finding_states import OPEN, VERIFIED
from office_management.erp.people import employee_of
from office_management.office_audits.permissions import READING, all_of, exists, may_use, sees_all
from office_management.office_space import api as office_space

FINDING = "Audit Finding"


def finding_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Audit Finding, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	own = own_finding(table, user)
	company = office_space.company_criterion(table.company, FINDING, user)
	if not sees_all(user):
		return all_of(own, company)
	place = office_space.place_criterion(table.space, FINDING, user)
	return all_of(None if place is None else place | own, company)


def own_finding(table, user: str) -> Criterion:
	"""The user found it, is responsible for it, or has the task that mends it."""
	todo = frappe.qb.DocType("ToDo")
	tasks = (
		frappe.qb.from_(todo)
		.select(todo.reference_name)
		.where((todo.reference_type == "Facility Task") & (todo.allocated_to == user))
		.where(todo.status != "Cancelled")
	)
	own = (table.found_by == user) | table.facility_task.isin(tasks)
	employee = employee_of(user)
	return own | (table.responsible == employee) if employee else own


def finding_query(user: str | None = None, doctype: str = FINDING) -> str:
	"""permission_query_conditions of Audit Finding."""
	return office_space.as_sql(finding_criterion(frappe.qb.DocType(FINDING), user))


def finding_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Audit Finding: the saved row is asked; a new one goes by its place."""
	user = user or frappe.session.user
	if doc.is_new():
		return user == "Administrator" or not doc.get("space") or may_use(doc.space, user)
	if (ptype or "read") not in READING and is_closed(doc.name):
		return False
	return user == "Administrator" or exists(FINDING, doc.name, finding_criterion, user)


def is_closed(finding: str) -> bool:
	"""Whether the finding is verified: then nothing about it is written any more."""
	return frappe.db.get_value(FINDING, finding, "status") == VERIFIED


def may_check(user: str | None = None) -> bool:
	"""Whether the user verifies, rejects and decides, at their places."""
	return sees_all(user)


def may_decide(finding, user: str | None = None) -> bool:
	"""Whether the user says what is wrong, how bad it is, who mends it and until when.

	`finding` is the document as it is stored: who found it may still put it right while nobody has begun.
	"""
	user = user or frappe.session.user
	return may_check(user) or (finding.found_by == user and finding.status == OPEN)
