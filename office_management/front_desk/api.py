"""What the Front Desk offers to the other modules, to the desk and to hooks.

Every method checks the right first and answers an allow-list. What stations and visitors may call, without a user,
is in kiosk.py and visit_page.py.
"""

import frappe
from frappe.model.document import Document
from frappe.rate_limiter import rate_limit
from werkzeug.wrappers import Response

from office_management import inputs
from office_management.domain import visit_states as states
from office_management.front_desk import (
	answers,
	badges,
	deliveries,
	due,
	groups,
	invitation_acts,
	invitation_views,
	kiosk,
	messages,
	periods,
	permissions,
	post_inputs,
	post_views,
	retention,
	stations,
	visit_inputs,
	visit_page,
	visit_views,
	visits,
)
from office_management.retries import with_retries

LOG = "Visitor Log"
LINKED = (
	"Access Badge",
	"Delivery",
	"Evacuation",
	"Phone Message",
	"Visit Invitation",
	"Visitor",
	"Visitor Block Match",
	"Visitor Block Rule",
	"Visitor Log",
)
"""Records with row rules that a Link may be asked for."""


# --- acts on a visit ------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def log_visitor(values: dict | str) -> dict:
	"""Somebody stands at the desk: the visit that is there or a new one, checked in if nothing is missing.

	`values`: as visit_inputs.of_walk_in. Answers name, status and what is missing still, in words.
	"""
	frappe.has_permission(LOG, "create", throw=True)
	given = visit_inputs.of_walk_in(values)
	visit_inputs.check_place(given["space"])
	return with_retries(lambda: visit_inputs.log_walk_in(given))


@frappe.whitelist(methods=["POST"])
def check_in_visit(log: str, badge: str | None = None) -> str:
	"""Let a visitor in, or back in; answers the status then."""
	permissions.check_may_act(log)
	return with_retries(lambda: visits.check_in(log, badge=badge or None))


@frappe.whitelist(methods=["POST"])
def check_out_visit(log: str) -> str:
	"""A visitor leaves; signed out by reception, or by the host."""
	permissions.check_may_decide(log)
	method = "Reception" if permissions.is_reception() else "Host"
	return with_retries(lambda: visits.check_out(log, method))


@frappe.whitelist(methods=["POST"])
def step_out_of_visit(log: str) -> str:
	"""A visitor goes out for a while."""
	permissions.check_may_act(log)
	return with_retries(lambda: visits.step_out(log))


@frappe.whitelist(methods=["POST"])
def step_into_visit(log: str) -> str:
	"""A visitor who was out for a while is back."""
	permissions.check_may_act(log)
	return with_retries(lambda: visits.step_in(log))


@frappe.whitelist(methods=["POST"])
def approve_visit(log: str) -> str:
	"""A visitor who waits for it may come in; for reception and hosts, under review for managers alone."""
	permissions.check_may_decide(log)
	return with_retries(lambda: visits.approve(log))


@frappe.whitelist(methods=["POST"])
def deny_visit(log: str, reason: str) -> str:
	"""A visitor is turned away; for reception and hosts, under review for managers alone."""
	permissions.check_may_decide(log)
	return with_retries(lambda: visits.deny(log, reason))


@frappe.whitelist(methods=["POST"])
def cancel_visit(log: str, reason: str | None = None) -> str:
	"""A visit does not take place."""
	permissions.check_may_decide(log)
	return with_retries(lambda: visits.cancel(log, reason))


@frappe.whitelist(methods=["POST"])
def note_no_show(log: str) -> str:
	"""A visitor did not come."""
	permissions.check_may_act(log)
	return with_retries(lambda: visits.no_show(log))


@frappe.whitelist(methods=["POST"])
def undo_visit(log: str) -> str:
	"""Take the last check-in or check-out back; answers the status then."""
	permissions.check_may_act(log)
	return with_retries(lambda: visits.undo(log))


@frappe.whitelist(methods=["POST"])
def answer_questions(log: str, given: dict | str) -> list[str]:
	"""Keep what a visitor answered at the desk (by line_key); answers the line_keys still open."""
	permissions.check_may_act(log)
	with_retries(lambda: answers.store(log, inputs.fields(given)))
	return answers.missing(log)


@frappe.whitelist(methods=["POST"])
def check_in_visits(logs: list[str] | str) -> dict:
	"""Check many visitors in; answers how many are in, how many wait for approval, and who could not be let in, why."""
	frappe.has_permission(LOG, "write", throw=True)
	chosen = inputs.names(logs)
	for log in chosen:
		permissions.check_may_act(log)
	return with_retries(lambda: groups.check_in(chosen))


@frappe.whitelist(methods=["POST"])
def check_out_visits(logs: list[str] | str) -> dict:
	"""Sign many visitors out; answers how many have left, and with whom it could not be done, why."""
	frappe.has_permission(LOG, "write", throw=True)
	chosen = inputs.names(logs)
	for log in chosen:
		permissions.check_may_act(log)
	return with_retries(lambda: groups.check_out(chosen))


@frappe.whitelist(methods=["POST"])
def check_in_invitation(invitation: str) -> dict:
	"""Check in all who are expected on an invitation; answers as check_in_visits."""
	frappe.has_permission(LOG, "write", throw=True)
	return check_in_visits(groups.of_invitation(invitation, states.COMING))


@frappe.whitelist(methods=["POST"])
def check_out_invitation(invitation: str) -> dict:
	"""Sign out all who are in on an invitation; answers as check_out_visits."""
	frappe.has_permission(LOG, "write", throw=True)
	return check_out_visits(groups.of_invitation(invitation, states.ON_SITE))


@frappe.whitelist()
def get_visit_proposal() -> dict:
	"""Type and place that a new visit is likely to have, and whether data of visitors may be kept yet."""
	frappe.has_permission(LOG, "create", throw=True)
	return visit_views.proposal()


@frappe.whitelist()
def get_visit_calendar(start: str, end: str, filters: list | dict | str | None = None) -> list[dict]:
	"""The user's visits expected between two moments, for the calendar of the desk."""
	frappe.has_permission(LOG, "read", throw=True)
	return visit_views.calendar_events(start, end, filters)


@frappe.whitelist()
def search_records(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 10,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""What a Link to a record of reception offers (hook standard_queries): only those the user may see.

	Frappe's own search leaves row rules out when the browser asks it to (`ignore_user_permissions`).
	"""
	frappe.has_permission(doctype, "read", throw=True)
	if doctype not in LINKED:
		raise frappe.PermissionError
	return visit_views.search(doctype, txt, filters, start, page_length, as_dict)


@frappe.whitelist()
def get_questions(log: str, language: str | None = None) -> list[dict]:
	"""The questions to put to the visitor of a visit, in a language."""
	permissions.check_may_act(log)
	return answers.questions_for(frappe.get_doc(LOG, log), language)


# --- phone messages -------------------------------------------------------------------------------------------


def _writable_message(message: str) -> None:
	frappe.has_permission("Phone Message", "write", doc=message, throw=True)


@frappe.whitelist(methods=["POST"])
def take_message(values: dict | str, client_key: str | None = None) -> dict:
	"""Write down a call for somebody, who is told at once; answers `message`, and whether they are in today.

	`client_key`, made by the dialog, makes a second click or a lost answer the same message.
	"""
	frappe.has_permission("Phone Message", "create", throw=True)
	given = post_inputs.of_message(values)
	return with_retries(lambda: post_inputs.take_message(given, client_key))


@frappe.whitelist()
def get_message_recipient(employee: str) -> dict:
	"""Whether somebody is in today and who stands in for them, for the dialog that takes a message."""
	frappe.has_permission("Phone Message", "create", throw=True)
	return post_inputs.recipient_of_message(employee)


@frappe.whitelist()
def find_callers(phone: str) -> dict:
	"""Contacts, leads and the call that have exactly this number, for who takes messages: names only."""
	frappe.has_permission("Phone Message", "create", throw=True)
	return post_inputs.callers_of(phone)


@frappe.whitelist(methods=["POST"])
def acknowledge_message(message: str) -> str:
	"""The recipient has opened the message; answers its status."""
	_writable_message(message)
	return with_retries(lambda: messages.acknowledge(message))


@frappe.whitelist(methods=["POST"])
def finish_message(message: str, outcome: str | None = None) -> str:
	"""Called back, or otherwise done; answers the status."""
	_writable_message(message)
	return with_retries(lambda: messages.finish(message, outcome))


@frappe.whitelist(methods=["POST"])
def reopen_message(message: str) -> str:
	"""Not done after all; answers the status."""
	_writable_message(message)
	return with_retries(lambda: messages.reopen(message))


@frappe.whitelist(methods=["POST"])
def forward_message(message: str, recipient: str) -> None:
	"""Send the message on to somebody else, who is told of it."""
	_writable_message(message)
	with_retries(lambda: messages.forward(message, recipient))


# --- deliveries -----------------------------------------------------------------------------------------------


def _writable_delivery(delivery: str) -> None:
	frappe.has_permission("Delivery", "write", doc=delivery, throw=True)


@frappe.whitelist()
def find_delivery(tracking_number: str, direction: str = "In") -> dict | None:
	"""The delivery with this tracking number: the one that is here, or else the latest that was."""
	frappe.has_permission("Delivery", "create", throw=True)
	return post_inputs.known_delivery(tracking_number, direction)


@frappe.whitelist(methods=["POST"])
def receive_delivery(values: dict | str, client_key: str | None = None) -> dict:
	"""Take in a parcel or letter; one that is here already is answered instead of making a second."""
	frappe.has_permission("Delivery", "create", throw=True)
	given = post_inputs.of_delivery(values)
	post_inputs.check_place(given.get("space"))
	return with_retries(lambda: post_inputs.receive_delivery(given, client_key))


@frappe.whitelist(methods=["POST"])
def hand_over_deliveries(
	deliveries_named: list[str] | str, collected_name: str | None = None, signature: str | None = None
) -> list[str]:
	"""Hand deliveries to whoever collects them, with a signature where there is one; answers those done now."""
	for delivery in post_inputs.names(deliveries_named):
		_writable_delivery(delivery)
	named = post_inputs.names(deliveries_named)
	return with_retries(lambda: deliveries.hand_over(named, collected_name, signature))


@frappe.whitelist(methods=["POST"])
def return_deliveries(deliveries_named: list[str] | str, note: str | None = None) -> list[str]:
	"""Send deliveries back to where they came from; answers those done now."""
	for delivery in post_inputs.names(deliveries_named):
		_writable_delivery(delivery)
	named = post_inputs.names(deliveries_named)
	return with_retries(lambda: deliveries.give_back(named, note))


@frappe.whitelist(methods=["POST"])
def move_deliveries(deliveries_named: list[str] | str, space: str) -> list[str]:
	"""Note where deliveries lie now; answers those that lay elsewhere."""
	for delivery in post_inputs.names(deliveries_named):
		_writable_delivery(delivery)
	post_inputs.check_place(space)
	named = post_inputs.names(deliveries_named)
	return with_retries(lambda: deliveries.lay(named, space))


@frappe.whitelist(methods=["POST"])
def undo_delivery(delivery: str) -> str:
	"""Take back handing over or returning, for a short while; answers the status."""
	_writable_delivery(delivery)
	return with_retries(lambda: deliveries.undo(delivery))


@frappe.whitelist()
def get_post_of_employee(employee: str) -> dict:
	"""Messages that wait for an employee and what lies here for them, as far as the user may see."""
	frappe.has_permission("Phone Message", "read", throw=True)
	return post_views.of_employee(employee)


# --- invitations ----------------------------------------------------------------------------------------------


@frappe.whitelist()
def get_first_invitation() -> dict:
	"""What a new invitation begins with: host, place, type and time."""
	frappe.has_permission("Visit Invitation", "create", throw=True)
	return invitation_views.first_values()


@frappe.whitelist()
def search_visit_places(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 20,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""Names of places in use, inside the user's limits, for who invites; the query of a Link field."""
	frappe.has_permission("Visit Invitation", "create", throw=True)
	found = invitation_views.find_places(txt)
	return found if frappe.utils.sbool(as_dict) in (True, 1) else [tuple(row.values()) for row in found]


@frappe.whitelist(methods=["POST"])
def read_invited_people(text: str) -> dict:
	"""What was pasted or read from a file, as people to invite, and the lines that are none; keeps nothing."""
	frappe.has_permission("Visit Invitation", "create", throw=True)
	return invitation_views.read_people(text)


@frappe.whitelist()
def get_contacts_to_invite(party_type: str, party: str) -> list[dict]:
	"""The contacts of a Customer or Supplier that the user may read, as people to invite."""
	frappe.has_permission("Visit Invitation", "create", throw=True)
	return invitation_views.contacts_of(party_type, party)


@frappe.whitelist(methods=["POST"])
def send_invitation(invitation: str) -> None:
	"""Send an invitation: each person is expected from now on, and gets a mail."""
	_may_change_invitation(invitation)
	with_retries(lambda: invitation_acts.send(invitation))


@frappe.whitelist(methods=["POST"])
def change_invitation(invitation: str, values: dict | str) -> None:
	"""Give an invitation another time, place or host; everybody concerned is told."""
	_may_change_invitation(invitation)
	given = inputs.fields(values)
	with_retries(lambda: invitation_acts.change(invitation, given))


@frappe.whitelist(methods=["POST"])
def cancel_invitation(invitation: str, reason: str = "") -> None:
	"""Call an invitation off; everybody concerned is told."""
	_may_change_invitation(invitation)
	with_retries(lambda: invitation_acts.cancel(invitation, reason))


@frappe.whitelist(methods=["POST"])
def add_invited_people(invitation: str, people: list[dict] | str) -> int:
	"""Invite more people; answers how many are new."""
	_may_change_invitation(invitation)
	rows = invitation_acts.read_rows(people)
	return with_retries(lambda: invitation_acts.add_people(invitation, rows))


@frappe.whitelist(methods=["POST"])
def send_invitation_again(invitation: str, rows: list[str] | str | None = None) -> int:
	"""Mail the invitation once more, to the people of some rows or to all; answers to how many."""
	_may_change_invitation(invitation)
	chosen = inputs.names(rows or [])
	return with_retries(lambda: invitation_acts.send_again(invitation, chosen))


@frappe.whitelist()
def get_invitation_calendar(start: str, end: str, filters: list | dict | str | None = None) -> list[dict]:
	"""The invitations between two moments that the user may see, for the calendar of the desk."""
	frappe.has_permission("Visit Invitation", "read", throw=True)
	return invitation_views.calendar(start, end, filters)


@frappe.whitelist()
def get_visits_of_task(task: str) -> list[dict]:
	"""Who comes for a Facility Task and who is here; names only for those who may see the visit."""
	frappe.has_permission("Facility Task", "read", doc=task, throw=True)
	return invitation_views.visits_of_task(task)


def _may_change_invitation(invitation: str) -> None:
	frappe.get_doc("Visit Invitation", invitation).check_permission("write")


# --- invitations, as visitors answer them ---------------------------------------------------------------------


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@visit_page.friendly_when_limited
@rate_limit(limit=60, seconds=60 * 60)
def answer_invitation(
	t: str = "",
	coming: str = "",
	organisation: str = "",
	phone: str = "",
	vehicle_plate: str = "",
	agreement: str = "",
	signature: str = "",
) -> dict | Response:
	"""Take a visitor's answer by the link in their mail, without login: `t` is its token.

	The answer says the same of every token that is not good. Words are made harmless here, whatever is in them.
	"""
	given = visit_page.read_given(organisation, phone, vehicle_plate, agreement, signature)
	return visit_page.take(t, coming == "1", given)


def visit_page_values(token: object) -> dict:
	"""What the page /visit shows for a token."""
	return visit_page.page_values(token)


def guard_visit_page(response: Response, request) -> None:
	"""A request was answered: the page of a visit is kept by no cache, and no other site learns its address."""
	visit_page.keep_out_of_caches(response, request)


# --- personal data --------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def confirm_retention() -> dict:
	"""Say yes to how long visitors' data is kept; from then on it may be. Answers confirmed_on and confirmed_by."""
	frappe.only_for(retention.MAY_CONFIRM)
	return retention.confirm()


def keep_retention_settings(settings: Document) -> None:
	"""While the settings are saved: the confirmation stays what it is, and shorter periods have been said yes to.

	Raises periods.RetentionPeriodError, periods.ShorterPeriodError.
	"""
	retention.keep_confirmation(settings)
	periods.check_periods(settings, {field: field for field in due.SETTING_DAYS})


# --- stations, where visitors check themselves in -------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def new_station_key(station: str) -> dict:
	"""Give a station a new key; answers its address, code and sign, which are shown this once."""
	frappe.has_permission("Front Desk Station", "write", doc=station, throw=True)
	return stations.new_key(station)


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@kiosk.honest
@rate_limit(limit=3600, seconds=60 * 60)
def start_station(k: str = "", revision: str = "") -> dict:
	"""What a station shows and asks, without login: `k` is its key. `same` when it has this revision already.

	Every key that opens nothing gets the same answer.
	"""
	return kiosk.at_station(k, lambda station: kiosk.start(station, revision))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@kiosk.honest
@rate_limit(limit=600, seconds=60 * 60)
def open_station_code(k: str = "", code: str = "", language: str = "") -> dict:
	"""What is still asked of the visitor whose code was shown at a station; the same for every other code."""
	return kiosk.at_station(k, lambda station: kiosk.read_code(station, code, language))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@kiosk.honest
@rate_limit(limit=600, seconds=60 * 60)
def check_in_at_station(
	k: str = "",
	attempt: str = "",
	code: str = "",
	language: str = "",
	visitor: dict | str = "",
	answers: dict | str = "",
	agreement: str = "",
	signature: str = "",
	photo: str = "",
) -> dict:
	"""Take who arrives at a station. Sent again with the same `attempt`, it is the same visit.

	The answer is the same whether a name is known or not. Words are made harmless here, whatever is in them.
	"""
	sent = {"attempt": attempt, "language": language, "visitor": visitor, "answers": answers}
	pictures = {"agreement": agreement, "signature": signature, "photo": photo}
	return kiosk.at_station(k, lambda station: kiosk.check_in(station, code, {**sent, **pictures}))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@kiosk.honest
@rate_limit(limit=600, seconds=60 * 60)
def check_out_at_station(k: str = "", text: str = "") -> dict:
	"""Let somebody leave at a station, by a code, a badge or an exact name; the same answer in any case."""
	return kiosk.at_station(k, lambda station: kiosk.check_out(station, text))


def station_page() -> dict:
	"""What the page /front-desk is made of."""
	return kiosk.page_values()


def guard_station_page(response: Response, request) -> None:
	"""A request was answered: the page of a station is kept by no cache."""
	kiosk.keep_out_of_caches(response, request)


# --- badges, cards and keys -----------------------------------------------------------------------------------


def employee_saved(doc: Document) -> None:
	"""An Employee was saved: who leaves hands in what they have, and whoever saves is told what."""
	badges.employee_saved(doc)
