"""A count from its first field to the signed report, by one person who does everything; and a long list decided."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import browser_of, keep_picture, on_site
from tests.browser.pages import choose, stored

pytestmark = pytest.mark.browser

AUDIT, LINE = "Office Audit", "Audit Asset Line"


@pytest.fixture(scope="module")
def count(desk):
	made = json.loads(on_site("make_room_count.py"))
	yield made
	on_site("make_room_count.py", made["rule"] or "Required")


@pytest.fixture
def owner(count, desk, chromium, request):
	page = browser_of(chromium, desk, count["user"]).new_page()
	yield page
	if getattr(request.node, "failed", False):
		keep_picture(page, request.node.name)
	page.context.close()


def step(page: Page, label: str) -> None:
	page.locator(".page-head, .form-page").get_by_role("button", name=label, exact=True).first.click()


def status(page: Page):
	return page.locator(".page-head .indicator-pill:visible")


def scan(page: Page, audit: str, tags: list[str], space: str) -> None:
	"""As a phone sends it."""
	rows = [{"scan_id": f"{audit}-{tag}", "tag": tag, "space": space} for tag in tags]
	page.evaluate(
		'(what) => frappe.xcall("office_management.office_audits.api.take_scans", what)',
		{"audit": audit, "scans_json": json.dumps(rows)},
	)


def test_one_person_counts_a_room_and_signs(owner, count):
	"""Six are expected: three are here, two next door, one is missing and written off."""
	page, title = owner, f"Study of {count['code']}"
	page.goto("/app/office-audit/new")
	form = page.locator(".form-page").first
	form.locator("[data-fieldname=title] input").fill(title)
	choose(form, "space", f"Study {count['code']}")
	expect(form.locator("[data-fieldname=company] input")).to_have_value(count["company"])
	page.get_by_role("button", name="Save", exact=True).first.click()
	expect(status(page)).to_have_text("Planned")
	(audit,) = [row["name"] for row in stored(page, AUDIT, {"title": title}, "name")]
	step(page, "Start")
	expect(status(page)).to_have_text("In Progress")

	scan(page, audit, count["tags"][:3], count["room"])
	scan(page, audit, count["tags"][3:5], count["other"])
	page.reload()
	step(page, "End Counting")
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(status(page)).to_have_text("To decide: 3")
	for said in ("Found: 3", "Misplaced: 2", "Missing: 1"):
		expect(form).to_contain_text(said)

	step(page, "Decide")
	dialog = page.locator(".modal.show")
	expect(dialog.locator("tbody tr")).to_have_count(3)
	dialog.get_by_role("button", name="Take All Proposals").click()
	expect(dialog.locator("tbody tr")).to_have_count(1)
	dialog.locator("[data-line]").focus()
	page.keyboard.press("Space")
	dialog.locator("[data-fieldname=resolution] select").select_option("Write Off")
	dialog.locator("[data-fieldname=reason] input").fill("Nobody has seen it for a year")
	dialog.get_by_role("button", name="Decide", exact=True).click()
	expect(dialog).to_contain_text("Nothing here.")
	dialog.locator(".btn-modal-close").click()

	step(page, "Sign Off")
	page.locator(".modal.show").get_by_role("button", name="Sign Off", exact=True).click()
	expect(status(page)).to_have_text("Signed Off")
	expect(form).to_contain_text("By one person")
	(row,) = stored(
		page, AUDIT, {"name": audit}, "docstatus", "signed_by", "by_one_person", "written_off_value"
	)
	assert row == {"docstatus": 1, "signed_by": count["user"], "by_one_person": 1, "written_off_value": 8000}

	page.goto(f"/printview?doctype=Office%20Audit&name={audit}&format=Audit%20Report&no_letterhead=1")
	report = page.locator(".audit-report")
	for said in ("Transfer Here", "Write Off", "Nobody has seen it", "Asset Movement", "By one person"):
		expect(report).to_contain_text(said)


def test_a_long_list_is_decided_across_its_pages(owner, count):
	page = owner
	page.goto(f"/app/office-audit/{count['many']}")
	step(page, "Decide")
	dialog = page.locator(".modal.show")
	lines = dialog.locator("tbody tr")
	expect(lines).to_have_count(100)
	dialog.locator("[data-line]").first.check()
	dialog.get_by_role("button", name="Show More").click()
	expect(lines).to_have_count(count["number"])
	expect(dialog.locator("[data-line]:checked")).to_have_count(1)
	dialog.locator("[data-line]").first.focus()
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Space")
	expect(dialog.locator("[data-line]:checked")).to_have_count(2)
	dialog.locator("[data-fieldname=result] select").select_option("Misplaced")
	expect(dialog).to_contain_text("Nothing here.")
	dialog.locator("[data-fieldname=result] select").select_option("Missing")
	expect(lines).to_have_count(100)
	dialog.get_by_role("button", name="Show All").click()
	expect(lines).to_have_count(count["number"])
	dialog.locator("[data-all]").check()
	dialog.locator("[data-fieldname=resolution] select").select_option("Explain")
	dialog.locator("[data-fieldname=reason] input").fill("All on loan")
	dialog.get_by_role("button", name="Decide", exact=True).click()
	expect(dialog).to_contain_text("Nothing here.")
	(row,) = stored(page, AUDIT, {"name": count["many"]}, "open_count")
	assert row == {"open_count": 0}
