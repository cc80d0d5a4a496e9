"""What a task needs is asked for and ordered in ERPNext's own flow: drafts made from the task, never twice.

The task's row is locked first, so that of two clicks at once the second sees what the first has made. Callers (the
endpoints in api.py) have checked that the user may work on the task; what ERPNext's rights are needed for is said
with each act.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, get_link_to_form, getdate

from office_management.domain.requests import Asked, Wanted, still_to_ask
from office_management.erp import people, purchasing
from office_management.office_space import api as office_space

TASK = "Facility Task"
KINDS = {"Purchase": "Purchase", "Store": "Material Issue"}
"""Where a material comes from -> the type of Material Request that asks for it."""


class NothingWantedError(frappe.ValidationError):
	"""The task lists no material."""


class TaskClosedForBuyingError(frappe.ValidationError):
	"""The task was cancelled, skipped, or merged into another one."""


class NoCompanyError(frappe.ValidationError):
	"""Nothing says which company buys."""


class NoWarehouseError(frappe.ValidationError):
	"""Nothing says where an item of the store is kept."""


class NoServiceError(frappe.ValidationError):
	"""Nothing says what is to be ordered from whom."""


# --- asking for material --------------------------------------------------------------------------------------


def request_materials(name: str) -> dict:
	"""Make the draft Material Requests for what the task's materials still lack, one per kind.

	What stands in requests that are not cancelled is not asked for again; of a stopped one only what came of it
	counts. A draft that the task has already is added to.

	Returns:
		made: the requests made or added to; there: all of the task, those among them; go_on: a word on who can
		submit them, empty if the user can.

	Raises:
		NothingWantedError, TaskClosedForBuyingError, NoCompanyError, NoWarehouseError
	"""
	task = locked(name)
	if not task.materials:
		throw_nothing_wanted(task)
	asked = purchasing.asked_for(name)
	facts = purchasing.item_facts({row.item_code for row in task.materials})
	left = still_to_ask(
		[Wanted(row.name, row.item_code, _in_stock_unit(row, row.qty)) for row in task.materials],
		[Asked(row.material, row.item_code, flt(row.stock_qty)) for row in asked],
	)
	made = []
	for source, kind in KINDS.items():
		rows = [_row(task, row, left[row.name], facts) for row in _lacking(task, left, source)]
		if rows:
			made.append(_ask(task, kind, rows, asked))
	return _answer(name, made)


def _lacking(task: Document, left: dict[str, float], source: str) -> list[Document]:
	return [row for row in task.materials if row.name in left and (row.source or "Purchase") == source]


def _in_stock_unit(row: Document, quantity: float) -> float:
	return flt(quantity) * purchasing.units(row.item_code, row.uom)


def _row(task: Document, material: Document, quantity: float, facts: dict) -> dict:
	"""The values of a row of a request for `quantity` stock units of a material."""
	item = facts[material.item_code]
	warehouse = material.warehouse or purchasing.warehouse_for(item.name, company_of(task))
	if item.is_stock_item and not warehouse:
		throw_no_warehouse(task, material)
	return {
		"item_code": item.name,
		"qty": flt(quantity / purchasing.units(item.name, material.uom), 6),
		"uom": material.uom or item.stock_uom,
		"warehouse": warehouse if item.is_stock_item else None,
		purchasing.MATERIAL: material.name,
		**({"description": material.description} if material.description else {}),
		**_for_task(task),
	}


def _for_task(task: Document) -> dict:
	"""What every row says of the task it is for."""
	return {
		purchasing.TASK: task.name,
		purchasing.SPACE: task.space,
		"cost_center": cost_center_of(task),
		"om_for_department": task.from_department,
		"om_requested_by": people.employee_of(frappe.session.user),
	}


def _ask(task: Document, kind: str, rows: list[dict], asked: list[frappe._dict]) -> str:
	drafts = [
		row.material_request for row in asked if not row.docstatus and row.material_request_type == kind
	]
	header = {
		"schedule_date": needed_by(task),
		"title": task.subject[:100],
		"om_requested_by": people.employee_of(frappe.session.user),
	}
	return purchasing.draft_request(kind, company_of(task), header, rows, drafts[-1] if drafts else None)


def _answer(name: str, made: list[str]) -> dict:
	there = purchasing.requests_by_task([name]).get(name, [])
	return {
		"doctype": purchasing.REQUEST,
		"made": made,
		"there": [row.name for row in there],
		"go_on": who_can_go_on(purchasing.REQUEST),
	}


def who_can_go_on(doctype: str) -> str:
	"""Who can submit what was drafted; empty if the user can."""
	if frappe.has_permission(doctype, "submit"):
		return ""
	names = [frappe.utils.escape_html(name) for name in purchasing.who_may(doctype)]
	roles = [_(role) for role in purchasing.roles_that_may(doctype)]
	if not names:
		message = _(
			"Nobody here may submit it yet. Ask your system manager to give somebody one of the roles {0}.",
			context="Facility Task",
		)
		return message.format(frappe.utils.comma_or(roles, add_quotes=False))
	message = _("{0} can go on with it (roles {1}).", context="Facility Task")
	return message.format(
		frappe.bold(frappe.utils.comma_or(names, add_quotes=False)),
		frappe.utils.comma_or(roles, add_quotes=False),
	)


# --- ordering a service ---------------------------------------------------------------------------------------


def order_service(
	name: str, supplier: str | None = None, item_code: str | None = None, expected_cost: float | None = None
) -> dict:
	"""Make a draft Purchase Order for the service the task needs, or without ERPNext's right to, a Material Request.

	Supplier, item and price come from the plan where they are not given, the supplier else from the task or its
	category. What was ordered or asked for already is answered, not made again.

	Raises:
		NoServiceError, TaskClosedForBuyingError, NoCompanyError
	"""
	task = locked(name)
	service = service_of(task)
	supplier, item_code = supplier or service.supplier, item_code or service.item_code
	expected_cost = flt(expected_cost) or service.expected_cost
	if not item_code:
		throw_no_service(task)
	if there := purchasing.ordered_for(name, item_code):
		return {"doctype": purchasing.ORDER, "made": [], "there": there, "go_on": ""}
	if [row for row in purchasing.asked_for(name) if row.item_code == item_code and row.stock_qty > 0]:
		return _answer(name, [])
	if not frappe.has_permission(purchasing.ORDER, "create"):
		return _answer(name, [_ask_for_service(task, item_code, supplier, expected_cost)])
	if not supplier:
		throw_no_service(task)
	row = {"item_code": item_code, "qty": 1, **_for_order(task)}
	order = purchasing.draft_order(company_of(task), supplier, needed_by(task), row, expected_cost)
	return {
		"doctype": purchasing.ORDER,
		"made": [order],
		"there": [order],
		"go_on": who_can_go_on(purchasing.ORDER),
	}


def _for_order(task: Document) -> dict:
	return {key: value for key, value in _for_task(task).items() if value}


def _ask_for_service(task: Document, item_code: str, supplier: str | None, cost: float | None) -> str:
	item = purchasing.item_facts([item_code])[item_code]
	row = {"item_code": item_code, "qty": 1, "uom": item.stock_uom, "rate": cost or 0, **_for_task(task)}
	if item.is_stock_item:
		row["warehouse"] = purchasing.warehouse_for(item_code, company_of(task))
	if supplier:
		called = frappe.db.get_value("Supplier", supplier, "supplier_name") or supplier
		wish = _("{0}, from {1}", context="Facility Task")
		row["description"] = wish.format(item.item_name, called)
	return _ask(task, "Purchase", [row], purchasing.asked_for(task.name))


def service_of(task: Document) -> frappe._dict:
	"""What service the task needs from whom, as far as its plan, itself or its category says."""
	plan = frappe._dict()
	if task.plan:
		fields = ["supplier", "service_item", "expected_cost"]
		plan = frappe.db.get_value("Facility Plan", task.plan, fields, as_dict=True) or plan
	category = task.category and frappe.db.get_value("Facility Task Category", task.category, "supplier")
	return frappe._dict(
		supplier=task.supplier or plan.supplier or category or None,
		item_code=plan.service_item,
		expected_cost=flt(plan.expected_cost),
	)


# --- the task -------------------------------------------------------------------------------------------------


def locked(name: str) -> Document:
	"""The task as it is now; nobody else buys for it until the transaction ends.

	Raises:
		TaskClosedForBuyingError
	"""
	task = frappe.get_doc(TASK, name, for_update=True)
	if task.status in ("Cancelled", "Skipped") or task.merged_into:
		message = _(
			"{0} is {1}, so nothing is bought for it any more. Open it again first, or buy for the task it was merged into.",
			context="Facility Task",
		)
		frappe.throw(
			message.format(link_to(task), frappe.bold(_(task.status, context="Facility Task"))),
			TaskClosedForBuyingError,
		)
	return task


def company_of(task: Document) -> str:
	"""The company that buys: the task's, its place's, or the user's.

	Raises:
		NoCompanyError
	"""
	company = task.company or (task.space and frappe.get_cached_value("Office Space", task.space, "company"))
	company = company or frappe.defaults.get_user_default("Company")
	if not company:
		message = _("{0} has no company. Choose one on the task or on its place.", context="Facility Task")
		frappe.throw(message.format(link_to(task)), NoCompanyError)
	return company


def cost_center_of(task: Document) -> str | None:
	"""What pays: the cost center of the place or the nearest one above it, else the company's; of that company."""
	company = company_of(task)
	found = office_space.cost_center_of(task.space, company) if task.space else None
	return found or frappe.get_cached_value("Company", company, "cost_center")


def needed_by(task: Document):
	"""The day it is needed: when the task is due, but not before today."""
	due = getdate(task.due_on) if task.due_on else getdate()
	return max(due, getdate())


def link_to(task: Document) -> str:
	"""The task in a message: bold, escaped, opening its form."""
	return frappe.bold(get_link_to_form(TASK, task.name, frappe.utils.escape_html(task.subject)))


def throw_nothing_wanted(task: Document) -> None:
	message = _("{0} lists no materials. Add what you need under Materials first.", context="Facility Task")
	frappe.throw(message.format(link_to(task)), NothingWantedError)


def throw_no_warehouse(task: Document, material: Document) -> None:
	message = _(
		"{0} is kept in a store, and row {1} of {2} does not say in which. Choose a warehouse there, or a default"
		" warehouse on the item.",
		context="Facility Task",
	)
	item = frappe.bold(frappe.utils.escape_html(material.item_name or material.item_code))
	frappe.throw(message.format(item, cint(material.idx), link_to(task)), NoWarehouseError)


def throw_no_service(task: Document) -> None:
	message = _(
		"Nothing says what to order for {0} from whom. Choose a supplier and an item here, or on its plan.",
		context="Facility Task",
	)
	frappe.throw(message.format(link_to(task)), NoServiceError)
