"""Names that people gave are shown as text: nothing of them runs as script, on any page that shows them."""

import json
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.pages import SCRIPT, follow, in_group

pytestmark = pytest.mark.browser

PACKAGE = Path(__file__).resolve().parents[2] / "office_management"
REPORTS = sorted(json.loads(file.read_text())["name"] for file in PACKAGE.glob("*/report/*/*.json"))
PAGES = (
	"/app/query-report/Seat Register?place={floor}",
	"/app/query-report/Seat Register?only_without_seat=1&department={department}",
	"/app/query-report/Space Changes?period=Today&place={floor}",
	"/app/query-report/Space Occupancy?place={room}&depth=Room&by_department=1",
	"/app/office-space/{room}",
	"/app/office-space/view/list?parent_space={floor}",
	"/app/space-allocation?space={desk}",
)


@pytest.fixture
def watched(house, log_in):
	"""A page of the office manager, and the addresses at which script from a name ran."""
	page, ran = log_in("office_manager"), []
	page.expose_function("om_script_ran", lambda: ran.append(page.url))
	return page, ran


def test_pages_show_names_as_text(house, watched):
	page, ran = watched
	room = house["hostile"]
	names = {
		"room": room,
		"desk": f"{room}-D1",
		"floor": house["floor"],
		"department": house["hostile_department"],
	}
	for address in PAGES:
		to = page.goto if "query-report" in address else partial(follow, page)
		to(address.format(**{key: quote(name) for key, name in names.items()}))
		expect(page.get_by_text(SCRIPT).locator("visible=true").first).to_be_visible()
		page.wait_for_load_state("networkidle")
		assert ran == [], address


def test_the_dialogs_of_a_place_show_names_as_text(house, watched):
	page, ran = watched
	page.goto(f"/app/office-space/{house['hostile']}")
	in_group(page, "Seats", "Seat People")
	expect(page.locator(".modal.show .modal-title")).to_contain_text(SCRIPT)
	page.locator(".modal.show .btn-modal-close").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	in_group(page, "Seats", "Timeline")
	expect(page.locator(".modal.show a.indicator-pill").filter(has_text=SCRIPT)).to_be_visible()
	expect(page.locator(".modal.show .modal-title")).to_contain_text(SCRIPT)
	page.wait_for_load_state("networkidle")
	assert ran == []


def test_the_tree_shows_names_as_text(house, watched):
	page, ran = watched
	page.goto("/app/office-space/view/tree")
	page.locator(".tree-link:visible").filter(has_text=house["site"]).first.click()
	expect(page.locator(".tree-link:visible").filter(has_text=SCRIPT).first).to_be_visible()
	page.wait_for_load_state("networkidle")
	assert ran == []


def test_every_report_of_ours_writes_text_cells_as_text(watched):
	"""Frappe's own formatter of a text cell passes HTML on, so each of our reports brings one that does not."""
	page, _ran = watched
	page.goto("/app/office-day")
	shown = {report: page.evaluate(TEXT_CELL, [report, SCRIPT]) for report in REPORTS}
	assert shown
	assert {report: text for report, text in shown.items() if "<img" in text or "&lt;img" not in text} == {}


TEXT_CELL = """async ([report_name, value]) => {
	const method = "frappe.desk.query_report.get_script";
	const { message } = await frappe.call({ method, args: { report_name } });
	frappe.dom.eval(message.script);
	const plain = (value, row, column, data) => frappe.format(value, column, {}, data);
	const { formatter } = frappe.query_reports[report_name];
	return (formatter || plain)(value, null, { fieldtype: "Data", fieldname: "a_name" }, {}, plain);
}"""
