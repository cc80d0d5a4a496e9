"""What the story of a leak needs, each time it is asked for, and what the buyer does in it.

Usage: python make_leak.py SITE SITES_FOLDER
	makes a kitchen with a sign, what is bought and from whom, a category that asks for verification, and an office
	manager who may change invoices, too; prints it as JSON.
Usage: python make_leak.py SITE SITES_FOLDER TASK WHAT_WAS_PRINTED
	turns what the task asks for into order, receipt and invoice, and enters the bill that the plumber sends without
	an order, each by the user whose act it is; prints the names as JSON.
"""

import json
import sys
from urllib.parse import urlsplit

import frappe
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt
from erpnext.stock.doctype.material_request.material_request import make_purchase_order
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_invoice
from frappe.utils.password import update_password

from office_management.office_space import sign
from tests import baseline, builders, facility_builders, people
from tests import purchasing_builders as buying

QUESTIONS = ({"question": "Is the water off?"}, {"question": "Is the floor dry?"})


def furnish() -> dict:
	"""Everything carries a random code, so that a site that is kept may be furnished again."""
	code = frappe.generate_hash(length=5).upper()
	buying.exchange_rates()
	house = builders.space(f"Harbour {code}", space_code=f"L{code}", cost_center=baseline.cost_center())
	room = builders.space(f"Tea Kitchen {code}", house.name, space_type="Room", space_code="K1")
	address = urlsplit(sign.problem_report_address(room.name))
	team = (baseline.USERS["technician"],)
	return {
		"space": room.name,
		"title": room.space_name,
		"sign": f"{address.path}?{address.query}",
		"category": facility_builders.category(f"Plumbing {code}", team, needs_verification=1).name,
		"checklist": facility_builders.checklist(f"Leaks {code}", QUESTIONS).name,
		"trap": buying.item(item_code=f"TRAP-{code}", item_name="Siphon trap"),
		"call_out": buying.item(item_code=f"CALL-{code}", item_name="Call-out at night"),
		"shop": buying.supplier(supplier_name=f"Pipes & More {code}"),
		"plumber": buying.supplier(supplier_name=f"Plumber {code}"),
		"manager": person(f"manager.{code}", "Office Manager", "Accounts User"),
		"accountant": person(f"accountant.{code}", "Accounts User"),
	}


def person(name: str, *roles: str) -> str:
	"""A user who can log in with the password of all."""
	user = builders.user(*roles, email=f"{name.lower()}@testerij.example")
	update_password(user, people.PASSWORD)
	return user


def buy(task: str, leak: dict) -> dict:
	"""Order, receipt and invoice of what the task asks for, at 12.50 each; and the plumber's bill of 180."""
	(request,) = frappe.get_all("Material Request Item", {"om_facility_task": task}, pluck="parent")
	with builders.as_user(baseline.USERS["buyer"]):
		frappe.get_doc("Material Request", request).submit()
		order = make_purchase_order(request)
		order.update({"supplier": leak["shop"], "currency": baseline.CURRENCY, "conversion_rate": 1})
		order.update({"buying_price_list": buying.price_list(), "schedule_date": frappe.utils.today()})
		order.items[0].rate = 12.5
		buying.submitted(order)
		receipt = buying.submitted(make_purchase_receipt(order.name))
	with builders.as_user(leak["accountant"]):
		invoice = buying.submitted(make_purchase_invoice(receipt.name))
		bill = buying.invoice(leak["call_out"], rate=180, supplier=leak["plumber"], bill_no="NIGHT-7")
	return {"order": order.name, "receipt": receipt.name, "invoice": invoice.name, "bill": bill.name}


def main(site: str, sites: str, task: str | None = None, leak: str = "{}") -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	made = buy(task, json.loads(leak)) if task else furnish()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(made))


if __name__ == "__main__":
	main(*sys.argv[1:])
