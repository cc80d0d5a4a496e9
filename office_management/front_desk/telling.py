"""One notice at somebody's desk, one mail to them: how the front desk tells people of messages and deliveries."""

import frappe
from frappe.utils import get_url_to_form

from office_management import mails
from office_management.batches import Outcome
from office_management.erp import absences

SYSTEM_LANGUAGE = "en"


def reach(employee: str | None) -> frappe._dict:
	"""How an employee can be told: `user` (enabled, or None), `address` (or None) and `language`."""
	facts = employee and absences.person(employee)
	if not facts:
		return frappe._dict(user=None, address=None, language=default_language())
	account = user_of(facts.user_id)
	if account:
		return frappe._dict(
			user=account.name, address=account.email, language=account.language or default_language()
		)
	fields = ["company_email", "prefered_email", "personal_email"]
	addresses = frappe.db.get_value("Employee", employee, fields) or ()
	return frappe._dict(user=None, address=next(filter(None, addresses), None), language=default_language())


def user_of(user_id: str | None) -> frappe._dict | None:
	"""The account somebody can log in with."""
	filters = {"name": user_id, "enabled": 1}
	return user_id and frappe.db.get_value("User", filters, ["name", "email", "language"], as_dict=True)


def default_language() -> str:
	"""The language for people without an account."""
	return frappe.db.get_default("lang") or SYSTEM_LANGUAGE


def notify(user: str | None, subject: str, doctype: str | None = None, name: str | None = None) -> None:
	"""A notice at the desk, of a record or of none; `subject` is HTML, with what people typed escaped."""
	if not user:
		return
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"type": "Alert",  # Frappe mails every other type as well, and we send our own
			"for_user": user,
			"subject": subject,
			"document_type": doctype,
			"document_name": name,
		}
	).insert(ignore_permissions=True)  # a notice of the system to one person


def mail(
	address: str | None,
	subject: str,
	lines: list[str],
	doctype: str | None = None,
	name: str | None = None,
	label: str | None = None,
) -> bool:
	"""Put one mail into the queue; True also where there is nobody to write to.

	A mail server that is missing or refuses stops nobody: False, and the caller tries again later.

	Args:
		subject, lines: HTML, with what people typed escaped; the subject is mailed as plain text.
		label: what the link to the record says; no link without one.
	"""
	if not address:
		return True
	link = f'<p><a href="{get_url_to_form(doctype, name)}">{label}</a></p>' if label else ""
	text = "".join(f"<p>{line}</p>" for line in lines if line)
	return mails.put_in_queue(address, subject, text + link, (doctype, name) if doctype else None)


def note_failures(outcomes: list[Outcome]) -> None:
	"""Say in the log which records could not be told of: by name and kind of error, without any text of them."""
	for outcome in outcomes:
		if outcome.error:
			kind = type(outcome.error).__name__
			frappe.logger("office_management").error("front desk: %s was not told of: %s", outcome.item, kind)
