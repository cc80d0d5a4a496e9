"""A notice at somebody's desk, in Frappe's list of notifications. Mails are in mails.py."""

import frappe


def add(
	user: str | None,
	subject: str,
	about: tuple[str, str] | None = None,
	link: str | None = None,
	by: str | None = None,
) -> None:
	"""Leave a notice for one user; nothing for who has no account.

	Args:
		subject: HTML, with what people typed escaped.
		about: DocType and name of the record that is opened by it.
		link: an address that is opened instead.
		by: the user whose doing it is.
	"""
	if not user:
		return
	doctype, name = about or (None, None)
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"type": "Alert",  # Frappe mails every other type as well, and we send our own
			"for_user": user,
			"from_user": by,
			"subject": subject,
			"document_type": doctype,
			"document_name": name,
			"link": link,
		}
	).insert(ignore_permissions=True)  # a notice of the system to one person, of what they are to know
