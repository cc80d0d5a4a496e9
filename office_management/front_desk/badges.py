"""Who has which badge, card or key. Every change goes through here, under a lock on the badge's row.

None of these functions checks a permission: the endpoints do. The history (rows of Access Badge Issue) is only ever
added to; a row is closed once, when the thing comes back or is known to be lost.
"""

import datetime

import frappe
from frappe import _, bold
from frappe.utils import escape_html, get_datetime, get_link_to_form, now_datetime

from office_management.domain import badge_states as states

BADGE, ISSUE = "Access Badge", "Access Badge Issue"
SIGNED_OUT_HERE = ("", None, "Reception")
"""Ways of leaving at which the badge was put into reception's hand; after any other it is looked for."""
MOST_NAMED = 3
FIELDS = (
	"name",
	"badge_number",
	"status",
	"visitor_log",
	"employee",
	"due_back_on",
	"times_issued",
	"current_issue",
)
NOBODY = dict.fromkeys(("visitor_log", "employee", "employee_name", "issued_on", "due_back_on"))
"""Who has the badge, when nobody has it."""


class BadgeNotFreeError(frappe.ValidationError):
	"""The badge is out, lost or retired."""


class NoSuchBadgeError(frappe.ValidationError):
	"""No badge has this number."""


class BadgeMoveError(frappe.ValidationError):
	"""The badge cannot go from its status to that one."""


class BadgeHolderError(frappe.ValidationError):
	"""A badge goes to one visitor or to one employee."""


class VisitHasBadgeError(frappe.ValidationError):
	"""The visitor has another badge already."""


# --- acts -----------------------------------------------------------------------------------------------------


def issue(
	badge: str,
	*,
	log: str | None = None,
	employee: str | None = None,
	due_back_on: datetime.datetime | str | None = None,
	note: str | None = None,
) -> str:
	"""Give a badge to the visitor of a visit, or to an employee; answers the badge's name.

	Whoever calls for a visit has locked its row first, and writes `badge` on it. Given again to who has it already,
	nothing changes.

	Args:
		badge: its number, in any case and with spaces around it.
		due_back_on: when it must be back, in the site's time zone. Left out for a visitor: when the visit ends, else
			the end of today; left out for an employee: until further notice.

	Raises NoSuchBadgeError, BadgeNotFreeError, BadgeHolderError, VisitHasBadgeError.
	"""
	if bool(log) == bool(employee):
		frappe.throw(
			_("Give a badge either to a visitor or to an employee.", context="Access Badge"), BadgeHolderError
		)
	row = locked(badge)
	if row.status == states.ISSUED and (row.visitor_log or None, row.employee or None) == (log, employee):
		return row.name
	check_free(row)
	if log:
		check_has_none(log)
	else:
		check_works_here(employee)
	due = get_datetime(due_back_on) if due_back_on else (end_of_visit(log) if log else None)
	given = row_values(log, employee, now_datetime(), due, note)
	move(
		row, states.ISSUE, holder_of(given), times_issued=row.times_issued + 1, current_issue=add(row, given)
	)
	return row.name


def take_back(log: str, method: str | None = None) -> list[str]:
	"""A visit is over: its badge is back if reception signed the visitor out, else it is due this moment.

	Answers the badges that are back. `method`: how they left; left out, what the visit says. Safe to call twice.
	"""
	method = method or frappe.db.get_value("Visitor Log", log, "sign_out_method")
	returned = []
	for name in out_with(visitor_log=log):
		if method in SIGNED_OUT_HERE:
			give_back(name)
			returned.append(name)
		else:
			make_due(name, now_datetime())
	return returned


def give_again(log: str) -> None:
	"""The visitor has not left after all: the badge that came back is theirs again, unless it went out meanwhile."""
	badge = frappe.db.get_value("Visitor Log", log, "badge")
	row = locked(badge) if badge else None
	if row and row.status == states.AVAILABLE:
		issue(badge, log=log)
	elif row and row.visitor_log != log:
		frappe.db.set_value("Visitor Log", log, "badge", None, update_modified=False)


def give_back(badge: str) -> None:
	"""The badge was handed in. Raises BadgeMoveError if nobody has it."""
	row = locked(badge)
	move(row, states.TAKE_BACK, NOBODY, current_issue=None)
	close(row, returned_on=now_datetime(), returned_to=frappe.session.user)


def lose(badge: str, note: str | None = None) -> None:
	"""The badge cannot be found, whoever had it."""
	row = locked(badge)
	move(row, states.LOSE, NOBODY)
	close(row, lost_on=now_datetime(), **({"note": note} if note else {}))


def find(badge: str) -> None:
	"""A lost badge has turned up, and can be given out again."""
	row = locked(badge)
	move(row, states.FIND, NOBODY, current_issue=None)
	close(row, returned_on=now_datetime(), returned_to=frappe.session.user)


def retire(badge: str) -> None:
	"""The badge is not used any more."""
	move(locked(badge), states.RETIRE, NOBODY, current_issue=None)


def restore(badge: str) -> None:
	"""A badge that was retired is used again."""
	move(locked(badge), states.RESTORE, NOBODY)


def make_due(badge: str, when: datetime.datetime) -> None:
	"""Whoever has the badge must hand it in by then, unless it was due earlier."""
	row = locked(badge)
	if row.status == states.ISSUED and not (row.due_back_on and row.due_back_on <= when):
		frappe.db.set_value(BADGE, row.name, "due_back_on", when)
		close(row, due_back_on=when)


def not_returned_after_all(log: str) -> str:
	"""A visitor was signed out, but the badge was not handed in: it is out again, and due. Answers the badge.

	Raises NoSuchBadgeError if the visit had none, BadgeNotFreeError if somebody has it by now.
	"""
	badge = frappe.db.get_value("Visitor Log", log, "badge")
	if not badge:
		frappe.throw(_("This visitor had no badge.", context="Access Badge"), NoSuchBadgeError)
	return issue(badge, log=log, due_back_on=now_datetime())


# --- what the acts are made of --------------------------------------------------------------------------------


def locked(badge: str) -> frappe._dict:
	"""The badge, read under a lock on its row: whoever comes second sees what the first has done.

	Raises NoSuchBadgeError.
	"""
	number = (badge or "").strip()
	row = number and frappe.db.get_value(
		BADGE, {"badge_number": number}, FIELDS, as_dict=True, for_update=True
	)
	if not row:
		message = _(
			"There is no badge {0}. Check the number, or add it under Access Badge.", context="Access Badge"
		)
		frappe.throw(message.format(bold(escape_html(number))), NoSuchBadgeError)
	return row


def move(row: frappe._dict, act: str, holder: dict, **values) -> None:
	"""Write what an act makes of a badge. Raises BadgeMoveError if the badge's status does not allow it."""
	status = states.after(row.status, act)
	if not status:
		message = _("{0} is {1}: that cannot be done with it now.", context="Access Badge")
		said = bold(_(row.status, context="Access Badge"))
		frappe.throw(message.format(link(row), said), BadgeMoveError)
	frappe.db.set_value(BADGE, row.name, {"status": status, **holder, **values})


def row_values(
	log: str | None,
	employee: str | None,
	issued_on: datetime.datetime | str,
	due_back_on: datetime.datetime | str | None,
	note: str | None = None,
) -> dict:
	"""What a row of the history says when the badge goes out."""
	return {
		"visitor_log": log,
		"employee": employee,
		"employee_name": employee and frappe.db.get_value("Employee", employee, "employee_name"),
		"issued_on": issued_on,
		"issued_by": frappe.session.user,
		"due_back_on": due_back_on,
		"note": note,
	}


def holder_of(given: dict) -> dict:
	return {field: given[field] for field in NOBODY}


def add(row: frappe._dict, given: dict) -> str:
	"""Add a row to the history, alone: a badge that was out a thousand times costs no more than a new one."""
	new = frappe.get_doc({"doctype": ISSUE, **given})
	new.update(
		{"parent": row.name, "parenttype": BADGE, "parentfield": "issues", "idx": row.times_issued + 1}
	)
	new.insert(ignore_permissions=True)  # the endpoint has checked
	return new.name


def close(row: frappe._dict, **values) -> None:
	"""Write on the row of who has the badge, or had it when it was lost."""
	if row.current_issue:
		frappe.db.set_value(ISSUE, row.current_issue, values)


def check_free(row: frappe._dict) -> None:
	"""Raises BadgeNotFreeError unless the badge can be given out."""
	if row.status == states.AVAILABLE:
		return
	if row.status == states.ISSUED:
		message = _("Somebody has {0}. Take it back first, or give out another one.", context="Access Badge")
		frappe.throw(message.format(link(row)), BadgeNotFreeError)
	message = _("{0} is {1}. Give out another one.", context="Access Badge")
	frappe.throw(message.format(link(row), bold(_(row.status, context="Access Badge"))), BadgeNotFreeError)


def check_has_none(log: str) -> None:
	"""Raises VisitHasBadgeError if the visitor has a badge already. The visit is locked: nobody gives it one meanwhile."""
	badge = frappe.db.get_value("Visitor Log", log, "badge", for_update=True)
	row = badge and frappe.db.get_value(BADGE, badge, FIELDS, as_dict=True, for_update=True)
	if row and row.visitor_log == log:
		message = _("This visitor has {0} already. Take it back first.", context="Access Badge")
		frappe.throw(message.format(link(row)), VisitHasBadgeError)


def check_works_here(employee: str) -> None:
	"""Raises BadgeHolderError for who has left."""
	if frappe.db.get_value("Employee", employee, "status") == "Left":
		frappe.throw(
			_("{0} does not work here any more.", context="Access Badge").format(
				get_link_to_form("Employee", employee)
			),
			BadgeHolderError,
		)


def link(row) -> str:
	"""The badge as messages name it: its number, leading to its form."""
	return get_link_to_form(BADGE, row.name, bold(escape_html(row.badge_number)))


def out_with(**holder: str) -> list[str]:
	"""The badges that a visit (`visitor_log`) or an employee (`employee`) has now."""
	return frappe.get_all(BADGE, {**holder, "status": states.ISSUED}, pluck="name", order_by="name")


def end_of_visit(log: str) -> datetime.datetime:
	"""When the visit is meant to end, else the end of today."""
	until = frappe.db.get_value("Visitor Log", log, "expected_until_on")
	now = now_datetime()
	return until if until and until > now else now.replace(hour=23, minute=59, second=59, microsecond=0)


# --- what an employee has -------------------------------------------------------------------------------------


def of_employee(employee: str) -> list[dict]:
	"""What an employee has and must hand in when leaving: number, type, what it opens, since when, due when."""
	return frappe.get_all(
		BADGE,
		{"employee": employee, "status": states.ISSUED},
		["name", "badge_number", "badge_type", "description", "opens", "issued_on", "due_back_on"],
		order_by="issued_on, name",
	)


def employee_saved(doc) -> None:
	"""An Employee was saved: who leaves hands in by the last day, and whoever saves is told what.

	The browser is told once per save; what is due stays on the list of badges until it is back.
	"""
	last_day = doc.relieving_date or (doc.status == "Left" and now_datetime().date())
	if not last_day:
		return
	has = of_employee(doc.name)
	for row in has:
		make_due(row.name, get_datetime(f"{last_day} 23:59:59"))
	if has and doc.status == "Left":
		warn(has)


def warn(has: list[dict]) -> None:
	numbers = ", ".join(escape_html(row.badge_number) for row in has[:MOST_NAMED])
	numbers += f" + {len(has) - MOST_NAMED}" if len(has) > MOST_NAMED else ""
	message = _("Still to be handed in: {0}. See Badges and Keys on this form.", context="Access Badge")
	frappe.msgprint(message.format(bold(numbers)), title=_("Badges and Keys", context="Access Badge"))
