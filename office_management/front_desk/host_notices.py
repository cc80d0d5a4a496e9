"""Who is told that a visitor is here: the host and co-hosts at once, and if nobody answers, the next.

A row of the visit's table `notices` is the intent: whom to tell (`employee`, `user`), of what (`notice`), from when
(`due_on`), and then when it was done (`told_on`, `mailed_on`), and whether they have seen it or said that they come.
`tell_key` is unique, so one person is told of one arrival once, however many sweeps run. The rows are written straight
into their table, so a form that is open meanwhile loses nothing.

The steps: host and co-hosts; the fallback host of the visit, or else the host's deputy; whoever is responsible for
reception there. Those are noted as nobody in particular, and looked for when they are told: an arrival does not wait
for that. The wait for an answer begins when somebody was really told: after a standstill nobody is flooded.
"""

from datetime import datetime, timedelta
from hashlib import sha1

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.translate import print_language
from frappe.utils import cint, escape_html, format_datetime, format_time, get_datetime, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.bulk_rows import authorship
from office_management.domain import visit_states as states
from office_management.erp import absences
from office_management.front_desk import block_matches, live, telling
from office_management.front_desk.permissions import is_reception
from office_management.office_administration import api as administration

LOG = "Visitor Log"
NOTICE = "Visitor Log Notice"
TYPE = "Visitor Type"
HOST, STAND_IN, RECEPTION, ANSWER = "Host", "Stand-In", "Reception", "Answer"
KINDS = (HOST, STAND_IN, RECEPTION)
"""By step."""
TOPIC = "Reception"
SWEEP_LIMIT = 500
ONE_BY_ONE = 3
"""So many visits are told one by one to one person at once; more become a single notice."""
KEPT_FOR = timedelta(days=1)
"""So long somebody is told that a visitor was there, and a mail is tried again."""
FACTS = (
	"name",
	"status",
	"under_review",
	"visitor_name",
	"organisation",
	"visitor_type",
	"host",
	"host_name",
	"fallback_host",
	"space",
	"arrived_on",
	"checked_out_on",
	"host_told_on",
)


# --- what there is to tell ------------------------------------------------------------------------------------


def arrived(log: str | Document) -> None:
	"""The visitor stands at the desk: note whom to tell, and tell as soon as this is committed.

	Call it with the visit locked and stored, as often as you like. Checks no permission.

	Args:
		log: the name of a visit; or, so that nothing is read twice, the visit as `visits.locked` has read it.
	"""
	visit = facts(log) if isinstance(log, str) else facts_held(log)
	if not visit.arrived_on or visit.under_review:
		return
	note_answers(visit)
	if frappe.get_cached_value(TYPE, visit.visitor_type, "host_notice"):
		note_next(visit, 0, now_datetime())
	hasten_after_commit()


def closed(log: str) -> None:
	"""The visit is over, or the visitor was not there after all: nobody else is told of it."""
	row = frappe.qb.DocType(NOTICE)
	untold = (row.parent == log) & (row.parenttype == LOG) & row.told_on.isnull()
	if frappe.db.get_value(LOG, log, "arrived_on"):
		untold = untold & (
			row.notice != HOST
		)  # hosts who could not be told yet, learn that somebody was there
	frappe.qb.from_(row).delete().where(untold).run()


def facts(log: str, lock: bool = False) -> frappe._dict | None:
	"""What matters about a visit here."""
	return frappe.db.get_value(LOG, log, list(FACTS), as_dict=True, for_update=lock)


def facts_held(log: Document) -> frappe._dict:
	"""The same of a visit that an act holds; with what its tables say of co-hosts and answers."""
	visit = frappe._dict({field: log.get(field) for field in FACTS})
	visit.together = [row.employee for row in log.co_hosts]
	visit.has_alert = any(row.is_alert for row in log.answers)
	return visit


def note_next(visit: frappe._dict, step: int, due_on: datetime) -> None:
	"""Note the people of this step, or of the first one after it in which there is somebody new; once each step."""
	rows = notices_of(visit, *KINDS)
	if step and any(row.step >= step for row in rows):
		return
	known = {person_key(row) for row in rows}
	for number in range(step, len(KINDS)):
		is_noted = any(row.step == number for row in rows)
		if is_noted and KINDS[number] == RECEPTION:
			return
		people = [person for person in people_of(visit, number) if person_key(person) not in known]
		for person in people:
			note(visit, KINDS[number], number, person, due_on)
		if people or is_noted:
			return


def people_of(visit: frappe._dict, step: int) -> list[frappe._dict]:
	"""Whom to tell at a step, each with `employee` and `user`."""
	if KINDS[step] == HOST:
		return [as_person(name) for name in dict.fromkeys([visit.host, *together_with(visit)]) if name]
	if KINDS[step] == STAND_IN:
		return [as_person(name) for name in (visit.fallback_host or deputy_of(visit.host),) if name]
	if not visit.host and is_reception() and frappe.session.user not in ("Guest", "Administrator"):
		return []  # whoever checks them in knows
	return [whoever()]


def together_with(visit: frappe._dict) -> list[str]:
	"""The co-hosts of a visit."""
	if visit.together is not None:
		return visit.together
	return frappe.get_all(
		"Visit Host", {"parent": visit.name, "parenttype": LOG}, pluck="employee", order_by="idx"
	)


def as_person(employee: str) -> frappe._dict:
	"""An employee with their user."""
	return frappe._dict(employee=employee, user=frappe.db.get_value("Employee", employee, "user_id"))


def deputy_of(host: str | None) -> str | None:
	"""Who stands in for a host in general."""
	person = host and absences.person(host)
	return person and person.deputy


def whoever() -> frappe._dict:
	"""Stands for those who look after reception at the place, until they are told (name_reception)."""
	return frappe._dict(employee=None, user=None)


def reception_at(space: str | None) -> list[frappe._dict]:
	"""Who looks after reception at a place: those responsible, or whoever is nearest."""
	people = [person for person in administration.whom_to_tell(TOPIC, space) if person_key(person)]
	return [person for person in people if person.step == people[0].step]


def person_key(person: frappe._dict) -> str:
	"""What tells people apart here: the user, or the employee of who has none."""
	return person.user or person.employee


def note_answers(visit: frappe._dict) -> None:
	"""A question was answered in a way that reception wants to know: note to tell them, once for an arrival."""
	if has_alert(visit) and not notices_of(visit, ANSWER):
		note(visit, ANSWER, 0, whoever(), now_datetime())


def has_alert(visit: frappe._dict) -> bool:
	"""Whether an answer is one that reception wants to know of."""
	if visit.has_alert is not None:
		return visit.has_alert
	answer = {"parent": visit.name, "parenttype": LOG, "is_alert": 1}
	return bool(frappe.db.exists("Visitor Log Answer", answer))


def note(visit: frappe._dict, notice: str, step: int, person: frappe._dict, due_on: datetime) -> None:
	"""Store the intent to tell somebody; nothing if it is there already."""
	values = {
		"name": frappe.generate_hash(length=10),
		**authorship(),
		"docstatus": 0,
		"parent": visit.name,
		"parenttype": LOG,
		"parentfield": "notices",
		"idx": 1 + frappe.db.count(NOTICE, {"parent": visit.name}),
		"notice": notice,
		"step": step,
		"employee": person.employee,
		"user": person.user,
		"due_on": due_on,
		"tell_key": tell_key(visit, notice, person),
	}
	row = frappe.qb.DocType(NOTICE)
	frappe.qb.into(row).columns(*values).insert(*values.values()).ignore().run()
	frappe.clear_document_cache(LOG, visit.name)


def tell_key(visit: frappe._dict, notice: str, person: frappe._dict) -> str:
	"""One person is told of one arrival once, whichever step it is; and once of the answers."""
	kind = ANSWER if notice == ANSWER else "Arrival"
	moment = get_datetime(visit.arrived_on).isoformat()
	return sha1(f"{visit.name}:{moment}:{kind}:{person_key(person)}".encode()).hexdigest()


def notices_of(visit: frappe._dict, *kinds: str) -> list[frappe._dict]:
	"""The rows about this arrival, as they are now."""
	row = frappe.qb.DocType(NOTICE)
	rows = (
		frappe.qb.from_(row)
		.select(
			*(row.name, row.parent, row.notice, row.step, row.employee, row.user),
			*(row.due_on, row.told_on, row.mailed_on, row.seen_on, row.answered_on, row.tell_key),
		)
		.where((row.parent == visit.name) & (row.parenttype == LOG) & row.notice.isin(kinds))
		.orderby(row.idx)
		.for_update()
		.run(as_dict=True)
	)
	return [one for one in rows if one.tell_key == tell_key(visit, one.notice, one)]


def hasten_after_commit() -> None:
	"""Once for a transaction, however many visitors came in it."""
	if not frappe.flags.hosts_hastened:
		frappe.flags.hosts_hastened = True
		frappe.db.after_commit.add(hasten)
		frappe.db.after_rollback.add(forget_haste)


def forget_haste() -> None:
	frappe.flags.hosts_hastened = False


def hasten() -> None:
	"""Ask a worker to tell now. Without a queue the next sweep does it."""
	forget_haste()
	run_soon("office_management.front_desk.host_notices.tell_hosts")


# --- the sweep ------------------------------------------------------------------------------------------------


def sweep_host_notices() -> None:
	"""Every few minutes: tell whoever is to be told by now. Safe to run twice, late, and at the same time."""
	tell_hosts()
	run_in_batches(mails_owed(), mail_again, size=10)
	block_matches.tell_managers()


def tell_hosts() -> None:
	"""Tell everybody who is due to be told of an arrival."""
	run_in_batches(unnamed(), name_reception, size=1)
	run_in_batches(people_due(), tell_person, size=1)


def unnamed() -> list[str]:
	"""Rows that are due, and stand for those who look after reception."""
	row = frappe.qb.DocType(NOTICE)
	nobody = (Coalesce(row.user, "") == "") & (Coalesce(row.employee, "") == "")
	due = row.told_on.isnull() & (row.due_on <= now_datetime()) & (row.parenttype == LOG)
	query = frappe.qb.from_(row).select(row.name).where(due & nobody)
	return query.orderby(row.due_on).limit(SWEEP_LIMIT).run(pluck=True)


def name_reception(name: str) -> None:
	"""Put those who look after reception now in the place of the row that stands for them."""
	visit = facts(frappe.db.get_value(NOTICE, name, "parent"), lock=True)
	rows = notices_of(visit, *KINDS, ANSWER) if visit and visit.arrived_on else []
	row = next((one for one in rows if one.name == name), None)
	frappe.db.delete(NOTICE, {"name": name})
	if not row:
		return
	known = {person_key(one) for one in rows if (one.notice == ANSWER) == (row.notice == ANSWER)}
	for person in reception_at(visit.space):
		if person_key(person) not in known:
			note(visit, row.notice, row.step, person, row.due_on)


def people_due() -> list[str]:
	"""Who is to be told of something, as user or employee."""
	row = frappe.qb.DocType(NOTICE)
	rows = (
		frappe.qb.from_(row)
		.select(row.user, row.employee)
		.distinct()
		.where(row.told_on.isnull() & (row.due_on <= now_datetime()) & (row.parenttype == LOG))
		.limit(SWEEP_LIMIT)
		.run(as_dict=True)
	)
	return sorted({person_key(person) for person in rows if person_key(person)})


def visits_due(key: str) -> list[str]:
	"""The visits of which somebody is to be told now."""
	row = frappe.qb.DocType(NOTICE)
	return (
		frappe.qb.from_(row)
		.select(row.parent)
		.distinct()
		.where(row.told_on.isnull() & (row.due_on <= now_datetime()) & (row.parenttype == LOG))
		.where((row.user == key) | ((row.user.isnull() | (row.user == "")) & (row.employee == key)))
		.orderby(row.parent)
		.run(pluck=True)
	)


def tell_person(key: str) -> None:
	"""Tell one person of everybody who waits for them. The visits are locked first, as every act on them does."""
	now, due = now_datetime(), []
	for name in visits_due(key):
		visit = facts(name, lock=True)
		for row in untold(visit, key, now):
			if is_worth_telling(visit, row, now):
				due.append((row, visit))
			else:
				frappe.db.delete(NOTICE, {"name": row.name})
	if due:
		tell(telling_to(due[0][0]), due)


def untold(visit: frappe._dict | None, key: str, now: datetime) -> list[frappe._dict]:
	"""What somebody is to be told of a visit now; rows of an arrival that was taken back are forgotten."""
	row = frappe.qb.DocType(NOTICE)
	rows = notices_of(visit, *KINDS, ANSWER) if visit and visit.arrived_on else []
	known = [one.name for one in rows] or [""]
	stale = (row.parent == (visit.name if visit else "")) & row.told_on.isnull() & row.name.notin(known)
	frappe.qb.from_(row).delete().where(stale & (row.parenttype == LOG)).run()
	return [one for one in rows if not one.told_on and one.due_on <= now and person_key(one) == key]


def waits(visit: frappe._dict) -> bool:
	"""Whether the visitor is there, in or at the door."""
	at_the_door = visit.status == states.AWAITING_APPROVAL and visit.arrived_on and not visit.under_review
	return visit.status in states.ON_SITE or bool(at_the_door)


def is_worth_telling(visit: frappe._dict, row: frappe._dict, now: datetime) -> bool:
	"""Whether what is to be told still matters."""
	if waits(visit):
		return row.notice in (HOST, ANSWER) or not is_answered(visit)
	left = visit.checked_out_on and get_datetime(visit.checked_out_on)
	return row.notice == HOST and bool(left) and now - left < KEPT_FOR


def is_answered(visit: frappe._dict) -> bool:
	"""Whether anybody has seen the notice, or said that they come."""
	return any(row.seen_on or row.answered_on for row in notices_of(visit, *KINDS))


# --- telling --------------------------------------------------------------------------------------------------

Told = list[tuple[frappe._dict, frappe._dict]]
"""Rows and their visits."""


def telling_to(row: frappe._dict) -> frappe._dict:
	"""How a person is reached: user, address and language. What they have muted does not count at reception."""
	return mails.reach(row.user, row.employee)


def tell(person: frappe._dict, told: Told) -> None:
	"""Tell one person at the desk and by mail, write down that it was done, and note who is next."""
	with print_language(person.language):
		mailed = tell_each(person, told) if len(told) <= ONE_BY_ONE else tell_all(person, told)
	now = now_datetime()
	for row, visit in told:
		values = {"told_on": now, "mailed_on": now if mailed.get(row.name) else None}
		frappe.db.set_value(NOTICE, row.name, values, update_modified=False)
		if row.notice in (HOST, RECEPTION) and not visit.host_told_on:
			frappe.db.set_value(LOG, visit.name, "host_told_on", now, update_modified=False)
		frappe.clear_document_cache(LOG, visit.name)
		go_on(visit, row, now if may_answer(person, row) else None)


def may_answer(person: frappe._dict, row: frappe._dict) -> bool:
	"""Whether somebody can be reached, and is not away for days."""
	if not (person.user or person.address):
		return False
	employee = row.employee and absences.person(row.employee)
	return not employee or absences.why_away(employee) not in (absences.GONE, absences.ON_LEAVE)


def go_on(visit: frappe._dict, row: frappe._dict, told_on: datetime | None) -> None:
	"""Note who is next if nobody answers in time; at once when this person cannot answer at all."""
	minutes = cint(frappe.get_cached_value(TYPE, visit.visitor_type, "fallback_minutes"))
	if row.notice == ANSWER or not waits(visit) or is_answered(visit) or (told_on and not minutes):
		return
	due_on = told_on + timedelta(minutes=minutes) if told_on else now_datetime()
	note_next(visit, row.step + 1, due_on)


def tell_each(person: frappe._dict, told: Told) -> dict[str, bool]:
	"""One notice and one mail for each visit; answers which could be mailed."""
	mailed = {}
	for row, visit in told:
		desk_notices.add(person.user, sentence(visit, row), (LOG, visit.name))
		mailed[row.name] = mail(person, visit, row)
	return mailed


def tell_all(person: frappe._dict, told: Told) -> dict[str, bool]:
	"""One notice and one mail for many visits, which names nobody."""
	text = _("{0} visitors are here for you", context=LOG).format(frappe.bold(len(told)))
	first = told[0][1]
	desk_notices.add(person.user, text, (LOG, first.name))
	label = _("Open", context=LOG) if person.user else None
	done = telling.mail(person.address, text, [text], LOG, first.name, label)
	return {row.name: done for row, _visit in told}


def mail(person: frappe._dict, visit: frappe._dict, row: frappe._dict) -> bool:
	"""Mail one person about one visit; False when that has to wait."""
	text = sentence(visit, row)
	since = _("Arrived at {0}.", context=LOG).format(format_datetime(visit.arrived_on))
	answer = ""
	if person.user and waits(visit) and row.notice != ANSWER:
		answer = _("Open the visit to say that you are coming; else the next is told.", context=LOG)
	label = _("Open the Visit", context=LOG) if person.user else None
	return telling.mail(person.address, text, [text + ".", since, answer], LOG, visit.name, label)


def sentence(visit: frappe._dict, row: frappe._dict) -> str:
	"""What is told of a visit, in one line."""
	texts = {
		HOST: _("{0} is at {1}", context=LOG),
		STAND_IN: _("{0} is at {1} for {2}, who has not answered", context=LOG),
		RECEPTION: _("Nobody has answered: {0} is at {1} for {2}", context=LOG),
		ANSWER: _("Please look at the answers of {0} at {1}", context=LOG),
	}
	text = texts[row.notice]
	if row.notice == HOST and visit.status == states.AWAITING_APPROVAL:
		text = _("{0} is at {1} and waits for approval", context=LOG)
	elif row.notice == HOST and not waits(visit):
		text = _("{0} was at {1} from {3} to {4}, and you could not be told", context=LOG)
	elif row.notice == RECEPTION and not visit.host:
		text = texts[HOST]
	place = visit.space and frappe.db.get_value("Office Space", visit.space, "space_name")
	bold = [frappe.bold(escape_html(part or "")) for part in (who(visit), place, visit.host_name)]
	return text.format(*bold, clock(visit.arrived_on), clock(visit.checked_out_on))


def who(visit: frappe._dict) -> str:
	"""The visitor as hosts know them."""
	if not visit.organisation:
		return visit.visitor_name
	return _("{0} of {1}", context=LOG).format(visit.visitor_name, visit.organisation)


def clock(moment) -> str:
	"""The time of day."""
	return format_time(get_datetime(moment).time(), "HH:mm") if moment else ""


# --- mails that could not be sent -----------------------------------------------------------------------------


def mails_owed() -> list[str]:
	"""Rows of the last day of which the person was told at the desk only."""
	return frappe.get_all(
		NOTICE,
		filters={
			"parenttype": LOG,
			"told_on": (">", now_datetime() - KEPT_FOR),
			"mailed_on": ("is", "not set"),
		},
		pluck="name",
		order_by="told_on",
		limit=SWEEP_LIMIT,
	)


def mail_again(name: str) -> None:
	"""Try once more to mail what was told at the desk, as it is now."""
	visit = facts(frappe.db.get_value(NOTICE, name, "parent"), lock=True)
	rows = notices_of(visit, *KINDS, ANSWER) if visit and visit.arrived_on else []
	row = next((one for one in rows if one.name == name and not one.mailed_on), None)
	if not row:
		return
	person = telling_to(row)
	with print_language(person.language):
		done = not is_worth_mailing(visit, row) or mail(person, visit, row)
	if done:
		frappe.db.set_value(NOTICE, name, "mailed_on", now_datetime(), update_modified=False)


def is_worth_mailing(visit: frappe._dict, row: frappe._dict) -> bool:
	"""Whether a late mail still tells something: not to the next in line when somebody has come."""
	return is_worth_telling(visit, row, now_datetime())


# --- answering ------------------------------------------------------------------------------------------------


def acknowledge(log: str, is_coming: bool) -> bool:
	"""The current user has seen that their visitor is here, or says that they come; answers whether that was news.

	Reception may say so for whoever was told. From then on nobody else is told. Checks no permission.
	"""
	visit = facts(log, lock=True)
	if not waits(visit):
		return False
	field = "answered_on" if is_coming else "seen_on"
	rows = [row for row in notices_of(visit, *KINDS) if row.told_on and not row[field]]
	mine = [row for row in rows if row.user == frappe.session.user]
	if is_coming and not mine and is_reception():
		mine = rows
	for row in mine:
		frappe.db.set_value(NOTICE, row.name, field, now_datetime(), update_modified=False)
	if mine:
		forget_the_next(visit)
		live.changed(log)
	return bool(mine)


def forget_the_next(visit: frappe._dict) -> None:
	"""Nobody else needs to be told of this arrival."""
	for row in notices_of(visit, STAND_IN, RECEPTION):
		if not row.told_on:
			frappe.db.delete(NOTICE, {"name": row.name})
	frappe.clear_document_cache(LOG, visit.name)
