"""Who is told that an audit was planned: its lead, its auditors, and the managers of its place where the programme says so.

The audit holds the intent (`plan_notice_due_on`), a sweep does it under the audit's lock: nobody is told twice, and
nothing is lost when a sweep is killed. Several audits of one programme planned at once are told of one by one.
"""

import frappe
from frappe import _, bold
from frappe.utils import escape_html, format_date, now_datetime

from office_management.batches import run_in_batches
from office_management.office_administration import api as administration
from office_management.office_audits import telling

PROGRAMME = "Audit Programme"
AUDIT, AUDITOR = "Office Audit", "Office Audit Auditor"
TOPIC, MANAGER_STEP = "Maintenance", "Office Manager"
SWEEP_LIMIT = 200
FIELDS = ["name", "title", "status", "space", "lead_auditor", "programme", "from_date", "plan_notice_due_on"]


def tell_of_planned_audits() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	filters = {"plan_notice_due_on": ("<=", now_datetime())}
	owed = frappe.get_all(AUDIT, filters, pluck="name", order_by="plan_notice_due_on", limit=SWEEP_LIMIT)
	run_in_batches(owed, tell_of_plan, size=20)


def tell_of_plan(name: str) -> None:
	"""Tell the people of one audit that it was planned; not if somebody has given it up or signed it since."""
	audit = frappe.db.get_value(AUDIT, name, FIELDS, as_dict=True, for_update=True)
	if not audit or not audit.plan_notice_due_on:
		return
	frappe.db.set_value(AUDIT, name, "plan_notice_due_on", None, update_modified=False)
	if audit.status not in ("Planned", "In Progress"):
		return
	for user in whom_to_tell(audit):
		telling.tell(user, AUDIT, name, lambda: sentence(audit))


def whom_to_tell(audit: frappe._dict) -> list[str]:
	"""Users: the lead, the auditors, and the managers of the place where the programme says so."""
	filters = {"parent": audit.name, "parenttype": AUDIT}
	users = {audit.lead_auditor, *frappe.get_all(AUDITOR, filters, pluck="user", order_by="idx")}
	if frappe.db.get_value(PROGRAMME, audit.programme, "tell_managers"):
		people = administration.whom_to_tell(TOPIC, audit.space or None)
		users |= {person.user for person in people if person.step == MANAGER_STEP}
	return telling.enabled([user for user in users if user])


def sentence(audit: frappe._dict) -> str:
	"""What is told, in one line."""
	place = audit.space and frappe.db.get_value("Office Space", audit.space, "space_name")
	title, day = bold(escape_html(audit.title)), format_date(audit.from_date)
	if not place:
		return _("An audit was planned: {0}, from {1}", context=PROGRAMME).format(title, day)
	text = _("An audit was planned: {0}, {1}, from {2}", context=PROGRAMME)
	return text.format(title, escape_html(place), day)
