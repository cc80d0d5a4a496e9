"""Who is told of a task, and when: at once in an emergency, and before and after a tracked task is late.

A row of the task's table `notices` is the intent: whom to tell (`employee`, `user`), of what (`notice`), from when
(`due_on`), and then when it was done (`told_on`, `mailed_on`). `tell_key` is unique, so one person is told of one
thing once, however many sweeps run. The rows are written straight into their table, so a form that is open meanwhile
loses nothing.

Emergency: those responsible for the place are told at once; when nobody has responded some minutes after they were
told, the next are (deputies, the place above, at last the office managers). The wait begins when somebody was really
told: after a night without scheduler nobody is flooded. Everything else goes to the assignees and to those
responsible, in one mail per person and sweep.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import (
	cint,
	escape_html,
	format_datetime,
	get_link_to_form,
	get_url_to_form,
	get_url_to_list,
	now_datetime,
)
from pypika.terms import ExistsCriterion, Not

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.domain.task_states import CLOCK_RUNS, LIVE
from office_management.facilities.assignment import assignees_of
from office_management.facilities.clocks import LONG_AGO
from office_management.office_administration import api as administration

TASK = "Facility Task"
NOTICE, CATEGORY = "Facility Task Notice", "Facility Task Category"
EMERGENCY, RESPONSE_LATE, DUE_SOON, LATE = "Emergency", "Response Late", "Due Soon", "Late"
ESCALATIONS = (RESPONSE_LATE, DUE_SOON, LATE)
USUAL_TOPIC = "Maintenance"
SWEEP_LIMIT = 500
ONE_BY_ONE = 3
"""So many desk notices at most in one sweep; more become a single one."""
MAIL_AGAIN_FOR = timedelta(days=1)


# --- what there is to tell ------------------------------------------------------------------------------------


def task_saved(task: Document) -> None:
	"""After a task was saved: a new emergency is noted, and told as soon as this is committed."""
	if task.urgency != EMERGENCY or task.status not in LIVE:
		return
	if task.is_new() or not task.get_doc_before_save() or task.has_value_changed("urgency"):
		note_next_wave(task, now_datetime())
		frappe.db.after_commit.add(hasten)


def note_next_wave(task: Document | frappe._dict, due_on: datetime) -> bool:
	"""Note the next people to tell of an emergency; False when there is nobody left."""
	rows = notices_of(task.name, EMERGENCY)
	told = {person_key(row) for row in rows}
	people = [person for person in whom_to_tell(task) if person_key(person) not in told]
	if not people:
		return False
	first = people[0].step
	step = 1 + max((row.step for row in rows), default=-1)
	for person in people:
		if person.step != first:
			break
		note(task.name, EMERGENCY, step, person, due_on)
	return True


def whom_to_tell(task: Document | frappe._dict) -> list[frappe._dict]:
	"""Who looks after this kind of work at this place, the nearest first."""
	topic = task.category and frappe.get_cached_value(CATEGORY, task.category, "responsibility_topic")
	people = administration.whom_to_tell(topic or USUAL_TOPIC, task.space or None)
	return [person for person in people if person.user or person.employee]


def person_key(person: Document | frappe._dict) -> str:
	"""What tells people apart here: the user, or the employee of who has none."""
	return person.user or person.employee


def notices_of(task: str, *kinds: str) -> list[frappe._dict]:
	"""The rows of a task of some kinds, as they are now."""
	row = frappe.qb.DocType(NOTICE)
	return (
		frappe.qb.from_(row)
		.select(row.name, row.notice, row.step, row.employee, row.user, row.told_on)
		.where((row.parent == task) & (row.parenttype == TASK) & row.notice.isin(kinds))
		.orderby(row.idx)
		.for_update()
		.run(as_dict=True)
	)


def note(task: str, notice: str, step: int, person: frappe._dict, due_on: datetime) -> None:
	"""Store the intent to tell somebody; nothing if it is there already."""
	key = f"{task}:{notice}:{person_key(person)}"
	if frappe.db.get_value(NOTICE, {"tell_key": key}, "name", for_update=True):
		return
	frappe.get_doc(
		{
			"doctype": NOTICE,
			"parent": task,
			"parenttype": TASK,
			"parentfield": "notices",
			"idx": 1 + frappe.db.count(NOTICE, {"parent": task}),
			"notice": notice,
			"step": step,
			"employee": person.employee,
			"user": person.user,
			"due_on": due_on,
			"tell_key": key,
		}
	).db_insert()
	frappe.clear_document_cache(TASK, task)


def hasten() -> None:
	"""Ask a worker to tell now. Without a queue the next sweep does it."""
	run_soon("office_management.facilities.notices.tell_emergencies")


# --- the sweep ------------------------------------------------------------------------------------------------


def sweep_notices() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	tell_emergencies()
	for kind, names in ((LATE, late), (DUE_SOON, due_soon), (RESPONSE_LATE, response_late)):
		run_in_batches(names(), lambda name, kind=kind: note_escalation(name, kind), size=50)
	run_in_batches(people_owed(), tell_person, size=10)
	run_in_batches(mails_owed(), mail_again, size=10)


def tell_emergencies() -> None:
	"""Tell of emergencies that are due to be told."""
	row = frappe.qb.DocType(NOTICE)
	due = (
		frappe.qb.from_(row)
		.select(row.parent)
		.distinct()
		.where(row.told_on.isnull() & (row.due_on <= now_datetime()) & (row.notice == EMERGENCY))
		.limit(SWEEP_LIMIT)
		.run(pluck=True)
	)
	run_in_batches(due, tell_emergency, size=1)


def locked(task: str) -> frappe._dict | None:
	"""What matters about a task, as it is now; nobody else tells of it until this transaction ends."""
	fields = [
		"name",
		"subject",
		"space",
		"category",
		"urgency",
		"status",
		"due_on",
		"respond_by",
		"responded_on",
	]
	return frappe.db.get_value(TASK, task, fields, as_dict=True, for_update=True)


def tell_emergency(name: str) -> None:
	"""Tell the people who are due, and note who is next; when somebody has responded, forget who was to be told."""
	task, now = locked(name), now_datetime()
	rows = [row for row in notices_of(name, EMERGENCY) if not row.told_on]
	if not task or task.status not in LIVE or task.responded_on:
		for row in rows:
			frappe.db.delete(NOTICE, {"name": row.name})
		return
	for row in rows:
		tell(row.user, row.employee, [(row, task)])
	minutes = cint(administration.setting("emergency_answer_minutes"))
	if rows and minutes:
		note_next_wave(task, now + timedelta(minutes=minutes))


# --- before and after it is late ------------------------------------------------------------------------------


def candidates(kind: str, *criteria: Callable) -> list[str]:
	"""Tasks whose clock runs and of which nobody was told this yet."""
	task, row = frappe.qb.DocType(TASK), frappe.qb.DocType(NOTICE)
	told = frappe.qb.from_(row).select(row.name).where((row.parent == task.name) & (row.notice == kind))
	query = frappe.qb.from_(task).select(task.name).where(task.status.isin(CLOCK_RUNS))
	for criterion in criteria:
		query = query.where(criterion(task))
	return query.where(Not(ExistsCriterion(told))).orderby(task.due_on).limit(SWEEP_LIMIT).run(pluck=True)


def late() -> list[str]:
	"""Tracked tasks whose due time has passed."""
	now = now_datetime()
	return candidates(LATE, lambda task: task.due_on[LONG_AGO:now], lambda task: task.at_risk_on.isnotnull())


def due_soon() -> list[str]:
	"""Tracked tasks at risk of being late, and not late yet."""
	now = now_datetime()
	return candidates(DUE_SOON, lambda task: task.at_risk_on[LONG_AGO:now], lambda task: task.due_on > now)


def response_late() -> list[str]:
	"""Tasks to which nobody has responded in time."""
	now = now_datetime()
	return candidates(
		RESPONSE_LATE, lambda task: task.respond_by[LONG_AGO:now], lambda task: task.responded_on.isnull()
	)


def still_holds(kind: str, task: frappe._dict, now: datetime) -> bool:
	"""Whether what is to be told of a task is still so."""
	if task.status not in CLOCK_RUNS:
		return False
	if kind == RESPONSE_LATE:
		return bool(task.respond_by and task.respond_by <= now and not task.responded_on)
	return bool(task.due_on and (task.due_on <= now) == (kind == LATE))


def note_escalation(name: str, kind: str) -> None:
	"""Note whom to tell that a task is late or will be: who has it, and who looks after the place."""
	task, now = locked(name), now_datetime()
	if not task or not still_holds(kind, task, now) or notices_of(name, kind):
		return
	people = whom_to_tell(task)
	responsible = [person for person in people if person.step == people[0].step]
	known = {person.user for person in responsible}
	assigned = [frappe._dict(user=user) for user in assignees_of(name) if user not in known]
	for person in [*assigned, *responsible]:
		note(name, kind, 0, person, now)


def people_owed() -> list[str]:
	"""Who is to be told of something late, as user or employee."""
	row = frappe.qb.DocType(NOTICE)
	rows = (
		frappe.qb.from_(row)
		.select(row.user, row.employee)
		.distinct()
		.where(row.told_on.isnull() & (row.due_on <= now_datetime()) & (row.notice != EMERGENCY))
		.run(as_dict=True)
	)
	return sorted({person_key(person) for person in rows})


def tell_person(key: str) -> None:
	"""Tell one person of everything they are owed, in one mail."""
	row, now = frappe.qb.DocType(NOTICE), now_datetime()
	rows = (
		frappe.qb.from_(row)
		.select(row.name, row.parent, row.notice, row.user, row.employee)
		.where(row.told_on.isnull() & (row.due_on <= now) & row.notice.isin(ESCALATIONS))
		.where((row.user == key) | ((row.user.isnull() | (row.user == "")) & (row.employee == key)))
		.orderby(row.due_on)
		.for_update()
		.run(as_dict=True)
	)
	tasks = {one.parent: frappe.db.get_value(TASK, one.parent, "*", as_dict=True) for one in rows}
	due = []
	for one in rows:
		task = tasks[one.parent]
		if task and still_holds(one.notice, task, now):
			due.append((one, task))
		else:
			frappe.db.delete(NOTICE, {"name": one.name})
	if due:
		tell(due[0][0].user, due[0][0].employee, due)


# --- telling --------------------------------------------------------------------------------------------------

Told = list[tuple[frappe._dict, frappe._dict]]
"""Rows and their tasks."""


def tell(user: str | None, employee: str | None, told: Told) -> None:
	"""Tell one person at the desk and by mail, and write down that it was done."""
	reached = mails.reach(user, None if user else employee)
	with print_language(reached.language):
		notify(reached.user, told)
		mailed = mail(reached.address, told)
	now = now_datetime()
	for row, _task in told:
		values = {"told_on": now, "mailed_on": now if mailed else None}
		frappe.db.set_value(NOTICE, row.name, values, update_modified=False)
	for name in {task.name for _row, task in told}:
		frappe.clear_document_cache(TASK, name)


def notify(user: str | None, told: Told) -> None:
	"""A notice at the desk for each task; for many only one."""
	if len(told) > ONE_BY_ONE:
		text = _("{0} tasks need attention: they are late or will be soon", context=TASK)
		desk_notices.add(user, text.format(frappe.bold(len(told))), link=get_url_to_list(TASK))
		return
	for row, task in told:
		desk_notices.add(user, sentence(row.notice, task), (TASK, task.name))


def sentence(notice: str, task: frappe._dict) -> str:
	"""What is told of a task, in one line."""
	texts = {
		EMERGENCY: _("Emergency: {0}, {1}", context=TASK),
		RESPONSE_LATE: _("Nobody has responded to {0}, {1}", context=TASK),
		DUE_SOON: _("Due soon: {0}, {1}", context=TASK),
		LATE: _("Late: {0}, {1}", context=TASK),
	}
	place = task.space and frappe.db.get_value("Office Space", task.space, "space_name")
	nowhere = _("no place given", context=TASK)
	return texts[notice].format(frappe.bold(escape_html(task.subject)), escape_html(place or nowhere))


def mail(address: str | None, told: Told) -> bool:
	"""Put one mail into the queue. A mail server that is missing or refuses stops nobody: it is tried again later."""
	return bool(address) and mails.put_in_queue(address, mail_subject(told), mail_text(told))


def mail_subject(told: Told) -> str:
	"""What it is about when it is one thing, else how many."""
	row, task = told[0]
	if len(told) == 1:
		return sentence(row.notice, task)
	return _("{0} tasks need attention", context=TASK).format(len(told))


def mail_text(told: Told) -> str:
	"""A line for each task, and until when it should be done."""
	lines = []
	for row, task in told:
		due = _("Due {0}", context=TASK).format(format_datetime(task.due_on)) if task.due_on else ""
		address = get_url_to_form(TASK, task.name)
		lines.append(
			f'<li>{sentence(row.notice, task)}. {due} <a href="{address}">{_("Open", context=TASK)}</a></li>'
		)
	return "<ul>{}</ul>".format("".join(lines))


# --- mails that could not be sent -----------------------------------------------------------------------------


def mails_owed() -> list[str]:
	"""Rows of the last day of which the person was told at the desk only."""
	since = now_datetime() - MAIL_AGAIN_FOR
	return frappe.get_all(
		NOTICE,
		filters={"told_on": (">", since), "mailed_on": ("is", "not set")},
		pluck="name",
		order_by="told_on",
		limit=SWEEP_LIMIT,
	)


def mail_again(name: str) -> None:
	"""Try once more to mail what was told at the desk."""
	fields = ["name", "parent", "notice", "user", "employee", "mailed_on"]
	row = frappe.db.get_value(NOTICE, name, fields, as_dict=True, for_update=True)
	task = row and frappe.db.get_value(TASK, row.parent, "*", as_dict=True)
	if not task or row.mailed_on or task.status not in LIVE:
		return
	reached = mails.reach(row.user, None if row.user else row.employee)
	with print_language(reached.language):
		if mail(reached.address, [(row, task)]):
			frappe.db.set_value(NOTICE, name, "mailed_on", now_datetime(), update_modified=False)
