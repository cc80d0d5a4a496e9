"""Telling custodians that they are asked: at the desk and by mail, each once for each time the lead asks.

The row (Audit Custodian) holds the intent: `mail_due_on`. A sweep does it under the lock of the row, so nobody is told
twice and nothing is lost when a sweep is killed. While no mail can be handed over, the notice at the desk is there, and
the mail is tried again later; nobody waits for it.
"""

from collections.abc import Collection
from datetime import timedelta

import frappe
from frappe import _, bold
from frappe.query_builder.functions import Count
from frappe.translate import print_language
from frappe.utils import cint, escape_html, get_url, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.domain import audit_states as states
from office_management.domain import reconciliation as rules

ASKED, AUDIT, LINE = "Audit Custodian", "Office Audit", "Audit Asset Line"
PAGE = "My Equipment"
MY_EQUIPMENT = "/app/my-equipment"
SWEEP_LIMIT = 500
AGAIN_AFTER = timedelta(hours=12)
"""Who was told is told again at the earliest so much later."""
TRY_AGAIN = timedelta(minutes=30)


def users_of(people: Collection[str]) -> dict[str, str]:
	"""{employee: user} of those who can log in."""
	employee, user = frappe.qb.DocType("Employee"), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(employee)
		.join(user)
		.on(user.name == employee.user_id)
		.select(employee.name, user.name)
		.where(employee.name.isin(sorted(people) or [""]) & (user.enabled == 1))
	)
	return dict(query.run())


def remind(audit: str, people: list[str]) -> None:
	"""Those of them who were told long enough ago are to be told again; and a worker is asked to do so at once."""
	table = frappe.qb.DocType(ASKED)
	now = now_datetime()
	query = frappe.qb.update(table).set(table.mail_due_on, now).set(table.noticed_on, None)
	query = query.where((table.audit == audit) & table.employee.isin(people or [""]))
	query.where(table.mail_due_on.isnull() & (table.told_on < now - AGAIN_AFTER)).run()
	frappe.db.after_commit.add(hasten)


def hasten() -> None:
	"""Ask a worker to tell them now. Without a queue the next sweep does it."""
	run_soon("office_management.office_audits.custodian_notices.tell_custodians")


def tell_custodians() -> None:
	"""Tell everybody who is to be told by now. Safe to run twice, late, and at the same time."""
	filters = {"mail_due_on": ("<=", now_datetime())}
	due = frappe.get_all(ASKED, filters, pluck="name", order_by="mail_due_on", limit=SWEEP_LIMIT)
	run_in_batches(due, tell, size=1)


def tell(name: str) -> None:
	"""Tell one person, under the lock of their row."""
	fields = ["name", "audit", "employee", "mail_due_on", "noticed_on", "times_told"]
	row = frappe.db.get_value(ASKED, name, fields, as_dict=True, for_update=True)
	if not row or not row.mail_due_on or row.mail_due_on > now_datetime():
		return
	user = users_of([row.employee]).get(row.employee)
	number = open_lines_of(row)
	if not user or not number:
		_note(name, mail_due_on=None)
		return
	reached = mails.reach(user)
	with print_language(reached.language):
		text = sentence(row.audit, number)
		if not row.noticed_on:
			desk_notices.add(user, text, (AUDIT, row.audit), link=MY_EQUIPMENT)
			_note(name, noticed_on=now_datetime())
		if mail(reached.address, text, row.audit):
			_note(name, mail_due_on=None, told_on=now_datetime(), times_told=cint(row.times_told) + 1)
		else:
			_note(name, mail_due_on=now_datetime() + TRY_AGAIN)


def open_lines_of(row: frappe._dict) -> int:
	"""How many things this person has not answered for, in an audit that is under way."""
	if frappe.db.get_value(AUDIT, row.audit, "status") not in states.LIVE:
		return 0
	line = frappe.qb.DocType(LINE)
	own = (line.audit == row.audit) & (line.expected_custodian == row.employee)
	unseen = line.result.isin((rules.NOT_COUNTED, rules.MISSING)) & (line.self_denied == 0)
	return frappe.qb.from_(line).select(Count("*")).where(own & unseen).run()[0][0]


def sentence(audit: str, number: int) -> str:
	"""What is told, in one line."""
	title = bold(escape_html(frappe.db.get_value(AUDIT, audit, "title")))
	if number == 1:
		return _("{0}: please say whether you have 1 thing that is yours to look after", context=PAGE).format(
			title
		)
	text = _("{0}: please say whether you have the {1} things that are yours to look after", context=PAGE)
	return text.format(title, number)


def mail(address: str | None, text: str, audit: str) -> bool:
	"""Put a mail into the queue; answers whether that could be done (or there is nobody to send it to)."""
	if not address:
		return True
	link = f'<a href="{get_url(MY_EQUIPMENT)}">{_("My Equipment", context=PAGE)}</a>'
	return mails.put_in_queue(address, text, f"<p>{text}.</p><p>{link}</p>", (AUDIT, audit))


def _note(name: str, **values) -> None:
	frappe.db.set_value(ASKED, name, values, update_modified=False)
