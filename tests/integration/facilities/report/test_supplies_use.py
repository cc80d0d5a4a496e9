"""Supplies Use: figures from posted documents, each counted once, for who may see them."""

import frappe
import pytest

from office_management.facilities.report.supplies_use.supplies_use import execute
from tests import baseline, builders
from tests import supply_builders as made

ANNA = "employee"
SALES = baseline.department("Sales")


def report(**filters) -> tuple[list[dict], list[dict]]:
	"""Rows and summary of today, as Administrator or whoever acts."""
	_columns, rows, _message, _chart, summary = execute({"period": "Today", **filters})
	return rows, summary


def by(rows: list[dict], *fields: str) -> dict:
	return {tuple(row.get(field) for field in fields): row for row in rows}


def issued(code: str, quantity: float = 4, **more):
	(row,) = made.order(ANNA, {"item": code, "quantity": quantity}, **more)
	request = made.request_of(row)
	request.submit()
	return made.issue(request)


def invoiced(code: str, quantity: float = 4, rate: float = 3, **more):
	(row,) = made.order(ANNA, {"item": code, "quantity": quantity}, **more)
	request = made.request_of(row)
	request.submit()
	order = made.buy(request, rate)
	return made.bill(order)


def test_what_the_store_issues_counts_at_its_stock_value_and_its_invoice_does_not():
	pen = made.item(stock=True).name
	made.put_in_store(pen, 10, rate=2)
	entry = issued(pen, 4, department=SALES)
	(row,) = by(report()[0], "item").values()
	assert (row["department"], row["quantity"], row["issued"], row["invoiced"], row["total"]) == (
		SALES,
		4,
		8,
		0,
		8,
	)
	entry.cancel()
	assert report()[0] == []


def test_a_stock_item_that_is_bought_counts_when_it_leaves_the_store_only():
	pen = made.item(stock=True).name
	invoiced(pen)
	assert report()[0] == []


def test_what_is_not_kept_in_stock_counts_net_when_it_is_invoiced_and_less_when_credited():
	from erpnext.controllers.sales_and_purchase_return import make_return_doc

	paper = made.item().name
	invoice = invoiced(paper, 4, rate=3, department=SALES)
	assert by(report()[0], "item")[(paper,)]["invoiced"] == 12
	credit = make_return_doc("Purchase Invoice", invoice.name)
	credit.items[0].qty = -1
	credit.insert()
	credit.submit()
	row = by(report()[0], "item")[(paper,)]
	assert (row["quantity"], row["invoiced"]) == (3, 9)


def test_what_comes_back_into_the_store_is_taken_off():
	pen = made.item(stock=True).name
	made.put_in_store(pen, 10, rate=2)
	issued(pen, 4, department=SALES)
	back = frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": "Material Receipt",
			"company": baseline.COMPANY,
			"items": [
				{
					"item_code": pen,
					"qty": 1,
					"t_warehouse": made.store(),
					"basic_rate": 2,
					"om_for_department": SALES,
				}
			],
		}
	).insert()
	back.submit()
	row = by(report()[0], "item")[(pen,)]
	assert (row["quantity"], row["total"]) == (3, 6)


def test_the_department_is_that_of_the_row_then_of_the_cost_center_then_of_the_person():
	parent = frappe.db.get_value("Cost Center", {"company": baseline.COMPANY, "is_group": 1}, "name")
	center = frappe.get_doc(
		{
			"doctype": "Cost Center",
			"cost_center_name": "Design",
			"company": baseline.COMPANY,
			"parent_cost_center": parent,
		}
	).insert()
	first, second, third = (made.item().name for _each in range(3))
	invoiced(first, department=baseline.department("Office"))
	for code in (second, third):
		invoiced(code)
	row = frappe.get_all("Purchase Invoice Item", {"item_code": second}, pluck="name", order_by="name")
	frappe.db.set_value("Purchase Invoice Item", row[0], "cost_center", center.name)
	found = by(report()[0], "item")
	assert found[(first,)]["department"] == baseline.department("Office")
	assert found[(second,)]["department"] == baseline.department("Design")
	assert found[(third,)]["department"] == SALES


@pytest.mark.parametrize("group_by", ["Department and Item", "Department", "Item", "Place"])
def test_however_it_is_added_up_the_total_is_the_same(group_by):
	pen, paper = made.item(stock=True).name, made.item().name
	made.put_in_store(pen, 10, rate=2)
	issued(pen, 4, department=SALES)
	invoiced(paper, 4, rate=3, department=baseline.department("Office"))
	rows, summary = report(group_by=group_by)
	assert sum(row["total"] for row in rows) == 20
	assert "20" in summary[0]["value"]


def test_an_item_taken_off_the_list_keeps_its_history_and_other_purchases_never_count():
	paper, other = made.item().name, made.item(om_is_office_supply=0).name
	invoiced(paper)
	frappe.db.set_value("Item", paper, "om_is_office_supply", 0)
	made.bill_without_order(other)
	assert [row["item"] for row in report()[0]] == [paper]


def test_limits_to_company_and_place_hold_and_the_parts_add_up():
	site = builders.space()
	first, second = (builders.space(None, site.name, space_type="Storage").name for _each in range(2))
	pens, paper = made.item().name, made.item().name
	invoiced(pens, 1, rate=5, space=first)
	invoiced(paper, 1, rate=7, space=second)

	def total(user: str) -> float:
		with builders.as_user(user):
			return sum(row["total"] for row in report()[0])

	managers = [builders.user("Office Manager") for _each in range(2)]
	for manager, place in zip(managers, (first, second), strict=True):
		frappe.get_doc(
			{"doctype": "User Permission", "user": manager, "allow": "Location", "for_value": place}
		).insert()
	assert [total(manager) for manager in managers] == [5, 7]
	assert total(baseline.USERS["office_manager"]) == 12
	assert total(baseline.USERS["other_manager"]) == 0


@pytest.mark.parametrize("user", ["employee", "buyer", "nobody"])
def test_who_may_not_report_gets_nothing(user):
	with builders.as_user(baseline.USERS[user]), pytest.raises(frappe.PermissionError):
		report()


def test_a_department_includes_those_below_and_an_item_is_found_by_part_of_its_name():
	paper = made.item("Recycled Paper A3").name
	invoiced(paper, department=SALES)
	assert [row["item"] for row in report(department=SALES)[0]] == [paper]
	assert report(department=baseline.department("Design"))[0] == []
	assert [row["item"] for row in report(item="cycled")[0]] == [paper]
	assert report(item="no such")[0] == []
