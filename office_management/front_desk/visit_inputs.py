"""What browsers send about a visit, as the acts want it."""

import frappe
from frappe import _

from office_management import inputs
from office_management.front_desk import arrival_checks, permissions, places, visits
from office_management.savepoints import undone_on_error

LOG = "Visitor Log"
TEXTS = ("full_name", "email", "phone", "organisation", "language", "visitor", "purpose", "arrival_key")
LINKS = ("visitor_type", "host", "space", "facility_task", "vehicle_plate", "reception_note", "badge")
MISSING = (
	arrival_checks.VisitAgreementError,
	arrival_checks.VisitAnswersError,
	arrival_checks.VisitDetailsError,
)


def of_walk_in(values: dict | str) -> dict:
	"""The fields of a visitor who stands at the desk; place and type are proposed where they were left out.

	Known fields: full_name, email, phone, organisation, language, visitor, purpose, visitor_type, host, space,
	facility_task, vehicle_plate, reception_note, badge, arrival_key (all text), is_another (0 or 1).
	"""
	sent = inputs.fields(values)
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
	try:
		with undone_on_error():
			status = visits.check_in(name, badge=values.get("badge"))
	except MISSING as refusal:
		frappe.clear_last_message()
		return {"name": name, "status": frappe.db.get_value(LOG, name, "status"), "missing": str(refusal)}
	return {"name": name, "status": status, "missing": None}
