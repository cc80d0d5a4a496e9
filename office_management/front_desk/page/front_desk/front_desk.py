"""What the page Front Desk asks the server for: one call to show everything, one per act."""

import frappe

from office_management import inputs
from office_management.front_desk import badges, desk, reception, search, views
from office_management.retries import with_retries

LOG = "Visitor Log"


@frappe.whitelist()
def get_desk(space: str | None = None, shown: dict[str, int] | str | None = None) -> dict:
	"""All that the page shows: the lists with their counts, at a place and below it or everywhere."""
	frappe.has_permission(LOG, "write", throw=True)
	return desk.get_desk(space or None, inputs.fields(shown or {}))


@frappe.whitelist()
def find(text: str, space: str | None = None) -> dict:
	"""What was typed or scanned into the search box."""
	frappe.has_permission(LOG, "write", throw=True)
	return search.find(text, space or None)


@frappe.whitelist()
def find_hosts(text: str) -> list[dict]:
	"""Employees to whom a visitor may come, by any word of the name; name and department alone."""
	frappe.has_permission(LOG, "create", throw=True)
	return search.hosts(text)


@frappe.whitelist()
def get_proposal(space: str | None = None) -> dict:
	"""Type and place for somebody who was not expected."""
	frappe.has_permission(LOG, "create", throw=True)
	return desk.proposal(space or None)


@frappe.whitelist()
def get_needs(log: str) -> dict:
	"""What must be asked of a visitor before they come in."""
	frappe.has_permission(LOG, "write", doc=log, throw=True)
	views.note_viewed(LOG, log)
	return reception.needs(log)


@frappe.whitelist()
def get_group(log: str) -> list[dict]:
	"""All who were invited together with the visitor of a visit, as the lists show them."""
	frappe.has_permission(LOG, "write", doc=log, throw=True)
	return desk.group_of(log)


@frappe.whitelist(methods=["POST"])
def walk_in(values: dict | str, badge: str | None = None) -> dict:
	"""Log somebody who stands at the desk, and check them in if nothing more is asked."""
	frappe.has_permission(LOG, "create", throw=True)
	given = inputs.fields(values)
	reception.check_may_log(given)
	return with_retries(lambda: reception.walk_in(given, badge))


@frappe.whitelist(methods=["POST"])
def check_in(log: str, given: dict | str | None = None, badge: str | None = None) -> dict:
	"""Check in with what was asked for: details, answers, photo, signature, and the number of a badge."""
	frappe.has_permission(LOG, "write", doc=log, throw=True)
	asked = inputs.fields(given or {})
	return with_retries(lambda: reception.check_in(log, asked, badge))


@frappe.whitelist(methods=["POST"])
def give_badge(log: str, badge: str) -> dict:
	"""Hand a badge to a visitor who is in."""
	frappe.has_permission(LOG, "write", doc=log, throw=True)
	return with_retries(lambda: reception.give_badge(log, badge))


@frappe.whitelist(methods=["POST"])
def badge_not_returned(log: str) -> str:
	"""A visitor has left, but the badge is not back; answers its number."""
	frappe.has_permission(LOG, "write", doc=log, throw=True)
	return with_retries(lambda: badges.not_returned_after_all(log))
