"""Office supplies: an employee orders in the page, taps the label of a cupboard on a phone, and the buyer sees it."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import on_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def things(desk):
	return json.loads(on_site("supplies.py"))


def add(page, thing: str) -> None:
	page.locator(".supplies-item").filter(has_text=thing).get_by_role("button").click()


def test_an_employee_orders_and_the_buyer_sees_who_asked_for_what(things, log_in):
	page = log_in("employee", "/app/office-supplies")
	add(page, things["coffee"])
	page.locator(".supplies-search").fill(f"pens {things['code']}")
	expect(page.locator(".supplies-item")).to_have_count(1)
	page.locator(".supplies-search").press("Enter")
	page.locator(".supplies-other input").fill(f"A lamp {things['code']}")
	page.locator(".supplies-other input").press("Enter")
	basket = page.locator(".supplies-basket")
	expect(basket.locator(".supplies-rows li")).to_have_count(3)
	page.reload()
	expect(basket.locator(".supplies-rows li")).to_have_count(3)
	expect(page.locator(".page-body:visible")).not_to_contain_text("arehouse")
	basket.get_by_role("button", name="Order", exact=True).click()
	expect(basket.locator(".supplies-rows li")).to_have_count(0)
	mine = page.locator(".supplies-lines li")
	for thing in (things["coffee"], things["pens"], f"A lamp {things['code']}"):
		expect(mine.filter(has_text=thing)).to_contain_text("Ordered")

	lamp = mine.filter(has_text=f"A lamp {things['code']}")
	lamp.get_by_role("button", name="Cancel").click()
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(lamp).to_have_count(0)

	buyer = log_in("buyer", "/app/material-request?om_is_supply_order=1&material_request_type=Purchase")
	buyer.locator(".list-row .list-subject a").first.click()
	asked = buyer.locator(".supply-requesters")
	expect(asked).to_contain_text(things["pens"])
	expect(asked).to_contain_text("Anna Aalders")
	expect(asked).to_contain_text("Sales")


def test_one_tap_on_a_phone_says_that_the_cupboard_runs_low(things, log_in):
	page = log_in("employee")
	page.set_viewport_size({"width": 390, "height": 844})
	page.goto(f"/app/office-supplies?item={things['coffee']}&space={things['cupboard']}")
	label = page.locator(".supplies-label")
	expect(label).to_contain_text(things["cupboard_label"])
	label.get_by_role("button", name=re.compile("order 4")).click()
	expect(label).to_contain_text("Thank you. Ordered: 4")
	width = page.evaluate("document.scrollingElement.scrollWidth")
	assert width <= 390, "nothing sticks out on a phone"
	page.reload()
	label.get_by_role("button", name=re.compile("order 4")).click()
	expect(label).to_contain_text("Somebody has asked for it already")
