"""Somebody in a room scans its sign; an employee reports from the desk; the office makes one task of both."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import on_site, stranger
from tests.browser.pages import in_group, stored

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
NOT_A_PHOTO = {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)></svg>"}
LEAK = "Water under the sink <script>alert(1)</script>"


@pytest.fixture(scope="module")
def kitchen(desk) -> dict:
	"""A kitchen of this module's own, and the address of its sign (see make_sign.py)."""
	return json.loads(on_site("make_sign.py"))


@pytest.fixture
def phone(desk, chromium):
	"""`phone(locale, …)` gives a page of somebody who is not logged in, on a phone."""
	opened = []

	def start(locale: str = "en-GB", **more):
		context = stranger(chromium, desk, viewport=PHONE, locale=locale, **more)
		opened.append(context)
		return context.new_page()

	yield start
	for context in opened:
		context.close()


def test_somebody_without_login_reports_a_leak_on_a_phone(kitchen, phone, log_in):
	page, errors = phone(), []
	page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
	page.on("dialog", lambda dialog: errors.append(dialog.message))
	page.goto(kitchen["sign"])
	expect(page.locator("main")).to_contain_text(kitchen["title"])
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

	page.get_by_role("button", name="Send").click()
	expect(page.get_by_role("alert")).to_have_text("Please say what is wrong.")
	page.get_by_label("What is wrong?").fill(LEAK)
	page.get_by_label("Photo").set_input_files(NOT_A_PHOTO)
	page.get_by_role("button", name="Send").click()
	expect(page.get_by_role("alert")).to_contain_text("can't be used as a photo")
	expect(page.get_by_label("What is wrong?")).to_have_value(LEAK)

	page.get_by_label("Photo").set_input_files([])
	page.route("**/api/method/**", lambda route: route.abort())
	page.get_by_role("button", name="Send").click()
	expect(page.get_by_role("alert")).to_contain_text("could not be sent")
	page.unroute("**/api/method/**")
	page.get_by_role("button", name="Send").click()
	expect(page.get_by_role("heading")).to_have_text("Thank you")
	assert [error for error in errors if "Failed to load resource" not in error] == []

	manager = log_in("office_manager")
	(task,) = stored(manager, "Facility Task", {"space": kitchen["space"]}, "name", "subject")
	assert task["subject"].startswith("Water under the sink") and "<script" not in task["subject"]


@pytest.mark.parametrize(
	("locale", "language", "title"),
	[
		("en-GB", "en", "Report a Problem"),
		("nl-NL", "nl", "Een probleem melden"),
		("da-DK", "da", "Meld et problem"),
	],
)
def test_the_page_speaks_the_language_of_the_browser_and_that_of_its_switch(
	kitchen, phone, locale, language, title
):
	page = phone(locale)
	page.goto(kitchen["sign"])
	expect(page.locator("html")).to_have_attribute("lang", language)
	expect(page.get_by_role("heading")).to_have_text(title)
	other = phone("nl-NL" if language != "nl" else "en-GB")
	other.goto(kitchen["sign"])
	other.locator(f"nav a[lang={language}]").click()
	expect(other.get_by_role("heading")).to_have_text(title)


def test_the_page_works_without_script_and_knows_no_other_code(kitchen, phone):
	page = phone(java_script_enabled=False)
	page.goto(kitchen["sign"])
	page.locator("#text").fill("ab")
	page.locator("button").click()
	expect(page.get_by_role("alert")).to_contain_text("a little more")
	page.locator("#text").fill("The fridge is warm")
	page.locator("button").click()
	expect(page.get_by_role("heading")).to_have_text("Thank you")
	page.goto(kitchen["sign"][:-1] + "x")
	expect(page.get_by_role("heading")).to_have_text("Please ask at reception")
	assert kitchen["title"] not in page.content()


def test_an_employee_reports_the_same_as_a_guest_and_the_office_merges_the_two(kitchen, phone, log_in):
	guest = phone()
	guest.goto(kitchen["sign"])
	guest.get_by_label("What is wrong?").fill("Water under the sink, kitchen")
	guest.get_by_role("button", name="Send").click()
	expect(guest.get_by_role("heading")).to_have_text("Thank you")

	page = log_in("employee", "/app/office-day")
	page.get_by_role("button", name=re.compile("Report a Problem")).click()
	page.locator("#problem-text").fill("Water leaks under the sink in the kitchen")
	page.locator("#problem-place").fill(kitchen["title"])
	page.get_by_role("button", name="Send", exact=True).click()
	report = page.locator(".problem-report li").filter(has_text="Water leaks under the sink").first
	expect(report).to_contain_text(kitchen["title"])
	expect(report).to_contain_text("Received")

	manager = log_in("office_manager")
	filters = {"space": kitchen["space"], "subject": ["like", "Water%"]}
	(own,) = stored(manager, "Facility Task", {**filters, "requested_by": ["is", "set"]}, "name")
	manager.goto(f"/app/facility-task/{own['name']}")
	expect(manager.get_by_text("Perhaps reported before")).to_be_visible()
	in_group(manager, "More", "Merge")
	dialog = manager.locator(".modal.show")
	expect(dialog.get_by_label("Water under the sink, kitchen")).to_be_checked()
	dialog.get_by_role("button", name="Merge", exact=True).click()
	expect(manager.get_by_text(re.compile(r"^\d merged$"))).to_be_visible()
	merged = stored(manager, "Facility Task", {**filters, "merged_into": own["name"]}, "status")
	assert {task["status"] for task in merged} == {"Cancelled"}
