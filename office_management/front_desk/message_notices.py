"""Who is told of a phone message, and when: the recipient at once; the deputy when they are away or have not read it.

The intent is in the row (`notice_due_on`, and `mail_due_on` for a mail that could not be sent), so a sweep that is
late, killed half way, or runs twice tells everybody once. How long somebody may leave a message unread is counted in
working time, from when they were really told: after a standstill no deputy is alarmed for nothing.
"""

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import cint, escape_html, format_datetime, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.domain import message_states as states
from office_management.erp import absences
from office_management.front_desk import messages, telling
from office_management.office_administration import api as administration

MESSAGE = "Phone Message"
LIMIT = 500
MAIL_AGAIN_FOR = timedelta(days=1)
RECIPIENT, DEPUTY = "recipient", "deputy"
PAST = "1900-01-01"


def message_saved(doc: Document) -> None:
	"""After a message was saved: whoever is to be told of it is, as soon as this is committed."""
	if doc.status == states.UNREAD and doc.notice_due_on and not doc.told_on:
		frappe.db.after_commit.add(hasten)


def hasten() -> None:
	"""Ask a worker to tell now. Without a queue the next sweep does it."""
	run_soon("office_management.front_desk.message_notices.tell_of_messages")


def tell_of_messages() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	telling.note_failures(run_in_batches(owed("notice_due_on"), tell_of, size=1))
	telling.note_failures(run_in_batches(owed("mail_due_on"), mail_again, size=10))


def owed(field: str) -> list[str]:
	"""Messages of which somebody is to be told, or mailed, by now."""
	return frappe.get_all(
		MESSAGE,
		filters={field: ("between", [PAST, now_datetime()])},
		pluck="name",
		order_by=field,
		limit=LIMIT,
	)


def tell_of(name: str) -> None:
	"""Do what is due about one message."""
	doc, now = locked(name), now_datetime()
	if not doc or not doc.notice_due_on or doc.notice_due_on > now:
		return
	if doc.status != states.UNREAD:
		store(name, {"notice_due_on": None})
	elif doc.told_on or doc.deputy_told_on:
		store(name, {"notice_due_on": None, **tell_deputy(doc, stand_in_of(doc), None)})
	else:
		store(name, tell_first(doc))


def locked(name: str) -> frappe._dict | None:
	"""The message as it is now; nobody else tells of it until this transaction ends."""
	return frappe.db.get_value(MESSAGE, name, "*", as_dict=True, for_update=True)


def store(name: str, values: dict) -> None:
	"""Write down what was done, without touching a form that is open."""
	if values:
		frappe.db.set_value(MESSAGE, name, values, update_modified=False)
		frappe.clear_document_cache(MESSAGE, name)


def stand_in_of(doc: frappe._dict) -> frappe._dict | None:
	"""Who stands in for the recipient."""
	person = absences.person(doc.recipient)
	return person and messages.stand_in_of(person)


def tell_first(doc: frappe._dict) -> dict:
	"""Tell the recipient, and the deputy with them where the recipient is not in; answers what to store.

	Who has left is not told. Who is not in although their deputy is not in either reads it first.
	"""
	person, now = absences.person(doc.recipient), now_datetime()
	away = absences.why_away(person) if person else absences.GONE
	stand_in = person and messages.stand_in_of(person)
	values: dict = {"notice_due_on": None}
	if away != absences.GONE:
		values |= tell(doc, doc.recipient, RECIPIENT)
	cannot_hear = not values.get("told_on")
	if stand_in and (cannot_hear or (away and not absences.why_away(stand_in))):
		return values | tell_deputy(frappe._dict({**doc, **values}), stand_in, away)
	minutes = cint(administration.setting("unread_message_minutes"))
	if stand_in and minutes:
		values["notice_due_on"] = messages.working_later(doc, now, minutes)
	return values


def tell_deputy(doc: frappe._dict, stand_in: frappe._dict | None, away: str | None) -> dict:
	"""Tell who stands in, once; answers what to store."""
	if not stand_in or doc.deputy_told_on:
		return {}
	told = tell(doc, stand_in.name, DEPUTY, away)
	return {"deputy": stand_in.name, **told} if told else {}


def tell(doc: frappe._dict, employee: str, whom: str, away: str | None = None) -> dict:
	"""Tell one person at the desk and by mail; answers what to store, nothing where they cannot be reached."""
	reached = mails.reach(None, employee)
	if not reached.user and not reached.address:
		return {}
	with print_language(reached.language):
		text = sentence(doc) if whom == RECIPIENT else for_deputy(doc, away)
		desk_notices.add(reached.user, text, (MESSAGE, doc.name))
		mailed = mail(doc, reached.address, text)
	now = now_datetime()
	values: dict = {"told_on" if whom == RECIPIENT else "deputy_told_on": now}
	if not mailed:
		values |= {"mail_due_on": now, "mail_for": also(doc.mail_for, whom)}
	return values


def also(owed_to: str | None, whom: str) -> str:
	"""One more of those who are owed a mail."""
	return ",".join(sorted({*filter(None, (owed_to or "").split(",")), whom}))


# --- mails that could not be sent -----------------------------------------------------------------------------


def mail_again(name: str) -> None:
	"""Try once more to mail what was told at the desk; a day later it is given up."""
	doc, now = locked(name), now_datetime()
	if not doc or not doc.mail_due_on or not doc.mail_for:
		return
	told_on = doc.deputy_told_on or doc.told_on
	if doc.status != states.UNREAD or not told_on or told_on < now - MAIL_AGAIN_FOR:
		store(name, {"mail_due_on": None, "mail_for": None})
		return
	left = [whom for whom in doc.mail_for.split(",") if not mailed_now(doc, whom)]
	store(name, {"mail_due_on": now if left else None, "mail_for": ",".join(left) or None})


def mailed_now(doc: frappe._dict, whom: str) -> bool:
	"""Mail one of them; whether that is settled."""
	reached = mails.reach(None, doc.recipient if whom == RECIPIENT else doc.deputy)
	with print_language(reached.language):
		text = sentence(doc) if whom == RECIPIENT else for_deputy(doc, None)
		return mail(doc, reached.address, text)


# --- in words -------------------------------------------------------------------------------------------------


def caller_of(doc: Document | frappe._dict) -> str:
	"""Who called, as HTML."""
	name = doc.caller_name or doc.caller_organisation or doc.phone
	if not name:
		return _("Somebody", context=MESSAGE)
	both = doc.caller_name and doc.caller_organisation
	return escape_html(f"{name} ({doc.caller_organisation})" if both else name)


def number_of(doc: Document | frappe._dict) -> str | None:
	"""The number to call: as it was said, else that of the contact or the lead."""
	if doc.phone:
		return doc.phone
	for doctype, name in (("Contact", doc.contact), ("Lead", doc.lead)):
		numbers = name and frappe.db.get_value(doctype, name, ["mobile_no", "phone"])
		if numbers and any(numbers):
			return numbers[0] or numbers[1]
	return None


def sentence(doc: frappe._dict) -> str:
	"""What is told of a message, in one line of HTML."""
	caller = frappe.bold(caller_of(doc))
	if doc.action_wanted == states.CALL_BACK:
		text = _("Please call {0} back: {1}", context=MESSAGE).format(
			caller, escape_html(number_of(doc) or "")
		)
	elif doc.action_wanted == states.CALLS_AGAIN:
		text = _("{0} will call again: {1}", context=MESSAGE).format(
			caller, format_datetime(doc.calls_again_on)
		)
	else:
		text = _("{0} called", context=MESSAGE).format(caller)
	return _("Urgent: {0}", context=MESSAGE).format(text) if doc.urgency == messages.URGENT else text


def for_deputy(doc: frappe._dict, away: str | None) -> str:
	"""The same for who stands in: for whom it is, and why they hear of it."""
	if away:
		text = _("For {0}, who is not in: {1}", context=MESSAGE)
	else:
		text = _("For {0}, who has not read it: {1}", context=MESSAGE)
	return text.format(escape_html(doc.recipient_name or doc.recipient), sentence(doc))


def mail(doc: frappe._dict, address: str | None, text: str) -> bool:
	"""Mail it, with what was said and by when to answer."""
	said = escape_html(doc.message or "").replace("\n", "<br>")
	by = doc.answer_by and _("Answer by {0}", context=MESSAGE).format(format_datetime(doc.answer_by))
	received = _("Call taken {0}", context=MESSAGE).format(format_datetime(doc.received_on))
	lines = [text, said, by, received]
	return telling.mail(address, text, lines, MESSAGE, doc.name, _("Open the message", context=MESSAGE))
