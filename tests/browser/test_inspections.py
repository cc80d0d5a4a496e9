"""An inspection on a phone: two auditors, a lost connection, a photo of what failed, the end and the signature."""

import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import stored
from tests.inspection_builders import picture

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
QUESTIONS = [
	{
		"question": "Is the way out free?",
		"section": "Exits",
		"is_critical": 1,
		"photo_rule": "On Fail",
		"on_fail": "Ask for a Finding",
	},
	{"question": "Are the signs lit?", "section": "Exits"},
	{
		"question": "How cold is the fridge?",
		"section": "Kitchen",
		"answer_type": "Number",
		"unit": "°C",
		"has_max_value": 1,
		"max_value": 5,
	},
	{"question": "How clean is the floor?", "section": "Kitchen", "answer_type": "Rating"},
]


@pytest.fixture
def inspection(log_in) -> str:
	"""An inspection under way; the auditor leads it, the receptionist does the kitchen."""
	page = log_in("office_manager", "/app/office-day")
	return page.evaluate(
		"""async ({questions, lead, clerk}) => {
			const insert = (doc) => frappe.xcall("frappe.client.insert", {doc});
			const template = await insert({
				doctype: "Checklist Template", title: "Fire and Kitchen Walk " + Math.random(), items: questions,
			});
			const [company] = await frappe.db.get_list("Company", {pluck: "name", limit: 1});
			const audit = await insert({
				doctype: "Office Audit", title: "Walk of the first floor", audit_type: "Checklist",
				company, checklist_template: template.name, lead_auditor: lead,
				auditors: [{user: clerk, section: "Kitchen"}],
			});
			await frappe.xcall("office_management.office_audits.api.start_audit", {audit: audit.name});
			return audit.name;
		}""",
		{
			"questions": QUESTIONS,
			"lead": people.USERS["auditor"],
			"clerk": people.USERS["receptionist"],
		},
	)


def line(page, number: int):
	return page.locator(".om-inspection .om-line").nth(number - 1)


def answer(page, number: int, text: str):
	line(page, number).locator(".om-answer").filter(has_text=re.compile(f"^{text}$")).click()


def press(page, label: str):
	"""A button of the form; on a phone it stands in the menu."""
	page.locator(".menu-btn-group button").first.click()
	page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text(label, exact=True).click()


def opened_again(page, audit: str):
	"""The page was closed without a connection; somebody opens it when there is one."""
	context = page.context
	page.close()
	context.set_offline(False)
	page, order = context.new_page(), []
	page.on("response", lambda answer: order.append("read") if "get_checklist" in answer.url else None)
	page.on("request", lambda request: order.append("sent") if "answer_question" in request.url else None)
	page.set_viewport_size(PHONE)
	page.goto(f"/app/office-audit/{audit}")
	return page, order


def test_two_auditors_inspect_on_phones_and_one_signs(inspection, log_in):
	clerk = log_in("receptionist")
	clerk.set_viewport_size(PHONE)
	clerk.goto(f"/app/office-audit/{inspection}")
	expect(clerk.locator(".om-part").nth(0)).not_to_have_attribute("open", "")
	line(clerk, 3).locator(".om-number").fill("9,5")
	line(clerk, 3).locator(".om-number").press("Tab")
	expect(line(clerk, 3)).to_have_attribute("data-result", "Fail")

	phone = log_in("auditor")
	phone.set_viewport_size(PHONE)
	phone.goto(f"/app/office-audit/{inspection}")
	said = phone.locator(".om-inspection .om-said")
	expect(said).to_have_text("1 of 4 answered · 1 failed")
	phone.locator(".om-jump").click()
	expect(line(phone, 1)).to_be_in_viewport()
	assert phone.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], "nothing sticks out"

	answer(phone, 1, "No")
	expect(line(phone, 1)).to_contain_text("A photo is needed")
	line(phone, 1).locator("input[type=file]").set_input_files(
		{"name": "door.png", "mimeType": "image/png", "buffer": picture()}
	)
	expect(line(phone, 1).locator(".om-photo img")).to_be_visible()
	phone.context.set_offline(True)
	answer(phone, 2, "Yes")
	line(phone, 3).locator(".om-number").fill("4,5")
	line(phone, 3).locator(".om-number").press("Tab")
	expect(line(phone, 2)).to_contain_text("Kept here until there is a connection")
	expect(said).to_contain_text("No connection. Kept on this device: 2")
	line(phone, 1).locator("input[type=file]").set_input_files(
		{"name": "lock.png", "mimeType": "image/png", "buffer": picture()}
	)
	expect(line(phone, 1)).to_contain_text("1 on the way")
	phone, order = opened_again(phone, inspection)
	said = phone.locator(".om-inspection .om-said")
	expect(said).to_have_text("3 of 4 answered · 1 failed")
	assert order[:3] == ["read", "sent", "sent"], (
		"what is sent while the lines are read may not be among them"
	)
	expect(line(phone, 1).locator(".om-photo img")).to_have_count(2)
	expect(phone.locator("#alert-container")).to_contain_text("instead of 9.5 °C")

	press(phone, "Finish")
	expect(phone.locator(".msgprint")).to_contain_text("4. How clean is the floor?")
	phone.locator(".modal.show .btn-modal-close").click()
	answer(phone, 4, "5")
	expect(said).to_have_text("4 of 4 answered · 1 failed")
	press(phone, "Finish")
	expect(phone.locator(".om-figures").first).to_contain_text("50 %")
	expect(phone.locator(".form-dashboard-section:visible").first).to_contain_text("Not passed")
	expect(line(phone, 1).get_by_role("link", name="Finding")).to_be_visible()
	(finding,) = stored(phone, "Audit Finding", {"office_audit": inspection}, "title", "severity")
	assert finding == {"title": "Is the way out free?", "severity": "High"}

	press(phone, "Sign Off")
	phone.locator(".modal.show textarea").fill("Nobody else was there")
	phone.locator(".modal.show").get_by_role("button", name="Sign Off").click()
	expect(phone.locator(".page-head .indicator-pill:visible")).to_have_text("Signed Off")
	(audit,) = stored(phone, "Office Audit", {"name": inspection}, "score", "passed", "docstatus")
	assert audit == {"score": 75, "passed": 0, "docstatus": 1}
	expect(line(phone, 1).locator(".om-answer").first).to_be_disabled()

	phone.evaluate("cur_frm.savecancel()")
	phone.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(phone.locator(".page-head .indicator-pill:visible")).to_have_text("Cancelled")
	(audit,) = stored(phone, "Office Audit", {"name": inspection}, "status", "cancelled_by", "docstatus")
	assert audit == {"status": "Cancelled", "cancelled_by": people.USERS["auditor"], "docstatus": 2}
