"""Office supplies as Material Requests of ERPNext: the open drafts of the day, and the rows people add to them.

Nobody here asks for a right: the callers (facilities/supplies.py) have checked who orders and what, and employees
hold no right on Material Request. Submitting, and everything after it, is the buyer's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, cint, escape_html, flt, formatdate, getdate

from office_management.domain.supply_quantities import comes_from_store
from office_management.erp.supply_items import free_in_store, store_of

REQUEST, ROW = "Material Request", "Material Request Item"
PURCHASE, ISSUE = "Purchase", "Material Issue"


class NoStoreError(frappe.ValidationError):
	"""An item is kept in stock, and its company has no warehouse."""


@dataclass(frozen=True)
class Line:
	"""One thing that somebody orders. `item`: as `supply_items` gives it. `quantity`: in the item's `uom`."""

	item: frappe._dict
	quantity: float
	text: str = ""
	space: str | None = None
	department: str | None = None
	cost_center: str | None = None
	employee: str | None = None
	note: str = ""
	key: str = ""

	@property
	def stock_quantity(self) -> float:
		return flt(self.quantity) * flt(self.item.factor)


# --- ordering -------------------------------------------------------------------------------------------------


def stand_in_line(company: str) -> None:
	"""Wait until all who are ordering for a company are done. First in the transaction: what is read after it is
	as they left it."""
	table = frappe.qb.DocType("Company")
	frappe.qb.from_(table).select(table.name).where(table.name == company).for_update().run()


def add_to_drafts(company: str, lines: Iterable[Line]) -> list[str]:
	"""Add lines to the open drafts of today, one per kind, made where there is none.

	The caller stands in line. A line whose key is known already is not added again.

	Returns:
		the names of the lines' rows, in their order.
	"""
	wanted = {line.key: line for line in lines}
	known = rows_with_keys(wanted)
	drafts = Drafts(company)
	for line in (line for key, line in wanted.items() if key not in known):
		drafts.add(line)
	drafts.save()
	found = rows_with_keys(wanted)
	return [found[key] for key in wanted]


def rows_with_keys(keys: Iterable[str]) -> dict[str, str]:
	"""{key: the row that was ordered with it}, as it is now."""
	table = frappe.qb.DocType(ROW)
	query = frappe.qb.from_(table).select(table.om_order_key, table.name)
	return dict(query.where(table.om_order_key.isin(list(keys))).for_update().run())


def open_row(company: str, item: str, space: str) -> frappe._dict | None:
	"""The row by which somebody has asked for an item at a place in a draft that nobody has submitted yet."""
	row, request = frappe.qb.DocType(ROW), frappe.qb.DocType(REQUEST)
	found = (
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(row.name, row.qty, request.transaction_date)
		.where((row.item_code == item) & (row.om_office_space == space))
		.where((request.docstatus == 0) & (request.om_is_supply_order == 1) & (request.company == company))
		.limit(1)
		.run(as_dict=True)
	)
	return found[0] if found else None


class Drafts:
	"""The drafts of today of one company, read and locked when first asked for."""

	def __init__(self, company: str) -> None:
		self.company, self.today = company, getdate()
		self.many = cint(frappe.db.get_single_value("Buying Settings", "allow_multiple_items"))
		self._open: dict[str, list] = {}
		self._promised: dict[tuple[str, str], float] = {}

	def add(self, line: Line) -> None:
		"""Put a line into the draft of its kind."""
		store = self._store(line)
		kind = self._kind(line, store)
		draft = next((doc for doc in self._of(kind) if self.many or not _holds(doc, line)), None)
		draft = draft or self._new(kind)
		draft.append("items", _row(line, store, self.today))

	def save(self) -> None:
		for draft in (doc for docs in self._open.values() for doc in docs if _changed(doc)):
			_save(draft)

	def _store(self, line: Line) -> str | None:
		if not line.item.is_stock_item:
			return None
		return store_of(line.item, self.company) or _no_store(line, self.company)

	def _kind(self, line: Line, store: str | None) -> str:
		if not store:
			return PURCHASE
		promised = self._promised.get((line.item.name, store), 0.0)
		free = free_in_store(line.item.name, store) - promised
		if not comes_from_store(line.item.is_stock_item, line.stock_quantity, free):
			return PURCHASE
		self._promised[line.item.name, store] = promised + line.stock_quantity
		return ISSUE

	def _of(self, kind: str) -> list:
		if kind not in self._open:
			self._open[kind] = [_locked(name) for name in self._names(kind)]
		return self._open[kind]

	def _names(self, kind: str) -> list[str]:
		table = frappe.qb.DocType(REQUEST)
		return (
			frappe.qb.from_(table)
			.select(table.name)
			.where((table.transaction_date == self.today) & (table.docstatus == 0))
			.where((table.om_is_supply_order == 1) & (table.company == self.company))
			.where(table.material_request_type == kind)
			.for_update()
			.run(pluck=True)
		)

	def _new(self, kind: str):
		draft = frappe.new_doc(REQUEST)
		draft.update(
			{
				"company": self.company,
				"material_request_type": kind,
				"transaction_date": self.today,
				"om_is_supply_order": 1,
				"title": _title(kind, self.today),
			}
		)
		self._of(kind).append(draft)
		return draft


def _save(draft) -> None:
	"""What a company has made mandatory on requests is for the buyer to fill in, not for the employee."""
	draft.flags.ignore_permissions = (
		True  # facilities/supplies.py has checked who orders, and whose row it is
	)
	draft.flags.ignore_mandatory = True
	draft.save()


def _title(kind: str, day: date) -> str:
	"""In the language of the site: the buyer reads it."""
	lang = frappe.db.get_default("lang")
	text = _("Supplies to buy, {0}", lang, context="Material Request")
	if kind == ISSUE:
		text = _("Supplies from store, {0}", lang, context="Material Request")
	return text.format(formatdate(day))


def _locked(name: str):
	return frappe.get_doc(REQUEST, name, for_update=True)


def _holds(draft, line: Line) -> bool:
	return any(row.item_code == line.item.name for row in draft.items)


def _changed(draft) -> bool:
	return any(row.is_new() or not row.name for row in draft.items)


def _row(line: Line, store: str | None, today: date) -> dict:
	values = {
		"item_code": line.item.name,
		"item_name": line.item.item_name,
		"description": escape_html(line.text) or line.item.description or line.item.item_name,
		"qty": line.quantity,
		"uom": line.item.uom,
		"stock_uom": line.item.stock_uom,
		"conversion_factor": line.item.factor,
		"stock_qty": line.stock_quantity,
		"warehouse": store,
		"schedule_date": add_days(today, cint(line.item.lead_time_days)),
		"om_office_space": line.space,
		"om_for_department": line.department,
		"om_requested_by": line.employee,
		"om_supply_note": line.note,
		"om_order_key": line.key,
	}
	return {**values, "cost_center": line.cost_center} if line.cost_center else values


def _no_store(line: Line, company: str) -> None:
	message = _(
		"{0} is kept in stock, and {1} has no warehouse. Ask the stock manager to make one.",
		context="Office Supplies",
	)
	frappe.throw(
		message.format(frappe.bold(escape_html(line.item.item_name)), frappe.bold(escape_html(company))),
		NoStoreError,
	)


# --- changing what is ordered ---------------------------------------------------------------------------------


def change_draft(row: str, act: Callable) -> bool:
	"""Let `act(draft, row)` change a row of a draft; then save the draft, or delete it when it is empty.

	Returns:
		False when the draft has been submitted, cancelled or deleted meanwhile, or the row taken out of it.
	"""
	name = frappe.db.get_value(ROW, row, "parent")
	if not name:
		return False
	draft = _locked(name)
	found = next((each for each in draft.items if each.name == row), None)
	if draft.docstatus != 0 or not found:
		return False
	act(draft, found)
	if draft.items:
		_save(draft)
	else:
		frappe.delete_doc(REQUEST, draft.name, ignore_permissions=True)  # likewise
	return True


def take_out(draft, row) -> None:
	"""For change_draft: the row goes."""
	draft.remove(row)


def set_quantity(quantity: float) -> Callable:
	"""For change_draft: the row gets another quantity, as long as the store has so many where it comes from there."""

	def act(draft, row) -> None:
		more = (flt(quantity) - flt(row.qty)) * flt(row.conversion_factor)
		if draft.material_request_type == ISSUE and more > free_in_store(row.item_code, row.warehouse):
			raise NotEnoughInStoreError
		row.qty, row.stock_qty = quantity, flt(quantity) * flt(row.conversion_factor)

	return act


class NotEnoughInStoreError(frappe.ValidationError):
	"""The store has not so many; the row has to be ordered anew, to be bought."""


def mark_told(row: str, moment) -> None:
	"""Note on a row that the person has been told it is ready."""
	frappe.db.set_value(ROW, row, "om_told_ready_on", moment, update_modified=False)


def rows_gone(doc) -> list[frappe._dict]:
	"""The rows of a supply order that were in it before this save and are not now: name and who asked."""
	before = doc.get_doc_before_save() if doc.om_is_supply_order else None
	if not before or before.docstatus != 0:
		return []
	left = {row.name for row in doc.items}
	return [row for row in before.items if row.name not in left and row.om_requested_by]
