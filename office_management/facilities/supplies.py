"""Office supplies: what employees may order, for whom and where, and what they are told of it.

Employees hold no right on Item or Material Request. Here it is decided who may order what; erp/supplies.py then
writes it into ERPNext as drafts that the buyer goes on with.
"""

import hashlib
import html
import re
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint, escape_html, flt, strip_html

from office_management import inputs
from office_management.domain import supply_quantities as limits
from office_management.domain.supply_stages import may_change, stage_of
from office_management.erp import departments, people, supplies, supply_items, supply_progress
from office_management.erp.supplies import Line
from office_management.office_administration import api as administration
from office_management.office_space import api as spaces

PAGE = "Office Supplies"
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


class SupplyOrdersOffError(frappe.ValidationError):
	"""The office has switched ordering by employees off."""


class EmptyOrderError(frappe.ValidationError):
	"""Nothing is ordered, or so much that it is no order of one person."""


class NotASupplyError(frappe.ValidationError):
	"""The item is no office supply, or not to be had any more."""


class SupplyQuantityError(frappe.ValidationError):
	"""So many cannot be ordered."""


class SupplyTextError(frappe.ValidationError):
	"""Free text that is empty or too long, or that this office does not take."""


class SupplyPlaceError(frappe.ValidationError):
	"""No such place to bring things to, or none the person may name."""


class SupplyDepartmentError(frappe.ValidationError):
	"""No such department in the person's company."""


class OrderKeyError(frappe.ValidationError):
	"""An order without a proper key of its own."""


class SupplyTakenUpError(frappe.ValidationError):
	"""The buyer has taken up the request: what is in it cannot be changed here any more."""


# --- who orders -----------------------------------------------------------------------------------------------


def require_orderer(user: str | None = None) -> frappe._dict:
	"""The employee a user orders as: name, employee_name, company, department.

	Raises:
		frappe.PermissionError: the user has no employee record, or does not work here any more.
	"""
	employee = people.employee_of(user or frappe.session.user)
	facts = people.employee_facts([employee]).get(employee) if employee else None
	if not facts or facts.status != "Active" or not administration.has_app_permission():
		message = _(
			"Only employees order office supplies, and your user is not linked to an active employee. Ask "
			"Human Resources to link it.",
			context="Office Supplies",
		)
		frappe.throw(message, frappe.PermissionError)
	return facts


def require_orders_on() -> None:
	"""Raises SupplyOrdersOffError when the office does not take orders here."""
	if not administration.setting("accept_supply_orders"):
		message = _(
			"Orders by employees are switched off in {0}. Ask the office manager.", context="Office Supplies"
		)
		frappe.throw(message.format(_("Office Management Settings")), SupplyOrdersOffError)


# --- ordering -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whereto:
	"""For whom and where a whole order is, checked."""

	space: str | None
	department: str | None
	cost_center: str | None
	note: str


def order(
	person: frappe._dict,
	rows: list[dict],
	client_key: str,
	space: str | None = None,
	department: str | None = None,
	note: str = "",
) -> list[str]:
	"""Order some things: rows of item and quantity, or of text (and quantity) for what is not in the list.

	Call it in a fresh transaction. With the same key each thing is ordered once, however often it is asked: an
	answer that got lost does no harm, nor does what was added to the order since.

	Returns:
		the rows of the order.
	"""
	supplies.stand_in_line(person.company)
	require_orders_on()
	check_key(client_key)
	whereto = _whereto(person, space, department, note)
	if any(not row.get("item") for row in rows):
		supply_items.set_up_other_item()
	lines = _lines(person, rows, whereto, client_key)
	return supplies.add_to_drafts(person.company, lines)


def parsed_rows(rows: list[dict] | str) -> list[dict]:
	"""The rows of an order as they come from the browser, only what is known of them.

	Raises:
		inputs.InputError: they are no list of rows.
	"""
	message = _("The order could not be read. Order again.", context="Office Supplies")
	rows = inputs.parsed(rows, list, message)
	if not all(isinstance(row, dict) for row in rows):
		inputs.refuse(message)
	return [{name: row.get(name) for name in ("item", "quantity", "text")} for row in rows]


def check_key(client_key: str) -> None:
	"""Raises OrderKeyError unless it is a key that a browser made up for an order."""
	if not KEY.fullmatch(client_key or ""):
		message = _(
			"The order has no proper key. Reload the page and order again.", context="Office Supplies"
		)
		frappe.throw(message, OrderKeyError)


def _row_key(person: frappe._dict, client_key: str, row: dict) -> str:
	"""The stored key of one thing in an order; each person's keys are their own."""
	what = row.get("item") or row.get("text")
	return hashlib.sha256("\n".join((person.name, client_key, str(what))).encode()).hexdigest()[:40]


def _whereto(person: frappe._dict, space: str | None, department: str | None, note: str) -> Whereto:
	place = check_place(person, space) if space else None
	if department and not any(row["value"] == department for row in departments_of(person.company)):
		message = _("{0} is no department of {1}. Choose another one.", context="Office Supplies")
		names = frappe.bold(escape_html(department)), frappe.bold(escape_html(person.company))
		frappe.throw(message.format(*names), SupplyDepartmentError)
	cost_center = departments.cost_center_of(department) if department else None
	cost_center = cost_center or (place.cost_center if place else None)
	return Whereto(space or None, department or None, cost_center, clean(note))


def clean(text: str | None) -> str:
	"""Typed text without markup, within bounds."""
	plain = strip_html(str(text or "")).strip()
	if len(plain) > limits.MOST_LETTERS:
		message = _("Say it in at most {0} letters; this has {1}.", context="Office Supplies")
		frappe.throw(message.format(limits.MOST_LETTERS, len(plain)), SupplyTextError)
	return plain


def _lines(person: frappe._dict, rows: list[dict], whereto: Whereto, client_key: str) -> list[Line]:
	if not 0 < len(rows) <= limits.MOST_ROWS:
		message = _("Order at least one thing, and at most {0} at once.", context="Office Supplies")
		frappe.throw(message.format(limits.MOST_ROWS), EmptyOrderError)
	wanted = [str(row["item"]) for row in rows if row.get("item")]
	items = {item.name: item for item in supply_items.supply_items(wanted)} if wanted else {}
	common = {
		"space": whereto.space,
		"department": whereto.department,
		"cost_center": whereto.cost_center,
		"employee": person.name,
		"note": whereto.note,
	}
	return [_line(row, items, {**common, "key": _row_key(person, client_key, row)}) for row in _merged(rows)]


def _merged(rows: list[dict]) -> list[dict]:
	"""The same thing twice in one order is one row."""
	merged: dict[tuple, dict] = {}
	for row in rows:
		name = ("item", str(row["item"])) if row.get("item") else ("text", clean(row.get("text")))
		if name in merged:
			merged[name]["quantity"] = _number(merged[name]["quantity"]) + _number(row.get("quantity"))
		else:
			merged[name] = {**row, "quantity": row.get("quantity") or 0}
	return list(merged.values())


def _line(row: dict, items: dict[str, frappe._dict], common: dict) -> Line:
	if not row.get("item"):
		return _free_line(row, common)
	item = items.get(str(row["item"]))
	if not item:
		message = _("{0} cannot be ordered any more. Take it out of the order.", context="Office Supplies")
		frappe.throw(message.format(frappe.bold(escape_html(str(row["item"])))), NotASupplyError)
	check_quantity(item, row["quantity"])
	return Line(item=item, quantity=flt(row["quantity"]), **common)


def _free_line(row: dict, common: dict) -> Line:
	text = clean(row.get("text"))
	other = other_item()
	if not text or not other:
		message = _("Say what you need.", context="Office Supplies")
		if not other:
			message = _("This office takes only what is in the list.", context="Office Supplies")
		frappe.throw(message, SupplyTextError)
	quantity = row["quantity"] or 1
	check_quantity(other, quantity)
	return Line(item=other, quantity=flt(quantity), text=text, **common)


def check_quantity(item: frappe._dict, quantity: float) -> None:
	"""Raises SupplyQuantityError unless so many of an item can be ordered."""
	why = limits.why_not(_number(quantity), bool(item.whole))
	if not why:
		return
	message = {
		limits.NOT_A_NUMBER: _("Say how many of {0} you need.", context="Office Supplies"),
		limits.NOT_POSITIVE: _("Order at least one of {0}, or take it out.", context="Office Supplies"),
		limits.NOT_WHOLE: _(
			"{0} comes in whole units only. Order a whole number.", context="Office Supplies"
		),
		limits.TOO_MUCH: _(
			"At most {1} of {0} can be ordered at once. Talk to the buyer if you need more.",
			context="Office Supplies",
		),
	}[why]
	name = frappe.bold(escape_html(item.item_name))
	frappe.throw(
		message.format(name, limits.MOST_OF_ONE),
		SupplyQuantityError,
		title=_("How Many?", context="Office Supplies"),
	)


def _number(value) -> float:
	try:
		return float(value)
	except (TypeError, ValueError):
		return float("nan")


def other_item() -> frappe._dict | None:
	"""The item for free text, with its unit; None where this office takes none."""
	name = supply_items.other_item()
	if not name or not frappe.db.exists("Item", {"name": name, "disabled": 0}):
		return None
	columns = list(supply_items.COLUMNS)
	return supply_items.with_units([frappe.db.get_value("Item", name, columns, as_dict=True)])[0]


# --- the cupboard ---------------------------------------------------------------------------------------------


def running_low(person: frappe._dict, item: str, space: str, client_key: str) -> dict:
	"""Order the usual quantity of an item for a place, unless it stands in an open draft already.

	Call it in a fresh transaction.

	Returns:
		ordered: whether it was ordered now; quantity; asked_on: the day of the draft that has it.
	"""
	supplies.stand_in_line(person.company)
	require_orders_on()
	place = check_place(person, space)
	check_key(client_key)
	found = supplies.open_row(person.company, item, space)
	if found:
		return {"ordered": False, "quantity": found.qty, "asked_on": found.transaction_date}
	quantity = usual_quantity(item)
	whereto = Whereto(space, None, place.cost_center, "")
	lines = _lines(person, [{"item": item, "quantity": quantity}], whereto, client_key)
	supplies.add_to_drafts(person.company, lines)
	return {"ordered": True, "quantity": quantity, "asked_on": frappe.utils.getdate()}


def usual_quantity(item: str) -> float:
	"""How many are ordered by one tap: the usual quantity, or one."""
	return flt(frappe.db.get_value("Item", item, "om_usual_quantity")) or 1


# --- places and departments -----------------------------------------------------------------------------------


def check_place(person: frappe._dict, space: str) -> frappe._dict:
	"""The place, if the person may have things brought there.

	Raises:
		SupplyPlaceError: the same whether it does not exist, is closed, or is another company's.
	"""
	place = spaces.place_for_orders(space, person.company)
	if not place:
		message = _(
			"There is no place {0} to bring things to. Choose another one.", context="Office Supplies"
		)
		frappe.throw(message.format(frappe.bold(escape_html(space))), SupplyPlaceError)
	return place


def own_place() -> dict | None:
	"""Where the session user sits: the primary seat of today, or the first one."""
	seats = spaces.my_seat()["seats"]
	seat = next((seat for seat in seats if seat["is_primary"]), seats[0] if seats else None)
	return {"value": seat["space"], "label": seat["space_name"]} if seat else None


def departments_of(company: str) -> list[dict]:
	"""The departments of a company that are no groups and not closed, by name, for a choice."""
	return frappe.get_all(
		"Department",
		filters={"company": company, "disabled": 0, "is_group": 0},
		fields=["name as value", "department_name as label"],
		order_by="department_name",
	)


# --- what I have ordered --------------------------------------------------------------------------------------


def my_lines(person: frappe._dict, start: int = 0, limit: int = 50) -> list[dict]:
	"""What a person has ordered, the newest first, and how far it has come; an allow-list of fields."""
	rows = supply_progress.rows_of(person.name, cint(start), cint(limit))
	labels = spaces.place_labels(row.om_office_space for row in rows)
	return [line_answer(row, labels) for row in rows]


def line_answer(row: frappe._dict, labels: dict[str, str]) -> dict:
	"""What a person is told of a row of theirs."""
	factor = flt(row.conversion_factor) or 1
	return {
		"name": row.name,
		"title": title_of(row),
		"quantity": flt(row.qty),
		"unit": unit_words(row.uom, factor),
		"arrived": flt(row.progress.arrived / factor, 3),
		"ordered_on": row.creation,
		"expected_on": row.schedule_date,
		"place": labels.get(row.om_office_space, ""),
		"note": row.om_supply_note or "",
		"stage": stage_of(row.progress),
		"may_change": may_change(row.progress),
	}


def title_of(row: frappe._dict) -> str:
	"""What was ordered: the item, or what the person wrote."""
	is_other = row.item_code == supply_items.other_item()
	return html.unescape(strip_html(row.description or "")) if is_other else row.item_name


def unit_words(uom: str, factor: float) -> str:
	"""A unit as people say it: "Box of 10", "Ream"; nothing for single pieces."""
	if factor > 1:
		return _("{0} of {1}", context="Office Supplies").format(_(uom), f"{factor:g}")
	return "" if uom in supply_items.PIECES else _(uom)


def own_row(person: frappe._dict, line: str) -> frappe._dict:
	"""A row of the person's own.

	Raises:
		frappe.PermissionError: the same for somebody else's and for what does not exist.
	"""
	row = supply_progress.row_of(line)
	if not row or row.om_requested_by != person.name:
		message = _("This is not an order of yours.", context="Office Supplies")
		frappe.throw(message, frappe.PermissionError)
	return row


def change(person: frappe._dict, line: str, quantity: float) -> None:
	"""Order another quantity of what stands in an open draft. Call it in a fresh transaction."""
	supplies.stand_in_line(person.company)
	row = own_row(person, line)
	item = _item_of(row)
	check_quantity(item, quantity)
	try:
		changed = supplies.change_draft(line, supplies.set_quantity(flt(quantity)))
	except supplies.NotEnoughInStoreError:
		changed = _order_anew(row, item, flt(quantity))
	if not changed:
		_taken_up(row)


def _item_of(row: frappe._dict) -> frappe._dict:
	"""The item of a row, in the unit of the row."""
	facts = frappe.db.get_value("Item", row.item_code, list(supply_items.COLUMNS), as_dict=True)
	item = supply_items.with_units([facts])[0]
	item.uom, item.factor = row.uom, flt(row.conversion_factor)
	item.whole = cint(frappe.get_cached_value("UOM", row.uom, "must_be_whole_number"))
	return item


def _order_anew(row: frappe._dict, item: frappe._dict, quantity: float) -> bool:
	"""The store has not so many: the row leaves its draft and is put where it can be had."""
	line = Line(
		item=item,
		quantity=quantity,
		space=row.om_office_space,
		department=row.om_for_department,
		cost_center=frappe.db.get_value(supplies.ROW, row.name, "cost_center"),
		employee=row.om_requested_by,
		note=row.om_supply_note or "",
		key=frappe.db.get_value(supplies.ROW, row.name, "om_order_key") or "",
	)
	if not supplies.change_draft(row.name, supplies.take_out):
		return False
	drafts = supplies.Drafts(row.company)
	drafts.add(line)
	drafts.save()
	return True


def cancel(person: frappe._dict, line: str) -> None:
	"""Take something out of an open draft. Call it in a fresh transaction."""
	supplies.stand_in_line(person.company)
	row = own_row(person, line)
	if not supplies.change_draft(line, supplies.take_out):
		_taken_up(row)


def _taken_up(row: frappe._dict) -> None:
	message = _(
		"{0} is being dealt with already and cannot be changed here. Talk to the buyer.",
		context="Office Supplies",
	)
	frappe.throw(message.format(frappe.bold(escape_html(row.item_name))), SupplyTakenUpError)
