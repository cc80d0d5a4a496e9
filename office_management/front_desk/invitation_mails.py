"""The mails of an invitation: to each visitor, to the host and to the co-hosts, each once for each thing there is to say.

A row of Visit Mail stands for one person to tell: a visit (its visitor) or an employee. It holds what they were told
last, and `next_mail_on` is the intent to tell them more. What exactly, is decided when it is sent, from how things
stand then (domain/visit_mails.py): three changes in a minute are one mail, a change that was taken back is none, and
who was never invited is not told of a cancellation. A sweep every few minutes sends what is due; a job after the
commit only hastens it. The mail and the note that it was sent are one transaction, under the lock of the row, so
neither a killed job nor two at once send twice; a mail server that is down leaves the intent where it is.

A visit that must be approved first, or is under review, waits: its visitor hears nothing until somebody has decided.
"""

import hashlib
from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from office_management.batches import Outcome, run_in_batches, run_soon
from office_management.domain import visit_mails
from office_management.domain.visit_mails import OVER, Owed, Told
from office_management.domain.visit_states import AWAITING_APPROVAL, CANCELLED, DENIED, EXPECTED
from office_management.front_desk import tokens, visit_letters

MAIL, INVITATION, LOG, VISITOR = "Visit Mail", "Visit Invitation", "Visitor Log", "Visitor"
ROW = (
	"name",
	"visit_invitation",
	"visitor_log",
	"employee",
	"next_mail_on",
	"asked_again",
	"has_news",
	"told_state",
	"sequence",
)
SWEEP_LIMIT = 500


# --- what is owed ---------------------------------------------------------------------------------------------


def owe(invitation: str) -> None:
	"""An invitation was saved: whoever does not know how it stands now is to be told."""
	known = {row.recipient_key for row in rows_of(invitation)}
	for log in frappe.get_all(LOG, {"visit_invitation": invitation}, pluck="name", order_by="creation"):
		if f"{invitation}:{log}" not in known:
			add_row(invitation, visitor_log=log)
	for employee in hosts_of(invitation):
		if f"{invitation}:{employee}" not in known:
			add_row(invitation, employee=employee)
	table = frappe.qb.DocType(MAIL)
	set_due(table.visit_invitation == invitation)


def rows_of(invitation: str) -> list[frappe._dict]:
	"""Who is told of an invitation, locked."""
	table = frappe.qb.DocType(MAIL)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.recipient_key)
		.where(table.visit_invitation == invitation)
		.orderby(table.name)
		.for_update()
		.run(as_dict=True)
	)


def hosts_of(invitation: str) -> list[str]:
	"""The host and the co-hosts of an invitation, as they are stored."""
	host = frappe.db.get_value(INVITATION, invitation, "host")
	others = frappe.get_all(
		"Visit Host",
		{"parent": invitation, "parenttype": INVITATION},
		pluck="employee",
		order_by="idx",
	)
	return list(dict.fromkeys([host, *others]))


def add_row(invitation: str, visitor_log: str | None = None, employee: str | None = None) -> None:
	"""From now on somebody is told of an invitation."""
	row = frappe.get_doc(
		{
			"doctype": MAIL,
			"visit_invitation": invitation,
			"visitor_log": visitor_log,
			"employee": employee,
			"recipient_key": f"{invitation}:{visitor_log or employee}",
		}
	)
	# allowed: nobody makes such a row by hand; saving the invitation, which was checked, does
	row.insert(ignore_permissions=True)


def set_due(which, **more) -> None:
	"""Let the sweep look at some rows now, and ask a worker to do so at once."""
	table = frappe.qb.DocType(MAIL)
	query = frappe.qb.update(table).set(table.next_mail_on, now_datetime()).where(which)
	for field, value in more.items():
		query = query.set(table[field], value)
	query.run()
	frappe.db.after_commit.add(hasten)


def visit_changed(log: str) -> None:
	"""A visit was approved, cancelled, or its visitor turned away: they are told, and the hosts hear of the latter."""
	facts = frappe.db.get_value(LOG, log, ["status", "visit_invitation"], as_dict=True)
	if not facts or not facts.visit_invitation:
		return
	table = frappe.qb.DocType(MAIL)
	set_due(table.visitor_log == log)
	if facts.status in (CANCELLED, DENIED):
		tokens.revoke(log)
		tell_hosts(facts.visit_invitation)


def tell_hosts(invitation: str) -> None:
	"""The hosts of an invitation are to hear who comes and who does not."""
	table = frappe.qb.DocType(MAIL)
	hosts = (table.visit_invitation == invitation) & table.employee.isnotnull() & (table.employee != "")
	set_due(hosts, has_news=1)


def moved(log: Document) -> None:
	"""A visit has another time: the links and codes that were sent before are good until then."""
	for purpose in tokens.PURPOSES:
		tokens.postpone(log.name, purpose, visit_letters.good_until(log))


def send_again(invitation: str, logs: Iterable[str] | None = None) -> int:
	"""Those who are still expected get their invitation once more; answers how many have an address.

	Args:
		logs: only these visits; None = all.
	"""
	wanted = {"visit_invitation": invitation, "status": EXPECTED}
	if logs is not None:
		wanted["name"] = ("in", list(logs) or [""])
	expected = frappe.get_all(LOG, wanted, ["name", "visitor"], order_by="name")
	with_address = set(
		frappe.get_all(
			VISITOR,
			{"name": ("in", [row.visitor for row in expected] or [""]), "email": ("is", "set")},
			pluck="name",
			order_by="name",
		)
	)
	chosen = [row.name for row in expected if row.visitor in with_address]
	if chosen:
		set_due(frappe.qb.DocType(MAIL).visitor_log.isin(chosen), asked_again=1)
	return len(chosen)


def hasten() -> None:
	"""Ask a worker to send now. Without a queue the next sweep does it."""
	run_soon("office_management.front_desk.invitation_mails.send_owed_invitations")


# --- sending --------------------------------------------------------------------------------------------------


def send_owed_invitations() -> None:
	"""Tell everybody who is owed a mail, each once. Safe to run twice, late, and at the same time."""
	(found,) = run_in_batches([now_datetime()], due_rows)
	# one transaction for each: what it reads was committed before its row was locked
	run_in_batches(found.value or [], send_owed, size=1, on_progress=postpone_failed)


def due_rows(now) -> list[str]:
	"""Whose turn it is."""
	return frappe.get_all(
		MAIL,
		filters={"next_mail_on": ("<=", now)},
		pluck="name",
		order_by="next_mail_on",
		limit=SWEEP_LIMIT,
	)


def send_owed(name: str) -> None:
	"""Bring one person to how things stand now, under the lock of their row."""
	row = frappe.db.get_value(MAIL, name, list(ROW), as_dict=True, for_update=True)
	if not row or not row.next_mail_on or row.next_mail_on > now_datetime():
		return
	visit = visit_letters.facts_for(row)
	state = state_for(row, visit)
	if state == WAIT:
		note(name, next_mail_on=now_datetime() + visit_mails.WAIT_WHEN_FAILED)
		return
	told = Told(row.told_state or None, cint(row.sequence))
	due = state and visit_mails.owed(told, state, bool(row.asked_again), bool(row.has_news))
	values = {"next_mail_on": None, "asked_again": 0, "has_news": 0}
	if due and visit.address and not visit_mails.is_too_late(visit.ends_at, now_datetime()):
		visit_letters.send(due, row, visit)
		values |= sent_values(due, state, visit)
	note(name, **values)


WAIT = "wait"


def state_for(row: frappe._dict, visit: frappe._dict | None) -> str | None:
	"""How things stand for one person: OVER, WAIT, a text that differs when something does, or None: tell nothing."""
	if not visit or visit.anonymised_on:
		return None
	if visit.is_over:
		return OVER
	if visit.status == AWAITING_APPROVAL:
		return None if row.told_state else WAIT
	if visit.status not in (EXPECTED, None):
		return None
	parts = (str(visit.starts_at), str(visit.ends_at), visit.space or "", visit.host or "")
	return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def sent_values(due: Owed, state: str, visit: frappe._dict) -> dict:
	"""What is written down when a mail has gone into the queue."""
	now = now_datetime()
	if visit.row:
		frappe.db.set_value("Visit Invitee", visit.row, "mailed_on", now, update_modified=False)
	return {"told_state": state, "sequence": due.sequence, "last_mail": due.mail, "sent_on": now}


def note(name: str, **values) -> None:
	"""Store in the row what was sent, or when to try again."""
	frappe.db.set_value(MAIL, name, values, update_modified=False)


def postpone_failed(_done: int, outcomes: list[Outcome]) -> None:
	"""What could not be handed to the mail queue is tried again later; nothing of it is lost."""
	for outcome in outcomes:
		if outcome.error:
			note(outcome.item, next_mail_on=now_datetime() + visit_mails.WAIT_WHEN_FAILED)
			kind = type(outcome.error).__name__  # its text may hold an address
			frappe.logger("office_management").warning("a mail about a visit is tried again later: %s", kind)
