"""Wardens are told at once: a row for each is the intent, the desk says so with the alarm, the mail follows.

A row of the table `notices` says whom (`user`, `employee`) to tell of what; `told_on` and `mailed_on` say what was
done. Starting an evacuation only writes the rows and what the desk shows; mail is a worker's job, and the sweep's, so
a dead mail server or queue delays no alarm. Whoever has a row here may read and mark the evacuation.
"""

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import escape_html, get_url, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.bulk_rows import authorship
from office_management.front_desk import wardens

EVACUATION = "Evacuation"
NOTICE = "Evacuation Notice"
ALARM, DRILL = "Alarm", "Drill"
SWEEP_LIMIT = 500


# --- what is owed ---------------------------------------------------------------------------------------------


def owe(name: str, space: str, kind: str) -> None:
	"""Note everybody who is to be told, tell them at the desk, and ask a worker to write the mails."""
	for person in wardens.people_to_tell(space):
		note(name, kind, person.employee, person.user)
	tell_at_desks(name)
	frappe.db.after_commit.add(hasten)


def note(name: str, kind: str, employee: str | None, user: str | None, **done) -> None:
	"""Store the intent to tell somebody; nothing if it is there already."""
	values = {
		"name": frappe.generate_hash(length=16),
		"parent": name,
		"parenttype": EVACUATION,
		"parentfield": "notices",
		**authorship(),
		"notice": kind,
		"employee": employee,
		"user": user,
		"tell_key": f"{name}:{kind}:{user or employee}",
		**done,
	}
	frappe.db.bulk_insert(NOTICE, list(values), [tuple(values.values())], ignore_duplicates=True)


def let_in(name: str, user: str) -> None:
	"""Whoever starts an evacuation, or opens the one that is there by starting one, may see and mark it."""
	kind = DRILL if frappe.db.get_value(EVACUATION, name, "is_drill") else ALARM
	note(name, kind, None, user, told_on=now_datetime())


def hasten() -> None:
	"""Ask a worker to write the mails now. Without a queue the next sweep does it."""
	run_soon("office_management.front_desk.evacuation_notices.sweep_evacuation_notices")


# --- at the desk ----------------------------------------------------------------------------------------------


def tell_at_desks(name: str) -> None:
	"""Tell at the desk whoever was not told yet: a notice that stays, and a message on every open page of theirs."""
	evacuation = facts(name)
	for row in owed(name, "told_on"):
		reached = mails.reach(row.user)
		if reached.user:
			with print_language(reached.language):
				show(reached.user, evacuation)
			frappe.db.set_value(NOTICE, row.name, "told_on", now_datetime(), update_modified=False)


def owed(name: str, field: str) -> list[frappe._dict]:
	"""The rows of an evacuation whose `field` is still empty, as they are now."""
	row = frappe.qb.DocType(NOTICE)
	return (
		frappe.qb.from_(row)
		.select(row.name, row.user, row.employee, row.notice)
		.where((row.parent == name) & row[field].isnull())
		.orderby(row.name)
		.for_update()
		.run(as_dict=True)
	)


def facts(name: str) -> frappe._dict:
	"""What is told of an evacuation."""
	row = frappe.db.get_value(EVACUATION, name, ["name", "space", "is_drill", "status"], as_dict=True)
	row.place = frappe.db.get_value("Office Space", row.space, "space_name") or row.space
	return row


def sentence(evacuation: frappe._dict) -> str:
	"""What is told, in one line of HTML."""
	text = _("Evacuation: alarm at {0}", context=EVACUATION)
	if evacuation.is_drill:
		text = _("Evacuation drill at {0}", context=EVACUATION)
	return text.format(frappe.bold(escape_html(evacuation.place)))


def address_of(evacuation: frappe._dict) -> str:
	"""Where the evacuation is marked."""
	return f"/app/roll-call/{evacuation.name}"


def show(user: str, evacuation: frappe._dict) -> None:
	"""One notice in the list of notices, and a message in the middle of the screen."""
	about = (EVACUATION, evacuation.name)
	desk_notices.add(user, sentence(evacuation), about, link=address_of(evacuation))
	link = f'<a href="{address_of(evacuation)}">{_("Open the list", context=EVACUATION)}</a>'
	message = {
		"title": _("Drill", context=EVACUATION) if evacuation.is_drill else _("Alarm", context=EVACUATION),
		"message": f"<p>{sentence(evacuation)}</p><p>{link}</p>",
		"indicator": "orange" if evacuation.is_drill else "red",
	}
	frappe.publish_realtime("msgprint", message, user=user, after_commit=True)


# --- by mail --------------------------------------------------------------------------------------------------


def sweep_evacuation_notices() -> None:
	"""Every few minutes, and right after an alarm: mail who is owed a mail. Safe to run twice and at the same time."""
	row, evacuation = frappe.qb.DocType(NOTICE), frappe.qb.DocType(EVACUATION)
	names = (
		frappe.qb.from_(row)
		.join(evacuation)
		.on(evacuation.name == row.parent)
		.select(row.name)
		.where(row.mailed_on.isnull() & row.employee.isnotnull() & (evacuation.status == "Open"))
		.orderby(row.creation)
		.limit(SWEEP_LIMIT)
		.run(pluck=True)
	)
	run_in_batches(names, mail_one, size=1)


def mail_one(name: str) -> None:
	"""Write one mail, unless somebody else has meanwhile."""
	fields = ["name", "parent", "user", "employee", "notice", "mailed_on"]
	row = frappe.db.get_value(NOTICE, name, fields, as_dict=True, for_update=True)
	if not row or row.mailed_on:
		return
	reached = mails.reach(row.user, row.employee)
	with print_language(reached.language):
		mailed = bool(reached.address) and mail(reached.address, facts(row.parent))
	if mailed:
		frappe.db.set_value(NOTICE, name, "mailed_on", now_datetime(), update_modified=False)


def mail(address: str, evacuation: frappe._dict) -> bool:
	"""Put one mail into the queue; False when the mail server is missing or refuses: it is tried again later."""
	link = f'<a href="{get_url(address_of(evacuation))}">{_("Open the list", context=EVACUATION)}</a>'
	text = _("Clear your area, then report it on the list.", context=EVACUATION)
	said = sentence(evacuation)
	message = f"<p>{said}</p><p>{text}</p><p>{link}</p>"
	return mails.put_in_queue(address, said, message, (EVACUATION, evacuation.name))
