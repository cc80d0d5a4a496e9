"""Messages and parcels at the desk: a message taken by keyboard, read and answered by its recipient; a parcel scanned,
told of, and handed over with a signature."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.pages import SCRIPT, stored

pytestmark = pytest.mark.browser

MESSAGE, DELIVERY = "Phone Message", "Delivery"
PHONE = f"+31 20 {uuid4().int % 10**7:07}"
NUMBER = f"3S {uuid4().hex[:8].upper()}"


def type_recipient(page: Page, field: str, name: str) -> None:
	"""Type into the field with the cursor, and take the first that is offered, by keyboard."""
	page.keyboard.type(name)
	control = page.locator(f".modal.show [data-fieldname={field}]")
	expect(control.locator("[role=option]").filter(has_text=name).first).to_be_visible()
	page.keyboard.press("Enter")
	page.keyboard.press("Tab")
	hint = page.locator(f".modal.show [data-fieldname={field}_html]")
	expect(hint).to_contain_text(name)


def test_a_message_is_taken_by_keyboard_and_closed_by_its_recipient(log_in):
	"""Name, caller, number, Enter: the wish is proposed. The recipient opens it and calls back: two clicks."""
	desk = log_in("receptionist", "/app/phone-message")
	desk.get_by_role("button", name="Take a Message").click()
	expect(desk.locator(".modal.show [data-fieldname=recipient] input")).to_be_focused()
	type_recipient(desk, "recipient", "Anna")
	desk.keyboard.type(SCRIPT)
	desk.keyboard.press("Tab")
	desk.keyboard.type(PHONE)
	desk.keyboard.press("Enter")
	expect(desk.locator(".modal.show")).to_have_count(0)
	expect(desk.locator(".desk-alert")).to_contain_text("Anna Aalders")
	(row,) = stored(desk, MESSAGE, {"phone": PHONE}, "name", "status", "action_wanted")
	assert (row["status"], row["action_wanted"]) == ("Unread", "Please Call Back")

	anna = log_in("employee")
	scripts = []
	anna.expose_function("om_script_ran", lambda: scripts.append(anna.url))
	anna.goto("/app/office-day")
	anna.locator(f'a[href*="{row["name"]}"]:visible').first.click()
	pill = anna.locator(".page-head .indicator-pill:visible")
	expect(pill).to_have_text("Acknowledged")
	expect(anna.get_by_role("button", name=f"Call {PHONE}")).to_be_visible()
	anna.get_by_role("button", name="Called Back").click()
	expect(pill).to_have_text("Done")
	(row,) = stored(desk, MESSAGE, {"name": row["name"]}, "status", "outcome", "done_by")
	assert row == {"status": "Done", "outcome": "Called Back", "done_by": people.USERS["employee"]}
	assert not scripts


def test_a_parcel_is_scanned_told_of_and_signed_for(log_in):
	desk = log_in("receptionist", "/app/delivery")
	desk.get_by_role("button", name="Take In Parcels").click()
	number = desk.locator(".modal.show [data-fieldname=tracking_number] input")
	expect(number).to_be_focused()
	desk.keyboard.type(NUMBER)
	desk.keyboard.press("Enter")  # as a scanner does
	expect(desk.locator(".modal.show [data-fieldname=recipient] input")).to_be_focused()
	type_recipient(desk, "recipient", "Anna")
	take_in = desk.locator(".modal.show").get_by_role("button", name="Take In", exact=True)
	take_in.click()
	expect(desk.locator(".modal.show [data-fieldname=done_html]")).to_contain_text(
		"Taken in for Anna Aalders"
	)
	expect(number).to_be_focused()

	desk.keyboard.type(NUMBER.lower().replace(" ", ""))
	desk.keyboard.press("Enter")
	expect(desk.locator(".page-head .title-text:visible")).to_have_text("Anna Aalders")
	# the worker tells her, and has other things to do, too; who has the parcel already is not told any more
	desk.wait_for_function(TOLD, arg=NUMBER, polling=300)
	desk.get_by_role("button", name="Hand Over").click()
	pad = desk.locator(".modal.show canvas").first
	expect(pad).to_be_visible()
	sign(desk, pad)
	desk.locator(".modal.show").get_by_role("button", name="Hand Over").click()
	expect(desk.locator(".page-head .indicator-pill:visible")).to_have_text("Collected")
	fields = ("status", "collected_name", "signature")
	(row,) = stored(desk, DELIVERY, {"tracking_number": NUMBER}, *fields)
	assert (row["status"], row["collected_name"]) == ("Collected", "Anna Aalders")
	assert row["signature"].startswith("/private/files/") and row["signature"].endswith(".jpg")


TOLD = """async (tracking_number) => {
	const { message } = await frappe.db.get_value("Delivery", { tracking_number }, "notified_on");
	return message.notified_on;
}"""


def sign(page: Page, pad) -> None:
	"""Draw a line."""
	box = pad.bounding_box()
	page.mouse.move(box["x"] + 40, box["y"] + 60)
	page.mouse.down()
	page.mouse.move(box["x"] + 200, box["y"] + 100, steps=8)
	page.mouse.up()
