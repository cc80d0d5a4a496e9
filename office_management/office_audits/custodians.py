"""Custodians say themselves what they have: laptops are at home, not in rooms.

The lead asks; each custodian with something not counted yet gets a row (Audit Custodian), which is the intent to tell
them (custodian_notices.py). What they say is a scan like any other, of the way "Custodian": it counts until a counter
has seen the thing, and is marked. "I do not have it" is a scan of none. A part of what was confirmed, drawn by the
seed of the audit, is to be seen by a counter after all.
"""

import hashlib
import math

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, flt, now_datetime
from pypika.functions import Concat
from pypika.terms import CustomFunction

from office_management.bulk_rows import authorship, insert_rows
from office_management.domain import audit_states as states
from office_management.domain import reconciliation as rules
from office_management.erp.people import employee_of
from office_management.office_audits import audits, counting, custodian_notices, scans

AUDIT = "Office Audit"
LINE, ASKED = "Audit Asset Line", "Audit Custodian"
NOT_SEEN = (rules.NOT_COUNTED, rules.MISSING)
SHOWN = 20
Md5 = CustomFunction("MD5", ["text"])


class SamplePercentError(frappe.ValidationError):
	"""A sample is more than nothing, and at most everything."""


class AnswerError(frappe.ValidationError):
	"""This cannot be said about that thing."""


# --- asking ---------------------------------------------------------------------------------------------------


def ask(audit: str) -> dict:
	"""Ask everybody with something that is not counted yet; who was told long enough ago is told again.

	Returns asked (how many people are to be told now), and without_user: those who cannot log in.
	Raises audits.NotCountingError.
	"""
	audits.check_counting(audit)
	people = custodians_to_ask(audit)
	users = custodian_notices.users_of(people)
	now = now_datetime()
	rows = [
		{
			"name": frappe.generate_hash(length=14),
			**authorship(),
			"audit": audit,
			"employee": person,
			"asked_by": frappe.session.user,
			"asked_on": now,
			"mail_due_on": now,
			"times_told": 0,
			"request_key": f"{audit}|{person}",
		}
		for person in sorted(users)
	]
	insert_rows(ASKED, rows, ignore_duplicates=True)
	custodian_notices.remind(audit, sorted(users))
	without = [person for person in people if person not in users]
	return {
		"asked": frappe.db.count(ASKED, {"audit": audit, "mail_due_on": ("is", "set")}),
		"without_user": names_of(without[:SHOWN]),
		"more_without": max(len(without) - SHOWN, 0),
	}


def custodians_to_ask(audit: str) -> list[str]:
	"""Employees who should have something that neither a counter has seen nor they have answered for."""
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).select(line.expected_custodian).distinct()
	query = query.where((line.audit == audit) & line.result.isin(NOT_SEEN) & (line.self_denied == 0))
	rows = query.where(line.expected_custodian.isnotnull()).orderby(line.expected_custodian).run(pluck=True)
	return [person for person in rows if person]


def names_of(people: list[str]) -> list[str]:
	"""What these employees are called."""
	filters = {"name": ("in", people or [""])}
	return frappe.get_all("Employee", filters, pluck="employee_name", order_by="employee_name")


def state_of(audit: str) -> dict:
	"""How far it is: people asked and told; lines confirmed, denied, drawn to be seen, and seen of those."""
	asked, line = frappe.qb.DocType(ASKED), frappe.qb.DocType(LINE)
	(people, told) = (
		frappe.qb.from_(asked).select(Count("*"), Count(asked.told_on)).where(asked.audit == audit).run()[0]
	)

	def lines(criterion) -> int:
		query = frappe.qb.from_(line).select(Count("*")).where((line.audit == audit) & criterion)
		return query.run()[0][0]

	return {
		"asked": people,
		"told": told,
		"confirmed": lines(line.self_confirmed == 1),
		"denied": lines(line.self_denied == 1),
		"drawn": lines(line.for_counter == 1),
		"seen": lines((line.for_counter == 1) & (line.self_confirmed == 0) & line.result.notin(NOT_SEEN)),
	}


# --- answering ------------------------------------------------------------------------------------------------


def my_lines() -> list[dict]:
	"""What the session's user should have, in the audits under way that ask them; only their own."""
	employee = employee_of(frappe.session.user)
	if not employee:
		return []
	line, audit, space = (frappe.qb.DocType(name) for name in (LINE, AUDIT, "Office Space"))
	query = _own_lines(line, audit, employee)
	rows = (
		query.left_join(space)
		.on(space.name == line.expected_space)
		.select(line.name, line.asset_tag, line.asset_name, line.expected_quantity, line.seen_quantity)
		.select(line.result, line.condition, line.note, line.self_confirmed, line.self_denied)
		.select(audit.title, space.space_name.as_("place"))
		.orderby(audit.creation, order=frappe.qb.desc)
		.orderby(line.asset_name)
		.orderby(line.name)
		.limit(1000)
		.run(as_dict=True)
	)
	return [_shown(row) for row in rows]


def _own_lines(line, audit, employee: str):
	asked = frappe.qb.DocType(ASKED)
	return (
		frappe.qb.from_(line)
		.join(audit)
		.on(audit.name == line.audit)
		.join(asked)
		.on((asked.audit == line.audit) & (asked.employee == line.expected_custodian))
		.where((line.expected_custodian == employee) & audit.status.isin(states.LIVE))
	)


def _shown(row: frappe._dict) -> dict:
	"""What a custodian is told of a line."""
	if row.self_confirmed:
		answer = "confirmed"
	elif row.self_denied:
		answer = "denied"
	else:
		answer = "open" if row.result in NOT_SEEN else "seen"
	own = answer in ("confirmed", "denied")
	return {
		"line": row.name,
		"audit": row.title,
		"tag": row.asset_tag,
		"asset_name": row.asset_name,
		"place": row.place,
		"number": cint(row.expected_quantity) or 1,
		"said_number": cint(row.seen_quantity) if own else None,
		"condition": row.condition if own else None,
		"note": row.note if own else None,
		"answer": answer,
	}


def line_to_answer(line: str) -> frappe._dict | None:
	"""A line, if the session's user is the one who is asked about it, and its audit is under way."""
	employee = employee_of(frappe.session.user)
	if not employee:
		return None
	table, audit = frappe.qb.DocType(LINE), frappe.qb.DocType(AUDIT)
	query = _own_lines(table, audit, employee).where(table.name == line)
	columns = (table.name, table.audit, table.asset, table.expected_quantity, table.expected_custodian)
	rows = query.select(*columns).limit(1).run(as_dict=True)
	return rows[0] if rows else None


def answer(line: str, given: dict, photo: bytes | None = None) -> None:
	"""Take what a custodian says about a thing of theirs. Checks no permission (line_to_answer does).

	Args:
		given: has_it; number, condition and note as of a scan; key, made by the browser: the same when it sends
			again.
		photo: as it was uploaded.

	Raises AnswerError, and what scans.take_scans and counting.keep_photo raise.
	"""
	row = line_to_answer(line)
	if not row or not row.asset:
		frappe.throw(_("This is not asked any more. Reload the page.", context="My Equipment"), AnswerError)
	quantity = _quantity(row, given)
	scan_id = "self-" + hashlib.sha256(f"{line}|{given.get('key')}".encode()).hexdigest()[:40]
	scan = {
		"scan_id": scan_id,
		"tag": row.asset,
		"custodian": row.expected_custodian if quantity else None,
		"quantity": quantity,
		"condition": given.get("condition") if quantity else "",
		"note": given.get("note"),
		"way": "Custodian",
	}
	if photo:
		photo = counting.cleaned(photo)
	scans.take_scans(row.audit, [scan])
	if photo:
		counting.keep_photo(row.audit, scan_id, scan_id, photo)


def _quantity(row: frappe._dict, given: dict) -> int:
	if not given.get("has_it"):
		return 0
	number = given.get("number")
	most = cint(row.expected_quantity) or 1
	if number in (None, ""):
		return most
	if not 1 <= cint(number) <= most:
		message = _("Say how many you have: a number from 1 to {0}.", context="My Equipment")
		frappe.throw(message.format(most), AnswerError)
	return cint(number)


# --- the sample -----------------------------------------------------------------------------------------------


def draw_sample(audit: str, percent: float) -> dict:
	"""So many percent of what custodians confirmed is to be seen by a counter; drawn again it is the same.

	Returns drawn: how many lines are to be seen now. Raises audits.NotCountingError, SamplePercentError.
	"""
	audits.check_counting(audit)
	if not 0 < flt(percent) <= 100:
		frappe.throw(_("Draw more than 0 and at most 100 percent.", context=AUDIT), SamplePercentError)
	doc = audits.locked(audit)
	if not doc.sample_seed:
		doc.db_set("sample_seed", frappe.generate_hash(length=12))
	line = frappe.qb.DocType(LINE)
	confirmed = (line.audit == audit) & ((line.self_confirmed == 1) | (line.for_counter == 1))
	number = frappe.qb.from_(line).select(Count("*")).where(confirmed).run()[0][0]
	size = math.ceil(number * flt(percent) / 100)
	chosen = (
		frappe.qb.from_(line)
		.select(line.name)
		.where(confirmed)
		.orderby(Md5(Concat(doc.sample_seed, "|confirmed|", line.asset)))
		.limit(size)
		.run(pluck=True)
	)
	frappe.qb.update(line).set(line.for_counter, 1).where(line.name.isin(chosen or [""])).run()
	return {"drawn": frappe.db.count(LINE, {"audit": audit, "for_counter": 1})}
