"""What browsers send about a visit, as the acts want it."""

import json

import frappe
from frappe import _

from office_management.front_desk import arrival_checks, permissions, places, visits

LOG = "Visitor Log"
TEXTS = ("full_name", "email", "phone", "organisation", "language", "visitor", "purpose", "arrival_key")
LINKS = ("visitor_type", "host", "space", "facility_task", "vehicle_plate", "reception_note", "badge")
MISSING = (
	arrival_checks.VisitAgreementError,
	arrival_checks.VisitAnswersError,
	arrival_checks.VisitDetailsError,
)


class VisitInputError(frappe.ValidationError):
	"""What was sent cannot be read."""


def read(sent: object) -> object:
	"""What was sent, out of its JSON if it came as text. Raises VisitInputError."""
	try:
		return json.loads(sent) if isinstance(sent, str) else sent
	except ValueError:
		frappe.throw(_("What was sent cannot be read.", context=LOG), VisitInputError)


def parsed(values: dict | str) -> dict:
	"""What was sent, as a dict. Raises VisitInputError."""
	found = read(values)
	if not isinstance(found, dict):
		frappe.throw(_("Send the fields as name and value.", context=LOG), VisitInputError)
	return found


def rows(sent: list | str) -> list:
	"""What was sent, as a list. Raises VisitInputError."""
	found = read(sent)
	if not isinstance(found, list):
		frappe.throw(_("Send the rows as a list.", context=LOG), VisitInputError)
	return found


def names(chosen: list | str) -> list[str]:
	"""Names of records that were sent, each once. Raises VisitInputError."""
	found = read(chosen)
	if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
		frappe.throw(_("Send the names as a list.", context=LOG), VisitInputError)
	return list(dict.fromkeys(found))


def of_walk_in(values: dict | str) -> dict:
	"""The fields of a visitor who stands at the desk; place and type are proposed where they were left out.

	Known fields: full_name, email, phone, organisation, language, visitor, purpose, visitor_type, host, space,
	facility_task, vehicle_plate, reception_note, badge, arrival_key (all text), is_another (0 or 1).
	"""
	sent = parsed(values)
	given = {field: str(sent[field]).strip() for field in (*TEXTS, *LINKS) if sent.get(field)}
	given["is_another"] = bool(frappe.utils.cint(sent.get("is_another")))
	given["space"] = places.place_or_proposed(given.get("space"))
	given.setdefault("visitor_type", proposed_type())
	return given


def proposed_type() -> str | None:
	"""The type that new visitors have until another one is chosen."""
	return frappe.db.get_value("Visitor Type", {"is_default": 1, "disabled": 0})


def check_place(space: str) -> None:
	"""Raises frappe.PermissionError for a place that the user is not to use."""
	places.root_of(space)  # so that an act begins with its lock, and sees all that was there when it got it
	if not permissions.may_use(space, LOG):
		frappe.throw(_("You are limited to other places.", context=LOG), frappe.PermissionError)


def log_walk_in(values: dict) -> dict:
	"""Make or find the visit, and check it in; where something is missing it stays expected, and the answer says what."""
	name = visits.new_visit(values, visits.WALK_IN)
	savepoint = "s" + frappe.generate_hash(length=12)
	frappe.db.savepoint(savepoint)
	try:
		status = visits.check_in(name, badge=values.get("badge"))
	except MISSING as refusal:
		frappe.db.rollback(save_point=savepoint)
		frappe.clear_last_message()
		return {"name": name, "status": frappe.db.get_value(LOG, name, "status"), "missing": str(refusal)}
	return {"name": name, "status": status, "missing": None}
