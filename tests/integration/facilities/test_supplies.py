"""Ordering office supplies: one draft a day for each kind, rows that say who, where and for whom."""

import frappe
import pytest

from office_management.erp import supply_items
from office_management.facilities import api, supplies
from tests import baseline, builders
from tests import supply_builders as made

ANNA, OLGA = "employee", "office_manager"


def cupboard(**values):
	"""A storage place on a site of its own."""
	site = builders.space(**values)
	return builders.space(None, site.name, space_type="Storage", **values)


def lines(request) -> list[tuple]:
	return [(row.item_code, row.qty, row.om_requested_by) for row in request.items]


def test_an_employee_without_rights_in_erpnext_makes_a_draft_for_the_buyer():
	pen = made.item()
	with builders.as_user(baseline.USERS[ANNA]):
		assert not frappe.has_permission("Material Request", "create")
	(row,) = made.order(ANNA, {"item": pen.name, "quantity": 3}, department=baseline.department("Sales"))
	request = made.request_of(row)
	assert request.docstatus == 0
	assert (request.material_request_type, request.company) == ("Purchase", baseline.COMPANY)
	assert request.om_is_supply_order
	found = request.items[0]
	assert (found.item_code, found.qty, found.uom) == (pen.name, 3, "Nos")
	assert found.om_requested_by == baseline.employee("anna")
	assert found.om_for_department == baseline.department("Sales")


def test_two_people_share_the_draft_of_the_day():
	pen, paper = made.item().name, made.item().name
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1})
	second = made.order(OLGA, {"item": paper, "quantity": 2}, {"item": pen, "quantity": 5})
	request = made.request_of(first)
	assert {made.request_of(row).name for row in second} == {request.name}
	anna, olga = baseline.employee("anna"), baseline.employee("olga")
	assert lines(request) == [(pen, 1, anna), (paper, 2, olga), (pen, 5, olga)]


def test_a_draft_that_the_buyer_has_submitted_is_left_alone():
	pen = made.item().name
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1})
	made.request_of(first).submit()
	(second,) = made.order(ANNA, {"item": pen, "quantity": 1})
	assert made.request_of(second).name != made.request_of(first).name
	assert made.request_of(second).docstatus == 0
	assert len(made.request_of(first).items) == 1


def test_yesterdays_draft_is_left_alone():
	pen = made.item().name
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1})
	frappe.db.set_value("Material Request", made.request_of(first).name, "transaction_date", builders.day(-1))
	(second,) = made.order(ANNA, {"item": pen, "quantity": 1})
	assert made.request_of(second).name != made.request_of(first).name


def test_the_same_key_makes_one_order():
	pen, key = made.item().name, made.key()
	first = made.order(ANNA, {"item": pen, "quantity": 1}, {"item": None, "text": "A lamp"}, client_key=key)
	again = made.order(ANNA, {"item": pen, "quantity": 1}, {"item": None, "text": "A lamp"}, client_key=key)
	assert sorted(first) == sorted(again)
	assert len(made.request_of(first[0]).items) == 2


def test_what_is_added_after_an_answer_got_lost_is_ordered_and_the_rest_once():
	pen, paper, key = made.item().name, made.item().name, made.key()
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1}, client_key=key)
	again = made.order(ANNA, {"item": paper, "quantity": 2}, {"item": pen, "quantity": 1}, client_key=key)
	assert again[1] == first
	assert [row.item_code for row in made.request_of(first).items] == [pen, paper]


def test_somebody_elses_key_is_another_order():
	pen, key = made.item().name, made.key()
	first = made.order(ANNA, {"item": pen, "quantity": 1}, client_key=key)
	assert made.order(OLGA, {"item": pen, "quantity": 1}, client_key=key) != first


def test_a_key_that_is_none_is_refused():
	with pytest.raises(supplies.OrderKeyError, match="Reload"):
		made.order(ANNA, {"item": made.item().name, "quantity": 1}, client_key="x")


def test_what_stands_in_the_store_is_issued_and_the_rest_is_bought():
	pen = made.item(stock=True).name
	made.put_in_store(pen, 10)
	(first,) = made.order(ANNA, {"item": pen, "quantity": 8})
	(second,) = made.order(OLGA, {"item": pen, "quantity": 3})
	(third,) = made.order(OLGA, {"item": pen, "quantity": 2})
	kinds = [made.request_of(row).material_request_type for row in (first, second, third)]
	assert kinds == ["Material Issue", "Purchase", "Material Issue"]
	assert made.request_of(first).items[0].warehouse == made.store()


def test_boxes_are_counted_in_pieces_when_the_store_is_asked():
	pen = made.item(stock=True, box=10).name
	made.put_in_store(pen, 15)
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1})
	(second,) = made.order(ANNA, {"item": pen, "quantity": 1})
	request = made.request_of(first)
	assert (request.items[0].uom, request.items[0].stock_qty) == ("Box", 10)
	assert request.material_request_type == "Material Issue"
	assert made.request_of(second).material_request_type == "Purchase"


def test_free_text_is_ordered_under_the_item_for_it():
	(row,) = made.order(ANNA, {"text": "A lamp <script>alert(1)</script> & a chair"})
	found = made.request_of(row).items[0]
	assert found.item_code == supply_items.OTHER
	assert "<script" not in found.description
	with builders.as_user(baseline.USERS[ANNA]):
		assert api.get_my_supply_orders()[0]["title"] == "A lamp alert(1) & a chair"


def test_free_text_is_refused_where_the_office_takes_none():
	supply_items.set_up_other_item()
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", None)
	with pytest.raises(supplies.SupplyTextError, match="only what is in the list"):
		made.order(ANNA, {"text": "A lamp"})


@pytest.mark.parametrize(
	("quantity", "said"),
	[
		(0, "at least one"),
		(-1, "at least one"),
		(1.5, "whole"),
		(1001, "At most 1000"),
		("nan", "Say how many"),
		("inf", "Say how many"),
		("three", "Say how many"),
	],
)
def test_quantities_that_make_no_sense_are_refused(quantity, said):
	pen = made.item(stock_uom="Nos").name
	frappe.db.set_value("UOM", "Nos", "must_be_whole_number", 1)
	frappe.clear_document_cache("UOM", "Nos")
	with pytest.raises(supplies.SupplyQuantityError, match=said):
		made.order(ANNA, {"item": pen, "quantity": quantity})


@pytest.mark.parametrize(
	"values",
	[{"disabled": 1}, {"om_is_office_supply": 0}, {"end_of_life": "2020-01-01"}, {"is_fixed_asset": 1}],
)
def test_what_is_not_to_be_had_is_refused_and_not_shown(values):
	pen = made.item().name
	frappe.db.set_value("Item", pen, values)
	with pytest.raises(supplies.NotASupplyError, match="cannot be ordered"):
		made.order(ANNA, {"item": pen, "quantity": 1})
	with builders.as_user(baseline.USERS[ANNA]):
		assert api.get_supplies(search=pen)["items"] == []


def test_nothing_and_far_too_much_are_refused():
	with pytest.raises(supplies.EmptyOrderError):
		made.order(ANNA)
	pens = [{"text": f"Thing {number}"} for number in range(51)]
	with pytest.raises(supplies.EmptyOrderError, match="at most 50"):
		made.order(ANNA, *pens)


def test_nobody_orders_when_it_is_switched_off():
	frappe.db.set_single_value("Office Management Settings", "accept_supply_orders", 0)
	with pytest.raises(supplies.SupplyOrdersOffError, match="switched off"):
		made.order(ANNA, {"item": made.item().name, "quantity": 1})


@pytest.mark.parametrize("user", ["system_manager", "buyer", "nobody"])
def test_who_is_no_employee_orders_nothing(user):
	with pytest.raises(frappe.PermissionError, match="not linked"):
		made.order(user, {"item": made.item().name, "quantity": 1})


def test_a_place_of_another_company_and_a_closed_one_are_refused_alike():
	closed = cupboard()
	other = cupboard(company=baseline.OTHER_COMPANY)
	frappe.db.set_value("Office Space", closed.name, "status", "Closed")
	said = set()
	for space in (closed.name, other.name, "NO-SUCH-PLACE"):
		with pytest.raises(supplies.SupplyPlaceError) as refused:
			made.order(ANNA, {"item": made.item().name, "quantity": 1}, space=space)
		said.add(str(refused.value).replace(space, "X"))
	assert len(said) == 1


def test_a_department_of_another_company_is_refused():
	with pytest.raises(supplies.SupplyDepartmentError):
		made.order(
			ANNA,
			{"item": made.item().name, "quantity": 1},
			department=baseline.department("Abroad", baseline.OTHER_COMPANY),
		)


def test_the_cost_center_is_the_departments_own_else_that_of_the_place():
	site = builders.space(cost_center=baseline.cost_center())
	place = builders.space(None, site.name, space_type="Storage")
	center = frappe.get_doc(
		{
			"doctype": "Cost Center",
			"cost_center_name": "Sales",
			"company": baseline.COMPANY,
			"parent_cost_center": frappe.db.get_value(
				"Cost Center", {"company": baseline.COMPANY, "is_group": 1}, "name"
			),
		}
	).insert()
	pen = made.item().name
	(row,) = made.order(
		ANNA, {"item": pen, "quantity": 1}, space=place.name, department=baseline.department("Sales")
	)
	assert made.request_of(row).items[0].cost_center == center.name
	(row,) = made.order(ANNA, {"item": pen, "quantity": 1}, space=place.name)
	assert made.request_of(row).items[-1].cost_center == baseline.cost_center()


def test_where_erpnext_takes_an_item_once_the_second_one_asks_in_a_draft_of_its_own():
	frappe.db.set_single_value("Buying Settings", "allow_multiple_items", 0)
	pen = made.item().name
	(first,) = made.order(ANNA, {"item": pen, "quantity": 1})
	(second,) = made.order(OLGA, {"item": pen, "quantity": 1})
	assert made.request_of(first).name != made.request_of(second).name


def test_what_a_company_made_mandatory_is_for_the_buyer_to_fill_in():
	from frappe.custom.doctype.property_setter.property_setter import make_property_setter

	made.order(ANNA, {"item": made.item().name, "quantity": 1})
	make_property_setter("Material Request Item", "project", "reqd", 1, "Check")
	frappe.clear_cache(doctype="Material Request Item")
	(row,) = made.order(ANNA, {"item": made.item().name, "quantity": 1})
	with pytest.raises(frappe.MandatoryError):
		made.request_of(row).submit()
	frappe.clear_cache(doctype="Material Request Item")


def test_the_list_has_names_and_units_and_never_a_price():
	made.item("Zebra Pens", box=10, om_usual_quantity=2, standard_rate=99)
	with builders.as_user(baseline.USERS[ANNA]):
		(found,) = api.get_supplies(search="zebra")["items"]
	assert found["title"] == "Zebra Pens"
	assert found["unit"] == "Box of 10"
	assert found["usual"] == 2
	assert set(found) == {"item", "title", "about", "group", "image", "unit", "usual", "whole"}


def test_own_department_and_own_place_are_filled_in():
	desk = builders.space("Desk by the window", builders.space().name)
	builders.allocation(desk.name, baseline.employee("anna"))
	with builders.as_user(baseline.USERS[ANNA]):
		form = api.get_supply_form()
	assert form["department"] == baseline.department("Sales")
	assert form["place"] == {"value": desk.name, "label": "Desk by the window"}
	assert {row["label"] for row in form["departments"]} >= {"Sales", "Design", "Office"}


# --- changing one's mind --------------------------------------------------------------------------------------


def test_an_own_line_is_changed_and_cancelled_while_it_is_a_draft():
	pen, paper = made.item().name, made.item().name
	first, second = made.order(ANNA, {"item": pen, "quantity": 1}, {"item": paper, "quantity": 1})
	request = made.request_of(first)
	with builders.as_user(baseline.USERS[ANNA]):
		api.change_supply_line(first, 4)
		assert made.request_of(first).items[0].qty == 4
		api.cancel_supply_line(second)
		assert not frappe.db.exists("Material Request Item", second)
		api.cancel_supply_line(first)
	assert not frappe.db.exists("Material Request", request.name)


def test_more_than_the_store_has_is_bought_instead():
	pen = made.item(stock=True).name
	made.put_in_store(pen, 5)
	(row,) = made.order(ANNA, {"item": pen, "quantity": 2})
	with builders.as_user(baseline.USERS[ANNA]):
		api.change_supply_line(row, 5)
		assert made.request_of(row).items[0].qty == 5
		api.change_supply_line(row, 6)
		(line,) = [line for line in api.get_my_supply_orders() if line["title"] == pen]
	assert line["quantity"] == 6
	assert made.request_of(line["name"]).material_request_type == "Purchase"


def test_a_line_of_somebody_else_and_one_that_is_submitted_stay_as_they_are():
	(row,) = made.order(ANNA, {"item": made.item().name, "quantity": 1})
	with builders.as_user(baseline.USERS[OLGA]):
		for act in (lambda: api.cancel_supply_line(row), lambda: api.change_supply_line("no such row", 2)):
			with pytest.raises(frappe.PermissionError, match="not an order of yours"):
				act()
	made.request_of(row).submit()
	with builders.as_user(baseline.USERS[ANNA]):
		with pytest.raises(supplies.SupplyTakenUpError, match="dealt with"):
			api.cancel_supply_line(row)
		with pytest.raises(supplies.SupplyTakenUpError, match="dealt with"):
			api.change_supply_line(row, 3)


# --- the cupboard ---------------------------------------------------------------------------------------------


def test_running_low_orders_the_usual_quantity_once_per_open_draft():
	place = cupboard()
	pen = made.item(om_usual_quantity=4).name

	def tap(user: str) -> dict:
		with builders.as_user(baseline.USERS[user]):
			return api.say_running_low(pen, place.name, made.key())

	first, second = tap(ANNA), tap(OLGA)
	assert (first["ordered"], first["quantity"]) == (True, 4)
	assert (second["ordered"], second["asked_on"]) == (False, builders.day())
	rows = frappe.get_all(
		"Material Request Item",
		{"item_code": pen},
		["parent", "qty", "om_office_space", "om_for_department"],
		order_by="name",
	)
	assert [(row.qty, row.om_office_space, row.om_for_department) for row in rows] == [(4, place.name, None)]
	frappe.get_doc("Material Request", rows[0].parent).submit()
	assert tap(OLGA)["ordered"]


def test_a_label_of_a_place_that_is_gone_says_so_and_keeps_the_item():
	pen = made.item().name
	with builders.as_user(baseline.USERS[ANNA]):
		form = api.get_supply_form(item=pen, space="NO-SUCH-PLACE")
	assert form["label_place_gone"]
	assert form["label_item"]["item"] == pen
