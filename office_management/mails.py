"""Mails to people of the house: put into Frappe's queue, and nothing else is undone when that fails."""

from html import unescape

import frappe

from office_management.savepoints import LOST_RACES, undone_on_error


def put_in_queue(address: str, subject: str, message: str, about: tuple[str, str] | None = None) -> bool:
	"""Put one mail into the queue; False when the mail server is missing or refuses: the caller tries again later.

	Args:
		subject, message: HTML, with what people typed escaped; the subject is mailed as plain text.
		about: DocType and name of the record that the mail belongs to.

	Raises:
		frappe.QueryDeadlockError, frappe.QueryTimeoutError: the database has undone the whole transaction.
	"""
	doctype, name = about or (None, None)
	try:
		with undone_on_error():
			frappe.sendmail(
				recipients=[address],
				subject=as_plain(subject),
				message=message,
				reference_doctype=doctype,
				reference_name=name,
				retry=3,
			)
	except LOST_RACES:
		raise
	except Exception as error:
		frappe.clear_messages()
		kind = type(error).__name__  # its text may hold an address
		frappe.logger("office_management").warning("a mail (%s) is tried again later: %s", doctype, kind)
		return False
	return True


def as_plain(html: str) -> str:
	"""Our HTML as one line of plain text."""
	return unescape(frappe.utils.strip_html(html))
