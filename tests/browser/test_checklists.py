"""A technician on a phone-sized screen: answers, loses the connection, fails a line, follows it up and finishes."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import stored

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
PICTURE = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
QUESTIONS = [
	{"question": "Is the door whole?", "photo_rule": "On Fail", "on_fail": "Ask for a Follow-Up"},
	{
		"question": "How warm is it?",
		"answer_type": "Number",
		"unit": "°C",
		"has_max_value": 1,
		"max_value": 26,
	},
	{"question": "Which level?", "answer_type": "Choice", "choices": "Tidy\nDirty *"},
	{"question": "Is there light?", "section": "Light"},
]


@pytest.fixture
def task(log_in) -> str:
	"""A task of these questions, assigned to the technician."""
	page = log_in("office_manager", "/app/office-day")
	return page.evaluate(
		"""async ({questions, technician}) => {
			const template = await frappe.xcall("frappe.client.insert", {doc: {
				doctype: "Checklist Template", title: "Round " + Math.random(), items: questions,
			}});
			const task = await frappe.xcall("frappe.client.insert", {doc: {
				doctype: "Facility Task", subject: "Round on the first floor", checklist_template: template.name,
			}});
			await frappe.xcall("frappe.desk.form.assign_to.add", {
				doctype: "Facility Task", name: task.name, assign_to: JSON.stringify([technician]),
			});
			return task.name;
		}""",
		{"questions": QUESTIONS, "technician": people.USERS["technician"]},
	)


@pytest.fixture
def phone(log_in):
	page = log_in("technician")
	page.set_viewport_size(PHONE)
	return page


def line(page, number: int):
	return page.locator(".om-line").nth(number - 1)


def answer(page, number: int, text: str):
	line(page, number).locator(".om-answer").filter(has_text=re.compile(f"^{text}$")).click()


def test_a_technician_answers_a_checklist_on_a_phone(task, phone):
	phone.goto(f"/app/facility-task/{task}")
	said = phone.locator(".om-said")
	expect(said).to_have_text("0 of 4 answered")
	phone.locator(".om-jump").click()
	expect(line(phone, 1)).to_be_in_viewport()
	assert phone.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], "nothing sticks out"

	answer(phone, 1, "No")
	expect(line(phone, 1)).to_have_attribute("data-result", "Fail")
	expect(line(phone, 1)).to_contain_text("A photo is needed")
	line(phone, 1).locator("input[type=file]").set_input_files(
		{"name": "hinge.png", "mimeType": "image/png", "buffer": PICTURE}
	)
	expect(line(phone, 1).locator(".om-photo img")).to_be_visible()
	expect(line(phone, 1)).not_to_contain_text("A photo is needed")

	phone.context.set_offline(True)
	line(phone, 2).locator(".om-number").fill("21,5")
	line(phone, 2).locator(".om-number").press("Enter")
	expect(line(phone, 3).locator(".om-answer").first).to_be_focused()
	phone.keyboard.press("Space")
	expect(line(phone, 3)).to_contain_text("Kept here until there is a connection")
	expect(said).to_contain_text("No connection. 2 lines are kept here")
	phone.context.set_offline(False)
	expect(said).to_have_text("3 of 4 answered · 1 failed")
	assert [row["answer"] for row in lines_of(phone, task)] == ["No", "21.5", "Tidy", None]

	line(phone, 1).get_by_role("button", name="Make Follow-Up").click()
	expect(line(phone, 1).get_by_role("link", name="Open Follow-Up")).to_be_visible()
	(follow_up,) = stored(phone, "Facility Task", {"follows_task": task}, "name", "subject")
	assert follow_up["subject"] == "Is the door whole?"

	finish(phone)
	expect(phone.locator(".msgprint")).to_contain_text("4. Is there light?")
	phone.locator(".modal.show .btn-modal-close").click()
	answer(phone, 4, "Yes")
	expect(said).to_have_text("4 of 4 answered · 1 failed")
	finish(phone)
	expect(line(phone, 4).locator(".om-answer").first).to_be_disabled()
	assert stored(phone, "Facility Task", {"name": task}, "status") == [{"status": "Done"}]


def finish(page) -> None:
	page.get_by_role("button", name="Done", exact=True).locator("visible=true").first.click()
	dialog = page.locator(".modal.show")
	dialog.get_by_role("button", name="Done", exact=True).click()


def lines_of(page, task: str) -> list[dict]:
	return page.evaluate(
		'async (name) => (await frappe.xcall("frappe.client.get", {doctype: "Facility Task", name}, "GET")).checklist',
		task,
	)
