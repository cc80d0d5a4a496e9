"""What each change of a visit's status brings with it. Which changes there are: domain/visit_states.py.

A change of status is judged while the visit is validated, so it is the same by act, form, list, kanban, import or
REST. `log.flags` may say more about it: `reason`, `station`, `method` (how somebody is signed out), `due_on` (when
they should have been, for an automatic sign-out).
"""

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import (
	cint,
	escape_html,
	get_datetime,
	get_link_to_form,
	get_system_timezone,
	get_time,
	now_datetime,
)

from office_management.domain import visit_states as states
from office_management.front_desk import arrival_checks
from office_management.front_desk.permissions import is_manager
from office_management.office_administration import api as administration

LOG = "Visitor Log"
TYPE, EVENT = "Visitor Type", "Visitor Log Event"
AUTOMATIC = "Automatic"


class VisitStatusError(frappe.ValidationError):
	"""A visit does not go from one of these statuses to the other."""


class VisitReasonError(frappe.ValidationError):
	"""To turn somebody away needs a reason."""


class VisitUndoError(frappe.ValidationError):
	"""The last act cannot be taken back, or not any more."""


class VisitReviewError(frappe.PermissionError, frappe.ValidationError):
	"""The visit is under review, and a manager decides."""


class VisitNotDueError(frappe.ValidationError):
	"""Nobody has failed to come before the time they are expected."""


def change_status(log: Document) -> str | None:
	"""While a visit is validated: let its status change as the table says, and write down what goes with it.

	Answers the act, None when the status stays. Raises VisitStatusError, VisitReasonError, VisitUndoError,
	VisitReviewError, VisitNotDueError, or what keeps somebody from coming in (arrival_checks).
	"""
	before = log.get_doc_before_save()
	if not before:
		return begin(log)
	if log.status == before.status:
		log.status_reason = before.status_reason
		return None
	act = judge(log, before.status)
	check_review(log, before, act)
	now = now_datetime()
	if act == states.CHECK_IN and arrival_checks.stop_at_the_door(log):
		act, log.status = states.ASK, states.AWAITING_APPROVAL
	EFFECTS[act](log, now)
	log.status_reason = reason_of(log) or None
	add_event(log, act, before.status, now)
	return act


def begin(log: Document) -> str:
	"""A new visit is expected; where its type asks for approval before anything else, it waits for that."""
	if log.status != states.EXPECTED:
		frappe.throw(
			_(
				"A new visit begins as {0}. Save it like that, then use the buttons on it.", context=LOG
			).format(bold(_(states.EXPECTED, context=LOG))),
			VisitStatusError,
		)
	now = now_datetime()
	add_event(log, states.EXPECT, "", now)
	if arrival_checks.needs_approval(log):
		log.status = states.AWAITING_APPROVAL
		add_event(log, states.ASK, states.EXPECTED, now)
		return states.ASK
	return states.EXPECT


def judge(log: Document, was: str) -> str:
	"""The act that the change of status is, if the table has it."""
	verdict = states.judge(was, log.status, reason_of(log))
	if verdict.refusal == states.NOT_A_MOVE:
		ways = ", ".join(_(after, context=LOG) for _act, after in states.ways_on(was))
		frappe.throw(
			_("{0} is {1} and cannot become {2}. From here it can become: {3}.", context=LOG).format(
				link(log),
				bold(_(was, context=LOG)),
				bold(escape_html(_(log.status or "", context=LOG))),
				ways or _("nothing else", context=LOG),
			),
			VisitStatusError,
		)
	if verdict.refusal == states.NEEDS_REASON:
		frappe.throw(
			_(
				"Say why this visitor is turned away. Open {0} and use the button: it asks.", context=LOG
			).format(link(log)),
			VisitReasonError,
			title=_("Reason Needed", context=LOG),
		)
	return verdict.act


def reason_of(log: Document) -> str:
	"""The reason given with this change; that of an earlier one does not count again."""
	if log.flags.reason:
		return log.flags.reason.strip()
	before = log.get_doc_before_save()
	given = (log.status_reason or "").strip()
	return "" if before and given == (before.status_reason or "").strip() else given


def check_review(log: Document, before: Document, act: str) -> None:
	"""Under review only a manager lets somebody in or turns them away; nobody else learns more than that."""
	if not before.under_review or act in (states.CANCEL, states.MISS) or log.flags.decided or is_manager():
		return
	frappe.throw(
		_("{0} is under review. An office manager decides.", context=LOG).format(link(log)), VisitReviewError
	)


def link(log: Document) -> str:
	"""The visit as messages name it: never by the visitor's name."""
	return bold(get_link_to_form(LOG, log.name, _("This visit", context=LOG)))


def add_event(log: Document, act: str, was: str, now: datetime) -> None:
	"""One more row of what happened: who, what, when; nothing about the visitor."""
	log.append(
		"events",
		{
			"act": act,
			"from_status": was,
			"to_status": log.status,
			"happened_on": now,
			"user": frappe.session.user,
			"station": log.flags.station,
		},
	)


# --- what goes with it ----------------------------------------------------------------------------------------


def checked_in(log: Document, now: datetime) -> None:
	"""They are in."""
	log.checked_in_on, log.arrived_on = now, log.arrived_on or now
	log.stepped_out_on = log.checked_out_on = log.sign_out_method = None
	set_sign_out(log, now)


def asked(log: Document, now: datetime) -> None:
	"""They stand at the door, and somebody must say whether they may come in."""
	log.arrived_on = log.arrived_on or now


def approved(log: Document, now: datetime) -> None:
	"""They may come in; they are not in yet."""
	log.approved_by, log.approved_on, log.under_review = frappe.session.user, now, 0


def stepped_out(log: Document, now: datetime) -> None:
	"""Out for a while; they keep their badge."""
	log.stepped_out_on = now


def stepped_in(log: Document, now: datetime) -> None:
	"""Back again."""
	log.stepped_out_on = None


def checked_out(log: Document, now: datetime) -> None:
	"""They have left; by itself, at the time when that was due."""
	log.sign_out_method = log.flags.method or "Reception"
	log.checked_out_on = log.flags.due_on or now
	log.sign_out_due_on = log.remind_host_on = None


def check_in_undone(log: Document, now: datetime) -> None:
	"""They were not in after all: expected as before."""
	check_undo(log, now)
	log.checked_in_on = log.arrived_on = log.sign_out_due_on = log.remind_host_on = None


def check_out_undone(log: Document, now: datetime) -> None:
	"""They have not left after all."""
	check_undo(log, now)
	log.checked_out_on = log.sign_out_method = None
	set_sign_out(log, get_datetime(log.checked_in_on))
	if log.sign_out_due_on and log.sign_out_due_on <= now:
		set_sign_out(log, now)


def turned_away(log: Document, now: datetime) -> None:
	"""Not let in, or not expected any more."""
	log.under_review = 0


def missed(log: Document, now: datetime) -> None:
	"""They did not come. That is not known before they were expected."""
	if log.expected_on and get_datetime(log.expected_on) > now:
		frappe.throw(
			_("{0} is expected later than now. Cancel it if nobody will come.", context=LOG).format(
				link(log)
			),
			VisitNotDueError,
		)
	log.under_review = 0


EFFECTS: dict[str, Callable[[Document, datetime], None]] = {
	states.CHECK_IN: checked_in,
	states.ASK: asked,
	states.APPROVE: approved,
	states.STEP_OUT: stepped_out,
	states.STEP_IN: stepped_in,
	states.CHECK_OUT: checked_out,
	states.UNDO_CHECK_IN: check_in_undone,
	states.UNDO_CHECK_OUT: check_out_undone,
	states.CANCEL: turned_away,
	states.DENY: turned_away,
	states.MISS: missed,
}


def set_sign_out(log: Document, since: datetime) -> None:
	"""When the visit ends by itself, and when the host is reminded of it, as its type says at this moment."""
	log.sign_out_due_on, log.remind_host_on = due_times(frappe.get_cached_doc(TYPE, log.visitor_type), since)


def due_times(rules: Document, since: datetime) -> tuple[datetime | None, datetime | None]:
	"""When somebody who came then is signed out by itself, and when the host is reminded; None = not.

	Args:
		rules: the Visitor Type.
	"""
	at = get_time(rules.sign_out_at) if rules.sign_out_at else None
	zone = get_system_timezone()
	sign_out = states.sign_out_due(since, zone, at, rules.sign_out_hours or 0)
	return sign_out, states.sign_out_due(since, zone, None, rules.remind_host_hours or 0)


def check_undo(log: Document, now: datetime) -> None:
	"""The very last act can be taken back, and only for some minutes."""
	events = [row for row in log.events if row.act]
	rows = [(row.act, row.from_status, row.to_status) for row in events]
	minutes = cint(administration.setting("undo_minutes"))
	if states.undone_status(rows) != log.status:
		frappe.throw(
			_("The last act on {0} was another one, so this cannot be undone.", context=LOG).format(
				link(log)
			),
			VisitUndoError,
		)
	if not states.in_time(get_datetime(events[-1].happened_on), now, minutes):
		frappe.throw(
			_(
				"{0} was changed more than {1} minutes ago, so that cannot be undone any more.", context=LOG
			).format(link(log), bold(minutes)),
			VisitUndoError,
		)
