"""What the mails about a visit say, and to whom; each in the reader's language.

A visitor's mail carries a link to their own page, a code for their arrival and a calendar file; it says nothing of
anybody else who is invited. A host's mail says who comes, and carries no more than the calendar file.
"""

import io
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import (
	format_date,
	format_datetime,
	get_datetime,
	get_system_timezone,
	get_url,
	get_url_to_form,
	now_datetime,
)
from PIL import Image
from pyqrcode import create

from office_management import mails
from office_management.domain.visit_mails import CANCELLATION, CHANGE, INVITATION, NEWS, Owed
from office_management.domain.visit_states import CANCELLED, DENIED
from office_management.erp import contacts
from office_management.erp.people import employee_facts
from office_management.front_desk import calendar_files, tokens
from office_management.front_desk.calendar_files import Entry
from office_management.office_space import api as office_space

LOG = "Visitor Log"
LANGUAGES = {"en": "English", "nl": "Nederlands", "da": "Dansk"}
PAGE = "/visit?t="
GOOD_AFTER_END = timedelta(hours=12)
CODE_FILE = "arrival-code.png"
DATE = "EEEE d MMMM yyyy"


# --- facts ----------------------------------------------------------------------------------------------------


def facts_for(row: frappe._dict) -> frappe._dict | None:
	"""What matters to one person who is told of an invitation: a visitor, or an employee."""
	return visitor_facts(row.visitor_log) if row.visitor_log else host_facts(row)


def visitor_facts(log: str) -> frappe._dict | None:
	"""What matters to a visitor: their visit as it stands, and where they get mail."""
	fields = ["name", "visitor", "visitor_name", "status", "host", "space", "company", "purpose"]
	fields += ["expected_on", "expected_until_on", "visit_invitation", "anonymised_on", "visitor_type"]
	visit = frappe.db.get_value(LOG, log, fields, as_dict=True)
	if not visit:
		return None
	person = (
		frappe.db.get_value("Visitor", visit.visitor, ["email", "language"], as_dict=True) or frappe._dict()
	)
	row = (
		frappe.db.get_value(
			"Visit Invitee", {"visitor_log": log}, ["name", "visitor_language", "answer"], as_dict=True
		)
		or frappe._dict()
	)
	starts_at = get_datetime(visit.expected_on) or now_datetime()
	visit.update(
		address=person.email,
		language=language_of(row.visitor_language, invitation_value(visit, "mail_language"), person.language),
		starts_at=starts_at,
		ends_at=get_datetime(visit.expected_until_on) or starts_at + timedelta(hours=1),
		is_over=visit.status in (CANCELLED, DENIED),
		has_declined=row.answer == "Declined",
		message=invitation_value(visit, "message"),
		row=row.name,
	)
	return visit


def invitation_value(visit: frappe._dict, field: str):
	"""A field of the invitation that a visit belongs to; None without one."""
	invitation = visit.visit_invitation
	return invitation and frappe.db.get_value("Visit Invitation", invitation, field)


def host_facts(row: frappe._dict) -> frappe._dict | None:
	"""What matters to a host or co-host: the invitation, and whether it is theirs still."""
	fields = [
		"name",
		"status",
		"host",
		"space",
		"company",
		"subject",
		"starts_at",
		"ends_at",
		"anonymised_on",
	]
	visit = frappe.db.get_value("Visit Invitation", row.visit_invitation, fields, as_dict=True)
	if not visit:
		return None
	together = frappe.db.exists("Visit Host", {"parent": visit.name, "employee": row.employee})
	reach = mails.reach(None, row.employee)
	visit.update(
		is_over=visit.status == "Cancelled" or not (together or row.employee == visit.host),
		status=None,
		purpose=visit.subject,
		address=reach.address,
		language=language_of(reach.language),
		user=reach.user,
		row=None,
	)
	return visit


def language_of(*wanted: str | None) -> str:
	"""The first of these languages that we speak, else the site's, else English."""
	for language in (*wanted, frappe.db.get_default("lang")):
		code = (language or "").split("-")[0].split("_")[0]
		if code in LANGUAGES:
			return code
	return "en"


def good_until(visit) -> datetime:
	"""Until when links and codes of a visit open anything: half a day after it ends."""
	starts = get_datetime(visit.get("expected_on")) or now_datetime()
	ends = get_datetime(visit.get("expected_until_on")) or datetime.combine(starts.date(), time.max)
	return ends + GOOD_AFTER_END


# --- words ----------------------------------------------------------------------------------------------------


def when_text(starts_at: datetime, ends_at: datetime) -> str:
	"""Day and hours, in the language that is set; the zone is said, as readers may be elsewhere."""
	zone = get_system_timezone().replace("_", " ")
	first = f"{format_date(starts_at, DATE)}, {format_datetime(starts_at, 'HH:mm')}"
	if starts_at.date() == ends_at.date():
		return f"{first}–{format_datetime(ends_at, 'HH:mm')} ({zone})"
	return f"{first} – {format_date(ends_at, DATE)}, {format_datetime(ends_at, 'HH:mm')} ({zone})"


def place_text(space: str | None, company: str | None) -> str:
	"""Where to go: company, address and place."""
	label = office_space.place_labels([space]).get(space) if space else None
	parts = (company, contacts.address_of_company(company), label)
	return ", ".join(dict.fromkeys(filter(None, parts)))


def name_of(employee: str | None) -> str:
	"""What an employee is called; empty where there is none."""
	facts = employee and employee_facts([employee]).get(employee)
	return facts.employee_name if facts else ""


def subject_for(mail: str, to_host: bool, visit: frappe._dict) -> str:
	"""What the mail is called: kind and day, nothing that anybody typed."""
	day = format_date(visit.starts_at, "d MMMM yyyy")
	if to_host:
		texts = {
			INVITATION: _("You receive visitors on {0}", context="Visit Invitation"),
			CHANGE: _("Changed: your visitors on {0}", context="Visit Invitation"),
			CANCELLATION: _("Cancelled: your visitors on {0}", context="Visit Invitation"),
			NEWS: _("Not everybody comes on {0}", context="Visit Invitation"),
		}
	else:
		texts = {
			INVITATION: _("Your visit on {0}", context="Visit Invitation"),
			CHANGE: _("Changed: your visit on {0}", context="Visit Invitation"),
			CANCELLATION: _("Cancelled: your visit on {0}", context="Visit Invitation"),
		}
	return texts[mail].format(day)


# --- sending --------------------------------------------------------------------------------------------------


def send(due: Owed, row: frappe._dict, visit: frappe._dict) -> None:
	"""Put the mail that is due into the queue. Raises what frappe.sendmail raises."""
	with print_language(visit.language):
		letter = visitor_letter(due, visit) if row.visitor_log else host_letter(due, row, visit)
		frappe.sendmail(
			recipients=[visit.address],
			subject=subject_for(due.mail, bool(row.employee), visit),
			add_unsubscribe_link=0,
			retry=3,
			# by this the mail is found and removed when the visit is anonymised
			reference_doctype="Visitor Log" if row.visitor_log else "Visit Invitation",
			reference_name=row.visitor_log or row.visit_invitation,
			**letter,
		)


def shared_values(visit: frappe._dict) -> dict:
	"""What both templates show."""
	return {
		"about": visit.purpose,
		"when": when_text(visit.starts_at, visit.ends_at),
		"place": place_text(visit.space, visit.company),
		"host": name_of(visit.host),
	}


def visitor_letter(due: Owed, visit: frappe._dict) -> dict:
	"""Template, values and attachments of a mail to a visitor; its link and its code are made here."""
	values = {
		**shared_values(visit),
		"mail": due.mail,
		"visitor": visit.visitor_name,
		"message": visit.message,
	}
	values["company"] = visit.company or ""
	values["has_declined"] = visit.has_declined
	method = calendar_files.CANCEL if due.mail == CANCELLATION else calendar_files.REQUEST
	attachments = []
	if due.mail != CANCELLATION:
		values["link"] = page_link(visit.name, good_until(visit))
		attachments.append(arrival_code(visit.name, good_until(visit)))
	entry = Entry(
		uid=uid_of(visit.name),
		sequence=due.sequence,
		summary=_("Visit to {0}", context="Visit Invitation").format(visit.company or values["place"]),
		starts_at=visit.starts_at,
		ends_at=visit.ends_at,
		location=values["place"],
		description=visit.purpose or "",
		organizer=organizer_of(visit),
		attendee=(visit.visitor_name, visit.address),
	)
	text = calendar_files.as_file(entry, method, now_datetime())
	attachments.append(calendar_files.attachment(text, method))
	host = organizer_of(visit)
	return {
		"template": "visit_to_visitor",
		"args": values,
		"attachments": attachments,
		"reply_to": host[1] if host else None,
	}


def host_letter(due: Owed, row: frappe._dict, visit: frappe._dict) -> dict:
	"""The same for a host or a co-host: who comes, and where to look."""
	values = {
		**shared_values(visit),
		"mail": due.mail,
		"is_host": row.employee == visit.host,
		"people": people_on(visit.name),
		"link": get_url_to_form("Visit Invitation", visit.name),
	}
	letter = {"template": "visit_to_host", "args": values}
	if due.mail == NEWS:
		return letter
	method = calendar_files.CANCEL if due.mail == CANCELLATION else calendar_files.PUBLISH
	entry = Entry(
		uid=uid_of(visit.name),
		sequence=due.sequence,
		summary=_("Visitors: {0}", context="Visit Invitation").format(visit.purpose),
		starts_at=visit.starts_at,
		ends_at=visit.ends_at,
		location=values["place"],
		url=values["link"],
		organizer=organizer_of(visit),
	)
	text = calendar_files.as_file(entry, method, now_datetime())
	return {**letter, "attachments": [calendar_files.attachment(text, method)]}


def people_on(invitation: str) -> list[dict]:
	"""Who is on an invitation, with how it stands for each: name, organisation, state."""
	row, log = frappe.qb.DocType("Visit Invitee"), frappe.qb.DocType(LOG)
	rows = (
		frappe.qb.from_(row)
		.left_join(log)
		.on(log.name == row.visitor_log)
		.select(row.full_name, row.organisation, row.answer, log.status)
		.where((row.parent == invitation) & (row.parenttype == "Visit Invitation"))
		.orderby(row.idx)
		.run(as_dict=True)
	)
	return [
		{"name": each.full_name, "organisation": each.organisation, "state": state_text(each)}
		for each in rows
	]


def state_text(row: frappe._dict) -> str:
	"""How it stands for one person: what they answered, else the status of their visit."""
	if row.answer and row.status in ("Expected", CANCELLED):
		return _(row.answer, context="Visit Invitee")
	return _(row.status, context="Visitor Log") if row.status else ""


def organizer_of(visit: frappe._dict) -> tuple[str, str] | None:
	"""The host, if they have an address: their calendar program calls them the organizer."""
	address = visit.host and mails.reach(None, visit.host).address
	return (name_of(visit.host), address) if address else None


def uid_of(name: str) -> str:
	"""The name of a calendar entry, the same for good; `name` of a visit or an invitation (RFC 7986, 5.3)."""
	return f"{name}@{urlsplit(get_url()).hostname}"


def page_link(log: str, expires_on: datetime) -> str:
	"""The address of the visitor's own page; a new one each time, the earlier ones stay good."""
	return get_url(PAGE + tokens.issue(log, tokens.VISIT_PAGE, expires_on))


def arrival_code(log: str, expires_on: datetime) -> dict:
	"""The code that is scanned at reception, as an attached picture."""
	return {"fname": CODE_FILE, "fcontent": code_picture(tokens.issue(log, tokens.ARRIVAL, expires_on))}


def code_picture(text: str) -> bytes:
	"""A QR code as PNG, which every mail program and every phone shows; SVG they don't."""
	matrix = create(text, error="M").code
	size, border, scale = len(matrix), 4, 8
	picture = Image.new("1", (size + 2 * border,) * 2, 1)
	for y, line in enumerate(matrix):
		for x, dark in enumerate(line):
			if dark:
				picture.putpixel((x + border, y + border), 0)
	stream = io.BytesIO()
	picture.resize([side * scale for side in picture.size], Image.Resampling.NEAREST).save(stream, "PNG")
	return stream.getvalue()
