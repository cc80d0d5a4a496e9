"""Short ways to make invitations, and to see what was mailed because of them; see tests/builders.py."""

import contextlib
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import frappe
import icalendar
from frappe.utils import now_datetime

from office_management.front_desk import invitation_mails
from tests import baseline, builders, front_desk_builders

JANE = {"full_name": "Jane Doe", "email": "jane@acme.example", "organisation": "Acme"}
BOB = {"full_name": "Bob Bee", "email": "bob@acme.example"}


def invitation(*people: dict, days: int = 3, **values):
	"""A Visit Invitation of Anna (no user of the tests' own unless `host` says so), a draft, from ten to eleven."""
	front_desk_builders.confirm_retention()
	starts_at = (now_datetime() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
	return frappe.get_doc(
		{
			"doctype": "Visit Invitation",
			"subject": "Plans for the roof",
			"host": baseline.employee("anna"),
			"space": values.pop("space", None) or builders.space("Head Office").name,
			"visitor_type": values.pop("visitor_type", None) or front_desk_builders.visitor_type().name,
			"starts_at": starts_at,
			"ends_at": starts_at + timedelta(hours=1),
			"invitees": [dict(person) for person in people or (JANE,)],
			**values,
		}
	).insert()


def sent(*people: dict, **values):
	"""The same, sent; nobody is mailed before the sweep."""
	doc = invitation(*people, **values)
	doc.status = "Sent"
	doc.save()
	return doc.reload()


def log_of(doc, number: int = 0):
	"""The visit of one person on the list."""
	return frappe.get_doc("Visitor Log", doc.invitees[number].visitor_log)


class Outbox:
	"""What is handed to Frappe's mail queue; `fails` breaks the mail server."""

	def __init__(self):
		self.mails, self.fails = [], False

	def sendmail(self, **mail) -> None:
		if self.fails:
			raise frappe.OutgoingEmailError("no mail server")
		html, _text = frappe.utils.jinja.get_email_from_template(mail["template"], mail["args"])
		self.mails.append(frappe._dict(mail, html=html, kind=mail["args"]["mail"]))

	def to(self, address: str) -> list:
		"""The mails to one address, in order."""
		return [mail for mail in self.mails if mail.recipients == [address]]

	def kinds(self, address: str) -> list[str]:
		return [mail.kind for mail in self.to(address)]


def sweep(times: int = 1) -> None:
	"""Run the job, as the scheduler and a hastening worker may: several times."""
	for _again in range(times):
		invitation_mails.send_owed_invitations()


def forget_what_is_owed() -> None:
	"""Mails that other data of the site is owed are no matter of the test's."""
	frappe.db.set_value("Visit Mail", {"next_mail_on": (">", "2000-01-01")}, "next_mail_on", None)


def token_in(mail) -> str:
	"""The token of the link in a mail to a visitor."""
	(link,) = re.findall(r'href="([^"]*/visit\?t=[^"]*)"', mail.html)
	return parse_qs(urlsplit(link).query)["t"][0]


def entry_in(mail):
	"""(method, event) of the calendar file of a mail."""
	(file,) = [each for each in mail.attachments if each["fname"].endswith(".ics")]
	calendar = icalendar.Calendar.from_ical(file["fcontent"])
	(event,) = calendar.walk("VEVENT")
	assert file["content_type"] == f"text/calendar; method={calendar['METHOD']}"
	return str(calendar["METHOD"]), event


@contextlib.contextmanager
def language(code: str):
	"""Speak a language for a while."""
	before, frappe.local.lang = frappe.local.lang, code
	try:
		yield
	finally:
		frappe.local.lang = before
