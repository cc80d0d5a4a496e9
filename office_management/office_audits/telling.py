"""One notice at somebody's desk and one mail to them: how audits tell people."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import get_url_to_form

from office_management import desk_notices, mails


def tell(user: str, doctype: str, name: str, sentence: Callable[[], str]) -> None:
	"""Tell one person of a record, at the desk and by mail, in their language.

	Args:
		sentence: what is told, in one line: HTML, with what people typed escaped. Called in the person's language.
	"""
	reached = mails.reach(user)
	with print_language(reached.language):
		text = sentence()
		desk_notices.add(reached.user, text, (doctype, name))
		mail(reached.address, text, doctype, name)


def mail(address: str | None, text: str, doctype: str, name: str) -> None:
	"""Put a mail into the queue, if there is a way to. One that cannot be queued stops nobody."""
	if not address:
		return
	link = f'<a href="{get_url_to_form(doctype, name)}">{_("Open", context="Audit Finding")}</a>'
	mails.put_in_queue(address, text, f"<p>{text}. {link}</p>", (doctype, name))


def enabled(users: list[str]) -> list[str]:
	"""Those of some users who can log in, sorted."""
	table = frappe.qb.DocType("User")
	query = frappe.qb.from_(table).select(table.name).where(table.name.isin(users or [""]))
	return sorted(query.where(table.enabled == 1).orderby(table.name).run(pluck=True))
