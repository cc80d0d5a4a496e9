"""The report Count Progress follows a count by itself while it is looked at, and asks nothing while it is not."""

import json

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import browser_of, on_site

pytestmark = pytest.mark.browser
HALF_A_MINUTE = 35_000
SCAN = """({audit, tag, space}) => frappe.xcall("office_management.office_audits.api.take_scans", {
	audit, scans_json: JSON.stringify([{scan_id: Math.random().toString(36), tag, space}]),
})"""


def test_progress_follows_by_itself(desk, chromium):
	count = json.loads(on_site("make_count.py"))
	page = browser_of(chromium, desk, people.USERS["office_manager"]).new_page()  # its clock is set
	asked = []
	page.on("request", lambda request: "query_report.run" in request.url and asked.append(request.url))
	page.clock.install()
	page.goto(f"/app/query-report/Count Progress?audit={count['audit']}&depth=Room")
	counted = page.locator(".summary-item").filter(has_text="Counted")
	expect(counted).to_contain_text("0")
	page.evaluate(SCAN, {"audit": count["audit"], "tag": count["tags"][0], "space": count["room"]})
	page.clock.fast_forward(HALF_A_MINUTE)
	expect(counted).to_contain_text("1")
	expect(page.locator(".dt-row").filter(has_text=count["room_label"])).to_contain_text("1")

	page.evaluate("frappe.set_route('List', 'Office Audit')")
	expect(page.locator(".list-row").first).to_be_visible()
	before = len(asked)
	page.clock.fast_forward(HALF_A_MINUTE * 3)
	page.wait_for_load_state("networkidle")
	assert len(asked) == before
	page.context.close()
