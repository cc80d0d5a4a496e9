"""What reception does on its page, in as few steps as the visitor's type allows.

None of these functions checks a permission: the page's endpoints do. Acts themselves are in visits.py.
"""

import frappe
from frappe import _
from frappe.utils import cstr

from office_management.domain import visit_states as states
from office_management.front_desk import (
	agreements,
	answers,
	arrival_checks,
	desk,
	permissions,
	pictures,
	search,
	visitors,
	visits,
)

LOG, VISITOR, TYPE = "Visitor Log", "Visitor", "Visitor Type"
OF_WALK_IN = (
	"visitor",
	"full_name",
	"organisation",
	"email",
	"phone",
	"language",
	"visitor_type",
	"host",
	"space",
	"purpose",
	"vehicle_plate",
	"arrival_key",
)
OF_VISITOR = ("organisation", "email", "phone")
OF_VISIT = ("host", "vehicle_plate")
"""What the page may send of a visitor and of a visit."""


class WalkInError(frappe.ValidationError):
	"""A new visitor without a name, a type or a place."""


def walk_in(values: dict, badge: str | None = None) -> dict:
	"""Somebody stands at the desk. Who is expected gets that visit; who needs nothing more is checked in at once.

	Answers the visit as a hit of the search, `is_in`, and what is missing still (as `needs`).

	Raises WalkInError, or what keeps them out.
	"""
	given = {field: cstr(values.get(field)).strip() or None for field in OF_WALK_IN}
	check_complete(given)
	log = visits.new_visit(given, visits.WALK_IN)
	missing = needs(log)
	if missing["asks"]:
		return {**told(log), "needs": missing}
	visits.check_in(log, badge=badge or None)
	return told(log)


def check_may_log(given: dict) -> None:
	"""Raises PermissionError unless the session's user may log visits to this place, of this visitor."""
	if given.get("visitor"):
		frappe.has_permission(VISITOR, "read", doc=given["visitor"], throw=True)
	if given.get("space") and not permissions.may_use(given["space"], LOG):
		message = _("You log visitors at other places than {0}.", context="Front Desk")
		frappe.throw(
			message.format(frappe.bold(frappe.utils.escape_html(given["space"]))), frappe.PermissionError
		)


def check_complete(given: dict) -> None:
	"""Raises WalkInError where a visit could not be made."""
	if not (given["full_name"] or given["visitor"]) or not given["visitor_type"] or not given["space"]:
		frappe.throw(
			_("Say who it is, what kind of visitor, and where.", context="Front Desk"),
			WalkInError,
		)


def check_in(log: str, given: dict, badge: str | None = None) -> dict:
	"""Check in with all that was asked for: details, answers, a photo, a signature.

	Args:
		given: any of `details` (OF_VISITOR and OF_VISIT), `answers` by line_key, `photo` and `signature` as data
			addresses, `agreement` that the signature is for.
	"""
	visits.locked(log)
	keep_details(log, given.get("details") or {})
	if given.get("answers"):
		answers.store(log, given["answers"])
	if given.get("photo"):
		pictures.keep_picture(given["photo"], log, "photo")
	if given.get("signature") and given.get("agreement"):
		agreements.sign(log, given["agreement"], given["signature"])
	visits.check_in(log, badge=badge or None)
	return told(log)


def keep_details(log: str, details: dict) -> None:
	"""Write what was asked for on the visitor and on the visit."""
	doc = frappe.get_doc(LOG, log)
	if person := {field: details[field] for field in OF_VISITOR if details.get(field)}:
		visitors.complete(doc.visitor, person)
	if visit := {field: details[field] for field in OF_VISIT if details.get(field)}:
		doc.update(visit)
		doc.save()


def give_badge(log: str, badge: str) -> dict:
	"""Hand a badge to somebody who is in already."""
	visits.check_in(log, badge=badge)
	return told(log)


def told(log: str) -> dict:
	"""The visit as the page shows it, after an act."""
	hit = search.visit(log)
	return {"log": log, "visit": hit, "is_in": bool(hit) and hit.status == states.CHECKED_IN}


# --- what is asked at check-in --------------------------------------------------------------------------------


def needs(log: str) -> dict:
	"""What the visitor's type asks for before somebody comes in, and is not known yet.

	`asks` says whether there is anything that keeps them out. Somebody who waits for a decision is asked nothing.
	"""
	doc = frappe.get_doc(LOG, log)
	rules = frappe.get_cached_doc(TYPE, doc.visitor_type)
	found = {"agreement": None, "questions": [], "details": [], "photo": None, "badge": False}
	if doc.status not in (states.EXPECTED, states.AWAITING_APPROVAL) or doc.under_review:
		return {**found, "asks": False}
	language = frappe.db.get_value(VISITOR, doc.visitor, "language") or frappe.local.lang
	found["details"] = missing_details(doc, rules)
	found["questions"] = open_questions(doc, language)
	found["agreement"] = open_agreement(doc, language)
	found["photo"] = None if doc.photo or rules.photo_rule == "Off" else rules.photo_rule
	found["badge"] = bool(rules.gives_badge) and desk.has_numbered_badges()
	required = [question for question in found["questions"] if question["is_required"]]
	asks = found["details"] or required or found["agreement"] or found["photo"] == "Required"
	return {**found, "asks": bool(asks)}


def missing_details(doc, rules) -> list[dict]:
	"""Fields of the visitor and of the visit that the type requires and that are empty."""
	known = frappe.db.get_value(VISITOR, doc.visitor, OF_VISITOR, as_dict=True) or {}
	found = [
		described(VISITOR, field)
		for rule, field in arrival_checks.DETAILS.items()
		if rules.get(rule) == arrival_checks.REQUIRED and not known.get(field)
	]
	if rules.host_required and not doc.host:
		found.append(described(LOG, "host"))
	if rules.ask_vehicle == arrival_checks.REQUIRED and not doc.vehicle_plate:
		found.append(described(LOG, "vehicle_plate"))
	return found


def described(doctype: str, fieldname: str) -> dict:
	"""A field as the dialog draws it."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	return {
		"fieldname": fieldname,
		"label": _(field.label, context=doctype),
		"fieldtype": field.fieldtype,
		"options": field.options,
	}


def open_questions(doc, language: str) -> list[dict]:
	"""The questions of the type that are not answered, in the visitor's language."""
	answered = {row.line_key for row in doc.answers if row.answer}
	return [row for row in answers.questions_for(doc, language) if row["line_key"] not in answered]


def open_agreement(doc, language: str) -> dict | None:
	"""The agreement that must be signed first, with its text in the visitor's language."""
	name = agreements.needed(doc)
	return {"name": name, **agreements.text_of(name, language)} if name else None
