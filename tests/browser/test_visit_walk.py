"""One visit from end to end, as its people do it: invited, prepared, checked in, badge, drill, out, and forgotten."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import on_site, stranger
from tests.browser.pages import follow, keep_place, stored
from tests.browser.test_invitations import PHONE, invite

pytestmark = pytest.mark.browser

LOG = "Visitor Log"


@pytest.fixture(scope="module")
def quay(desk) -> dict:
	"""A house, a visitor type and a badge of this walk's own (see make_visit_walk.py)."""
	return json.loads(on_site("make_visit_walk.py"))


@pytest.fixture
def phone(desk, chromium) -> Page:
	"""The phone of the guest, who is not logged in."""
	context = stranger(chromium, desk, viewport=PHONE)
	yield context.new_page()
	context.close()


def test_from_invitation_to_badge_to_roll_call_to_anonymised(quay, log_in, phone):
	guest = f"Willa {quay['code']} Walker"
	path, visit = invited(log_in("employee"), quay, guest)
	prepared(phone, path, guest)
	reception = log_in("receptionist")
	keep_place(reception, quay["space"])
	checked_in_with_a_badge(reception, quay, guest)
	drill = safe_at_a_drill(reception, quay, guest)
	checked_out(reception, quay, guest)
	(row,) = stored(reception, LOG, {"name": visit}, "status", "badge", "visitor_name", "agreement_signed_on")
	assert (row["status"], row["visitor_name"]) == ("Checked Out", guest)
	assert row["agreement_signed_on"]
	expect(register(reception, "period=Today")).to_contain_text(guest)

	night = json.loads(on_site("let_time_pass.py"))
	assert night["run"] == "Done" and night["visits"] >= 1 and night["visitors"] >= 1
	only_a_count_is_left(reception, quay, guest, night["day"])
	nobody_is_found(reception, guest)
	follow(reception, f"/app/roll-call/{drill}")
	expect(reception.locator(".rc-head")).to_contain_text("All clear")
	expect(reception.locator(".rc-people .rc-name")).to_have_text("Anonymised")
	phone.goto(path)
	expect(phone.get_by_role("heading", level=1)).to_have_text("This link can't be used")


def invited(page: Page, quay: dict, guest: str) -> list[str]:
	"""By an employee from the desk; answers the address in the mail, and the visit."""
	invite(page, quay, f"{guest} <walker.{quay['code'].lower()}@acme.example>, Acme")
	expect(page.locator(".modal.show")).to_be_hidden()
	page.get_by_role("button", name="Send", exact=True).click()
	expect(page.locator(".page-head .indicator-pill:visible")).to_have_text(re.compile("Sent|Today"))
	return json.loads(on_site("make_visit_links.py"))[guest]


def prepared(page: Page, path: str, guest: str) -> None:
	"""By the guest: the question, the agreement, the signature."""
	page.goto(path)
	page.get_by_role("radio", name="No").check()
	page.get_by_label("I have read this and accept it.").check()
	page.get_by_label("Sign by typing your full name").fill(guest)
	page.get_by_role("button", name="I'm Coming").click()
	expect(page.get_by_role("heading", level=1)).to_have_text("See you then")


def open_desk(page: Page) -> None:
	page.goto("/app/front-desk")
	expect(page.locator(".front-desk-tab")).to_have_count(4)
	expect(page.locator(".front-desk-search input")).to_be_focused()


def checked_in_with_a_badge(page: Page, quay: dict, guest: str) -> None:
	"""Nothing is asked a second time but the badge; what comes out of the printer is looked at."""
	open_desk(page)
	page.keyboard.type(guest)
	row = page.locator(".front-desk-row").filter(has_text=guest)
	row.get_by_role("button", name="Check In").click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=signature]")).to_have_count(0)
	dialog.locator("[data-fieldname=badge] input").fill(quay["badge"])
	dialog.get_by_role("button", name="Check In").click()
	done = page.locator(".front-desk-done")
	expect(done).to_contain_text(f"{guest} is in. Badge {quay['badge']}")
	with page.expect_popup() as opened:
		done.get_by_role("button", name="Print Badge").click()
	badge = opened.value
	expect(badge.locator(".badge-name")).to_have_text(guest)
	expect(badge.locator(".badge-facts")).to_contain_text("Anna Aalders")
	expect(badge.locator(".badge-facts")).to_contain_text(quay["badge"])
	badge.close()


def safe_at_a_drill(page: Page, quay: dict, guest: str) -> str:
	"""Two taps from the desk to the list, and on it until all is clear; answers the evacuation."""
	page.get_by_role("button", name="Evacuation", exact=True).click()
	page.locator(".modal.show").get_by_role("button", name="Drill").click()
	page.wait_for_url("**/roll-call/*")
	expect(page.locator(".rc-head")).to_contain_text("Drill")
	expect(page.locator(".rc-counts")).to_contain_text("1 missing")
	card(page, guest).get_by_role("button", name="Safe", exact=True).click()
	expect(page.locator(".rc-counts")).to_contain_text("0 missing")
	card(page, quay["place"]).get_by_role("button", name="Clear", exact=True).click()
	expect(page.locator(".rc-counts")).to_contain_text("0 areas open")
	expect(page.locator(".rc-state")).to_be_hidden()  # both reports are sent
	page.locator(".rc-bar").get_by_role("button", name="All Clear").click()
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(page.locator(".rc-head")).to_contain_text("All clear")
	return page.url.rsplit("/", 1)[-1]


def card(page: Page, name: str):
	return page.locator(".rc-card").filter(has=page.locator(".rc-name", has_text=name))


def checked_out(page: Page, quay: dict, guest: str) -> None:
	"""By the number on the badge, as a scanner does."""
	open_desk(page)
	page.keyboard.type(quay["badge"])
	page.keyboard.press("Enter")
	done = page.locator(".front-desk-done")
	expect(done).to_contain_text(f"{guest} has left. Badge {quay['badge']} is back.")


def register(page: Page, days: str):
	"""The rows of the Visitor Register on these days."""
	page.goto(f"/app/query-report/Visitor Register?{days}")
	return page.locator(".datatable .dt-scrollable")


def only_a_count_is_left(page: Page, quay: dict, guest: str, day: str) -> None:
	rows = register(page, f"period=Custom&from_date={day}&to_date={day}")
	row = rows.locator(".dt-row").filter(has_text=quay["place"])
	expect(row).to_have_count(1)
	expect(row).to_contain_text("Anonymised")
	expect(row).to_contain_text("Anna Aalders")
	expect(rows).not_to_contain_text(guest)


def nobody_is_found(page: Page, guest: str) -> None:
	open_desk(page)
	page.keyboard.type(guest)
	expect(page.locator(".front-desk-row")).to_have_count(1)
	expect(page.locator(".front-desk-row")).to_contain_text("Somebody new")
