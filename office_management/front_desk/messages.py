"""Phone messages: what the document itself may not decide alone, and the acts on one.

None of the acts checks a permission: the endpoints do. Each one locks the row, and done twice does nothing more.
"""

from datetime import datetime

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import (
	cint,
	escape_html,
	flt,
	format_datetime,
	get_datetime,
	get_link_to_form,
	now_datetime,
)

from office_management.domain import message_states as states
from office_management.domain.working_time import (
	NoWorkingTime,
	add_working_minutes,
	working_minutes_between,
)
from office_management.erp import absences
from office_management.facilities import api as facilities
from office_management.front_desk import post_rights
from office_management.office_administration import api as administration
from office_management.savepoints import undone_on_error

MESSAGE = "Phone Message"
URGENT = "High"
HOUR = 60


class MessageStateError(frappe.ValidationError):
	"""The message cannot go from its status to that one."""


class MessageNotYoursError(frappe.ValidationError):
	"""Only the recipient, or the deputy who was told, reads a message."""


class MessageDoneError(frappe.ValidationError):
	"""A message that is done was to go to somebody else."""


class ReceivedLaterError(frappe.ValidationError):
	"""The call is to come yet."""


class CallsAgainError(frappe.ValidationError):
	"""Nobody said when the caller calls again."""


class NumberMissingError(frappe.ValidationError):
	"""There is no number to call back."""


class EmptyMessageError(frappe.ValidationError):
	"""Neither who called, nor what about."""


# --- rules of one document ------------------------------------------------------------------------------------


def check_received_on(doc: Document) -> None:
	"""A call has been taken, not will be."""
	if get_datetime(doc.received_on) > now_datetime():
		frappe.throw(
			_(
				"{0} lies in the future. Enter when the call came, or leave it empty for now.",
				context=MESSAGE,
			).format(bold(format_datetime(doc.received_on))),
			ReceivedLaterError,
			title=_("Not Yet Received", context=MESSAGE),
		)


def check_wish(doc: Document) -> None:
	"""What the caller wishes must be possible: a call back needs a number, another call its time."""
	if doc.action_wanted == states.CALLS_AGAIN:
		check_calls_again(doc)
	if doc.action_wanted == states.CALL_BACK and not (doc.phone or has_number(doc)):
		frappe.throw(
			_(
				"Who is to be called back needs a phone number. Enter it under {0}, or choose a contact that has one.",
				context=MESSAGE,
			).format(bold(_("Phone", context=MESSAGE))),
			NumberMissingError,
			title=_("No Phone Number", context=MESSAGE),
		)


def check_calls_again(doc: Document) -> None:
	"""Another call comes after this one."""
	if not doc.calls_again_on:
		text = _("Enter when the caller will call again.", context=MESSAGE)
	elif get_datetime(doc.calls_again_on) <= get_datetime(doc.received_on):
		text = _("The caller calls again after this call. Enter a later time.", context=MESSAGE)
	else:
		return
	frappe.throw(text, CallsAgainError, title=_("When Again?", context=MESSAGE))


def has_number(doc: Document) -> bool:
	"""Whether the linked contact or lead has a number."""
	number = doc.contact and frappe.db.get_value("Contact", doc.contact, ["phone", "mobile_no"])
	if number and any(number):
		return True
	number = doc.lead and frappe.db.get_value("Lead", doc.lead, ["phone", "mobile_no"])
	return bool(number and any(number))


def check_not_empty(doc: Document) -> None:
	"""Somebody called, or something was said."""
	if not any((doc.caller_name, doc.caller_organisation, doc.phone, doc.contact, doc.lead, doc.message)):
		frappe.throw(
			_("Enter who called, or what about.", context=MESSAGE),
			EmptyMessageError,
			title=_("Nothing Entered", context=MESSAGE),
		)


# --- the time to answer ---------------------------------------------------------------------------------------


def calendar_of(doc: Document | frappe._dict):
	"""The working calendar of the company the message came to."""
	return facilities.working_calendar(doc.company or None)


def answer_by(doc: Document) -> datetime | None:
	"""By when to call back: so many working hours after the call, by urgency; None where no call back is wanted."""
	if doc.action_wanted != states.CALL_BACK:
		return None
	field = "urgent_message_answer_hours" if doc.urgency == URGENT else "message_answer_hours"
	return working_later(doc, get_datetime(doc.received_on), flt(administration.setting(field)) * HOUR)


def working_later(doc: Document | frappe._dict, start: datetime, minutes: float) -> datetime | None:
	"""So many working minutes later; None for no minutes, and where nobody ever works."""
	if minutes <= 0:
		return None
	try:
		return add_working_minutes(calendar_of(doc), start, minutes)
	except NoWorkingTime:
		return None


def working_minutes(doc: Document, until: datetime) -> int:
	"""Working minutes from the call until then."""
	return round(working_minutes_between(calendar_of(doc), get_datetime(doc.received_on), until))


# --- the change of status -------------------------------------------------------------------------------------


def change_status(doc: Document, before: str) -> None:
	"""While a message is saved: let its status change as the table says, and write down who did what.

	Raises MessageStateError, MessageNotYoursError.
	"""
	if doc.status == before:
		return
	act = states.act_of(before, doc.status, to_somebody_else=bool(doc.flags.forwarded))
	if not act:
		refuse_move(before, doc.status)
	now, user = now_datetime(), frappe.session.user
	if act == states.READ and not post_rights.is_addressee(doc, user):
		refuse_reading(doc)
	if act == states.READ or (
		act == states.FINISH and before == states.UNREAD and post_rights.is_addressee(doc)
	):
		doc.acknowledged_on, doc.acknowledged_by = now, user
	if act == states.FINISH:
		doc.done_on, doc.done_by, doc.answer_minutes = now, user, working_minutes(doc, now)
	if act == states.REOPEN:
		doc.done_on = doc.done_by = doc.answer_minutes = None
	if act != states.FORWARD:
		doc.notice_due_on = None


def refuse_move(before: str, after: str) -> None:
	"""Say that the table of statuses does not know this change."""
	frappe.throw(
		_("A message that is {0} cannot become {1}.", context=MESSAGE).format(
			bold(_(before, context=MESSAGE)), bold(_(after, context=MESSAGE))
		),
		MessageStateError,
	)


def refuse_reading(doc: Document) -> None:
	frappe.throw(
		_("Only {0}, or the deputy who was told, can say that the message was read.", context=MESSAGE).format(
			bold(escape_html(doc.recipient_name or doc.recipient))
		),
		MessageNotYoursError,
	)


def forward_to_recipient(doc: Document, before: Document) -> None:
	"""While a message is saved with another recipient: write it down; it is unread, and nobody was told yet."""
	if before.status not in states.OPEN:
		frappe.throw(
			_("{0} is done. Open it again first, then send it on.", context=MESSAGE).format(
				get_link_to_form(MESSAGE, doc.name, _("This message", context=MESSAGE))
			),
			MessageDoneError,
		)
	now = now_datetime()
	doc.append(
		"forwards",
		{
			"from_employee": before.recipient,
			"to_employee": doc.recipient,
			"forwarded_by": frappe.session.user,
			"forwarded_on": now,
		},
	)
	doc.flags.forwarded = True
	doc.status, doc.forwarded_from = states.UNREAD, before.recipient
	for field in ("acknowledged_on", "acknowledged_by", "told_on", "deputy", "deputy_told_on"):
		doc.set(field, None)
	doc.notice_due_on, doc.mail_due_on, doc.mail_for = now, None, None


# --- acts -----------------------------------------------------------------------------------------------------


def take(values: dict, client_key: str | None = None) -> str:
	"""Write a message down; the same key again answers the same message. Returns its name."""
	known = client_key and frappe.db.get_value(MESSAGE, {"client_key": client_key})
	if known:
		return known
	doc = frappe.get_doc({"doctype": MESSAGE, **values, "client_key": client_key or None})
	try:
		with undone_on_error():
			return doc.insert().name
	except frappe.UniqueValidationError:
		frappe.clear_messages()
		return frappe.db.get_value(MESSAGE, {"client_key": client_key}, for_update=True)


def locked(name: str) -> Document:
	"""The message as it is now; nobody else changes it until this transaction ends."""
	return frappe.get_doc(MESSAGE, name, for_update=True)


def move(name: str, status: str, outcome: str | None = None) -> str:
	"""Change the status, if it is another one; answers what it is then."""
	doc = locked(name)
	if doc.status != status or (outcome and outcome != doc.outcome):
		doc.status, doc.outcome = status, outcome or doc.outcome
		doc.save(ignore_permissions=True)  # the endpoint has checked the right to write
	return doc.status


def acknowledge(name: str) -> str:
	"""The addressee has opened it; what was read or done before stays."""
	doc = locked(name)
	if doc.status == states.UNREAD:
		doc.status = states.ACKNOWLEDGED
		doc.save(ignore_permissions=True)  # the endpoint has checked the right to write
	return doc.status


def finish(name: str, outcome: str | None = None) -> str:
	"""Called back, or otherwise done."""
	return move(name, states.DONE, outcome)


def reopen(name: str) -> str:
	"""Not done after all."""
	doc = locked(name)
	return move(name, states.ACKNOWLEDGED) if doc.status == states.DONE else doc.status


def forward(name: str, recipient: str) -> None:
	"""Send a message on to somebody else, who is told of it."""
	doc = locked(name)
	if doc.recipient != recipient:
		doc.recipient = recipient
		doc.save(ignore_permissions=True)  # the endpoint has checked the right to write


# --- for the dialog -------------------------------------------------------------------------------------------


def who_will_hear(recipient: str) -> dict:
	"""Whether the recipient is in today, and who stands in: an allow-list for who takes the message."""
	person = absences.person(recipient)
	if not person:
		return {}
	stand_in = stand_in_of(person)
	return {
		"name": person.employee_name,
		"away": absences.why_away(person),
		"deputy": stand_in and stand_in.employee_name,
		"deputy_after": cint(administration.setting("unread_message_minutes")),
	}


def stand_in_of(person: frappe._dict) -> frappe._dict | None:
	"""The deputy of an employee, if they work here. A deputy's deputy is never asked."""
	stand_in = person.deputy and person.deputy != person.name and absences.person(person.deputy)
	return stand_in if stand_in and absences.why_away(stand_in) != absences.GONE else None
