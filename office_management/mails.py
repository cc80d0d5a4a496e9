"""Mails to people of the house: put into Frappe's queue, and nothing else is undone when that fails.

Notices at their desks are in desk_notices.py.
"""

from html import unescape

import frappe

from office_management.savepoints import LOST_RACES, undone_on_error

ADDRESSES = ("company_email", "prefered_email", "personal_email")
SYSTEM_LANGUAGE = "en"


def reach(user: str | None, employee: str | None = None) -> frappe._dict:
	"""How somebody can be told: `user` who can log in (or None), `address` (or None) and `language`.

	Args:
		employee: is reached by their own account, or else by an address of theirs, where there is no such user.
	"""
	account, person = _account(user), frappe._dict()
	if employee and not account:
		person = frappe.db.get_value("Employee", employee, ["user_id", *ADDRESSES], as_dict=True) or person
		account = _account(person.user_id)
	return frappe._dict(
		user=account.name if account else None,
		address=account.email if account else next(filter(None, map(person.get, ADDRESSES)), None),
		language=(account and account.language) or frappe.db.get_default("lang") or SYSTEM_LANGUAGE,
	)


def _account(user: str | None) -> frappe._dict | None:
	fields = ["name", "email", "language"]
	return user and frappe.db.get_value("User", {"name": user, "enabled": 1}, fields, as_dict=True)


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
