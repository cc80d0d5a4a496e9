"""Whoever looks after a document is reminded before it runs out or is to be reviewed, and every week after.

The document holds the intent: `next_reminder_date`. A sweep turns it into one row per person in the table `reminders`
(`tell_key` is unique, so each reminder goes out once, however many sweeps run), and tells each person of all they are
owed in one mail. After days without scheduler only the latest reminder of each document is told. A mail that cannot be
queued is tried again for a week; the notice at the desk is there meanwhile.

Told are: who is responsible, or who stands in for them; once the day has passed, or where there is nobody, the office
managers who may see the document.
"""

from datetime import date, timedelta

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import escape_html, formatdate, get_url_to_form, get_url_to_list, getdate, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches
from office_management.domain import document_states as states
from office_management.office_administration import document_reminders as reminders
from office_management.office_administration import documents, responsibility, roles
from office_management.office_administration.document_permissions import may_see

DOCUMENT = "Office Document"
REMINDER = "Office Document Reminder"
SWEEP_LIMIT = 500
ONE_BY_ONE = 3
"""So many desk notices at most in one sweep; more become a single one."""
MAIL_AGAIN_FOR = timedelta(days=7)
FACTS = ["name", "title", "valid_until_date", "next_review_date", "replacement", "withdrawn_from_date"]


def remind_of_documents() -> None:
	"""Hourly: remind whoever is to be reminded by now. Safe to run twice, late, and at the same time."""
	run_in_batches(due(), note_reminders, size=20)
	run_in_batches(people_owed(), tell_person, size=1)
	run_in_batches(people_without_mail(), mail_person, size=1)


# --- what there is to tell ------------------------------------------------------------------------------------


def due() -> list[str]:
	"""Documents whose next reminder has come."""
	filters = {"next_reminder_date": ("<=", getdate())}
	return frappe.get_all(
		DOCUMENT, filters, pluck="name", order_by="next_reminder_date, name", limit=SWEEP_LIMIT
	)


def note_reminders(name: str) -> None:
	"""Store whom to tell of what, and when the next reminder is. Where there is nobody to tell, it stays due."""
	document = documents.locked(name)
	for kind, deadline, day in reminders.due_reminders(document):
		for user in whom_to_remind(document, getdate() > deadline):
			note(document, kind, deadline, day, user)
	following = reminders.next_reminder_date(document)
	frappe.db.set_value(DOCUMENT, name, "next_reminder_date", following, update_modified=False)


def whom_to_remind(document: Document, is_past: bool) -> list[str]:
	"""Users: who is responsible or stands in for them; the managers, too, when it is late or there is nobody."""
	users = owner_of(document.responsible)
	if is_past or not users:
		users += [user for user in managers(document) if user not in users]
	return users


def owner_of(employee: str | None) -> list[str]:
	"""The user of the employee, or else of their deputy, whichever works here and can log in first."""
	people = responsibility.read_people({employee} - {None, ""})
	deputy = people[employee].om_deputy if employee in people else None
	people |= responsibility.read_people({deputy} - {None, ""})
	for name in (employee, deputy):
		person = people.get(name)
		if person and responsibility.is_here(person, getdate()) and can_log_in(person.user_id):
			return [person.user_id]
	return []


def managers(document: Document) -> list[str]:
	"""The office managers who may see the document."""
	return [user for user in roles.users_with((roles.OFFICE_MANAGER,)) if may_see(document.name, user)]


def can_log_in(user: str | None) -> bool:
	return bool(user and frappe.db.get_value("User", user, "enabled"))


def note(document: Document, kind: str, deadline: date, day: date, user: str) -> None:
	"""Store the intent to tell somebody; nothing if it is there already."""
	key = f"{document.name}:{kind}:{deadline}:{day}:{user}"
	if frappe.db.exists(REMINDER, {"tell_key": key}):
		return
	row = document.append(
		"reminders",
		{
			"deadline": kind,
			"deadline_date": deadline,
			"reminder_date": day,
			"recipient": user,
			"tell_key": key,
		},
	)
	row.db_insert()
	frappe.clear_document_cache(DOCUMENT, document.name)


# --- telling --------------------------------------------------------------------------------------------------

Owed = list[tuple[frappe._dict, frappe._dict]]
"""Rows and their documents."""


def people_owed() -> list[str]:
	"""Who is to be told of something."""
	filters = {"told_on": ("is", "not set"), "parenttype": DOCUMENT}
	return frappe.get_all(REMINDER, filters, pluck="recipient", distinct=True, order_by="recipient")


def tell_person(user: str) -> None:
	"""Tell one person of everything they are owed, at the desk and in one mail."""
	row = frappe.qb.DocType(REMINDER)
	owed = rows_of(user, row.told_on.isnull())
	if not owed:
		return
	reached = mails.reach(user)
	with print_language(reached.language):
		notify(user, owed)
		mailed = mail(reached.address, owed)
	now = now_datetime()
	write(owed, {"told_on": now, "mailed_on": now if mailed else None})


def rows_of(user: str, criterion) -> Owed:
	"""The person's rows that still hold, locked; what does not hold any more is taken away."""
	row = frappe.qb.DocType(REMINDER)
	query = frappe.qb.from_(row).select(row.name, row.parent, row.deadline, row.deadline_date)
	query = query.where((row.recipient == user) & (row.parenttype == DOCUMENT) & criterion)
	found = query.orderby(row.deadline_date).orderby(row.name).for_update().run(as_dict=True)
	filters = {"name": ("in", [one.parent for one in found] or [""])}
	known = {one.name: one for one in frappe.get_all(DOCUMENT, filters, FACTS, order_by="name")}
	owed = []
	for one in found:
		document = known.get(one.parent)
		if document and reminders.still_holds(document, one.deadline, one.deadline_date):
			owed.append((one, document))
		else:
			frappe.db.delete(REMINDER, {"name": one.name})
	return owed


def write(owed: Owed, values: dict) -> None:
	"""Write down when it was told."""
	for row, document in owed:
		frappe.db.set_value(REMINDER, row.name, values, update_modified=False)
		frappe.clear_document_cache(DOCUMENT, document.name)


def notify(user: str, owed: Owed) -> None:
	"""A notice at the desk for each document; for many only one."""
	if len(owed) > ONE_BY_ONE:
		text = _("{0} documents need attention", context=DOCUMENT).format(bold(len(owed)))
		desk_notices.add(user, text, link=get_url_to_list(DOCUMENT))
		return
	for row, document in owed:
		desk_notices.add(user, sentence(row, document), (DOCUMENT, document.name))


def sentence(row: frappe._dict, document: frappe._dict) -> str:
	"""What is told of a document, in one line."""
	is_past = getdate(row.deadline_date) < getdate()
	if row.deadline == states.EXPIRY:
		text = _("{0} is valid until {1}", context=DOCUMENT)
		if is_past:
			text = _("{0} ran out on {1}", context=DOCUMENT)
	else:
		text = _("{0} is to be reviewed by {1}", context=DOCUMENT)
		if is_past:
			text = _("{0} was to be reviewed by {1}", context=DOCUMENT)
	return text.format(bold(escape_html(document.title)), formatdate(row.deadline_date))


def mail(address: str | None, owed: Owed) -> bool:
	"""Put one mail into the queue. A mail server that is missing or refuses stops nobody: it is tried again later."""
	return bool(address) and mails.put_in_queue(address, mail_subject(owed), mail_text(owed))


def mail_subject(owed: Owed) -> str:
	"""What it is about when it is one thing, else how many."""
	if len(owed) == 1:
		return sentence(*owed[0])
	return _("{0} documents need attention", context=DOCUMENT).format(len(owed))


def mail_text(owed: Owed) -> str:
	"""A line for each document."""
	word = _("Open", context=DOCUMENT)
	lines = [
		f'<li>{sentence(row, document)}. <a href="{get_url_to_form(DOCUMENT, document.name)}">{word}</a></li>'
		for row, document in owed
	]
	return "<ul>{}</ul>".format("".join(lines))


# --- mails that could not be queued ---------------------------------------------------------------------------


def not_mailed():
	"""Rows of the last days of which the person was told at the desk only."""
	row = frappe.qb.DocType(REMINDER)
	return (row.told_on > now_datetime() - MAIL_AGAIN_FOR) & row.mailed_on.isnull()


def people_without_mail() -> list[str]:
	"""Who was told at the desk only."""
	row = frappe.qb.DocType(REMINDER)
	query = frappe.qb.from_(row).select(row.recipient).distinct()
	return query.where(not_mailed() & (row.parenttype == DOCUMENT)).orderby(row.recipient).run(pluck=True)


def mail_person(user: str) -> None:
	"""Try once more to mail what was told at the desk."""
	owed = rows_of(user, not_mailed())
	reached = mails.reach(user)
	with print_language(reached.language):
		if owed and mail(reached.address, owed):
			write(owed, {"mailed_on": now_datetime()})
