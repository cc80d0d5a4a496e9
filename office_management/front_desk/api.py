"""What the Front Desk offers to the other modules, to the desk and to hooks.

Every method checks the right first and answers an allow-list. What stations and visitors may call, without a user,
is in kiosk.py and visit_page.py.
"""

import frappe

from office_management.front_desk import (
	answers,
	deliveries,
	messages,
	permissions,
	post_inputs,
	post_views,
	visit_inputs,
	visits,
)
from office_management.retries import with_retries

LOG = "Visitor Log"


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
	with_retries(lambda: answers.store(log, visit_inputs.parsed(given)))
	return answers.missing(log)


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
	return messages.who_will_hear(employee)


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
