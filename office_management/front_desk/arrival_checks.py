"""What stands between somebody at the door and coming in: rules, approval, agreement, questions, details."""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form

from office_management.front_desk import agreements, answers, block_rules, retention

LOG = "Visitor Log"
TYPE = "Visitor Type"
VISITOR = "Visitor"
NOT_INVITED = ("Walk-in", "Kiosk")
REQUIRED = "Required"
DETAILS = {"ask_organisation": "organisation", "ask_email": "email", "ask_phone": "phone"}
"""Rule of the type -> field of the visitor."""


class VisitDetailsError(frappe.ValidationError):
	"""Something that the visitor's type asks for is not known yet."""


class VisitAgreementError(frappe.ValidationError):
	"""The agreement of the visitor's type is not signed."""


class VisitAnswersError(frappe.ValidationError):
	"""A question of the visitor's type is not answered."""


def needs_approval(log: Document) -> bool:
	"""Whether the type asks somebody to approve this visit, and nobody has."""
	if log.approved_on:
		return False
	rule = frappe.get_cached_value(TYPE, log.visitor_type, "approval")
	return rule == "Always" or (rule == "Walk-Ins" and log.source in NOT_INVITED)


def stop_at_the_door(log: Document) -> bool:
	"""Whether somebody must say first that this visitor may come in. A rule that names them is never mentioned.

	Raises RetentionNotConfirmedError, VisitAgreementError, VisitAnswersError or VisitDetailsError where something
	else keeps them out.
	"""
	retention.check_confirmed()
	if block_rules.examine(log, "Check-In").blocked:
		log.under_review = 1
		return True
	if needs_approval(log):
		return True
	check_agreement(log)
	check_answers(log)
	check_details(log)
	return False


def check_agreement(log: Document) -> None:
	"""Raises VisitAgreementError when an agreement must be signed first."""
	agreement = agreements.needed(log)
	if agreement:
		title = frappe.db.get_value("Visitor Agreement", agreement, "title") or agreement
		frappe.throw(
			_("{0} must be signed first. Let the visitor sign, then check in.", context=LOG).format(
				bold(get_link_to_form("Visitor Agreement", agreement, escape_html(title)))
			),
			VisitAgreementError,
			title=_("Agreement", context=LOG),
		)
	agreements.keep_earlier(log)


def check_answers(log: Document) -> None:
	"""Raises VisitAnswersError when a question is open."""
	if answers.missing(log):
		frappe.throw(
			_("The questions of {0} must be answered first.", context=LOG).format(
				bold(escape_html(log.visitor_type))
			),
			VisitAnswersError,
			title=_("Questions", context=LOG),
		)


def check_details(log: Document) -> None:
	"""Raises VisitDetailsError when something that the type requires is not known."""
	missing = missing_details(log)
	if missing:
		frappe.throw(
			_("{0} asks for more before check-in: {1}.", context=LOG).format(
				bold(escape_html(log.visitor_type)), bold(", ".join(missing))
			),
			VisitDetailsError,
			title=_("Missing Details", context=LOG),
		)


def missing_details(log: Document) -> list[str]:
	"""The labels of what the type requires and nobody has told yet."""
	rules = frappe.get_cached_doc(TYPE, log.visitor_type)
	missing = []
	if asked := {rule: field for rule, field in DETAILS.items() if rules.get(rule) == REQUIRED}:
		known = frappe.db.get_value(VISITOR, log.visitor, list(asked.values()), as_dict=True) or {}
		meta = frappe.get_meta(VISITOR)
		missing += [
			_(meta.get_label(field), context=VISITOR) for field in asked.values() if not known.get(field)
		]
	for wanted, field in (
		(rules.host_required, "host"),
		(rules.ask_vehicle == REQUIRED, "vehicle_plate"),
		(rules.photo_rule == REQUIRED, "photo"),
	):
		if wanted and not log.get(field):
			missing.append(_(log.meta.get_label(field), context=LOG))
	return missing
