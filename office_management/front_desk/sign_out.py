"""What ends by itself: visits signed out at the hour of their type, and those that never began; and reminders of it.

Each job reads what is due from the rows, so it may run late, twice, or be killed half way: what it missed is done the
next time, and told with the time when it was due.
"""

import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import escape_html, get_datetime, get_system_timezone, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches
from office_management.domain import visit_states as states
from office_management.front_desk import moves, telling, visits

LOG = "Visitor Log"
TYPE = "Visitor Type"
BATCH = 50
MAIL_AGAIN_FOR = datetime.timedelta(days=1)
MOST_AT_ONCE = 5000


# --- signed out by itself -------------------------------------------------------------------------------------


def sign_out_due_visits() -> None:
	"""Sign out who should have left by now, at the time when that was due, marked as such."""
	due = frappe.get_all(
		LOG,
		filters={"status": ("in", states.ON_SITE), "sign_out_due_on": ("<=", now_datetime())},
		pluck="name",
		order_by="sign_out_due_on, name",
		limit=MOST_AT_ONCE,
	)
	report_errors(run_in_batches(due, sign_out, BATCH), "Signing visitors out")


def sign_out(log: str) -> bool:
	"""Sign one visitor out, if that is due still. Answers whether it was."""
	doc = visits.locked(log)
	due = doc.sign_out_due_on and get_datetime(doc.sign_out_due_on)
	if doc.status not in states.ON_SITE or not due or not is_due(due):
		return False
	visits.move(doc, states.CHECKED_OUT, method=moves.AUTOMATIC, due_on=due)
	return True


def is_due(due: datetime.datetime) -> bool:
	"""Whether that moment has come, also in a night when the clocks show an hour twice."""
	return states.is_due(due, datetime.datetime.now(datetime.timezone.utc), get_system_timezone())


def follow_type(visitor_type: Document) -> None:
	"""The rules of a type were changed: who is in now is signed out as it says now."""
	fields = ("sign_out_at", "sign_out_hours", "remind_host_hours")
	if not any(visitor_type.has_value_changed(field) for field in fields):
		return
	rows = frappe.get_all(
		LOG,
		filters={"status": ("in", states.ON_SITE), "visitor_type": visitor_type.name},
		fields=["name", "checked_in_on", "remind_host_on"],
		order_by="name",
	)
	for row in rows:
		sign_out_on, remind_on = moves.due_times(visitor_type, get_datetime(row.checked_in_on))
		values = {"sign_out_due_on": sign_out_on, "remind_host_on": remind_on if row.remind_host_on else None}
		frappe.db.set_value(LOG, row.name, values, update_modified=False)


# --- did not come ---------------------------------------------------------------------------------------------


def note_no_shows() -> None:
	"""Whoever was expected on a day that is over, and did not come."""
	today = now_datetime().replace(hour=0, minute=0, second=0, microsecond=0)
	log = frappe.qb.DocType(LOG)
	rows = (
		frappe.qb.from_(log)
		.select(log.name)
		.where(log.status.isin(states.COMING) & (log.expected_on < today))
		.where(log.expected_until_on.isnull() | (log.expected_until_on < today))
		.orderby(log.expected_on)
		.limit(MOST_AT_ONCE)
		.run()
	)
	report_errors(run_in_batches([name for (name,) in rows], note_no_show, BATCH), "Noting who did not come")


def note_no_show(log: str) -> bool:
	"""Note that one visitor did not come, if that is so still. Answers whether it was."""
	doc = visits.locked(log)
	until = doc.expected_until_on and get_datetime(doc.expected_until_on)
	last = states.last_day(get_datetime(doc.expected_on), until)
	if doc.status not in states.COMING or last >= now_datetime().date():
		return False
	visits.move(doc, states.NO_SHOW)
	return True


# --- reminders ------------------------------------------------------------------------------------------------


def remind_hosts() -> None:
	"""Ask hosts whose visitors are in for longer than their type expects whether they have left."""
	due = frappe.get_all(
		LOG,
		filters={"status": ("in", states.ON_SITE), "remind_host_on": ("<=", now_datetime())},
		pluck="name",
		order_by="remind_host_on, name",
		limit=MOST_AT_ONCE,
	)
	report_errors(run_in_batches(due, remind_host, BATCH), "Reminding hosts")


def remind_host(log: str) -> bool:
	"""Remind one host, once: at the desk now, and by mail as soon as one can be sent. Answers whether it was done."""
	doc = visits.locked(log)
	if doc.status not in states.ON_SITE or not doc.remind_host_on:
		return False
	person = mails.reach(None, doc.host)
	with print_language(person.language):
		subject = _("{0} is still here. Has your visitor left?", context=LOG).format(
			escape_html(doc.visitor_name)
		)
		if not doc.host_reminded_on:
			desk_notices.add(person.user, subject, (LOG, doc.name))
		line = _("Sign the visitor out with Check Out, or tell reception.", context=LOG)
		mailed = telling.mail(
			person.address, subject, [subject, line], LOG, doc.name, _("Open the Visit", context=LOG)
		)
	now = now_datetime()
	reminded_on = get_datetime(doc.host_reminded_on or now)
	owed = None if mailed or now - reminded_on > MAIL_AGAIN_FOR else doc.remind_host_on
	doc.db_set({"host_reminded_on": reminded_on, "remind_host_on": owed}, update_modified=False)
	return True


def report_errors(outcomes: list, what: str) -> None:
	"""Leave a trace of what could not be done: the kind of error, and nothing about a visitor."""
	kinds = sorted({type(outcome.error).__name__ for outcome in outcomes if outcome.error})
	if kinds:
		frappe.log_error(title=f"{what} failed for some visits", message=", ".join(kinds))
