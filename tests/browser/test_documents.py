"""A document review by two people at once, to the signature; a document replaced and reviewed; names stay text."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.pages import SCRIPT, stored

pytestmark = pytest.mark.browser

DOCUMENT, LINE = "Office Document", "Office Audit Document"


@pytest.fixture
def review(log_in) -> dict:
	"""A review under way of a licence and an insurance; the auditor leads it, the receptionist reviews with them."""
	return log_in("office_manager", "/app/office-day").evaluate(
		"""async ({lead, clerk, script}) => {
			const insert = (doc) => frappe.xcall("frappe.client.insert", {doc});
			const [company] = await frappe.db.get_list("Company", {pluck: "name", limit: 1});
			const number = frappe.utils.get_random(8);
			const space = await insert({
				doctype: "Office Space", space_name: "Archive " + number, space_code: number.slice(0, 6),
				space_type: "Site", company,
			});
			for (const title of [`Lift ${script}`, "Lift, goods"]) {
				await insert({
					doctype: "Office Document", title, document_type: "Other", document_number: number, company,
					space: space.name,
					valid_until_date: frappe.datetime.add_days(frappe.datetime.get_today(), 9),
				});
			}
			const audit = await insert({
				doctype: "Office Audit", title: "Papers " + number, audit_type: "Documents",
				space: space.name, company, lead_auditor: lead, auditors: [{user: clerk}],
			});
			await frappe.xcall("office_management.office_audits.api.start_audit", {audit: audit.name});
			return {audit: audit.name, number};
		}""",
		{"lead": people.USERS["auditor"], "clerk": people.USERS["receptionist"], "script": SCRIPT},
	)


def line(page: Page, title: str):
	return page.locator(".dr-line").filter(has_text=title).first


def answer(page: Page, title: str, question: str, value: str):
	button = line(page, title).locator(f"[data-question={question}][data-answer='{value}']")
	button.click()
	return button


def test_two_review_the_same_documents_and_neither_overwrites_the_other(log_in, review):
	lead, clerk = log_in("auditor"), log_in("receptionist")
	scripts = []
	for page in (lead, clerk):
		page.expose_function("om_script_ran", lambda: scripts.append(1))
		page.goto(f"/app/office-audit/{review['audit']}")
		expect(line(page, "Lift, goods")).to_be_visible()
	expect(answer(lead, "Lift, goods", "present", "Yes")).to_have_attribute("aria-pressed", "true")
	expect(answer(clerk, "Lift, goods", "signed", "No")).to_have_attribute("aria-pressed", "true")

	# the same question: the second is told, and sees what the first has said
	answer(clerk, "Lift <", "present", "No")
	expect(line(clerk, "Lift <").locator(".indicator-pill")).to_have_text("Not in order")
	stale = line(lead, "Lift <").locator("[data-question=present][data-answer=No]")
	expect(stale).to_have_attribute("aria-pressed", "false")
	answer(lead, "Lift <", "present", "Yes")
	expect(lead.locator(".msgprint")).to_contain_text("has answered about")
	lead.locator(".modal.show .btn-modal-close").click()
	expect(lead.locator(".modal.show")).to_have_count(0)
	expect(stale).to_have_attribute("aria-pressed", "true")

	for question in ("valid", "accessible"):
		expect(answer(lead, "Lift, goods", question, "Yes")).to_have_attribute("aria-pressed", "true")
	lead.get_by_role("button", name="Finish").click()
	expect(lead.locator(".form-dashboard")).to_contain_text("Score: 60 %")
	rows = stored(lead, LINE, {"audit": review["audit"]}, "result", "finding")
	assert [row["result"] for row in rows if row["finding"]] == ["Fail", "Fail"]
	assert not scripts


def test_a_document_is_reviewed_and_replaced_from_its_form(log_in, review):
	page = log_in("office_manager")
	(row,) = stored(page, DOCUMENT, {"document_number": review["number"], "title": "Lift, goods"}, "name")
	page.goto(f"/app/office-document/{row['name']}")
	page.get_by_role("button", name="Reviewed").click()
	page.locator(".modal.show [data-fieldname=note] textarea").fill("Looked through it")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".new-timeline")).to_contain_text("Looked through it")
	page.get_by_role("button", name="Replace").click()
	page.wait_for_url("**/office-document/new-office-document-*")
	page.locator(".page-head:visible .primary-action").click()
	expect(page).not_to_have_url(re.compile("new-office-document"))
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Valid")
	(old,) = stored(page, DOCUMENT, {"name": row["name"]}, "replacement", "last_reviewed_date")
	(new,) = stored(page, DOCUMENT, {"name": old["replacement"]}, "replaces", "title")
	assert new == {"replaces": row["name"], "title": "Lift, goods"} and old["last_reviewed_date"]
