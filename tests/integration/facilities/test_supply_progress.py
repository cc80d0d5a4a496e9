"""How far an order of supplies has come, read from the documents the buyer and the store make in ERPNext."""

import frappe
import pytest
from erpnext.buying.doctype.purchase_order.purchase_order import update_status

from office_management import install, uninstall
from office_management.erp import supply_items
from office_management.facilities import api, supply_notices
from tests import baseline, builders
from tests import supply_builders as made

ANNA = "employee"
ROW_DOCTYPES = {
	"order": "Purchase Order Item",
	"receipt": "Purchase Receipt Item",
	"invoice": "Purchase Invoice Item",
}


def ordered(item, quantity: float = 4, **more):
	"""The submitted request in which Anna asks for so many."""
	(row,) = made.order(ANNA, {"item": item.name, "quantity": quantity}, **more)
	request = made.request_of(row)
	assert made.stages(ANNA)[item.name] == "Ordered"
	request.submit()
	return request


def test_what_is_bought_is_ordered_then_on_its_way_then_ready():
	pen = made.item(stock=True)
	request = ordered(pen)
	assert made.stages(ANNA)[pen.name] == "Ordered"
	order = made.buy(request)
	assert made.stages(ANNA)[pen.name] == "On Its Way"
	first = made.receive(order, 1)
	assert made.stages(ANNA)[pen.name] == "Partly Ready"
	made.receive(order, 3)
	assert made.stages(ANNA)[pen.name] == "Ready"
	first.cancel()
	assert made.stages(ANNA)[pen.name] == "Partly Ready"


def test_what_is_never_received_is_ready_when_it_is_invoiced():
	pen = made.item()
	order = made.buy(ordered(pen))
	invoice = made.bill(order)
	assert made.stages(ANNA)[pen.name] == "Ready"
	invoice.cancel()
	assert made.stages(ANNA)[pen.name] == "On Its Way"


def test_the_invoice_of_something_kept_in_stock_brings_nothing_yet():
	pen = made.item(stock=True)
	order = made.buy(ordered(pen))
	made.bill(order)
	assert made.stages(ANNA)[pen.name] == "On Its Way"


def test_what_the_store_issues_is_ready():
	pen = made.item(stock=True, box=10)
	made.put_in_store(pen.name, 100)
	request = ordered(pen, 2)
	assert request.material_request_type == "Material Issue"
	assert made.stages(ANNA)[pen.name] == "Ordered"
	entry = made.issue(request)
	assert entry.items[0].transfer_qty == 20
	assert made.stages(ANNA)[pen.name] == "Ready"
	entry.cancel()
	assert made.stages(ANNA)[pen.name] == "Ordered"


def test_a_stopped_request_and_a_closed_order_say_so():
	pen, paper = made.item(stock=True), made.item(stock=True)
	request = ordered(pen)
	request.update_status("Stopped")
	assert made.stages(ANNA)[pen.name] == "Stopped"
	order = made.buy(ordered(paper))
	update_status("Closed", order.name)
	assert made.stages(ANNA)[paper.name] == "Stopped"


def test_a_cancelled_request_says_so_unless_it_was_amended():
	pen = made.item()
	request = ordered(pen)
	request.cancel()
	assert made.stages(ANNA)[pen.name] == "Cancelled"
	amended = frappe.copy_doc(request)
	amended.update({"amended_from": request.name, "docstatus": 0, "om_is_supply_order": 1})
	amended.insert()
	with builders.as_user(baseline.USERS[ANNA]):
		found = [line["stage"] for line in api.get_my_supply_orders() if line["title"] == pen.name]
	assert found == ["Ordered"]


def test_who_asked_for_which_department_and_place_goes_along_on_every_hop():
	site = builders.space()
	place = builders.space(None, site.name, space_type="Storage").name
	said = {
		"om_requested_by": baseline.employee("anna"),
		"om_for_department": baseline.department("Sales"),
		"om_office_space": place,
	}
	pen = made.item()
	order = made.buy(ordered(pen, space=place, department=baseline.department("Sales")))
	receipt = made.receive(order)
	invoice = made.bill(order)
	for document in (order, receipt, invoice):
		assert {field: document.items[0].get(field) for field in said} == said, document.doctype
	stocked = made.item(stock=True)
	made.put_in_store(stocked.name, 100)
	entry = made.issue(ordered(stocked, space=place, department=baseline.department("Sales")))
	assert {field: entry.items[0].get(field) for field in said} == said


def test_an_order_made_in_another_way_gets_back_who_asked():
	pen = made.item()
	request = ordered(pen, department=baseline.department("Sales"))
	order = made.buy(request)
	by_hand = frappe.new_doc("Purchase Order")
	by_hand.update(
		{"supplier": order.supplier, "currency": "EUR", "conversion_rate": 1, "company": order.company}
	)
	row = order.items[0]
	by_hand.append(
		"items",
		{
			"item_code": pen.name,
			"qty": 1,
			"rate": 3,
			"schedule_date": builders.day(1),
			"material_request": request.name,
			"material_request_item": row.material_request_item,
		},
	)
	by_hand.insert()
	assert by_hand.items[0].om_requested_by == baseline.employee("anna")
	assert by_hand.items[0].om_for_department == baseline.department("Sales")


def test_the_buyer_sees_who_asked_for_which_row():
	pen = made.item(box=10)
	(row,) = made.order(
		ANNA, {"item": pen.name, "quantity": 2}, department=baseline.department("Sales"), note="The blue ones"
	)
	name = made.request_of(row).name
	with builders.as_user(baseline.USERS["buyer"]):
		(found,) = api.get_supply_requesters(name)
	assert found == {
		"title": pen.name,
		"quantity": 2,
		"unit": "Box",
		"employee_name": "Anna Aalders",
		"department": "Sales",
		"place": "",
		"note": "The blue ones",
	}
	with builders.as_user(baseline.USERS[ANNA]), pytest.raises(frappe.PermissionError):
		api.get_supply_requesters(name)


# --- being told -----------------------------------------------------------------------------------------------


def notices(user: str = ANNA) -> list[str]:
	return frappe.get_all(
		"Notification Log", {"for_user": baseline.USERS[user]}, pluck="subject", order_by="creation"
	)


def test_the_person_is_told_once_when_it_is_ready():
	pen = made.item(stock=True)
	order = made.buy(ordered(pen))
	supply_notices.tell_ready_supplies()
	assert notices() == []
	made.receive(order)
	for _again in range(2):
		supply_notices.tell_ready_supplies()
	assert notices() == [f"Your <strong>{pen.name}</strong> is ready"]


def test_who_has_no_user_stops_nobody_else():
	pen = made.item(stock=True)
	made.put_in_store(pen.name, 100)
	request = ordered(pen)
	frappe.db.set_value(
		"Material Request Item", request.items[0].name, "om_requested_by", baseline.employee("carla")
	)
	paper = made.item(stock=True)
	made.put_in_store(paper.name, 100)
	second = ordered(paper)
	made.issue(request)
	made.issue(second)
	supply_notices.tell_ready_supplies()
	assert notices() == [f"Your <strong>{paper.name}</strong> is ready"]


def test_who_asked_is_told_when_the_buyer_takes_the_row_out_and_when_the_draft_goes():
	pen, paper = made.item().name, made.item().name
	first, _second = made.order(ANNA, {"item": pen, "quantity": 1}, {"item": paper, "quantity": 1})
	request = made.request_of(first)
	request.remove(request.items[0])
	request.save()
	assert notices() == [f"Your <strong>{pen}</strong> was taken off the order"]
	frappe.delete_doc("Material Request", request.name)
	assert notices()[1:] == [f"Your <strong>{paper}</strong> was taken off the order"]


def test_who_takes_their_own_row_out_is_told_nothing():
	(row,) = made.order(ANNA, {"item": made.item().name, "quantity": 1})
	with builders.as_user(baseline.USERS[ANNA]):
		api.cancel_supply_line(row)
	assert notices() == []


# --- Office Day -----------------------------------------------------------------------------------------------


def blocks(user: str) -> dict[str, dict]:
	from office_management.office_administration.api import get_office_day

	with builders.as_user(baseline.USERS[user]):
		return {block["key"]: block for area in get_office_day()["areas"] for block in area["blocks"]}


def test_office_day_shows_managers_what_waits_and_employees_what_is_ready():
	pen = made.item(stock=True)
	made.put_in_store(pen.name, 100)
	(row,) = made.order(ANNA, {"item": pen.name, "quantity": 2})
	before = blocks("office_manager")["supply_orders_waiting"]
	assert before["count"] == 1
	assert before["rows"][0]["route"] is None, "an office manager holds no right on Material Request"
	assert "supply_orders_waiting" not in blocks(ANNA)
	assert "supply_orders_waiting" not in blocks("receptionist")
	assert blocks(ANNA)["my_supplies"]["rows"] == []
	assert blocks(ANNA)["my_supplies"]["text"] == "Ordered and not here yet: 1"
	request = made.request_of(row)
	request.submit()
	made.issue(request)
	assert blocks("office_manager")["supply_orders_waiting"]["count"] == 0
	assert blocks(ANNA)["my_supplies"]["rows"][0] == {"title": pen.name, "subtitle": "Ready: 2"}


def test_office_day_offers_no_supplies_where_nobody_may_order():
	frappe.db.set_single_value("Office Management Settings", "accept_supply_orders", 0)
	assert "my_supplies" not in blocks(ANNA)


def test_a_manager_of_another_company_sees_none_of_ours():
	made.order(ANNA, {"item": made.item().name, "quantity": 2})
	assert blocks("other_manager")["supply_orders_waiting"]["count"] == 0


# --- set-up ---------------------------------------------------------------------------------------------------


def test_the_item_for_free_text_is_made_with_the_first_order_where_the_company_came_later():
	supply_items.set_up_other_item()
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", None)
	for doctype, name in (("Item", supply_items.OTHER), ("Item Group", supply_items.GROUP)):
		frappe.delete_doc(doctype, name, force=True)
	with builders.as_user(baseline.USERS[ANNA]):
		assert api.get_supply_form()["takes_free_text"]
	(row,) = made.order(ANNA, {"text": "A lamp"})
	item = frappe.get_doc("Item", made.request_of(row).items[0].item_code)
	assert (item.name, item.item_group, item.is_stock_item) == (supply_items.OTHER, supply_items.GROUP, 0)
	assert supply_items.set_up_other_item() == {}


def test_the_item_keeps_its_code_where_items_are_named_by_a_series():
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", None)
	frappe.delete_doc("Item", supply_items.OTHER, force=True, ignore_missing=True)
	frappe.db.set_default("item_naming_by", "Naming Series")
	assert supply_items.set_up_other_item()["Item"] == supply_items.OTHER
	assert frappe.db.get_value("Item", supply_items.OTHER, "item_code") == supply_items.OTHER


def tree_of_groups() -> list[tuple]:
	return frappe.get_all("Item Group", fields=["name", "lft", "rgt"], order_by="lft", as_list=True)


def without_the_item() -> None:
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", None)
	for doctype, name in (("Item", supply_items.OTHER), ("Item Group", supply_items.GROUP)):
		frappe.delete_doc(doctype, name, force=True, ignore_missing=True)


def test_uninstall_takes_the_item_and_its_group_along_as_if_they_had_never_been():
	without_the_item()
	record, before = {"made": {}, "existed": {}}, tree_of_groups()
	install.make_other_supplies_item(record)
	assert record["made"] == {"Item": [supply_items.OTHER], "Item Group": [supply_items.GROUP]}
	assert (
		frappe.db.get_single_value("Office Management Settings", "other_supplies_item") == supply_items.OTHER
	)
	uninstall.remove_other_supplies_item(record)
	assert not frappe.db.exists("Item", supply_items.OTHER)
	assert tree_of_groups() == before


def test_uninstall_leaves_an_item_that_was_ordered_and_one_that_was_there_before():
	without_the_item()
	record = {"made": {}, "existed": {}}
	install.make_other_supplies_item(record)
	made.order(ANNA, {"text": "A lamp"})
	uninstall.remove_other_supplies_item(record)
	assert frappe.db.exists("Item", supply_items.OTHER)
	assert frappe.db.exists("Item Group", supply_items.GROUP)
	frappe.db.delete("Material Request Item", {"item_code": supply_items.OTHER})
	uninstall.remove_other_supplies_item({"made": {}, "existed": {"Item": [supply_items.OTHER]}})
	assert frappe.db.exists("Item", supply_items.OTHER)


def test_nothing_is_made_before_a_company_is_set_up():
	without_the_item()
	frappe.db.delete("Item Group")
	assert supply_items.set_up_other_item() == {}
	with builders.as_user(baseline.USERS[ANNA]):
		assert not api.get_supply_form()["takes_free_text"]
