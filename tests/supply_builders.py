"""Short ways to make office supplies and what ERPNext does with an order of them. All through ordinary documents."""

import uuid

import frappe

from tests import baseline, builders

PEN, PAPER = "Test Pen", "Test Paper"


def group() -> str:
	"""An item group that is no group itself."""
	return frappe.get_all("Item Group", {"is_group": 0}, pluck="name", order_by="name", limit=1)[0]


def item(name: str | None = None, stock: bool = False, box: float = 0, **values):
	"""An office supply. `stock`: it is kept in the store. `box`: it is bought in boxes of so many."""
	code = name or builders.unique("Supply ")
	units = {"purchase_uom": "Box", "uoms": [{"uom": "Box", "conversion_factor": box}]} if box else {}
	return frappe.get_doc(
		{
			"doctype": "Item",
			"item_code": code,
			"item_name": code,
			"item_group": group(),
			"stock_uom": "Nos",
			"is_stock_item": int(stock),
			"is_purchase_item": 1,
			"om_is_office_supply": 1,
			"valuation_rate": 2,
			**units,
			**values,
		}
	).insert()


def store(company: str = baseline.COMPANY) -> str:
	"""The company's own store."""
	return frappe.get_all(
		"Warehouse",
		{"company": company, "is_group": 0, "warehouse_name": "Stores"},
		pluck="name",
		order_by="name",
	)[0]


def put_in_store(code: str, quantity: float, warehouse: str | None = None, rate: float = 2):
	"""Bring so many into the store."""
	entry = frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": "Material Receipt",
			"company": baseline.COMPANY,
			"items": [
				{"item_code": code, "qty": quantity, "t_warehouse": warehouse or store(), "basic_rate": rate}
			],
		}
	)
	entry.insert()
	entry.submit()
	return entry


def supplier() -> str:
	name = "Test Stationer"
	if not frappe.db.exists("Supplier", name):
		kind = frappe.get_all("Supplier Group", {"is_group": 0}, pluck="name", order_by="name", limit=1)[0]
		frappe.get_doc({"doctype": "Supplier", "supplier_name": name, "supplier_group": kind}).insert()
	return name


def key() -> str:
	"""What a browser sends along with an order."""
	return uuid.uuid4().hex


def order(user: str, *rows: dict, client_key: str | None = None, **more) -> list[str]:
	"""Order as the page does; answers the names of the rows."""
	from office_management.facilities import api

	with builders.as_user(baseline.USERS.get(user, user)):
		return api.order_supplies(list(rows), client_key or key(), **more)


def request_of(row: str):
	"""The Material Request a row stands in."""
	return frappe.get_doc("Material Request", frappe.db.get_value("Material Request Item", row, "parent"))


def stages(user: str) -> dict[str, str]:
	"""{what: how far} as the person sees it."""
	from office_management.facilities import api

	with builders.as_user(baseline.USERS.get(user, user)):
		return {line["title"]: line["stage"] for line in api.get_my_supply_orders()}


def buy(request, rate: float = 3):
	"""A submitted Purchase Order of a whole request."""
	from erpnext.stock.doctype.material_request.material_request import make_purchase_order

	for price_list in frappe.get_all("Price List", {"buying": 1}, pluck="name", order_by="name"):
		frappe.db.set_value("Price List", price_list, "currency", baseline.CURRENCY)
	order = frappe.new_doc("Purchase Order")
	order.update({"supplier": supplier(), "currency": baseline.CURRENCY, "conversion_rate": 1})
	order = make_purchase_order(request.name, order)
	for row in order.items:
		row.rate = rate
	order.insert()
	order.submit()
	return order


def receive(order, quantity: float | None = None):
	"""A submitted Purchase Receipt of an order, or of so many of each row."""
	from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt

	receipt = make_purchase_receipt(order.name)
	for row in receipt.items:
		row.qty = row.received_qty = quantity or row.qty
	receipt.insert()
	receipt.submit()
	return receipt


def bill(order, **values):
	"""A submitted Purchase Invoice of an order."""
	from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_invoice

	invoice = make_purchase_invoice(order.name)
	invoice.update({"bill_no": builders.unique("BILL"), **values})
	invoice.insert()
	invoice.submit()
	return invoice


def issue(request):
	"""A submitted Stock Entry that issues a whole request."""
	from erpnext.stock.doctype.material_request.material_request import make_stock_entry

	entry = make_stock_entry(request.name)
	entry.insert()
	entry.submit()
	return entry


def bill_without_order(code: str, rate: float = 5):
	"""A submitted Purchase Invoice that came by itself."""
	invoice = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": baseline.COMPANY,
			"supplier": supplier(),
			"currency": baseline.CURRENCY,
			"conversion_rate": 1,
			"bill_no": builders.unique("BILL"),
			"items": [{"item_code": code, "qty": 1, "rate": rate}],
		}
	).insert()
	invoice.submit()
	return invoice
