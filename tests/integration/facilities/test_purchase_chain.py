"""A job through ERPNext's own flow: every hop keeps job and place, and the costs are those of the documents."""

import frappe
import pytest
from erpnext.accounts.doctype.purchase_invoice.purchase_invoice import make_debit_note
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_invoice, make_purchase_receipt
from erpnext.buying.doctype.request_for_quotation.request_for_quotation import (
	create_supplier_quotation,
	make_supplier_quotation_from_rfq,
)
from erpnext.buying.doctype.supplier_quotation.supplier_quotation import make_purchase_order
from erpnext.stock.doctype.material_request.material_request import make_purchase_order as order_from_request
from erpnext.stock.doctype.material_request.material_request import (
	make_request_for_quotation,
	make_stock_entry,
)
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_invoice as bill_receipt
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_return

from office_management.facilities import api, costs
from tests import baseline, builders
from tests import purchasing_builders as buying


def named(doc) -> set[tuple]:
	return {(row.om_facility_task, row.om_office_space) for row in doc.items}


def figures(task, *names: str) -> tuple:
	found = costs.costs_of([task.name])[task.name]
	return tuple(getattr(found, name) for name in names)


def asked_for(task, kind: str = "Purchase"):
	"""The Material Request of this kind that the task asks for, submitted."""
	made = api.create_material_requests(task.name)["made"]
	requests = [frappe.get_doc("Material Request", name) for name in made]
	return buying.submitted(next(doc for doc in requests if doc.material_request_type == kind))


def order_for(task):
	"""A Purchase Order for what the task asks for, at 10 each, not saved yet."""
	order = order_from_request(asked_for(task).name)
	order.update({"supplier": buying.supplier(), "currency": baseline.CURRENCY, "conversion_rate": 1})
	order.update({"buying_price_list": buying.price_list(), "schedule_date": frappe.utils.today()})
	order.items[0].rate = 10
	return order


@pytest.fixture
def place():
	buying.exchange_rates()
	return builders.space(space_type="Site", cost_center=baseline.cost_center())


@pytest.fixture
def job(place):
	return buying.task([(buying.item(), 10, "Purchase")], space=place.name)


def test_from_request_by_quotation_to_invoice(job, place):
	"""Request, request for quotation, quotation, order, receipt, invoice: each row names the job and the place."""
	expected = {(job.name, place.name)}
	supplier = buying.supplier()
	request = asked_for(job)
	rfq = make_request_for_quotation(request.name)
	rfq.update({"message_for_supplier": "Please quote", "transaction_date": frappe.utils.today()})
	rfq.append("suppliers", {"supplier": supplier})
	buying.submitted(rfq)
	quotation = make_supplier_quotation_from_rfq(rfq.name, for_supplier=supplier)
	quotation.items[0].rate = 12
	buying.submitted(quotation)
	order = make_purchase_order(quotation.name)
	order.schedule_date = frappe.utils.today()
	buying.submitted(order)
	receipt = buying.submitted(make_purchase_receipt(order.name))
	invoice = buying.submitted(bill_receipt(receipt.name))
	assert [named(doc) for doc in (request, rfq, quotation, order, receipt, invoice)] == [expected] * 6
	assert figures(job, "ordered", "committed", "received", "invoiced", "total") == (120, 0, 120, 120, 120)


def test_quotation_from_the_portal_gets_back_what_it_lost(job, place):
	"""The portal copies a fixed list of fields; the row it names knows the rest."""
	supplier = buying.supplier()
	rfq = make_request_for_quotation(asked_for(job).name)
	rfq.update({"message_for_supplier": "Please quote", "transaction_date": frappe.utils.today()})
	rfq.append("suppliers", {"supplier": supplier})
	buying.submitted(rfq)
	sent = rfq.as_dict()
	sent.update({"supplier": supplier, "currency": baseline.CURRENCY})
	sent["items"][0].pop("om_facility_task")
	name = create_supplier_quotation(frappe.as_json(sent))
	assert named(frappe.get_doc("Supplier Quotation", name)) == {(job.name, place.name)}


def test_a_link_taken_off_a_draft_stays_off(job):
	order = order_for(job).insert()
	order.items[0].om_facility_task = order.items[0].om_office_space = None
	order.save()
	assert named(order) == {(None, None)}


def test_steps_of_one_order(job):
	"""Partly received, partly invoiced, sent back, credited; then closed, and cancelled from the end."""
	order = buying.submitted(order_for(job))
	assert figures(job, "ordered", "committed", "received", "invoiced", "total") == (100, 100, 0, 0, 0)
	receipt = make_purchase_receipt(order.name)
	receipt.items[0].qty = receipt.items[0].received_qty = 6
	buying.submitted(receipt)
	assert figures(job, "ordered", "committed", "received", "total") == (100, 100, 60, 0)
	invoice = make_purchase_invoice(order.name)
	invoice.items[0].qty = 4
	buying.submitted(invoice)
	assert figures(job, "committed", "received", "invoiced", "total") == (60, 60, 40, 40)
	back = make_purchase_return(receipt.name)
	back.items[0].qty = back.items[0].received_qty = -2
	buying.submitted(back)
	note = make_debit_note(invoice.name)
	note.items[0].qty = -1
	buying.submitted(note)
	assert figures(job, "received", "returned", "invoiced", "credited", "total") == (60, 20, 40, 10, 30)
	frappe.get_doc("Purchase Order", order.name).update_status("Closed")
	ordered, committed = figures(job, "ordered", "committed")
	assert committed == 0
	assert ordered == pytest.approx(40)  # 4 of 10 came and stayed
	frappe.get_doc("Purchase Order", order.name).update_status("Draft")
	for doc in (note, back, invoice, receipt, order):
		frappe.get_doc(doc.doctype, doc.name).cancel()
	assert figures(job, *costs.FIGURES) == (0,) * len(costs.FIGURES)


def test_an_amended_invoice_counts_once(job):
	invoice = buying.invoice(job.materials[0].item_code, rate=80, om_facility_task=job.name)
	invoice.cancel()
	assert figures(job, "invoiced", "total") == (0, 0)
	amended = frappe.copy_doc(invoice)
	amended.update({"docstatus": 0, "amended_from": invoice.name})
	amended.items[0].rate = 70
	buying.submitted(amended)
	assert figures(job, "invoiced", "total") == (70, 70)
	assert invoice.items[0].om_office_space == job.space  # the place of the job came by itself


def test_drafts_count_nothing_and_can_be_deleted(job):
	invoice = buying.invoice(job.materials[0].item_code, submit=False, om_facility_task=job.name)
	assert figures(job, "invoiced", "total") == (0, 0)
	frappe.delete_doc("Purchase Invoice", invoice.name)
	assert api.get_buying(job.name)["documents"] == []


def test_an_invoice_that_moves_stock_is_receipt_and_invoice(place):
	job = buying.task(space=place.name)
	invoice = buying.invoice(buying.item(is_stock_item=1), 3, 10, om_facility_task=job.name, update_stock=1)
	assert figures(job, "received", "invoiced", "total") == (30, 30, 30)
	note = make_debit_note(invoice.name)
	buying.submitted(note)
	assert figures(job, "returned", "credited", "total") == (30, 30, 0)


def test_issued_from_the_store(place):
	"""From the request by Stock Entry; what is put back is taken off; a partial issue leaves the rest to ask."""
	item = buying.item(is_stock_item=1)
	buying.stock(item, 20, 7)
	job = buying.task([(item, 5, "Store")], space=place.name)
	request = asked_for(job, "Material Issue")
	entry = make_stock_entry(request.name)
	entry.items[0].qty = 4
	buying.submitted(entry)
	assert named(entry) == {(job.name, place.name)}
	assert figures(job, "issued", "total") == (28, 28)
	back = frappe.copy_doc(entry)
	back.update({"stock_entry_type": "Material Receipt", "purpose": "Material Receipt"})
	back.items[0].update(
		{"s_warehouse": None, "t_warehouse": buying.warehouse(), "qty": 1, "basic_rate": 7}
		| {"material_request": None, "material_request_item": None}
	)
	buying.submitted(back)
	assert figures(job, "issued", "total") == (21, 21)
	entry.cancel()
	assert figures(job, "issued") == (-7,)


def test_bought_into_the_store_and_issued_counts_once(place):
	item = buying.item(is_stock_item=1)
	job = buying.task(space=place.name)
	buying.invoice(item, 10, 9, om_facility_task=job.name, update_stock=1)
	assert figures(job, "total") == (90,)
	entry = frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": "Material Issue",
			"company": baseline.COMPANY,
			"items": [
				{
					"item_code": item,
					"qty": 4,
					"s_warehouse": buying.warehouse(),
					"om_facility_task": job.name,
				}
			],
		}
	)
	buying.submitted(entry)
	assert figures(job, "invoiced", "issued", "total") == (90, 36, 36)


def test_other_currencies_of_suppliers_count_in_the_company_s(job):
	supplier = buying.supplier(default_currency="USD")
	payable = frappe.get_doc(
		{
			"doctype": "Account",
			"account_name": builders.unique("Creditors USD "),
			"parent_account": f"Accounts Payable - {baseline.ABBR}",
			"account_type": "Payable",
			"account_currency": "USD",
			"company": baseline.COMPANY,
		}
	).insert()
	invoice = buying._buying(
		"Purchase Invoice",
		job.materials[0].item_code,
		1,
		100,
		{"om_facility_task": job.name},
		supplier=supplier,
	)
	invoice.update({"currency": "USD", "conversion_rate": 0.9, "credit_to": payable.name})
	buying.submitted(invoice)
	assert figures(job, "invoiced", "total") == (90, 90)
	assert costs.costs_of([job.name])[job.name].currency == baseline.CURRENCY
