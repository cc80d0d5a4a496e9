"""Who has a phone number: ERPNext's contacts and leads, and the call that telephony has just noted. Only reading."""

from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion

from office_management.domain.person_keys import phone_key

CONTACT, LEAD, CALL_LOG = "Contact", "Lead", "Call Log"
LEAST_DIGITS = 5
TELLING_DIGITS = 7
"""The last digits by which candidates are found, whatever is written between them; then whole numbers are compared."""
MOST_CANDIDATES = 50
MOST_CALLERS = 5
RECENT = timedelta(minutes=30)


def region() -> str | None:
	"""The country in which numbers without a country code are dialled, as two letters."""
	country = frappe.get_system_settings("country")
	code = country and frappe.db.get_value("Country", country, "code", cache=True)
	return code.upper() if code else None


def pattern(key: str) -> str:
	"""What a written number that ends in the same digits looks like, for LIKE."""
	digits = [char for char in key.partition("x")[0] if char.isdigit()]
	return "%" + "%".join(digits[-TELLING_DIGITS:]) + "%"


def find_callers(phone: str) -> list[frappe._dict]:
	"""Contacts and leads whose number is exactly this one, in whatever way it is written.

	Returns at most a few dicts: doctype, name, caller_name, caller_organisation. Checks no permission.
	"""
	key = phone_key(phone, region())
	if len(key) < LEAST_DIGITS:
		return []
	contacts = [row for row in contacts_like(pattern(key)) if is_number(key, row.number)]
	leads = [row for row in leads_like(pattern(key)) if is_number(key, row.phone, row.mobile_no)]
	found = [answer(CONTACT, row, row.full_name, row.company_name) for row in contacts]
	found += [answer(LEAD, row, row.lead_name, row.company_name) for row in leads]
	return list({(row.doctype, row.name): row for row in found}.values())[:MOST_CALLERS]


def is_number(key: str, *written: str | None) -> bool:
	"""Whether one of the numbers, as written, is this one."""
	here = region()
	return any(phone_key(number, here) == key for number in written if number)


def answer(doctype: str, row: frappe._dict, name: str | None, organisation: str | None) -> frappe._dict:
	"""The allow-list of what is said about a caller."""
	return frappe._dict(
		doctype=doctype, name=row.name, caller_name=name, caller_organisation=organisation or None
	)


def contacts_like(like: str) -> list[frappe._dict]:
	"""Contacts with a number like that, by row of their numbers."""
	contact, number = frappe.qb.DocType(CONTACT), frappe.qb.DocType("Contact Phone")
	return (
		frappe.qb.from_(number)
		.join(contact)
		.on((number.parent == contact.name) & (number.parenttype == CONTACT))
		.select(contact.name, contact.full_name, contact.company_name, number.phone.as_("number"))
		.where(number.phone.like(like))
		.orderby(contact.name)
		.limit(MOST_CANDIDATES)
		.run(as_dict=True)
	)


def leads_like(like: str) -> list[frappe._dict]:
	"""Leads with a number like that."""
	lead = frappe.qb.DocType(LEAD)
	return (
		frappe.qb.from_(lead)
		.select(lead.name, lead.lead_name, lead.company_name, lead.phone, lead.mobile_no)
		.where(Criterion.any([lead.phone.like(like), lead.mobile_no.like(like)]))
		.orderby(lead.name)
		.limit(MOST_CANDIDATES)
		.run(as_dict=True)
	)


def find_call(phone: str) -> str | None:
	"""The call from this number that telephony has noted within the last half hour, the latest one."""
	key, log = phone_key(phone, region()), frappe.qb.DocType(CALL_LOG)
	if len(key) < LEAST_DIGITS:
		return None
	rows = (
		frappe.qb.from_(log)
		.select(log.name, log["from"].as_("number"))
		.where(log.creation >= now_datetime() - RECENT)
		.orderby(log.creation, order=frappe.qb.desc)
		.limit(MOST_CANDIDATES)
		.run(as_dict=True)
	)
	return next((row.name for row in rows if is_number(key, row.number)), None)
