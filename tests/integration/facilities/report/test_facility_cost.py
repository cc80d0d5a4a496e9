"""Facility Cost: the sums tie however they are added up, and each reader gets the share of their places."""

import frappe
import pytest
from frappe.utils import add_months, today

from office_management.facilities.costs import DIMENSIONS
from office_management.facilities.report.facility_cost.facility_cost import execute
from office_management.report_tools import FilterError
from tests import baseline, builders, facility_builders
from tests import purchasing_builders as buying
from tests.shared import once_per_module


@once_per_module
def house():
	"""Two floors with a task each: one with an invoice and an order, one with an issue; a bill for a floor alone."""
	buying.exchange_rates()
	site = builders.space(space_type="Site")
	floors = [builders.space(None, site.name, space_type="Floor") for _number in range(2)]
	rooms = [builders.space(None, floor.name, space_type="Room") for floor in floors]
	category = facility_builders.category()
	tasks = [buying.task(space=room.name, category=category.name) for room in rooms]
	service, stored = buying.item(), buying.item(is_stock_item=1)
	invoice = buying.invoice(service, rate=100, om_facility_task=tasks[0].name)
	buying.invoice(service, rate=20, om_facility_task=tasks[0].name, posting_date=add_months(today(), -2))
	buying.invoice(service, rate=7, om_office_space=floors[1].name)
	buying.order(service, rate=40, om_facility_task=tasks[0].name)
	buying.stock(stored, 10, 5)
	entry = {"doctype": "Stock Entry", "stock_entry_type": "Material Issue", "company": baseline.COMPANY}
	line = {
		"item_code": stored,
		"qty": 3,
		"s_warehouse": buying.warehouse(),
		"om_facility_task": tasks[1].name,
	}
	buying.submitted(frappe.get_doc({**entry, "items": [line]}))
	return frappe._dict(
		site=site, floors=floors, tasks=tasks, category=category, supplier=invoice.supplier, service=service
	)


def run(house=None, **filters) -> list[dict]:
	given = {"company": baseline.COMPANY, "period": "This Month", **filters}
	return execute({**given, "place": house.site.name} if house else given)[1]


def by_group(rows: list[dict], name: str = "total") -> dict:
	return {row.get("record") or row["group"]: row[name] for row in rows}


def test_by_place_at_each_depth(house):
	floors = by_group(run(house, depth="Floor"))
	assert floors == {house.floors[0].name: 100, house.floors[1].name: 22, "Total": 122}
	rooms = by_group(run(house, depth="Room"))
	assert (len(rooms), rooms["Total"]) == (4, 122)
	assert by_group(run(house, depth="Site")) == {house.site.name: 122, "Total": 122}
	columns, rows, message, chart, summary, _no_total = execute(
		{"company": baseline.COMPANY, "place": house.site.name}
	)
	assert {row["currency"] for row in rows} == {baseline.CURRENCY}
	assert [column["fieldname"] for column in columns[:4]] == ["group", "record", "total", "committed"]
	assert "without taxes" in message
	assert chart["data"]["datasets"][0]["values"] == [100, 22]
	assert [figure["value"] for figure in summary] == [122, 40, 107, 15]


def test_every_way_of_adding_up_comes_to_the_same(house):
	columns = ("total", "committed", "ordered", "invoiced", "issued")
	for dimension in DIMENSIONS:
		rows = run(house, group_by=dimension)
		totals = [rows[-1][name] for name in columns]
		assert totals == [122, 40, 40, 107, 15], dimension
		assert [sum(row[name] for row in rows[:-1]) for name in columns] == totals, dimension
	rows = run(house, group_by="Category")
	groups = [(row["group"], row["total"]) for row in rows[:-1]]
	assert groups == [(house.category.name, 115), ("None", 7)]  # what belongs to none comes last


def test_filters_and_periods(house):
	assert run(house, supplier=house.supplier)[-1]["total"] == 100
	assert run(house, category=house.category.name)[-1]["total"] == 115
	assert run(house, period="Last 90 Days")[-1]["total"] == 142
	first = add_months(today(), -2)
	months = run(house, group_by="Month", period="Custom", from_date=first, to_date=today())
	assert by_group(months)[first[:7]] == 20
	with pytest.raises(FilterError):
		run(house, group_by="Moon")
	with pytest.raises(FilterError):
		run(house, supplier=["like", "%"])


def test_two_readers_limited_to_a_floor_each_see_all_between_them(house):
	"""Each in lists of all places, without naming one; mail made for one of them shows no more."""
	shares = []
	for floor in house.floors:
		user = builders.limited_user(builders.user("Office Manager"), floor.name)
		assert run(group_by="Month", as_seen_by=user)[-1]["total"] in (100, 22)
		with builders.as_user(user):
			shares.append(run(group_by="Month")[-1]["total"])
	assert shares == [100, 22]
	assert sum(shares) == run(house, group_by="Month")[-1]["total"]


def test_costs_are_for_managers_and_accounting(house):
	for key in ("receptionist", "technician", "auditor"):
		with builders.as_user(baseline.USERS[key]), pytest.raises(frappe.PermissionError):
			run(house)
	with builders.as_user(baseline.USERS["office_manager"]):
		assert run(house)[-1]["total"] == 122
	with builders.as_user(baseline.USERS["other_manager"]):
		assert run(group_by="Month", place=None)[-1]["total"] == 0


def test_budgets_stand_beside_cost_centers(house):
	"""A year's budget counts by days; the ledger's sum is beside it; who is limited to places gets neither."""
	year = frappe.get_all(
		"Fiscal Year",
		{"year_start_date": ("<=", today()), "year_end_date": (">=", today())},
		["name", "year_start_date", "year_end_date"],
		order_by="name",
	)[0]
	center, account = baseline.cost_center(), buying.expense_account()
	budget = {
		"doctype": "Budget",
		"budget_against": "Cost Center",
		"company": baseline.COMPANY,
		"cost_center": center,
		"fiscal_year": year.name,
		"accounts": [{"account": account, "budget_amount": 36500}],
	}
	buying.submitted(frappe.get_doc(budget))
	whole_year = {"period": "Custom", "from_date": year.year_start_date, "to_date": year.year_end_date}
	rows = run(group_by="Cost Center", **whole_year)
	row = next(row for row in rows if (row["group"], row.get("account")) == (center, account))
	assert (row["budget"], row["booked"]) == (36500, row["total"])
	assert row["used"] == pytest.approx(100 * row["booked"] / 36500, abs=0.1)
	user = builders.limited_user(builders.user("Office Manager"), house.site.name)
	with builders.as_user(user):
		assert "budget" not in run(group_by="Cost Center", **whole_year)[0]
