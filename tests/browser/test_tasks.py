"""A task at the desk: made in three fields, taken and done on a phone, sent back and put on hold by the manager."""

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.pages import choose, follow, stored

pytestmark = pytest.mark.browser

TASK = "Facility Task"
PHONE = {"width": 390, "height": 844}


def make_task(page: Page, house: dict, subject: str) -> str:
	"""Quick entry from the list: subject and place, saved with one click; the name of the task."""
	page.goto("/app/facility-task")
	page.get_by_role("button", name="Add Facility Task").click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator(".frappe-control:visible")).to_have_count(3)
	dialog.locator("[data-fieldname=subject] input").fill(subject)
	choose(dialog, "space", f"House {house['code']}")
	dialog.get_by_role("button", name="Save", exact=True).click()
	expect(dialog).to_have_count(0)
	(made,) = stored(page, TASK, {"subject": subject}, "name")
	return made["name"]


def on_phone(page: Page, step: str) -> None:
	"""The large button of the next step, above the form."""
	page.locator(".d-md-none .btn:visible").get_by_text(step, exact=True).click()


def test_from_three_fields_to_done_and_back(house, log_in):
	manager = log_in("office_manager")
	name = make_task(manager, house, f"Lamp of {house['code']} is broken")

	phone = log_in("technician")
	phone.set_viewport_size(PHONE)
	phone.goto(f"/app/facility-task/{name}")
	on_phone(phone, "Take")
	expect(phone.locator(".d-md-none .btn:visible").first).to_have_text("Start")
	on_phone(phone, "Start")
	expect(phone.locator(".page-head .indicator-pill:visible")).to_have_text("In Progress")
	on_phone(phone, "Done")
	dialog = phone.locator(".modal.show")
	dialog.locator("textarea").fill("New lamp")
	dialog.get_by_role("button", name="Done", exact=True).click()
	expect(phone.locator(".page-head .indicator-pill:visible")).to_have_text("Done")
	wide = phone.evaluate("document.documentElement.scrollWidth")
	assert wide <= PHONE["width"], "the form does not fit a phone"

	(row,) = stored(manager, TASK, {"name": name}, "status", "completed_by", "outcome")
	assert row == {"status": "Done", "completed_by": people.USERS["technician"], "outcome": "New lamp"}

	follow(manager, f"/app/facility-task/{name}")
	manager.get_by_role("button", name="Reopen", exact=True).click()
	dialog = manager.locator(".modal.show")
	dialog.locator("textarea").fill("It flickers")
	dialog.get_by_role("button", name="Reopen", exact=True).click()
	expect(manager.locator(".page-head .indicator-pill:visible")).to_have_text("Open")
	manager.get_by_role("button", name="Hold", exact=True).click()
	dialog = manager.locator(".modal.show")
	dialog.locator("textarea").fill("The electrician comes on Friday")
	dialog.get_by_role("button", name="Hold", exact=True).click()
	expect(manager.locator(".page-head .indicator-pill:visible")).to_have_text("On Hold")
	expect(manager.locator(".form-message:visible").first).to_contain_text("The electrician comes on Friday")
