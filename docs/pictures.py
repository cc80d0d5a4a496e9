"""Take the pictures for docs/office-manager.md from the demo's desk.

	BENCH_DIR/env/bin/python docs/pictures.py ADDRESS MANAGER PASSWORD EMPLOYEE PASSWORD

ADDRESS and the logins are what `make demo` prints. Needs Chromium (CHROMIUM names another one).
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1180, "height": 760}
# name, user, address, what must be there before the picture is taken
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
)


# which workspaces are listed beside the page differs from site to site
WITHOUT_SIDEBAR = ".layout-side-section { display: none }"


def log_in(browser, address: str, user: str, password: str) -> Page:
	page = browser.new_context(viewport=SIZE, base_url=address, locale="en-GB").new_page()
	page.set_default_timeout(120_000)
	page.goto("/login")
	page.locator("#login_email").fill(user)
	page.locator("#login_password").fill(password)
	page.locator(".form-login .btn-login").click()
	page.wait_for_url("**/app**")
	return page


def take(page: Page, name: str, address: str, shown: str) -> None:
	page.goto(address)
	page.locator(shown).first.wait_for()
	page.wait_for_load_state("networkidle")
	page.add_style_tag(content=WITHOUT_SIDEBAR)
	page.screenshot(path=IMAGES / f"{name}.png")
	print(name)


def main(address: str, manager: str, password: str, employee: str, employee_password: str) -> None:
	IMAGES.mkdir(exist_ok=True)
	with sync_playwright() as playwright:
		executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
		browser = playwright.chromium.launch(
			executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
		)
		pages = {
			"manager": log_in(browser, address, manager, password),
			"employee": log_in(browser, address, employee, employee_password),
		}
		for name, user, path, shown in PICTURES:
			take(pages[user], name, path, shown)
		browser.close()


if __name__ == "__main__":
	main(*sys.argv[1:])
