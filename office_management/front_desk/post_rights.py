"""Who may see which phone messages and deliveries: one criterion each, for lists, documents and reports.

Reception (office managers, receptionists, system managers) sees all of its places and companies. Anyone else sees the
messages that are for them, those they were told of as a deputy, those they took, and the deliveries that are theirs.
The right of the role Employee to write lets a recipient close or forward a message; what it says stays as it was.
"""

import frappe
from pypika.terms import Criterion

from office_management.erp.people import employee_of
from office_management.front_desk import permissions
from office_management.office_space import api as office_space
from office_management.row_rules import is_empty

MESSAGE = "Phone Message"
DELIVERY = "Delivery"


def message_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Phone Message, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	own = messages_of(table, user)
	if not permissions.is_reception(user):
		return own
	company = office_space.company_criterion(table.company, MESSAGE, user)
	return None if company is None else company | own


def messages_of(table, user: str) -> Criterion:
	"""Messages for the user, those they were told of as a deputy, and those they took."""
	criterion = table.taken_by == user
	employee = employee_of(user)
	return criterion | (table.recipient == employee) | (table.deputy == employee) if employee else criterion


def delivery_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Delivery, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	employee = employee_of(user)
	own = table.recipient == employee if employee else None
	if not permissions.is_reception(user):
		return table.name == "" if own is None else own
	limit = permissions.limits(table, DELIVERY, user)
	if limit is None:
		return None
	nowhere = is_empty(table.space) & (table.owner == user)
	return limit | nowhere if own is None else limit | nowhere | own


def is_addressee(message, user: str | None = None) -> bool:
	"""Whether the message is for the user, or they were told of it as the deputy."""
	employee = employee_of(user or frappe.session.user)
	return bool(employee) and employee in (message.recipient, message.deputy)


def is_of_companies(doc, doctype: str, user: str) -> bool:
	"""Whether whoever it is for works in one of the companies that the user is limited to."""
	for owner, field in (("Employee", "recipient"), ("Department", "department")):
		if name := doc.get(field):
			table = frappe.qb.DocType(owner)
			limit = office_space.company_criterion(table.company, doctype, user)
			return permissions.exists(table, name, limit)
	return True


# --- what hooks.py names --------------------------------------------------------------------------------------


def phone_message_query(user: str | None = None, doctype: str = MESSAGE) -> str:
	"""permission_query_conditions of Phone Message."""
	return office_space.as_sql(message_criterion(frappe.qb.DocType(MESSAGE), user))


def delivery_query(user: str | None = None, doctype: str = DELIVERY) -> str:
	"""permission_query_conditions of Delivery."""
	return office_space.as_sql(delivery_criterion(frappe.qb.DocType(DELIVERY), user))


def phone_message_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Phone Message: the saved row is asked; only reception takes one."""
	user = user or frappe.session.user
	if doc.is_new():
		return permissions.is_reception(user) and is_of_companies(doc, MESSAGE, user)
	return permissions.has_permission(MESSAGE, message_criterion, doc, ptype, user)


def delivery_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Delivery: the saved row is asked; a new one goes by its place. Acting is for reception."""
	if doc.is_new() and not is_of_companies(doc, DELIVERY, user or frappe.session.user):
		return False
	return permissions.has_permission(
		DELIVERY, delivery_criterion, doc, ptype, user, acting=permissions.is_reception
	)
