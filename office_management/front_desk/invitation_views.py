"""What the desk shows of invitations: how it stands for each person, the calendar, a task's visits, whom to invite."""

from datetime import datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from office_management import inputs
from office_management.domain import people_lists
from office_management.erp import contacts
from office_management.erp.people import employee_facts, employee_of
from office_management.front_desk import invitation_mails, invitations
from office_management.front_desk.permissions import INVITATION, LOG, visit_criterion
from office_management.office_space import api as office_space

MOST_EVENTS = 2000
SHOWN = 20
DEPUTY = "om_deputy"
LONG_AGO = "2000-01-01"


# --- the form -------------------------------------------------------------------------------------------------


def fill_in(invitation: Document) -> None:
	"""While a form is loaded: each person's row says how it stands for them; and whom the host names as deputy."""
	names = [row.visitor_log for row in invitation.invitees if row.visitor_log]
	statuses = dict(
		frappe.get_all(
			LOG,
			filters={"name": ("in", names or [""])},
			fields=["name", "status"],
			order_by="name",
			as_list=True,
		)
	)
	for row in invitation.invitees:
		row.visit_status = statuses.get(row.visitor_log)
	invitation.set_onload("deputy", deputy_of(invitation.host))
	invitation.set_onload("waiting", waiting_mails(invitation.name))


def deputy_of(employee: str | None) -> str | None:
	"""What the deputy of an employee is called, who is asked when nobody answers."""
	deputy = employee and frappe.db.get_value("Employee", employee, DEPUTY)
	return deputy and employee_facts([deputy])[deputy].employee_name


def waiting_mails(invitation: str | None) -> int:
	"""How many visitors' mails have not been sent yet."""
	return frappe.db.count(
		invitation_mails.MAIL,
		{"visit_invitation": invitation, "next_mail_on": (">", LONG_AGO), "visitor_log": ("is", "set")},
	)


def first_values() -> dict:
	"""What a new invitation begins with: the session user as host, the usual place and type, the next full hour."""
	employee = employee_of(frappe.session.user)
	facts = employee_facts([employee]).get(employee) if employee else None
	starts_at = now_datetime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
	place = usual_place(employee)
	return {
		"host": employee,
		"host_name": facts.employee_name if facts else None,
		"space": place,
		"visitor_type": invitations.default_type(),
		"starts_at": starts_at,
		"ends_at": starts_at + timedelta(hours=1),
	}


def usual_place(employee: str | None) -> str | None:
	"""Where this employee invited to last, else the only place there is to come to."""
	last = employee and frappe.get_all(
		INVITATION, {"host": employee}, pluck="space", order_by="creation desc", limit=1
	)
	if last:
		return last[0]
	sites = find_places("", only_sites=True)
	return sites[0]["value"] if len(sites) == 1 else None


def find_places(text: str, only_sites: bool = False) -> list[dict]:
	"""Places in use, inside the user's limits, whose name or code holds all the words; sites first.

	An employee reads the records of their own seat alone, but may say where visitors go.
	"""
	table = frappe.qb.DocType("Office Space")
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.space_name, table.space_type)
		.where((table.status != "Closed") & table.space_type.notin(("Desk", "Parking", "Storage")))
	)
	place = office_space.place_criterion(table.name, INVITATION)
	company = office_space.company_criterion(table.company, INVITATION)
	for limit in (place, company):
		if limit is not None:
			query = query.where(limit)
	if only_sites:
		query = query.where(table.space_type == "Site")
	for word in text.split()[:5]:
		like = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
		query = query.where(table.space_name.like(like) | table.name.like(like))
	rows = query.orderby(table.name).limit(SHOWN).run(as_dict=True)
	return [
		{"value": row.name, "label": row.space_name, "description": row.name}
		for row in sorted(rows, key=lambda row: row.space_type != "Site")
	]


def read_people(text: str) -> dict:
	"""What was pasted, as people to invite and as lines that were not understood."""
	reading = people_lists.read_people(text)
	return {
		"people": [with_language(person) for person in reading.people],
		"problems": [
			{"line": problem.line, "text": problem.text, "code": problem.code} for problem in reading.problems
		],
	}


def with_language(person: dict) -> dict:
	"""A person with the code of the language that was written, if there is such a language."""
	known = {key: value for key, value in person.items() if key != "language"}
	written = person.get("language")
	code = written and (
		frappe.db.get_value("Language", {"language_name": written})
		or frappe.db.exists("Language", written.lower())
	)
	return {**known, "visitor_language": code} if code else known


def contacts_of(party_type: str, party: str) -> list[dict]:
	"""The contacts of a Customer or Supplier, as people to invite; only what the user may read."""
	return contacts.contacts_of(party_type, party)


# --- calendar and task ----------------------------------------------------------------------------------------


def calendar(
	start: datetime | str, end: datetime | str, filters: list | dict | str | None = None
) -> list[dict]:
	"""Invitations between two moments that the user may see; cancelled ones are left out."""
	first, last = inputs.moment(start), inputs.moment(end)
	wanted = [
		*inputs.conditions(INVITATION, filters),
		[INVITATION, "starts_at", "between", [first - invitations.LONGEST, last]],
		[INVITATION, "ends_at", ">=", first],
		[INVITATION, "status", "!=", "Cancelled"],
	]
	fields = ["name", "subject", "status", "starts_at", "ends_at", "host_name"]
	return frappe.get_list(INVITATION, fields=fields, filters=wanted, order_by="starts_at", limit=MOST_EVENTS)


def visits_of_task(task: str) -> list[dict]:
	"""Who comes for a task, and who is here. The caller has checked that the user may read the task.

	Names are for those who may see the visit; others learn from which company somebody comes, and when.
	"""
	log = frappe.qb.DocType(LOG)
	fields = ("name", "status", "organisation", "space", "expected_on", "checked_in_on", "checked_out_on")
	rows = (
		frappe.qb.from_(log)
		.select(*(log[field] for field in fields))
		.where((log.facility_task == task) & log.status.notin(("Cancelled", "Denied")))
		.orderby(log.expected_on)
		.limit(SHOWN)
		.run(as_dict=True)
	)
	seen = names_seen([row.name for row in rows])
	return [
		{**row, "name": row.name if row.name in seen else None, "visitor": seen.get(row.name)} for row in rows
	]


def names_seen(logs: list[str]) -> dict[str, str]:
	"""{visit: visitor's name}, of those that the user may see."""
	if not logs or not frappe.has_permission(LOG, "read"):
		return {}
	log = frappe.qb.DocType(LOG)
	limit = visit_criterion(log)
	query = frappe.qb.from_(log).select(log.name, log.visitor_name).where(log.name.isin(logs))
	return dict((query if limit is None else query.where(limit)).run())
