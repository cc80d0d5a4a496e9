"""Plans in the browser: the set for fire safety, the next dates, a date skipped, and a change of the rule."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import choose, follow, stored

pytestmark = pytest.mark.browser

PLAN, TASK = "Facility Plan", "Facility Task"


def plans_of(page, house) -> dict[str, str]:
	return {
		row["title"]: row["name"] for row in stored(page, PLAN, {"space": house["site"]}, "name", "title")
	}


def ask_for_fire_safety(page, house) -> None:
	page.goto("/app/facility-plan")
	page.get_by_role("button", name="Plans for Fire Safety").click()
	dialog = page.locator(".modal.show")
	choose(dialog, "space", f"House {house['code']}")
	choose(dialog, "responsible", people.USERS["technician"])
	dialog.get_by_role("button", name="Make Plans").click()
	expect(dialog).to_have_count(0)


def test_the_set_for_fire_safety_a_skipped_date_and_a_changed_rule(house, log_in):
	page = log_in("office_manager")
	ask_for_fire_safety(page, house)
	expect(page.locator(".list-row")).to_have_count(7)
	made = plans_of(page, house)
	ask_for_fire_safety(page, house)
	assert plans_of(page, house) == made

	follow(page, f"/app/facility-plan/{made['Fire Safety: Daily']}")
	dates = page.locator("[data-fieldname=preview_html] tbody tr")
	expect(dates).to_have_count(12)
	page.get_by_role("button", name="Make Tasks Now").click()
	dialog = page.locator(".modal.show")
	last = page.evaluate(
		"frappe.datetime.str_to_user(frappe.datetime.add_days(frappe.datetime.get_today(), 20))"
	)
	dialog.locator("[data-fieldname=until] input").fill(last)
	dialog.locator("[data-fieldname=until] input").press("Tab")
	expect(dialog.locator("[data-fieldname=preview] tr").nth(13)).to_be_visible()
	dialog.get_by_role("button", name="Make Tasks", exact=True).click()
	expect(dialog).to_have_count(0)

	page.get_by_role("button", name="Skip a Date").click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname=reason] textarea").fill("Public event")
	dialog.get_by_role("button", name="Skip", exact=True).click()
	expect(dates.filter(has_text="Skipped: Public event")).to_have_count(1)
	plan = {"plan": made["Fire Safety: Daily"]}
	assert len(stored(page, TASK, {**plan, "status": "Skipped"}, "name")) == 1

	page.locator("[data-fieldname=frequency] select").select_option("Weekly")
	page.get_by_role("button", name="Save", exact=True).click()
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("No longer planned, would be cancelled")
	dialog.get_by_role("button", name="Save and Change Them").click()
	expect(page.locator(".desk-alert").filter(has_text="Tasks cancelled")).to_be_visible()
	assert len(stored(page, TASK, {**plan, "status": "Open"}, "name")) < 5


def test_the_year_on_the_wall(house, log_in):
	page = log_in("office_manager", "/app/query-report/Planned Work?period=Next+Year")
	expect(page.locator(".dt-cell__content", has_text="Fire Safety: Daily").first).to_be_visible()
	with page.context.expect_page() as printed:
		page.evaluate("frappe.query_report.print_report({ orientation: 'Landscape' })")
	rows = printed.value.locator(".month-grid tbody tr")
	expect(rows.filter(has_text="Fire Safety: Daily").first).to_be_visible()
