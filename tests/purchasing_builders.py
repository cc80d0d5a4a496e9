"""Short ways to real documents of ERPNext's buying and store, for tests of what jobs and places cost.

Everything is made as the current user, through ERPNext's own mapping where one document comes from another.
"""

import frappe
from frappe.utils import add_days, today

from tests import baseline, builders, facility_builders

ABBR = baseline.ABBR


def warehouse() -> str:
	"""The store of the baseline company."""
	return f"Stores - {ABBR}"


def expense_account() -> str:
	return frappe.get_cached_value("Company", baseline.COMPANY, "default_expense_account") or (
		f"Cost of Goods Sold - {ABBR}"
	)


def supplier(**values) -> str:
	"""The name of a new supplier, with a currency of the company."""
	group = frappe.get_all("Supplier Group", {"is_group": 0}, pluck="name", order_by="name", limit=1)[0]
	made = {
		"doctype": "Supplier",
		"supplier_name": builders.unique("Loodgieter "),
		"supplier_group": group,
		"default_currency": baseline.CURRENCY,
		"default_price_list": price_list(),
	}
	return frappe.get_doc({**made, **values}).insert().name


def price_list() -> str:
	"""A price list for buying in the currency of the company; the site's own may be in another."""
	made = {
		"doctype": "Price List",
		"price_list_name": "OM Buying",
		"buying": 1,
		"currency": baseline.CURRENCY,
	}
	if not frappe.db.exists("Price List", "OM Buying"):
		frappe.get_doc(made).insert()
	return "OM Buying"


def exchange_rates() -> list[str]:
	"""Let the currency of the site's own price lists be known in the company's; the names of what was made."""
	made = []
	for currency in {"USD", frappe.db.get_default("currency")} - {baseline.CURRENCY}:
		pair = {"from_currency": currency, "to_currency": baseline.CURRENCY, "date": today()}
		if not frappe.db.exists("Currency Exchange", pair):
			rate = {"doctype": "Currency Exchange", "exchange_rate": 0.9, "for_buying": 1, **pair}
			made.append(frappe.get_doc(rate).insert().name)
	return made


def item(is_stock_item: int = 0, **values) -> str:
	"""The code of a new item: a service, or with is_stock_item one of the store."""
	group = frappe.get_all("Item Group", {"is_group": 0}, pluck="name", order_by="name", limit=1)[0]
	code = builders.unique("OM-ITEM-")
	made = {
		"doctype": "Item",
		"item_code": code,
		"item_name": f"Name of {code}",
		"item_group": group,
		"stock_uom": "Nos",
		"is_stock_item": is_stock_item,
		"is_purchase_item": 1,
	}
	return frappe.get_doc({**made, **values}).insert().name


def task(materials=(), **values):
	"""A Facility Task; `materials` is a list of (item, qty, source)."""
	rows = [
		{"item_code": code, "qty": qty, "source": source, "uom": "Nos"} for code, qty, source in materials
	]
	return facility_builders.task(materials=rows, **values)


def submitted(doc):
	"""Insert what is new, and submit."""
	if doc.is_new():
		doc.insert()
		doc.reload()
	doc.submit()
	return doc.reload()


def stock(item_code: str, qty: float, rate: float) -> None:
	"""Put so much of an item into the store, at this value."""
	entry = frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": "Material Receipt",
			"purpose": "Material Receipt",
			"company": baseline.COMPANY,
			"items": [{"item_code": item_code, "qty": qty, "t_warehouse": warehouse(), "basic_rate": rate}],
		}
	)
	submitted(entry)


def order(item_code: str, qty: float = 1, rate: float = 100, **row):
	"""A submitted Purchase Order; `row` holds values of its row (om_facility_task, …)."""
	return submitted(_buying("Purchase Order", item_code, qty, rate, row, schedule_date=add_days(today(), 3)))


def receipt(item_code: str, qty: float = 1, rate: float = 100, **row):
	"""A submitted Purchase Receipt without an order."""
	return submitted(_buying("Purchase Receipt", item_code, qty, rate, row))


def invoice(item_code: str, qty: float = 1, rate: float = 100, submit: bool = True, **row):
	"""A Purchase Invoice without an order, submitted unless told otherwise; `update_stock` goes to the invoice."""
	header = {
		key: row.pop(key) for key in ("update_stock", "supplier", "bill_no", "posting_date") if key in row
	}
	doc = _buying("Purchase Invoice", item_code, qty, rate, row, **header)
	return submitted(doc) if submit else doc.insert()


def _buying(doctype: str, item_code: str, qty: float, rate: float, row: dict, **header):
	is_stock = frappe.db.get_value("Item", item_code, "is_stock_item")
	line = {
		"item_code": item_code,
		"qty": qty,
		"rate": rate,
		"cost_center": baseline.cost_center(),
		"schedule_date": add_days(today(), 3),
		**({"warehouse": warehouse()} if is_stock else {"expense_account": expense_account()}),
		**row,
	}
	doc = frappe.get_doc(
		{
			"doctype": doctype,
			"company": baseline.COMPANY,
			"currency": baseline.CURRENCY,
			"conversion_rate": 1,
			"items": [line],
			**header,
		}
	)
	doc.update({"supplier": doc.supplier or supplier(), "set_posting_time": int("posting_date" in header)})
	return doc
