"""Visits at the desk: the first one in three fields and two clicks, then out, back, and in again by the buttons."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import on_site
from tests.browser.pages import stored

pytestmark = pytest.mark.browser

LOG = "Visitor Log"
NAME = "Otto <b>Erste</b>"
COUNT_CLICKS = """() => {
	window.clicks = 0;
	document.addEventListener("click", (event) => (window.clicks += event.isTrusted ? 1 : 0), true);
}"""


def status_is(page: Page, status: str) -> None:
	expect(page.locator(".page-head .indicator-pill:visible")).to_have_text(status)


def press(page: Page, label: str) -> None:
	page.locator(".page-actions").get_by_role("button", name=label, exact=True).click()


def press_more(page: Page, label: str) -> None:
	press(page, "More")
	page.locator(".inner-group-button .dropdown-item:visible").get_by_text(label, exact=True).click()


def test_the_first_visitor_in_three_fields_and_two_clicks(desk, log_in):
	"""From a fresh install: nothing is set up, and nobody has said yet how long visitors' data is kept."""
	on_site("front_desk_fresh.py")
	page = log_in("system_manager", "/app/visitor-log")
	expect(page.get_by_role("button", name="Add Visitor Log")).to_be_visible()
	page.evaluate(COUNT_CLICKS)
	page.get_by_role("button", name="Add Visitor Log").click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator(".frappe-control:visible")).to_have_count(3)
	expect(dialog.locator("[data-fieldname=visitor_type] input")).to_have_value("Visitor")
	expect(dialog.locator("[data-fieldname=space] input")).to_have_value("Head Office")
	expect(dialog).to_contain_text("kept for 90 days")
	dialog.locator("[data-fieldname=visitor_name] input").fill(NAME)
	dialog.get_by_role("button", name="Confirm and Check In").click()
	expect(page.locator(".desk-alert")).to_contain_text(f"{NAME} is in")
	assert page.evaluate("window.clicks") == 2
	(row,) = stored(page, LOG, {"visitor_name": NAME}, "status", "source", "host")
	assert row == {"status": "Checked In", "source": "Walk-in", "host": None}
	expect(page.locator(".list-row").first).to_contain_text(NAME)


def test_the_next_step_is_a_button(desk, log_in):
	page = log_in("system_manager")
	(row,) = stored(page, LOG, {"visitor_name": NAME}, "name")
	page.goto(f"/app/visitor-log/{row['name']}")
	status_is(page, "Checked In")
	press(page, "Step Out")
	status_is(page, "Stepped Out")
	press(page, "Back In")
	status_is(page, "Checked In")
	press(page, "Check Out")
	status_is(page, "Checked Out")
	press(page, "Undo Check-Out")
	status_is(page, "Checked In")
	page.set_viewport_size({"width": 390, "height": 844})
	page.reload()
	phone = page.locator(".d-md-none .btn:visible")
	expect(phone.first).to_have_text("Check Out")
	phone.first.click()
	status_is(page, "Checked Out")
	assert page.evaluate("document.documentElement.scrollWidth") <= 390, "the form does not fit a phone"


def test_a_visit_is_turned_away_with_a_reason(desk, log_in):
	page = log_in("system_manager", "/app/visitor-log/new")
	form = page.locator(".form-layout:visible")
	expect(form.locator("[data-fieldname=space] input")).to_have_value("Head Office")
	name = form.locator("[data-fieldname=visitor_name] input")
	name.fill("Nora Nein")
	name.press("Tab")
	press(page, "Save")
	status_is(page, "Expected")
	press_more(page, "Deny")
	ask = page.locator(".modal.show")
	ask.locator("textarea").fill("No appointment")
	ask.get_by_role("button", name="Deny", exact=True).click()
	status_is(page, "Denied")
	expect(page.locator(".form-message:visible").first).to_contain_text("Denied: No appointment")
