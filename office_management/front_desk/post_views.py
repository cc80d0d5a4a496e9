"""Messages and deliveries as others see them: on the Employee form and in Office Day."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import add_to_date, cint, format_datetime, get_datetime, now_datetime
from pypika.terms import Criterion

from office_management.domain import delivery_states as states
from office_management.domain import message_states
from office_management.erp.people import employee_of
from office_management.front_desk import post_rights
from office_management.office_administration import api as administration

MESSAGE = "Phone Message"
DELIVERY = "Delivery"
ROWS = 5
ON_THE_FORM = 10
RECEPTION = ("Office Manager", "Office Receptionist")
LONG_AGO = "1900-01-01"


# --- which ones -----------------------------------------------------------------------------------------------


def waiting(table) -> Criterion:
	"""Somebody still has to read the message, or to do what the caller asked."""
	acknowledged = table.status == message_states.ACKNOWLEDGED
	return (table.status == message_states.UNREAD) | (
		acknowledged & (table.action_wanted != message_states.INFORMATION)
	)


def late(table) -> Criterion:
	"""The caller should have been called back by now."""
	return table.status.isin(message_states.OPEN) & table.answer_by[LONG_AGO : now_datetime()]


def here(table, direction: str) -> Criterion:
	"""It lies here, to be collected."""
	return table.status.isin(states.OPEN) & (table.direction == direction)


def unclaimed_before():
	"""What came before this moment should have been collected by now."""
	days = cint(administration.setting("delivery_reminder_days")) or 1
	return get_datetime(add_to_date(now_datetime(), days=-days))


def messages_where(criterion: Criterion, table, limit: int = ROWS) -> tuple[int, list[frappe._dict]]:
	"""How many messages of the user's, and the first few, those to be answered first coming first."""
	return _found(
		table, post_rights.message_criterion(table), criterion, MESSAGE_FIELDS, table.answer_by, limit
	)


def deliveries_where(criterion: Criterion, table, limit: int = ROWS) -> tuple[int, list[frappe._dict]]:
	"""How many deliveries of the user's, and the first few, the oldest first."""
	right = post_rights.delivery_criterion(table)
	return _found(table, right, criterion, DELIVERY_FIELDS, table.received_on, limit)


MESSAGE_FIELDS = (
	"name",
	"caller_name",
	"caller_organisation",
	"phone",
	"action_wanted",
	"urgency",
	"status",
	"recipient_name",
	"answer_by",
	"received_on",
	"calls_again_on",
)
DELIVERY_FIELDS = (
	"name",
	"kind",
	"quantity",
	"carrier",
	"status",
	"direction",
	"recipient_name",
	"department",
	"space",
	"received_on",
)


def _found(table, right: Criterion | None, criterion: Criterion, fields: tuple, first, limit: int):
	query = frappe.qb.from_(table).where(criterion)
	if right is not None:
		query = query.where(right)
	count = query.select(Count("*")).run()[0][0]
	if not count:
		return 0, []
	query = query.select(*(table[field] for field in fields))
	query = query.orderby(first.isnull()).orderby(first).orderby(table.received_on)
	return count, query.limit(limit).run(as_dict=True)


# --- on the Employee form -------------------------------------------------------------------------------------


def of_employee(employee: str) -> dict:
	"""Messages that wait for an employee, and what lies here for them, as far as the user may see: an allow-list."""
	message, delivery = frappe.qb.DocType(MESSAGE), frappe.qb.DocType(DELIVERY)
	_count, messages = messages_where(
		waiting(message) & (message.recipient == employee), message, ON_THE_FORM
	)
	mine = here(delivery, states.IN) & (delivery.recipient == employee)
	_count, deliveries = deliveries_where(mine, delivery, ON_THE_FORM)
	places = called_places(deliveries)
	return {
		"messages": [
			{
				"name": row.name,
				"caller": caller_in_words(row),
				"wish": _(row.action_wanted, context=MESSAGE),
				"status": row.status,
				"answer_by": row.answer_by,
				"is_late": bool(row.answer_by and row.answer_by < now_datetime()),
			}
			for row in messages
		],
		"deliveries": [
			{
				"name": row.name,
				"what": what_in_words(row),
				"place": places.get(row.space),
				"received_on": row.received_on,
			}
			for row in deliveries
		],
	}


def called_places(rows: list[frappe._dict]) -> dict[str, str]:
	"""What the places of some rows are called."""
	spaces = sorted({row.space for row in rows if row.space})
	filters = {"name": ("in", spaces or [""])}
	return dict(
		frappe.get_all("Office Space", filters, ["name", "space_name"], order_by="name", as_list=True)
	)


def caller_in_words(row: frappe._dict) -> str:
	"""Who called."""
	names = [row.caller_name, row.caller_organisation]
	return ", ".join(filter(None, names)) or row.phone or _("Somebody", context=MESSAGE)


def what_in_words(row: frappe._dict) -> str:
	"""What it is and who brought it."""
	kind = _(row.kind or "Parcel", context=DELIVERY)
	return ", ".join(
		filter(None, [f"{row.quantity} × {kind}" if cint(row.quantity) > 1 else kind, row.carrier])
	)


# --- Office Day -----------------------------------------------------------------------------------------------


def get_blocks() -> list[dict]:
	"""One's own messages and parcels; for reception what is late, unclaimed, and waiting for the carrier."""
	blocks = []
	if set(frappe.get_roles()).intersection(RECEPTION):
		blocks = [late_messages(), unclaimed(), for_carrier()]
	employee = employee_of(frappe.session.user)
	return [*mine(employee), *blocks] if employee else blocks


def mine(employee: str) -> list[dict]:
	"""What waits for this employee; nothing where nothing does."""
	message, delivery = frappe.qb.DocType(MESSAGE), frappe.qb.DocType(DELIVERY)
	own = (message.recipient == employee) | (message.deputy == employee)
	count, rows = messages_where(waiting(message) & own, message)
	blocks = []
	if count:
		blocks.append(
			block(
				"my_messages",
				_("Phone messages for me", context="Office Day"),
				(count, [message_row(row) for row in rows]),
				MESSAGE,
				{"status": ["in", list(message_states.OPEN)], "recipient": employee},
				"blue",
			)
		)
	count, rows = deliveries_where(here(delivery, states.IN) & (delivery.recipient == employee), delivery)
	if count:
		filters = {"status": ["in", list(states.OPEN)], "recipient": employee}
		title = _("Parcels for me", context="Office Day")
		blocks.append(block("my_parcels", title, (count, parcel_rows(rows)), DELIVERY, filters, "blue"))
	return blocks


def late_messages() -> dict:
	"""Calls that nobody has answered in time."""
	table = frappe.qb.DocType(MESSAGE)
	count, rows = messages_where(late(table), table)
	return block(
		"late_messages",
		_("Calls not answered in time", context="Office Day"),
		(count, [message_row(row, whose=True) for row in rows]),
		MESSAGE,
		{"status": ["in", list(message_states.OPEN)], "answer_by": ["<", str(now_datetime())]},
		"red",
		RECEPTION,
	)


def unclaimed() -> dict:
	"""Parcels that have been here too long."""
	table, before = frappe.qb.DocType(DELIVERY), unclaimed_before()
	count, rows = deliveries_where(here(table, states.IN) & table.received_on[LONG_AGO:before], table)
	return block(
		"unclaimed",
		_("Unclaimed parcels", context="Office Day"),
		(count, parcel_rows(rows, whose=True)),
		DELIVERY,
		{"status": ["in", list(states.OPEN)], "direction": states.IN, "received_on": ["<", str(before)]},
		"orange",
		RECEPTION,
	)


def for_carrier() -> dict:
	"""What goes out and waits to be fetched."""
	table = frappe.qb.DocType(DELIVERY)
	count, rows = deliveries_where(here(table, states.OUT), table)
	return block(
		"for_carrier",
		_("Parcels for the carrier", context="Office Day"),
		(count, parcel_rows(rows, whose=True)),
		DELIVERY,
		{"status": ["in", list(states.OPEN)], "direction": states.OUT},
		"blue",
		RECEPTION,
	)


def block(key: str, title: str, found: tuple, doctype: str, filters: dict, colour: str, roles=None) -> dict:
	"""One block of Office Day; what a block is: see office_administration/office_day.py."""
	count, rows = found
	made = {
		"key": key,
		"title": title,
		"count": count,
		"rows": rows,
		"action": administration.show_all(doctype, filters),
		"indicator": colour,
	}
	return {**made, "for_roles": roles} if roles else made


def message_row(row: frappe._dict, whose: bool = False) -> dict:
	"""Who called, what they wish, and by when."""
	by = row.answer_by or row.calls_again_on
	facts = [
		row.recipient_name if whose else None,
		_(row.action_wanted, context=MESSAGE),
		by and format_datetime(by, "d MMM HH:mm"),
	]
	return {
		"title": caller_in_words(row),
		"subtitle": ", ".join(filter(None, facts)),
		"route": ["Form", MESSAGE, row.name],
	}


def parcel_rows(rows: list[frappe._dict], whose: bool = False) -> list[dict]:
	"""What it is, for whom, where it lies and since when."""
	places = called_places(rows)
	shown = []
	for row in rows:
		owner = row.recipient_name or row.department
		facts = [what_in_words(row)] if whose and owner else []
		facts += [places.get(row.space), format_datetime(row.received_on, "d MMM")]
		shown.append(
			{
				"title": owner if whose and owner else what_in_words(row),
				"subtitle": ", ".join(filter(None, facts)),
				"route": ["Form", DELIVERY, row.name],
			}
		)
	return shown
