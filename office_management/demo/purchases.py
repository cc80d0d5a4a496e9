"""What was bought in the year: services billed every month, plumbers' bills for single jobs, and office supplies.

ERPNext's own documents, linked to the tasks they were for; the fiscal year of today only, since there is no other.
"""

from datetime import date, timedelta

import frappe
from frappe.utils import get_last_day, getdate

from office_management.demo.data import things, upkeep
from office_management.demo.documents import make_unless_there
from office_management.demo.plan.shapes import Plan, Scale

BILLED_JOBS = 6
PRICE_LIST = "Noordsund Buying"
EXPENSES = ("Office Maintenance Expenses", "Administrative Expenses", "Miscellaneous Expenses")


def make_items() -> None:
	"""Services and office supplies; none of them is kept in stock."""
	root = frappe.db.get_value("Item Group", {"parent_item_group": ("in", ("", None))}, order_by="lft")
	group = make_unless_there("Item Group", {"item_group_name": things.ITEM_GROUP}, parent_item_group=root)
	for code, (name, _price) in upkeep.SERVICES.items():
		make_item(code, name, group, "Nos")
	for code, (name, unit, usual) in upkeep.SUPPLIES.items():
		make_item(code, name, group, unit, om_is_office_supply=1, om_usual_quantity=usual)


def make_item(code: str, name: str, group: str, unit: str, **values) -> None:
	unit = make_unless_there("UOM", {"uom_name": unit})
	make_unless_there(
		"Item",
		{"item_code": code},
		item_name=name,
		item_group=group,
		stock_uom=unit,
		is_stock_item=0,
		is_purchase_item=1,
		**values,
	)


def make_purchases(plan: Plan, scale: Scale, company: str, spaces: dict[str, str]) -> None:
	"""Bills that were posted, and a request that waits for the buyer.

	Args:
		spaces: a space's key -> Office Space.
	"""
	first = max(plan.day(-scale.history_days), date(plan.today.year, 1, 1))
	make_price_list(company)
	for day in month_ends(first, plan.today):
		bill(company, "Maaszicht Cleaning", "NSI-CLEANING", day, om_office_space=spaces[upkeep.SITE])
	for task in jobs_to_bill(company, first):
		day = min(getdate(task.completed_on) + timedelta(days=5), plan.today)
		where = {"om_facility_task": task.name, "om_office_space": task.space}
		bill(company, "Van Driel Plumbing", "NSI-PLUMBING", day, **where)
	for task in inspections_to_bill(company, first):
		where = {"om_facility_task": task.name, "om_office_space": task.space}
		bill(company, "Delta Lift Service", "NSI-LIFT", getdate(task.completed_on), **where)
	ask_for_supplies(plan, company, spaces)


def make_price_list(company: str) -> None:
	"""An empty one in the company's currency: that of the site may be in another, and would ask for exchange rates."""
	currency = frappe.get_cached_value("Company", company, "default_currency")
	make_unless_there(
		"Price List", {"price_list_name": PRICE_LIST}, enabled=1, buying=1, selling=0, currency=currency
	)


def month_ends(first: date, today: date) -> list[date]:
	days, day = [], get_last_day(first)
	while day < today:
		days.append(day)
		day = get_last_day(day + timedelta(days=1))
	return days


def jobs_to_bill(company: str, first: date) -> list[frappe._dict]:
	filters = {
		"company": company,
		"category": upkeep.CATEGORY,
		"status": "Done",
		"completed_on": (">=", first),
		"subject": ("in", ("Tap in the kitchen drips", "Toilet is blocked", "Water leaks from the ceiling")),
	}
	fields = ["name", "space", "completed_on"]
	return frappe.get_all("Facility Task", filters, fields, order_by="completed_on", limit=BILLED_JOBS)


def inspections_to_bill(company: str, first: date) -> list[frappe._dict]:
	filters = {
		"company": company,
		"supplier": "Delta Lift Service",
		"status": "Done",
		"completed_on": (">=", first),
	}
	fields = ["name", "space", "completed_on"]
	return frappe.get_all("Facility Task", filters, fields, order_by="completed_on")


def bill(company: str, supplier: str, item: str, day: date, **row) -> None:
	"""A submitted Purchase Invoice with one row."""
	invoice = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": company,
			"supplier": frappe.db.get_value("Supplier", {"supplier_name": supplier}),
			"posting_date": day,
			"set_posting_time": 1,
			"buying_price_list": PRICE_LIST,
			"currency": frappe.get_cached_value("Company", company, "default_currency"),
			"conversion_rate": 1,
			"due_date": day + timedelta(days=30),
			"bill_no": f"{item[4:7]}-{day:%y%m%d}-{frappe.generate_hash(length=4)}",
			"bill_date": day,
			"items": [
				{
					"item_code": item,
					"qty": 1,
					"rate": upkeep.SERVICES[item][1],
					"expense_account": expense_account(company),
					"cost_center": frappe.get_cached_value("Company", company, "cost_center"),
					**row,
				}
			],
		}
	)
	invoice.flags.ignore_permissions = True  # create() is for System Managers only
	invoice.insert()
	invoice.submit()


def expense_account(company: str) -> str:
	"""An account of the company that such bills are booked to."""
	for name in EXPENSES:
		found = frappe.db.get_value("Account", {"company": company, "account_name": name, "is_group": 0})
		if found:
			return found
	return frappe.db.get_value(
		"Account", {"company": company, "root_type": "Expense", "is_group": 0}, order_by="name"
	)


def ask_for_supplies(plan: Plan, company: str, spaces: dict[str, str]) -> None:
	"""The draft of the day, with what three departments have asked for."""
	people = frappe.get_all(
		"Employee",
		{"company": company, "status": "Active"},
		["name", "department"],
		order_by="name",
		limit=3,
	)
	items = list(upkeep.SUPPLIES.items())
	rows = [
		{
			"item_code": code,
			"qty": usual,
			"uom": unit,
			"schedule_date": plan.day(7),
			"om_requested_by": person.name,
			"om_for_department": person.department,
			"om_office_space": spaces[upkeep.SITE],
		}
		for number, person in enumerate(people)
		for code, (_name, unit, usual) in items[number * 3 : number * 3 + 3]
	]
	request = frappe.get_doc(
		{
			"doctype": "Material Request",
			"material_request_type": "Purchase",
			"company": company,
			"transaction_date": plan.today,
			"schedule_date": plan.day(7),
			"om_is_supply_order": 1,
			"buying_price_list": PRICE_LIST,
			"items": rows,
		}
	)
	request.flags.ignore_permissions = True  # create() is for System Managers only
	request.insert()
