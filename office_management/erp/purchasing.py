"""Buying in ERPNext for a job: drafts made from our side, and the rows' links to job and place kept on every hop.

ERPNext's own mapping carries a field that has the same name on both rows. `carry` fills it in where a document is
made in another way (a supplier's quotation from the portal, a Stock Entry of an Asset Repair, rows from an import).
"""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate, nowdate

TASK, SPACE, MATERIAL = "om_facility_task", "om_office_space", "om_facility_material"
OURS = (TASK, SPACE, "om_for_department", "om_requested_by")
REQUEST, ORDER, RECEIPT, INVOICE = (
	"Material Request",
	"Purchase Order",
	"Purchase Receipt",
	"Purchase Invoice",
)
QUOTATION_REQUEST, QUOTATION, STOCK_ENTRY = "Request for Quotation", "Supplier Quotation", "Stock Entry"
REPAIR = "Asset Repair"
ROWS = {
	REQUEST: "Material Request Item",
	QUOTATION_REQUEST: "Request for Quotation Item",
	QUOTATION: "Supplier Quotation Item",
	ORDER: "Purchase Order Item",
	RECEIPT: "Purchase Receipt Item",
	INVOICE: "Purchase Invoice Item",
	STOCK_ENTRY: "Stock Entry Detail",
}
"""The documents whose rows name a job and a place, in the order in which they come about, and their rows."""

SOURCES = {
	QUOTATION_REQUEST: {"material_request_item": REQUEST},
	QUOTATION: {"request_for_quotation_item": QUOTATION_REQUEST, "material_request_item": REQUEST},
	ORDER: {"supplier_quotation_item": QUOTATION, "material_request_item": REQUEST},
	RECEIPT: {
		"purchase_receipt_item": RECEIPT,
		"purchase_order_item": ORDER,
		"purchase_invoice_item": INVOICE,
		"material_request_item": REQUEST,
	},
	INVOICE: {
		"purchase_invoice_item": INVOICE,
		"pr_detail": RECEIPT,
		"po_detail": ORDER,
		"material_request_item": REQUEST,
	},
	STOCK_ENTRY: {"material_request_item": REQUEST},
}
"""Per document: the fields in which a row names the row it comes from, the nearest first."""

STOPPED = "Stopped"


# --- the links of the rows ------------------------------------------------------------------------------------


def carry(doc: Document) -> None:
	"""Before a document is saved: new rows get what the rows they come from say; a merged task is followed.

	Only rows that are new are filled, so who takes a link off a draft is not contradicted.
	"""
	rows = _new_rows(doc)
	if doc.doctype == STOCK_ENTRY:
		_carry_from_repair(doc, rows)
	for field, source in SOURCES.get(doc.doctype, {}).items():
		_carry_from(rows, field, ROWS[source])
	settle(doc)


def settle(doc: Document) -> None:
	"""Every row follows the task that its own was merged into, and with a task has a place where the task has one."""
	named = {row.get(TASK) for row in doc.items if row.get(TASK)}
	tasks = _tasks(named) if named else {}
	for row in doc.items:
		task = tasks.get(row.get(TASK))
		if task and task.name != row.get(TASK):
			row.set(TASK, task.name)
		if task and not row.get(SPACE):
			row.set(SPACE, task.space)


def _new_rows(doc: Document) -> list[Document]:
	before = doc.get_doc_before_save()
	known = {row.name for row in before.items} if before else set()
	return [row for row in doc.items if row.name not in known]


def _carry_from(rows: list[Document], field: str, row_doctype: str) -> None:
	lacking = [row for row in rows if row.get(field) and not (row.get(TASK) and row.get(SPACE))]
	if not lacking:
		return
	names = {row.get(field) for row in lacking}
	found = frappe.get_all(
		row_doctype, filters={"name": ("in", names)}, fields=["name", *OURS], order_by="name"
	)
	sources = {source.name: source for source in found}
	for row in lacking:
		_take_over(row, sources.get(row.get(field)))


def _take_over(row: Document, source: frappe._dict | None) -> None:
	"""What a row lacks, from its source; not the place of another job."""
	if source and row.get(TASK) in (None, "", source[TASK]):
		for field in OURS:
			if not row.get(field) and source.get(field):
				row.set(field, source.get(field))


def _carry_from_repair(doc: Document, rows: list[Document]) -> None:
	"""The Stock Entry that ERPNext makes for an Asset Repair is for the job of the repair."""
	if doc.get("asset_repair"):
		source = frappe._dict({TASK: frappe.db.get_value(REPAIR, doc.asset_repair, TASK), SPACE: None})
		for row in rows:
			_take_over(row, source)


def _tasks(names: set[str]) -> dict[str, frappe._dict]:
	"""Name -> (name, space) of the task itself or of the one it ended up in."""
	found, wanted = {}, set(names)
	while wanted:
		rows = frappe.get_all(
			"Facility Task",
			filters={"name": ("in", wanted)},
			fields=["name", "space", "merged_into"],
			order_by="name",
		)
		found.update({row.name: row for row in rows})
		wanted = {row.merged_into for row in rows if row.merged_into} - set(found)
	return {name: _end_of(name, found) for name in names if name in found}


def _end_of(name: str, found: dict[str, frappe._dict]) -> frappe._dict:
	seen = set()
	while found[name].merged_into in found and name not in seen:
		seen.add(name)
		name = found[name].merged_into
	return found[name]


def relink(old: str, new: str | None) -> None:
	"""Let every row and repair that names a task name another one, whatever state it is in.

	It changes no amount and no account, so it may also be done to what is submitted, as a renaming does.
	"""
	for doctype in (*ROWS.values(), REPAIR):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[TASK], new).where(table[TASK] == old).run()


def forget(task: str) -> None:
	"""Take a task that is to be deleted off the documents that are cancelled."""
	for doctype in (*ROWS.values(), REPAIR):
		table = frappe.qb.DocType(doctype)
		cancelled = (table[TASK] == task) & (table.docstatus == 2)
		frappe.qb.update(table).set(table[TASK], None).where(cancelled).run()


def documents_of(task: str, with_cancelled: bool = False) -> list[frappe._dict]:
	"""The documents with a row for a task: doctype, name, docstatus, in the order of the flow.

	The caller decides what of it the user may see.
	"""
	found = []
	for doctype, rows in ROWS.items():
		row = frappe.qb.DocType(rows)
		query = frappe.qb.from_(row).select(row.parent.as_("name"), row.docstatus).distinct()
		query = query.where((row[TASK] == task) & (row.docstatus < (3 if with_cancelled else 2)))
		found += [frappe._dict(doctype=doctype, **hit) for hit in query.orderby(row.parent).run(as_dict=True)]
	repair = frappe.qb.DocType(REPAIR)
	query = frappe.qb.from_(repair).select(repair.name, repair.docstatus).where(repair[TASK] == task)
	query = query.where(repair.docstatus < (3 if with_cancelled else 2)).orderby(repair.name)
	return found + [frappe._dict(doctype=REPAIR, **hit) for hit in query.run(as_dict=True)]


# --- what was asked for already -------------------------------------------------------------------------------


def asked_for(task: str) -> list[frappe._dict]:
	"""The rows of Material Requests for a task that are not cancelled, as they are at this moment (locking).

	Each with material_request, docstatus, status, material_request_type, item_code, material, and stock_qty: what
	is asked for in the stock unit; of a stopped request only what came of it.
	"""
	row, request = frappe.qb.DocType(ROWS[REQUEST]), frappe.qb.DocType(REQUEST)
	rows = (
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(
			request.name.as_("material_request"),
			request.docstatus,
			request.status,
			request.material_request_type,
			row.item_code,
			row[MATERIAL].as_("material"),
			row.stock_qty,
			row.ordered_qty,
			row.received_qty,
		)
		.where((row[TASK] == task) & (row.docstatus < 2))
		.orderby(row.creation)
		.orderby(row.idx)
		.for_update()
		.run(as_dict=True)
	)
	for asked in rows:
		if asked.status == STOPPED:
			asked.stock_qty = min(flt(asked.stock_qty), max(flt(asked.ordered_qty), flt(asked.received_qty)))
	return rows


def ordered_for(task: str, item_code: str) -> list[str]:
	"""The Purchase Orders not cancelled with a row for a task and an item, as they are at this moment (locking)."""
	row = frappe.qb.DocType(ROWS[ORDER])
	here = (row[TASK] == task) & (row.docstatus < 2) & (row.item_code == item_code)
	found = frappe.qb.from_(row).select(row.parent).where(here).orderby(row.creation).for_update()
	return list(dict.fromkeys(found.run(pluck=True)))


# --- drafts ---------------------------------------------------------------------------------------------------


def item_facts(codes: Iterable[str]) -> dict[str, frappe._dict]:
	"""Item code -> (name, item_name, stock_uom, is_stock_item)."""
	fields = ["name", "item_name", "stock_uom", "is_stock_item"]
	rows = frappe.get_all("Item", filters={"name": ("in", list(codes))}, fields=fields, order_by="name")
	return {row.name: row for row in rows}


def units(item_code: str, uom: str | None) -> float:
	"""How many stock units one `uom` of an item holds; 1 without a unit."""
	from erpnext.stock.get_item_details import get_conversion_factor

	return flt(get_conversion_factor(item_code, uom).get("conversion_factor")) or 1.0 if uom else 1.0


def warehouse_for(item_code: str, company: str) -> str | None:
	"""Where an item of the store is kept by default: by its own default, by the stock settings, or the only place."""
	own = frappe.db.get_value(
		"Item Default", {"parent": item_code, "company": company, "parenttype": "Item"}, "default_warehouse"
	)
	general = frappe.db.get_single_value("Stock Settings", "default_warehouse")
	if own or (general and frappe.db.get_value("Warehouse", general, "company") == company):
		return own or general
	leaves = {"company": company, "is_group": 0, "disabled": 0}
	names = frappe.get_all("Warehouse", filters=leaves, pluck="name", order_by="name")
	stores = [name for name in names if name.startswith("Stores - ")]
	return next(iter(stores or (names if len(names) == 1 else [])), None)


def draft_request(kind: str, company: str, header: dict, rows: list[dict], draft: str | None = None) -> str:
	"""Make a draft Material Request, or put rows into one that is a draft. Returns its name.

	Args:
		kind: "Purchase" or "Material Issue".
		header: values for a new one, `schedule_date` among them.
		rows: values of the rows: item_code, qty, uom, …
		draft: the draft to add to.

	The caller has checked that the user may ask for it; submitting it needs the rights of ERPNext.
	"""
	request = frappe.get_doc(REQUEST, draft) if draft else frappe.new_doc(REQUEST)
	if not draft:
		request.update({"material_request_type": kind, "company": company, "transaction_date": nowdate()})
		request.update(header)
	for row in rows:
		request.append("items", {"schedule_date": request.schedule_date, **row})
	request.flags.ignore_permissions = True  # office roles hold none here; the caller checked the act itself
	request.run_method("set_missing_values")
	request.save(ignore_permissions=True)  # likewise
	return request.name


def draft_order(company: str, supplier: str, schedule_date, row: dict, expected_cost: float | None) -> str:
	"""Make a draft Purchase Order with the acting user's own rights. Returns its name.

	`expected_cost` is the price of one, in the company's currency; without it the price list decides.
	Raises frappe.PermissionError unless ERPNext lets the user create orders.
	"""
	order = frappe.new_doc(ORDER)
	order.update({"company": company, "supplier": supplier, "transaction_date": nowdate()})
	order.schedule_date = max(getdate(schedule_date), getdate())
	order.append("items", {"schedule_date": order.schedule_date, **row})
	order.currency = frappe.db.get_value("Supplier", supplier, "default_currency") or frappe.get_cached_value(
		"Company", company, "default_currency"
	)
	order.run_method("set_missing_values")
	if expected_cost:
		order.items[0].rate = flt(expected_cost) / (flt(order.conversion_rate) or 1)
	order.run_method("calculate_taxes_and_totals")
	return order.insert().name


def who_may(doctype: str, right: str = "submit", limit: int = 5) -> list[str]:
	"""Full names of enabled users whose roles give a right on an ERPNext DocType, the first few by name."""
	meta = frappe.get_meta(doctype)
	roles = {row.role for row in meta.permissions if row.get(right) and not row.permlevel}
	user, has = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	query = (
		frappe.qb.from_(user)
		.join(has)
		.on((has.parent == user.name) & (has.parenttype == "User"))
		.select(user.full_name)
		.distinct()
		.where(has.role.isin(sorted(roles) or [""]) & (user.enabled == 1))
		.where(user.name.notin(["Administrator", "Guest"]) & (user.user_type == "System User"))
		.orderby(user.full_name)
	)
	return query.limit(limit).run(pluck=True)


def roles_that_may(doctype: str, right: str = "submit") -> list[str]:
	"""The roles that give a right on an ERPNext DocType."""
	rows = frappe.get_meta(doctype).permissions
	return sorted({row.role for row in rows if row.get(right) and not row.permlevel})


def requests_by_task(tasks: Iterable[str]) -> dict[str, list[frappe._dict]]:
	"""Task -> its Material Requests that are not cancelled (name, status, docstatus), without locking."""
	row, request = frappe.qb.DocType(ROWS[REQUEST]), frappe.qb.DocType(REQUEST)
	found = (
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(row[TASK].as_("task"), request.name, request.status, request.docstatus)
		.distinct()
		.where(row[TASK].isin(list(tasks) or [""]) & (row.docstatus < 2))
		.orderby(request.name)
		.run(as_dict=True)
	)
	by_task = defaultdict(list)
	for hit in found:
		by_task[hit.pop("task")].append(hit)
	return dict(by_task)
