"""Who is told of a delivery, and when: the recipient at once, then once each interval while it is not collected.

The intent is in the row (`notice_due_on`, and `mail_due_on` for a mail that could not be sent), so a sweep that is
late, killed half way, or runs twice tells everybody once; after a standstill there is one reminder, not one for each
interval that passed. When somebody else collected it, or the carrier took it, its owner hears of that too.
"""

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import cint, escape_html, format_datetime, get_datetime, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.domain import delivery_states as states
from office_management.front_desk import deliveries, telling

DELIVERY = "Delivery"
LIMIT = 500
MAIL_AGAIN_FOR = timedelta(days=1)
PAST = "1900-01-01"


def delivery_saved(doc: Document) -> None:
	"""After a delivery was saved: whoever is to be told of it is, as soon as this is committed."""
	if doc.notice_due_on and get_datetime(doc.notice_due_on) <= now_datetime():
		frappe.db.after_commit.add(hasten)


def hasten() -> None:
	"""Ask a worker to tell now. Without a queue the next sweep does it."""
	run_soon("office_management.front_desk.delivery_notices.tell_of_deliveries")


def tell_of_deliveries() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	telling.note_failures(run_in_batches(owed("notice_due_on"), tell_of, size=1))
	telling.note_failures(run_in_batches(owed("mail_due_on"), mail_again, size=10))


def owed(field: str) -> list[str]:
	"""Deliveries of which somebody is to be told, or mailed, by now."""
	return frappe.get_all(
		DELIVERY,
		filters={field: ("between", [PAST, now_datetime()])},
		pluck="name",
		order_by=field,
		limit=LIMIT,
	)


def locked(name: str) -> frappe._dict | None:
	"""The delivery as it is now; nobody else tells of it until this transaction ends."""
	return frappe.db.get_value(DELIVERY, name, "*", as_dict=True, for_update=True)


def store(name: str, values: dict) -> None:
	"""Write down what was done, without touching a form that is open."""
	frappe.db.set_value(DELIVERY, name, values, update_modified=False)
	frappe.clear_document_cache(DELIVERY, name)


def tell_of(name: str) -> None:
	"""Do what is due about one delivery."""
	doc, now = locked(name), now_datetime()
	if not doc or not doc.notice_due_on or doc.notice_due_on > now:
		return
	if doc.status == states.RETURNED or not doc.recipient:
		store(name, {"notice_due_on": None})
		return
	told = tell(doc)
	if not told:
		store(name, {"notice_due_on": None})  # nobody can be reached: the list of unclaimed ones shows it
	elif doc.status == states.COLLECTED:
		store(name, {"notice_due_on": None, **told})
	else:
		store(name, {**told, **as_told(doc, now)})


def as_told(doc: frappe._dict, now) -> dict:
	"""What to store once the recipient was told that it is here, the first time or again."""
	values = {"notice_due_on": states.next_reminder(now, now, deliveries.reminder_days())}
	if doc.notified_on:
		return values | {"reminded_on": now, "reminders": cint(doc.reminders) + 1}
	return values | {"notified_on": now, "status": states.NOTIFIED}


def tell(doc: frappe._dict) -> dict | None:
	"""Tell the recipient at the desk and by mail; answers what to store, None where they cannot be reached."""
	reached = mails.reach(None, doc.recipient)
	if not reached.user and not reached.address:
		return None
	with print_language(reached.language):
		text = sentence(doc)
		desk_notices.add(reached.user, text, (DELIVERY, doc.name))
		mailed = mail(doc, reached.address, text)
	return {"mail_due_on": None if mailed else now_datetime()}


def mail_again(name: str) -> None:
	"""Try once more to mail what was told at the desk; a day later it is given up."""
	doc, now = locked(name), now_datetime()
	if not doc or not doc.mail_due_on:
		return
	told_on = max(filter(None, (doc.notified_on, doc.reminded_on, doc.collected_on)), default=None)
	is_over = doc.status == states.RETURNED or not told_on or told_on < now - MAIL_AGAIN_FOR
	reached = mails.reach(None, doc.recipient)
	with print_language(reached.language):
		if is_over or mail(doc, reached.address, sentence(doc)):
			store(name, {"mail_due_on": None})


# --- in words -------------------------------------------------------------------------------------------------


def sentence(doc: frappe._dict) -> str:
	"""What is told of a delivery, in one line of HTML."""
	what = frappe.bold(what_of(doc))
	if doc.status == states.COLLECTED:
		who = frappe.bold(escape_html(doc.collected_name or ""))
		if doc.direction == states.OUT:
			return _("{0}: on its way with {1}", context=DELIVERY).format(what, who)
		return _("{0} for you was collected by {1}", context=DELIVERY).format(what, who)
	if doc.notified_on:
		return _("Still here for you: {0}", context=DELIVERY).format(what)
	return _("Here for you: {0}", context=DELIVERY).format(what)


def what_of(doc: frappe._dict) -> str:
	"""What it is, how many, and by whom it came, as HTML."""
	kind = _(doc.kind or "Parcel", context=DELIVERY)
	if cint(doc.quantity) > 1:
		kind = f"{cint(doc.quantity)} × {kind}"
	return escape_html(f"{kind}, {doc.carrier}" if doc.carrier else kind)


def mail(doc: frappe._dict, address: str | None, text: str) -> bool:
	"""Mail it, with where it lies and since when."""
	place = doc.space and frappe.db.get_value("Office Space", doc.space, "space_name")
	since = format_datetime(doc.received_on)
	lines = [text]
	if doc.status in states.OPEN:
		lines.append(place and _("It lies here: {0}", context=DELIVERY).format(escape_html(place)))
		lines.append(_("Received {0}", context=DELIVERY).format(since))
	lines.append(doc.sender and _("From {0}", context=DELIVERY).format(escape_html(doc.sender)))
	label = _("Open the delivery", context=DELIVERY)
	return telling.mail(address, text, lines, DELIVERY, doc.name, label)
