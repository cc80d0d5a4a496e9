"""What the browser tests do again and again on a page of the desk."""

from datetime import date

from playwright.sync_api import Locator, Page

SCRIPT = "<img src=x onerror=om_script_ran()>"
"""A name that tries to run as script."""


def set_date(where: Locator, field: str, day: date) -> None:
	"""Type a day as the user of the page writes days."""
	control = where.locator(f"[data-fieldname={field}] input")
	control.fill(where.page.evaluate("(day) => frappe.datetime.str_to_user(day)", str(day)))
	control.press("Tab")


def in_group(page: Page, group: str, item: str) -> None:
	"""Choose an item of a group of buttons on a form."""
	page.locator(".inner-group-button:visible").filter(has_text=group).get_by_role("button").click()
	page.locator(".inner-group-button .dropdown-item:visible").filter(has_text=item).click()


def choose(where: Locator, field: str, text: str) -> None:
	"""Type into a Link field and take what is offered."""
	control = where.locator(f"[data-fieldname={field}] input")
	control.click()
	control.press_sequentially(text)
	where.locator(f"[data-fieldname={field}] [role=option]").filter(has_text=text).first.click()


def stored(page: Page, doctype: str, filters: dict, *fields: str) -> list[dict]:
	"""What the database holds, as far as the user of the page may read it."""
	return page.evaluate(
		'(what) => frappe.xcall("frappe.client.get_list", what, "GET")',
		{"doctype": doctype, "filters": filters, "fields": list(fields), "limit_page_length": 0},
	)
