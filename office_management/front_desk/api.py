"""What the Front Desk offers to the other modules, to the desk and to hooks.

Every method checks the right first and answers an allow-list. What stations and visitors may call, without a user,
is in kiosk.py and visit_page.py.
"""

import frappe

from office_management.front_desk import answers, permissions, visit_inputs, visits
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
