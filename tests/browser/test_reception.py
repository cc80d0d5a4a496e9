"""Reception by keyboard alone: somebody expected, somebody new, out again, undone; and names that try to run."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import on_site
from tests.browser.pages import SCRIPT, keep_place, stored

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(desk):
	return json.loads(on_site("reception.py"))


@pytest.fixture
def reception(house, log_in):
	"""The page Front Desk, with the cursor in its search box."""
	page = log_in("receptionist")
	keep_place(page, house["place"])
	open_page(page)
	return page


def open_page(page) -> None:
	page.goto("/app/front-desk")
	expect(page.locator(".front-desk-tab")).to_have_count(4)
	expect(page.locator(".front-desk-search input")).to_be_focused()


def count(page, key: str):
	return page.locator(f".front-desk-tab[data-list={key}] .front-desk-count")


def type_name(page, text: str, hits: int) -> None:
	page.keyboard.type(text)
	expect(page.locator(".front-desk-row")).to_have_count(hits)


def test_somebody_expected_is_in_and_out_by_keyboard_alone(house, reception):
	page, code, number = reception, house["code"], house["badges"][0]
	said = page.locator(".front-desk-done")
	expect(count(page, "expected")).to_have_text("1")
	type_name(page, f"emil {code}"[:7], 2)  # the visit, and somebody new of that name
	page.keyboard.press("Enter")
	expect(page.locator(".modal.show [data-fieldname=badge] input")).to_be_focused()
	page.keyboard.type(number.lower())
	page.keyboard.press("Enter")
	expect(said).to_contain_text(f"{house['expected']} is in. Badge {number}")
	expect(count(page, "expected")).to_have_text("0")
	expect(page.locator(".front-desk-search input")).to_be_focused()

	page.keyboard.press("Alt+u")
	expect(said).to_contain_text("Undone.")
	expect(count(page, "expected")).to_have_text("1")

	page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	expect(page.locator(".modal.show [data-fieldname=badge] input")).to_be_focused()
	page.keyboard.type(number)
	page.keyboard.press("Enter")
	expect(said).to_contain_text("is in.")
	expect(page.locator(".modal.show")).to_have_count(0)

	# as a scanner does: the badge and Enter at once
	expect(page.locator(".front-desk-search input")).to_be_focused()
	page.keyboard.type(number)
	page.keyboard.press("Enter")
	expect(said).to_contain_text(f"{house['expected']} has left. Badge {number} is back.")
	(row,) = stored(page, "Visitor Log", {"name": house["expected_log"]}, "status", "sign_out_method")
	assert row == {"status": "Checked Out", "sign_out_method": "Reception"}
	page.keyboard.press("Alt+u")
	expect(said).to_contain_text("Undone.")
	(row,) = stored(page, "Access Badge", {"name": number}, "status", "visitor_log")
	assert row == {"status": "Issued", "visitor_log": house["expected_log"]}


def test_somebody_new_is_in_with_a_printed_badge_by_keyboard_alone(house, reception):
	page, code, number = reception, house["code"], house["badges"][1]
	type_name(page, f"Nora {code} Newman", 1)
	page.keyboard.press("Enter")
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=organisation] input")).to_be_focused()
	page.keyboard.type("Newco")
	page.keyboard.press("Tab")
	page.keyboard.type("claess")
	expect(dialog.locator(".front-desk-hosts li")).to_have_text("Carla ClaessenDesign")
	page.keyboard.press("Tab")
	page.keyboard.type(number)
	page.keyboard.press("Enter")
	expect(page.locator(".front-desk-done")).to_contain_text(f"Nora {code} Newman is in. Badge {number}")
	expect(dialog).to_have_count(0)
	with page.expect_popup() as opened:
		page.keyboard.press("Alt+p")
	badge = opened.value
	expect(badge.locator(".badge-name")).to_have_text(f"Nora {code} Newman")
	expect(badge.locator(".badge-facts")).to_contain_text("Carla Claessen")
	expect(badge.locator(".badge-facts")).to_contain_text(number)
	badge.close()


def test_names_are_text_on_the_page_and_on_paper(house, log_in):
	page, ran = log_in("receptionist"), []
	page.expose_function("om_script_ran", lambda: ran.append(page.url))
	for layout in ("Visitor Badge", "Visitor Badge Label"):
		page.goto(f"/printview?doctype=Visitor Log&name={house['hostile']}&format={layout}&no_letterhead=1")
		expect(page.locator(".badge-name")).to_contain_text(SCRIPT)
	open_page(page)
	page.keyboard.type(house["code"])
	hit = page.locator(".front-desk-row").filter(has_text="Hans")
	expect(hit).to_contain_text(SCRIPT)
	hit.get_by_role("button", name="Check Out").click()
	expect(page.locator(".front-desk-done")).to_contain_text(SCRIPT)
	open_page(page)
	page.keyboard.type(SCRIPT)
	expect(page.locator(".front-desk-row").last).to_contain_text(SCRIPT)
	page.wait_for_load_state("networkidle")
	assert ran == []
