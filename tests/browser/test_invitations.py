"""An employee invites from the desk; the visitors answer on their phones; reception sees what they did."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import on_site, stranger
from tests.browser.pages import SCRIPT, choose, stored

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def quay(desk) -> dict:
	"""A house and a visitor type of this module's own (see make_visitor_type.py)."""
	return json.loads(on_site("make_visitor_type.py"))


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


def invite(page, quay, lines: str, place_is_proposed: bool = False) -> None:
	"""As an employee does: what it is about, where, as what, and who. Where they invited to last is proposed."""
	page.goto("/app/visit-invitation/new")
	form = page.locator(".form-page:visible")
	expect(form.locator("[data-fieldname=ends_at] input")).not_to_have_value("")  # the last that is proposed
	if place_is_proposed:
		expect(form.locator("[data-fieldname=space] input")).to_have_value(quay["place"])
	else:
		replace(form, "space", quay["place"])
	replace(form, "visitor_type", quay["kind"])
	form.locator("[data-fieldname=subject] input").fill("The roof leaks")
	form.get_by_role("button", name="Add People").click()
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill(lines)
	dialog.get_by_role("button", name="Add", exact=True).click()


def replace(form, field: str, text: str) -> None:
	"""Choose something else than what is proposed."""
	form.locator(f"[data-fieldname={field}] input").fill("")
	choose(form, field, text)


def test_an_employee_invites_and_a_visitor_prepares_the_visit_on_a_phone(quay, log_in, phone):
	desk = log_in("employee")
	invite(desk, quay, f"Jane {quay['code']} <jane.{quay['code']}@acme.example>, Acme\ninfo@acme.example")
	dialog = desk.locator(".modal.show")
	expect(dialog.get_by_role("alert")).to_contain_text("1 added")
	expect(dialog.get_by_role("alert")).to_contain_text("info@acme.example: the name is missing")
	dialog.locator(".btn-modal-close").click()
	expect(dialog).to_be_hidden()
	desk.get_by_role("button", name="Send", exact=True).click()
	expect(desk.locator(".page-head .indicator-pill:visible")).to_have_text(re.compile("Sent|Today"))
	((path, visit),) = json.loads(on_site("make_visit_links.py")).values()

	page, errors = phone("nl-NL"), []
	page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
	page.goto(path)
	expect(page.locator("html")).to_have_attribute("lang", "en")
	expect(page.locator("main")).to_contain_text(quay["place"])
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	page.locator("nav a[lang=da]").click()
	expect(page.locator("html")).to_have_attribute("lang", "da")
	page.locator("nav a[lang=en]").click()
	page.get_by_role("radio", name="Yes").focus()
	page.keyboard.press("Space")
	page.get_by_label("Sign by typing your full name").fill(f"Jane {quay['code']}")
	page.get_by_role("button", name="I'm Coming").click()
	expect(page.get_by_role("alert")).to_contain_text("tick")
	page.get_by_label("I have read this and accept it.").check()
	page.route("**/api/method/**", lambda route: route.abort())
	page.get_by_role("button", name="I'm Coming").click()
	expect(page.get_by_role("alert")).to_contain_text("could not be sent")
	page.unroute("**/api/method/**")
	page.get_by_role("button", name="I'm Coming").click()
	expect(page.get_by_role("heading", level=1)).to_have_text("See you then")
	expect(page.get_by_role("img", name="Code for your arrival")).to_be_visible()
	assert [error for error in errors if "Failed to load resource" not in error] == []

	desk.reload()
	expect(desk.locator(".form-dashboard:visible")).to_contain_text("1 accepted")
	reception = log_in("receptionist")
	(log,) = stored(reception, "Visitor Log", {"name": visit}, "status", "agreement", "agreement_signed_on")
	assert log["status"] == "Expected" and log["agreement_signed_on"]
	assert log["agreement"].startswith(quay["rules"])


def test_who_cannot_come_says_so_without_script_and_the_link_is_void_then(quay, log_in, phone):
	desk = log_in("employee")
	invite(
		desk, quay, f"Bob {quay['code']} <bob.{quay['code']}@acme.example>, {SCRIPT}", place_is_proposed=True
	)
	expect(desk.locator(".modal.show")).to_be_hidden()
	desk.get_by_role("button", name="Send", exact=True).click()
	expect(desk.locator(".page-head .indicator-pill:visible")).to_have_text(re.compile("Sent|Today"))
	((path, visit),) = json.loads(on_site("make_visit_links.py")).values()

	page = phone(java_script_enabled=False)
	page.goto(path)
	expect(page.locator("main")).to_contain_text("You sign this at the desk.")
	page.get_by_text("I can't come", exact=True).click()
	page.get_by_role("button", name="Tell Them I Can't Come").click()
	expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
	page.goto(path)
	expect(page.get_by_role("heading", level=1)).to_have_text("This link can't be used")
	assert quay["code"] not in page.locator("body").inner_text()

	desk.reload()
	expect(desk.locator(".form-dashboard:visible")).to_contain_text("1 declined")
	(log,) = stored(log_in("receptionist"), "Visitor Log", {"name": visit}, "status")
	assert log["status"] == "Cancelled"
