"""What the browser may say of a message or a delivery: named fields, and nothing else."""

import frappe
from frappe import _, bold
from frappe.utils import cint, escape_html

from office_management import inputs
from office_management.domain.delivery_states import IN, OUT
from office_management.erp import callers
from office_management.front_desk import deliveries, messages, permissions, post_rights

MESSAGE = "Phone Message"
DELIVERY = "Delivery"
OF_MESSAGE = (
	"recipient",
	"caller_name",
	"caller_organisation",
	"phone",
	"action_wanted",
	"calls_again_on",
	"urgency",
	"message",
	"contact",
	"lead",
	"call_log",
)
OF_DELIVERY = (
	"direction",
	"carrier",
	"tracking_number",
	"kind",
	"quantity",
	"recipient",
	"department",
	"sender",
	"space",
	"note",
)


def of_message(values: dict | str) -> dict:
	"""The fields that whoever takes a message may fill in."""
	return _named(values, OF_MESSAGE)


def of_delivery(values: dict | str) -> dict:
	"""The fields that whoever takes in a delivery may fill in."""
	return _named(values, OF_DELIVERY)


def _named(values: dict | str, fields: tuple[str, ...]) -> dict:
	given = inputs.fields(values or {})
	return {field: inputs.plain(given[field]) for field in fields if given.get(field) not in (None, "")}


def names(named: list[str] | str) -> list[str]:
	"""The names of deliveries: a list, the same as JSON, or a single one."""
	if isinstance(named, str):
		named = named if named.startswith("[") else [named]
	return inputs.names(named)


def check_place(space: str | None) -> None:
	"""The user may lay something there. Raises frappe.PermissionError."""
	if space and not permissions.may_use(space, DELIVERY):
		frappe.throw(
			_("You are limited to some places, and {0} is not among them.", context=DELIVERY).format(
				bold(escape_html(space))
			),
			frappe.PermissionError,
		)


# --- acts with their answers ----------------------------------------------------------------------------------


def take_message(values: dict, client_key: str | None) -> dict:
	"""Write a message down; answers its name, and who will hear of it."""
	name = messages.take(values, client_key)
	recipient = frappe.db.get_value(
		MESSAGE, name, "recipient", for_update=True
	)  # also of a click just before
	return {"message": name, **messages.who_will_hear(recipient)}


def recipient_of_message(employee: str) -> dict:
	"""Who somebody is, whether they are in and who stands in; nothing of other companies' people."""
	user = frappe.session.user
	if not post_rights.is_of_companies(frappe._dict(recipient=employee), MESSAGE, user):
		return {}
	return messages.who_will_hear(employee)


def callers_of(phone: str) -> dict:
	"""Who has this number: contacts and leads (doctype, name, caller_name, caller_organisation), and the call."""
	return {"callers": callers.find_callers(phone), "call_log": callers.find_call(phone)}


def known_delivery(tracking_number: str, direction: str) -> dict | None:
	"""The delivery with this number, if the user may see it: an allow-list."""
	row = deliveries.find(tracking_number, OUT if direction == OUT else IN)
	if not row or not frappe.has_permission(DELIVERY, "read", doc=row.name):
		return None
	return {
		"name": row.name,
		"status": row.status,
		"recipient_name": row.recipient_name or row.department,
		"closed_on": row.collected_on or row.returned_on,
	}


def receive_delivery(values: dict, client_key: str | None) -> dict:
	"""Take in a delivery; answers its name, whether it was here already, and whose it is."""
	name, existing = deliveries.receive(values, client_key)
	fields = ["recipient_name", "department", "quantity", "status", "direction"]
	row = frappe.db.get_value(
		DELIVERY, name, fields, as_dict=True, for_update=True
	)  # somebody else's of just now
	return {
		"delivery": name,
		"existing": existing,
		"recipient_name": row.recipient_name or row.department,
		"quantity": cint(row.quantity),
		"status": row.status,
		"direction": row.direction,
	}
