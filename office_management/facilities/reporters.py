"""Who reported a problem, and the two mails they get: a receipt, and the outcome. Each exactly once.

A reporter's row is written only here and in merging.py, straight into its table: so no Version keeps a copy of a name
or an address, and a form that was opened earlier can't put an old row back (`keep_rows`). Whoever writes one locks
the task's row first.

The intent is `next_mail_on` in the row. A sweep every few minutes sends what is due; a job after the commit only
hastens it. The mail and the note that it was sent are one transaction, so neither a killed job nor two at once send
twice, and a mail server that is down leaves the intent where it is.
"""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count, Max
from frappe.translate import print_language
from frappe.utils import cint, format_datetime, now_datetime

from office_management.batches import Outcome, run_in_batches, run_soon
from office_management.domain import problem_texts, reporter_mails

TASK, REPORTER = "Facility Task", "Facility Task Reporter"
TAKEN = ("name", "parent", "employee", "reporter_name", "email", "text", "reported_on", "language")
SENT = ("receipt_sent_on", "outcome_sent_on", "next_mail_on")
SWEEP_LIMIT = 500
SOLVED = ("Done", "Verified")


# --- rows -----------------------------------------------------------------------------------------------------


def lock_task(task: str) -> frappe._dict | None:
	"""Lock a task's row for this transaction, and return name, status, space, subject and merged_into as they are now."""
	return frappe.db.get_value(
		TASK, task, ["name", "status", "space", "subject", "merged_into"], as_dict=True, for_update=True
	)


def add_reporter(task: str, **values) -> str:
	"""Add who reported a problem to its task, and return the row's name. Checks no permission: the caller has.

	With an e-mail and no employee, a receipt is owed from now on.

	Raises:
		frappe.UniqueValidationError: this very report (`report_key`) has been taken before.
	"""
	while into := lock_task(task).merged_into:  # merged since the caller looked
		task = into
	now = now_datetime()
	row = frappe.get_doc(
		{
			"doctype": REPORTER,
			"parent": task,
			"parenttype": TASK,
			"parentfield": "reporters",
			"idx": last_index(task) + 1,
			"reported_on": now,
			"next_mail_on": now if values.get("email") and not values.get("employee") else None,
			**values,
		}
	)
	# allowed: the caller has checked that this report is taken
	row.insert(ignore_permissions=True)
	touch(task)
	if row.next_mail_on:
		frappe.db.after_commit.add(hasten_mails)
	return row.name


def last_index(task: str) -> int:
	"""The number of the last reporter's row of a task."""
	row = frappe.qb.DocType(REPORTER)
	found = (
		frappe.qb.from_(row).select(Max(row.idx)).where((row.parent == task) & (row.parenttype == TASK)).run()
	)
	return cint(found[0][0])


def touch(*tasks: str) -> None:
	"""Let a form of the task that is open elsewhere say that there is something new."""
	for task in tasks:
		frappe.db.set_value(TASK, task, "modified", now_datetime(), update_modified=False)


def keep_rows(task: Document) -> None:
	"""While a task is validated: its reporters are those in the database, whatever the form or the request says."""
	if task.is_new():
		task.set("reporters", [])
		return
	row = frappe.qb.DocType(REPORTER)
	stored = (
		frappe.qb.from_(row)
		.select("*")
		.where((row.parent == task.name) & (row.parenttype == TASK))
		.orderby(row.idx)
		.for_update()
		.run(as_dict=True)
	)
	task.set("reporters", stored)


# --- what is owed ---------------------------------------------------------------------------------------------


def task_changed(task: Document) -> None:
	"""After a task was saved: if it is over, everybody who reported it is owed the outcome from now on."""
	if task.has_value_changed("status") and is_over(task.status, task.category):
		owe_outcome(task.name)


def is_over(status: str, category: str | None) -> bool:
	"""Whether nothing more happens to a task by itself: closed, and verified where its category asks for that."""
	if status == "Done" and category:
		return not frappe.get_cached_value("Facility Task Category", category, "needs_verification")
	return status in (*SOLVED, "Skipped", "Cancelled")


def owe_outcome(task: str) -> None:
	"""Note that the reporters of a task with an address are to hear how it ended."""
	row = frappe.qb.DocType(REPORTER)
	owed = (row.parent == task) & (row.parenttype == TASK) & row.outcome_sent_on.isnull() & has_address(row)
	if frappe.qb.from_(row).select(row.name).where(owed).limit(1).run():
		frappe.qb.update(row).set(row.next_mail_on, now_datetime()).where(owed).run()
		frappe.db.after_commit.add(hasten_mails)


def has_address(row):
	return row.email.isnotnull() & (row.email != "")


def hasten_mails() -> None:
	"""Ask a worker to send now. Without a queue the next sweep does it."""
	run_soon("office_management.facilities.reporters.send_owed_mails")


# --- sending --------------------------------------------------------------------------------------------------


def send_owed_mails() -> None:
	"""Send every receipt and outcome that is due, each once. Safe to run twice, late, and at the same time."""
	due = frappe.get_all(
		REPORTER,
		filters={"next_mail_on": ("<=", now_datetime()), "parenttype": TASK},
		pluck="name",
		order_by="next_mail_on",
		limit=SWEEP_LIMIT,
	)
	run_in_batches(due, send_owed, size=10, on_progress=postpone_failed)


def send_owed(name: str) -> None:
	"""Send one reporter what they are owed now, under the locks of task and row."""
	task = frappe.db.get_value(REPORTER, name, "parent")
	task = task and frappe.db.get_value(
		TASK,
		task,
		["name", "subject", "space", "status", "category", "outcome"],
		as_dict=True,
		for_update=True,
	)
	row = frappe.db.get_value(REPORTER, name, [*TAKEN, *SENT], as_dict=True, for_update=True)
	if not task or not row or not row.next_mail_on or row.next_mail_on > now_datetime():
		return
	if row.parent != task.name:
		return  # merged meanwhile; the next sweep meets it there
	mail = owed_to(row, task)
	if mail and too_many_to(row.email):
		note_sent(name, next_mail_on=now_datetime() + reporter_mails.WAIT_WHEN_MANY)
	elif mail:
		note_sent(name, **{f"{mail}_sent_on": now_datetime(), "next_mail_on": None})
		send_mail(mail, row, task)
	else:
		note_sent(name, next_mail_on=None)


def owed_to(row: frappe._dict, task: frappe._dict) -> str | None:
	"""Which mail the reporter is owed as things stand."""
	if not row.email:
		return None
	return reporter_mails.owed(
		is_over(task.status, task.category),
		bool(row.receipt_sent_on),
		bool(row.outcome_sent_on),
		not row.employee,
		row.reported_on,
		now_datetime(),
	)


def too_many_to(email: str) -> bool:
	"""Whether this address had as many mails in the last hour as one may get. Locks its rows, so that two can't pass."""
	row = frappe.qb.DocType(REPORTER)
	since = now_datetime() - timedelta(hours=1)
	sent = (
		frappe.qb.from_(row)
		.select(row.receipt_sent_on, row.outcome_sent_on)
		.where(row.email == email)
		.where((row.receipt_sent_on > since) | (row.outcome_sent_on > since))
		.for_update()
		.run()
	)
	mails = [moment for moments in sent for moment in moments if moment and moment > since]
	return len(mails) >= reporter_mails.MOST_PER_HOUR


def note_sent(name: str, **values) -> None:
	"""Store in the row what was sent, or when to try again."""
	frappe.db.set_value(REPORTER, name, values, update_modified=False)


def postpone_failed(_done: int, outcomes: list[Outcome]) -> None:
	"""What could not be handed to the mail queue is tried again later; nothing of it is lost."""
	failed = [outcome for outcome in outcomes if outcome.error]
	for outcome in failed:
		note_sent(outcome.item, next_mail_on=now_datetime() + reporter_mails.WAIT_WHEN_FAILED)
	if failed:
		frappe.logger("office_management").warning(
			"mails to %s reporters are tried again later: %r", len(failed), failed[0].error
		)


def send_mail(mail: str, row: frappe._dict, task: frappe._dict) -> None:
	"""Put a receipt or an outcome into the mail queue, in the reporter's language, without anything internal."""
	with print_language(row.language or "en"):
		frappe.sendmail(
			recipients=[row.email],
			subject=mail_subject(mail),
			template=f"problem_report_{mail}",
			args=mail_values(row, task),
			add_unsubscribe_link=0,
			retry=3,
		)


def mail_subject(mail: str) -> str:
	"""What the mail is called; nothing that a stranger typed."""
	if mail == reporter_mails.RECEIPT:
		return _("We have your report", context="Problem Report")
	return _("What became of your report", context="Problem Report")


def mail_values(row: frappe._dict, task: frappe._dict) -> dict:
	"""What the templates show: the reporter's own words, the place's name, the moment, and how it ended."""
	own_words = problem_texts.subject_of(row.text or task.subject or "")
	return {
		"reporter_name": problem_texts.fit_for_mail(row.reporter_name or ""),
		"subject": problem_texts.fit_for_mail(own_words),
		"place": frappe.db.get_value("Office Space", task.space, "space_name") if task.space else None,
		"reported_on": format_datetime(row.reported_on, "d MMMM yyyy HH:mm"),
		"is_solved": task.status in SOLVED,
		"outcome": task.outcome,
	}


# --- forgetting -----------------------------------------------------------------------------------------------


def forget_reporters() -> None:
	"""Nightly: owe outcomes that were missed, and clear what is kept no longer. Safe to run twice or late."""
	run_in_batches(over_without_outcome(), owe_outcome, size=100)
	run_in_batches(rows_past(now_datetime()), clear_person, size=200)
	row = frappe.qb.DocType(REPORTER)
	old = now_datetime() - reporter_mails.KEY_KEPT
	run_in_batches([old], lambda before: clear_keys(row, before))


def over_without_outcome() -> list[str]:
	"""Tasks closed by a way that told nobody, with a reporter who has not heard how it ended."""
	row, task = frappe.qb.DocType(REPORTER), frappe.qb.DocType(TASK)
	found = (
		frappe.qb.from_(row)
		.join(task)
		.on((task.name == row.parent) & (row.parenttype == TASK))
		.select(task.name, task.status, task.category)
		.distinct()
		.where(row.outcome_sent_on.isnull() & row.next_mail_on.isnull() & has_address(row))
		.where(task.status.isin([*SOLVED, "Skipped", "Cancelled"]))
		.orderby(task.name)
		.limit(SWEEP_LIMIT)
		.run()
	)
	return [name for name, status, category in found if is_over(status, category)]


def rows_past(now: datetime) -> list[str]:
	"""Rows that still name somebody without an account, whose task has been closed for longer than they are kept."""
	row, task = frappe.qb.DocType(REPORTER), frappe.qb.DocType(TASK)
	closed_on = Coalesce(task.closed_on, task.modified)
	return (
		frappe.qb.from_(row)
		.join(task)
		.on((task.name == row.parent) & (row.parenttype == TASK))
		.select(row.name)
		.where(row.employee.isnull() | (row.employee == ""))
		.where(has_address(row) | (row.reporter_name.isnotnull() & (row.reporter_name != "")))
		.where(task.status.isin([*SOLVED, "Skipped", "Cancelled"]))
		.where(closed_on < now - reporter_mails.KEPT_AFTER_CLOSING)
		.orderby(row.name)
		.run(pluck=True)
	)


def clear_person(name: str) -> None:
	"""Forget who reported: the report itself stays."""
	note_sent(name, reporter_name=None, email=None, next_mail_on=None, report_key=None)


def clear_keys(row, before: datetime) -> None:
	"""Forget by which key old reports would be known again."""
	frappe.qb.update(row).set(row.report_key, None).where(
		row.report_key.isnotnull() & (row.reported_on < before)
	).run()


def count_reporters(task: str) -> int:
	"""How many reports were brought together in a task."""
	row = frappe.qb.DocType(REPORTER)
	return (
		frappe.qb.from_(row)
		.select(Count("*"))
		.where((row.parent == task) & (row.parenttype == TASK))
		.run()[0][0]
	)
