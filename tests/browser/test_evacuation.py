"""Roll Call: an alarm in two taps, two wardens at once, one of them without a network for a while."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import on_site
from tests.browser.pages import follow, stored

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PERSON = "Evacuation Person"


@pytest.fixture(scope="module")
def tower(desk) -> dict:
	return json.loads(on_site("make_evacuation.py"))


def card(page: Page, text: str):
	return page.locator(".rc-card").filter(has_text=text)


def tap(page: Page, text: str, button: str) -> None:
	card(page, text).get_by_role("button", name=button, exact=True).click()


def on_server(page: Page, evacuation: str) -> dict:
	"""The evacuation as the server has it."""
	return page.evaluate(
		'(name) => frappe.xcall("frappe.client.get", {doctype: "Evacuation", name}, "GET")', evacuation
	)


def states(page: Page, evacuation: str) -> dict[str, str]:
	"""Name -> state, as the server has it."""
	rows = on_server(page, evacuation)["persons"]
	return {row["person_name"]: row["person_state"] for row in rows}


def alarm(page: Page, tower: dict) -> str:
	"""From the form of the place, two taps; the name of the evacuation."""
	page.goto(f"/app/office-space/{tower['site']}")
	page.get_by_role("button", name="Evacuation", exact=True).click()
	page.locator(".modal.show").get_by_role("button", name="Alarm").click()
	page.wait_for_url("**/roll-call/*")
	expect(page.locator(".rc-head")).to_contain_text("Alarm")
	return page.url.rsplit("/", 1)[-1]


def test_two_wardens_mark_and_one_of_them_has_no_network(tower, log_in):
	mina, noor, otto, puk = tower["names"]
	manager, warden, ran = log_in("office_manager"), log_in("employee"), []
	for page in (manager, warden):
		page.expose_function("om_script_ran", lambda: ran.append("script in a name ran"))
	name = alarm(manager, tower)
	expect(manager.locator(".rc-counts")).to_contain_text("5 missing")

	warden.set_viewport_size(PHONE)
	warden.goto(f"/app/roll-call/{name}")
	tap(warden, "Ground Floor", "Clear")
	expect(card(manager, "Ground Floor").first).to_contain_text("Anna Aalders,")
	assert warden.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

	warden.context.set_offline(True)
	tap(warden, mina, "Safe")
	tap(warden, noor, "Not Here")
	expect(warden.locator(".rc-state")).to_contain_text("No connection")
	expect(warden.locator(".rc-state")).to_contain_text("2 reports are not sent yet")
	expect(card(warden, mina)).to_contain_text("not sent yet")
	tap(manager, otto, "Safe")
	expect(manager.locator(".rc-counts")).to_contain_text("4 missing")
	assert states(manager, name)[mina] == "Unaccounted"

	warden.context.set_offline(False)
	expect(warden.locator(".rc-state")).to_be_hidden()
	expect(manager.locator(".rc-counts")).to_contain_text("2 missing")
	expect(warden.locator(".rc-counts")).to_contain_text("2 missing")
	found = states(manager, name)
	assert [found[one] for one in (mina, noor, otto, puk)] == ["Safe", "Not Here", "Safe", "Unaccounted"]
	follow(manager, f"/app/evacuation/{name}")
	expect(manager.locator("[data-fieldname=persons]")).to_contain_text("onerror")
	manager.goto(f"/app/roll-call/{name}")
	expect(manager.locator(".rc-counts")).to_contain_text("2 missing")
	marks = stored(manager, "Evacuation", {"name": name}, "status")
	assert marks == [{"status": "Open"}]

	manager.evaluate("window.print = () => (window.om_printed = true)")
	manager.locator(".rc-bar").get_by_role("button", name="Print").click()
	paper = manager.locator(".roll-call-paper")
	expect(paper).to_contain_text(puk)
	assert manager.evaluate("window.om_printed")

	manager.route("**/*.send_marks", lambda route: route.abort())
	tap(manager, puk, "Safe")
	expect(manager.locator(".rc-state")).to_contain_text("1 report is not sent yet")
	manager.goto("about:blank")  # the page is closed with it, and another one of Roll Call opened
	manager.unroute("**/*.send_marks")
	manager.goto("/app/roll-call")
	expect(warden.locator(".rc-counts")).to_contain_text("1 missing")
	manager.goto(f"/app/roll-call/{name}")

	under_way = []
	manager.route("**/*.send_marks", lambda route: under_way.append(route))  # the network takes its time
	tap(manager, "Roof Floor", "Clear")
	manager.locator(".rc-bar").get_by_role("button", name="All Clear").click()
	manager.wait_for_function("() => document.querySelector('.rc-state').innerText.includes('1 report')")
	dialog = manager.locator(".modal.show")
	expect(dialog).to_have_count(0)
	under_way[0].continue_()
	manager.unroute("**/*.send_marks")
	expect(dialog).to_contain_text("Areas open: 0. People not found or in need of help: 1.")
	assert {area["area_state"] for area in on_server(manager, name)["areas"]} == {"Clear"}
	dialog.locator("[data-fieldname=note] input").fill("The fire brigade takes over")
	dialog.get_by_role("button", name="End the evacuation").click()
	expect(manager.locator(".rc-head")).to_contain_text("Closed")
	expect(manager.locator(".rc-result")).to_contain_text("The fire brigade takes over")
	expect(warden.locator(".rc-head")).to_contain_text("Closed")
	assert not ran


def test_before_an_alarm_it_says_which_areas_have_no_warden(tower, log_in):
	page = log_in("office_manager")
	page.set_viewport_size(PHONE)
	page.goto("/app/roll-call")
	page.locator(".rc-choose select").select_option(tower["site"])
	expect(card(page, "Ground Floor")).to_contain_text("Ready")
	expect(card(page, "Roof Floor")).to_contain_text("Nobody is named for this area")
	expect(page.locator(".rc-ready")).to_contain_text("5 people are known to be here now")
	tap(page, "Roof Floor", "Name a Warden")
	page.wait_for_url("**/office-responsibility/new*")
	expect(page.locator("[data-fieldname=topic] select:visible")).to_have_value("Fire Warden")
