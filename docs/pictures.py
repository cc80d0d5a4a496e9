"""Take the pictures for the pages on the desk from the demo.

	BENCH_DIR/env/bin/python docs/pictures.py ADDRESS MANAGER PASSWORD EMPLOYEE PASSWORD TECHNICIAN PASSWORD

ADDRESS and the logins are what `make demo` prints. Needs Chromium (CHROMIUM names another one).
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1180, "height": 760}
PHONE = {"width": 390, "height": 760}
# name, user, address (or DocType and filters of the record), what must be there before the picture is taken
PICTURES = (
	("office-workspace", "manager", "/app/office", ".number-widget-box .number"),
	("office-day", "manager", "/app/office-day", ".layout-main:visible"),
	("space-tree", "manager", "/app/office-space/view/tree", ".tree-node >> nth=4"),
	("space", "manager", "/app/office-space/HQ-02", "[data-fieldname=overview_html] >> nth=0"),
	("import", "manager", "/app/floor-register-import/new", "text=Where the List Does Not Say"),
	("space-occupancy", "manager", "/app/query-report/Space Occupancy", ".dt-row-3"),
	("seat-register", "manager", "/app/query-report/Seat Register", ".dt-row-3"),
	("space-changes", "manager", "/app/query-report/Space Changes", ".layout-main:visible"),
	("my-seat", "employee", "/app/office-day", "text=My seat"),
	("facilities-workspace", "manager", "/app/facilities", ".number-widget-box .number"),
	(
		"task",
		"manager",
		("Facility Task", {"subject": "Tap in the kitchen drips", "status": "In Progress"}),
		"[data-fieldname=subject]",
	),
	(
		"plan",
		"manager",
		("Facility Plan", {"title": "Fire safety, weekly"}),
		"[data-fieldname=preview_html] tr",
	),
	("supplies", "employee", "/app/office-supplies", "text=Printer paper"),
	("task-summary", "manager", "/app/query-report/Facility Task Summary?period=This Year", ".dt-row-3"),
	(
		"checklist",
		"technician",
		("Facility Task", {"subject": "Fire safety, weekly", "status": "Open"}),
		"[data-fieldname=checklist_html]",
	),
	# on a day on which the demo works
	("front-desk", "manager", "/app/front-desk", ".front-desk-row >> nth=3"),
	("front-desk-new-visitor", "manager", "/app/front-desk", ".front-desk-row >> nth=0"),
	("visit-statistics", "manager", "/app/query-report/Visit Statistics?period=Last 90 Days", ".dt-row-3"),
	("visit-invitation", "employee", "/app/visit-invitation/new", "[data-fieldname=starts_at] input"),
	("visitor-badge", "manager", ("Visitor Log", {"status": "Checked In"}, "Visitor Badge"), ".badge-name"),
	("audits-workspace", "manager", "/app/audits", ".chart-container .bar"),
	("asset-count", "technician", "/app/asset-count", "text=Head office, all assets"),
	("count-progress", "manager", "/app/query-report/Count Progress?depth=Floor", ".dt-row-3"),
	(
		"asset-discrepancies",
		"manager",
		"/app/query-report/Asset Discrepancies?group_by=Difference",
		".dt-row-3",
	),
	("audit-results", "manager", "/app/query-report/Audit Results", ".dt-row-3"),
	(
		"audit-report",
		"manager",
		("Office Audit", {"status": "Signed Off", "written_off_value": [">", 0]}, "Audit Report"),
		".print-format",
	),
)


# what a long form is scrolled to
SCROLLED = {
	"plan": "[data-fieldname=preview_html]",
	"checklist": "[data-fieldname=checklist_html]",
	"asset-discrepancies": ".datatable",
}

# what is pressed before the picture is taken, and what then must be there
PRESSED = {
	"front-desk-new-visitor": (".primary-action:visible", ".modal.show [data-fieldname=full_name] input")
}

# pictures of a part of the page
PARTS = {"visitor-badge": ".badge-sheet"}

# which workspaces are listed beside the page differs from site to site
WITHOUT_SIDEBAR = ".layout-side-section { display: none }"


def log_in(browser, address: str, user: str, password: str, size: dict = SIZE) -> Page:
	page = browser.new_context(viewport=size, base_url=address, locale="en-GB").new_page()
	page.set_default_timeout(120_000)
	page.goto("/login")
	page.locator("#login_email").fill(user)
	page.locator("#login_password").fill(password)
	page.locator(".form-login .btn-login").click()
	page.wait_for_url("**/app**")
	return page


def take(page: Page, name: str, address: str | tuple, shown: str) -> None:
	page.goto(address if isinstance(address, str) else address_of(page, *address))
	page.locator(shown).first.wait_for(state="attached")
	page.wait_for_load_state("networkidle")
	page.add_style_tag(content=WITHOUT_SIDEBAR)
	if name in SCROLLED:
		page.locator(SCROLLED[name]).first.evaluate("(part) => part.scrollIntoView({ block: 'start' })")
		page.evaluate("window.scrollBy(0, -180)")
	if name in PRESSED:
		press, then = PRESSED[name]
		page.locator(press).first.click()
		page.locator(then).wait_for()
	page.wait_for_timeout(1000)  # charts draw themselves
	part = page.locator(PARTS[name]).first if name in PARTS else page
	part.screenshot(path=IMAGES / f"{name}.png")
	print(name)


def address_of(page: Page, doctype: str, filters: dict, print_format: str | None = None) -> str:
	find = "([doctype, filters]) => frappe.db.get_value(doctype, filters, 'name').then((r) => r.message.name)"
	if not page.evaluate("Boolean(window.frappe?.db)"):
		page.goto("/app")  # a page for the printer knows no records
	name = page.evaluate(find, [doctype, filters])
	if print_format:
		return f"/printview?doctype={doctype}&name={name}&format={print_format}&no_letterhead=1"
	return f"/app/{doctype.lower().replace(' ', '-')}/{name}"


def main(address: str, *logins: str) -> None:
	manager, employee, technician = (logins[start : start + 2] for start in (0, 2, 4))
	IMAGES.mkdir(exist_ok=True)
	with sync_playwright() as playwright:
		executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
		browser = playwright.chromium.launch(
			executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
		)
		pages = {
			"manager": log_in(browser, address, *manager),
			"employee": log_in(browser, address, *employee),
			"technician": log_in(browser, address, *technician, size=PHONE),
		}
		for name, user, path, shown in PICTURES:
			take(pages[user], name, path, shown)
		browser.close()


if __name__ == "__main__":
	main(*sys.argv[1:])
