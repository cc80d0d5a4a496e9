"""What the browser tests do again and again on a page of the desk."""

import json
from datetime import date
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, Request, TimeoutError

from tests import people

OPENINGS, SHORT = 5, 3000  # ms
SCRIPT = "<img src=x onerror=om_script_ran()>"
"""A name that tries to run as script."""


def set_date(where: Locator, field: str, day: date) -> None:
	"""Type a day as the user of the page writes days."""
	control = where.locator(f"[data-fieldname={field}] input")
	control.fill(where.page.evaluate("(day) => frappe.datetime.str_to_user(day)", str(day)))
	control.press("Tab")


def in_group(page: Page, group: str, item: str) -> None:
	"""Choose an item of a group of buttons on a form; a form that draws itself anew meanwhile closes the group."""
	button = page.locator(".inner-group-button:visible").filter(has_text=group).get_by_role("button")
	chosen = page.locator(".inner-group-button .dropdown-item:visible").filter(has_text=item)
	at_rest(page)
	for _try in range(OPENINGS - 1):
		button.click()
		try:
			chosen.click(timeout=SHORT)
		except TimeoutError:
			continue
		return
	button.click()
	chosen.click()


def choose(where: Locator, field: str, text: str) -> None:
	"""Type into a Link field and take what is offered for all that was typed; an answer to less of it comes first."""
	control, page = where.locator(f"[data-fieldname={field}] input"), where.page
	at_rest(page)
	with page.expect_response(lambda answer: searched(answer.request) == text):
		control.fill(text)
	at_rest(page)
	where.locator(f"[data-fieldname={field}] [role=option]").filter(has_text=text).first.click()


def searched(request: Request) -> str | None:
	"""What a Link field asks the server for."""
	asked = parse_qs(request.post_data or "") if "search_link" in request.url else {}
	return asked.get("txt", [None])[0]


def at_rest(page: Page) -> None:
	"""Nothing that the desk asked the server for is on its way."""
	page.wait_for_function("!frappe.request.ajax_count")


def follow(page: Page, address: str) -> None:
	"""To another page of the desk, as a link leads there: the desk itself is not loaded anew."""
	page.evaluate(FOLLOW, address)
	page.wait_for_function("document.body.dataset.route === frappe.get_route_str()")


FOLLOW = """async (address) => {
	const { pathname, searchParams } = new URL(address, window.location);
	frappe.route_options = searchParams.size ? Object.fromEntries(searchParams) : null;
	await frappe.set_route(pathname);
}"""


def keep_place(page: Page, space: str) -> None:
	"""The receptionist's desk is in the hall of this house, from the next page on."""
	key = f"front-desk:place:{people.USERS['receptionist']}"
	page.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(space)})")


def stored(page: Page, doctype: str, filters: dict, *fields: str) -> list[dict]:
	"""What the database holds, as far as the user of the page may read it."""
	what = {"filters": json.dumps(filters), "fields": json.dumps(fields), "limit_page_length": 0}
	answer = page.context.request.get(
		"/api/method/frappe.client.get_list", params={"doctype": doctype, **what}
	)
	assert answer.ok, answer.text()
	return answer.json().get("message") or []
