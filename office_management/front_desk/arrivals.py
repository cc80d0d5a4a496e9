"""What follows from a change of a visit once it is stored: badge, hosts, invitation, open pages."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from office_management.domain import visit_states as states
from office_management.front_desk import (
	badges,
	block_matches,
	block_rules,
	host_notices,
	invitation_mails,
	live,
)

LOG, VISITOR, EVENT = "Visitor Log", "Visitor", "Visitor Log Event"
ENDS = (states.CHECK_OUT, states.UNDO_CHECK_IN)
TOLD = (states.APPROVE, states.CANCEL, states.DENY)
"""Acts that who was invited is to hear of, and who invited them."""


def follow(log: Document, act: str | None) -> None:
	"""Called when a visit was saved, with the act that its change of status was."""
	if act in (states.CHECK_IN, states.ASK):
		came(log, act)
	if act in ENDS:
		badges.take_back(log.name, log.sign_out_method or "Reception")
	if act == states.UNDO_CHECK_IN and log.badge:
		log.db_set("badge", None, update_modified=False)
	if act == states.UNDO_CHECK_OUT:
		badges.give_again(log.name)
	if act in ENDS or (act and log.status in states.CLOSED):
		host_notices.closed(log.name)
	if not act and log.status in states.ON_SITE and log.has_value_changed("host"):
		host_notices.arrived(log.name)
	block_matches.follow_visit(log.name, act)
	if act in TOLD:
		invitation_mails.visit_changed(log.name)
	live.changed(log.name)


def came(log: Document, act: str) -> None:
	"""The visitor stands at the desk; where a rule names them, nobody hears of it before a manager has decided."""
	if act == states.CHECK_IN:
		frappe.db.set_value(VISITOR, log.visitor, "last_visit_on", log.checked_in_on, update_modified=False)
	if log.arrived_on and not log.under_review:
		host_notices.arrived(log if log.flags.as_held else log.name)


def waits(log: Document) -> None:
	"""Somebody whose visit is not approved yet stands at the desk."""
	if log.arrived_on:
		return
	log.db_set("arrived_on", now_datetime(), update_modified=False)
	came(log, states.ASK)
	live.changed(log.name)


def give_badge(log: Document, badge: str) -> None:
	"""Hand out a badge to who is in."""
	name = badges.issue(badge, log=log.name)
	log.db_set("badge", name, update_modified=False)


def examine_new(log: Document) -> None:
	"""Test a new visit against the rules; whoever they name waits for a manager, and is told nothing."""
	if not block_rules.examine(log, "Invitation").blocked:
		return
	was = log.status
	log.db_set({"under_review": 1, "status": states.AWAITING_APPROVAL}, update_modified=False)
	if was == states.EXPECTED:
		note_event(log, states.ASK, was)


def note_event(log: Document, act: str, was: str) -> None:
	"""Add a row to what happened, beside a save."""
	row = log.append(
		"events",
		{
			"act": act,
			"from_status": was,
			"to_status": log.status,
			"happened_on": now_datetime(),
			"user": frappe.session.user,
		},
	)
	row.db_insert()
