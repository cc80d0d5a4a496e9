"""Who is told of a finding, and when: who mends it, and, once it is late, the lead of the audit and the managers.

The finding holds the intent: `notice_due_on` (who is responsible is to be told from then on) and `escalated_on` (that
it is late was told). A sweep does it, under the lock of the finding, so nobody is told twice, and nothing is lost when
a sweep is killed. A mail that cannot be queued stops nobody: the notice at the desk is there.
"""

import frappe
from frappe import _, bold
from frappe.utils import escape_html, format_date, getdate, now_datetime

from office_management.batches import run_in_batches
from office_management.domain import finding_states as states
from office_management.office_administration import api as administration
from office_management.office_audits import telling
from office_management.office_audits.finding_permissions import FINDING
from office_management.office_audits.measures import user_of

TOPIC = "Maintenance"
MANAGER_STEP = "Office Manager"
SWEEP_LIMIT = 500
FIELDS = ["name", "title", "status", "space", "responsible", "due_date", "office_audit", "notice_due_on"]


def tell_of_findings() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	run_in_batches(owed(), tell_responsible, size=20)
	run_in_batches(overdue(), escalate, size=20)


def owed() -> list[str]:
	"""Findings whose responsible person is to be told."""
	filters = {"notice_due_on": ("<=", now_datetime())}
	return frappe.get_all(FINDING, filters, pluck="name", order_by="notice_due_on", limit=SWEEP_LIMIT)


def overdue() -> list[str]:
	"""Findings that are late, and of which nobody was told that yet."""
	table = frappe.qb.DocType(FINDING)
	return (
		frappe.qb.from_(table)
		.select(table.name)
		.where(table.status.isin(states.TO_MEND) & (table.due_date < getdate()) & table.escalated_on.isnull())
		.orderby(table.due_date)
		.limit(SWEEP_LIMIT)
		.run(pluck=True)
	)


def locked(name: str) -> frappe._dict | None:
	"""What matters about a finding, as it is now."""
	return frappe.db.get_value(FINDING, name, [*FIELDS, "escalated_on"], as_dict=True, for_update=True)


def tell_responsible(name: str) -> None:
	"""Tell who mends it that it is theirs, or that it came back."""
	finding = locked(name)
	if not finding or not finding.notice_due_on:
		return
	frappe.db.set_value(FINDING, name, "notice_due_on", None, update_modified=False)
	user = user_of(finding.responsible)
	if user and finding.status in states.TO_MEND:
		tell(user, finding, is_late=False)


def escalate(name: str) -> None:
	"""Tell the lead of its audit and the managers of its place that it is late; once."""
	finding = locked(name)
	if (
		not finding
		or finding.escalated_on
		or not states.is_overdue(finding.status, finding.due_date, getdate())
	):
		return
	for user in whom_to_tell(finding):
		tell(user, finding, is_late=True)
	frappe.db.set_value(FINDING, name, "escalated_on", now_datetime(), update_modified=False)


def whom_to_tell(finding: frappe._dict) -> list[str]:
	"""Users: the lead of the audit it came from, the managers of its place, and who mends it."""
	people = administration.whom_to_tell(TOPIC, finding.space or None)
	managers = [person.user for person in people if person.step == MANAGER_STEP]
	lead = finding.office_audit and frappe.db.get_value("Office Audit", finding.office_audit, "lead_auditor")
	users = dict.fromkeys(filter(None, (lead, *managers, user_of(finding.responsible))))
	return telling.enabled(list(users))


# --- telling --------------------------------------------------------------------------------------------------


def tell(user: str, finding: frappe._dict, is_late: bool) -> None:
	"""Tell one person at the desk and by mail."""
	telling.tell(user, FINDING, finding.name, lambda: sentence(finding, is_late))


def sentence(finding: frappe._dict, is_late: bool) -> str:
	"""What is told, in one line."""
	place = finding.space and frappe.db.get_value("Office Space", finding.space, "space_name")
	if is_late:
		text = _("Not mended in time: {0}, {1}, due {2}", context=FINDING)
	elif finding.status == states.REJECTED:
		text = _("Not mended yet, please look again: {0}, {1}, due {2}", context=FINDING)
	else:
		text = _("You are to mend: {0}, {1}, due {2}", context=FINDING)
	nowhere = _("no place given", context=FINDING)
	return text.format(
		bold(escape_html(finding.title)), escape_html(place or nowhere), format_date(finding.due_date)
	)
