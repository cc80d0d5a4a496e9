"""One mail to somebody: how the front desk tells people of messages and deliveries."""

import frappe
from frappe.utils import get_url_to_form

from office_management import mails
from office_management.batches import Outcome


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
