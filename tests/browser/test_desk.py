"""The walk of an office manager through the desk, and how far an employee gets."""

import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import stranger
from tests.browser.pages import choose, follow

pytestmark = pytest.mark.browser
SEAT, NEXT, FREE = "AX-00-A01-D01", "AX-00-A01-D02", "AX-00-A01-D03"


def test_an_office_manager_lands_on_the_office_workspace(desk, chromium):
	page = stranger(chromium, desk).new_page()
	page.goto("/login")
	page.locator("#login_email").fill(people.USERS["office_manager"])
	page.locator("#login_password").fill(people.PASSWORD)
	page.locator(".form-login .btn-login").click()
	expect(page).to_have_url(re.compile(r"/app/office$"))
	expect(page.get_by_text("Office Day").first).to_be_visible()
	page.context.close()


def test_the_register_is_previewed_then_imported_and_wrong_rows_are_refused_alone(imported):
	assert "Places to make: 52" in imported["preview"]
	assert "seats to give: 2" in imported["preview"]
	assert "Places made: 52" in imported["result"]
	assert "seats given: 2" in imported["result"]
	assert "rows refused: 2" in imported["result"]


def test_an_office_manager_gives_a_seat_and_sees_it_in_the_report(imported, log_in):
	page = log_in("office_manager", f"/app/office-space/{FREE}")
	page.get_by_role("button", name="Allocate", exact=True).click()
	dialog = page.locator(".modal.show")
	choose(dialog, "occupant", "Carla Claessen")
	dialog.get_by_role("button", name="Give", exact=True).click()
	expect(dialog).to_have_count(0)
	expect(page.locator("[data-fieldname=overview_html]")).to_contain_text("Carla Claessen")

	follow(page, "/app/query-report/Space Occupancy")
	floor = page.locator(".dt-row").filter(has_text="Annex Ground Floor")
	expect(floor).to_contain_text("40")
	expect(floor.locator(".dt-cell--col-5")).to_contain_text("3")
	expect(floor.locator(".dt-cell--col-6")).to_contain_text("37")

	follow(page, "/app/query-report/Seat Register")
	expect(page.locator(".dt-row").filter(has_text="Carla Claessen")).to_contain_text("Annex Desk 1-3")


def test_a_seat_that_is_taken_is_refused_with_who_sits_there(imported, log_in):
	page = log_in("office_manager", f"/app/office-space/{SEAT}")
	page.get_by_role("button", name="Allocate", exact=True).click()
	dialog = page.locator(".modal.show").first
	choose(dialog, "occupant", "Daan Dekker")
	dialog.get_by_role("button", name="Give", exact=True).click()
	expect(page.locator(".msgprint")).to_contain_text("Anna Aalders")


def test_an_employee_sees_the_own_seat_and_the_neighbours(imported, log_in):
	page = log_in("employee", "/app/office-day")
	day = page.locator(".layout-main:visible")
	expect(day).to_contain_text("My seat")
	expect(day).to_contain_text("Annex Desk 1-1")
	expect(day).to_contain_text("Bram Bakker")
	follow(page, "/app/office-space/view/tree")
	tree = page.locator(".layout-main:visible")
	expect(tree).to_contain_text(SEAT)
	expect(tree).not_to_contain_text(NEXT)


@pytest.mark.parametrize(
	("address", "said"),
	[
		(f"/app/office-space/{NEXT}", "does not have access to this document"),
		("/app/query-report/Seat Register", "You don't have access to Report"),
		("/app/query-report/Space Occupancy", "You don't have access to Report"),
		("/app/floor-register-import", "Not permitted"),
		("/app/office-management-settings", "Not permitted"),
	],
)
def test_an_employee_is_refused_everything_else(imported, log_in, address, said):
	page = log_in("employee", address)
	expect(page.get_by_text(said).first).to_be_visible()


def test_an_employee_cannot_give_seats_over_rest(imported, log_in):
	"""Where the desk shows no button, the server refuses as well."""
	page = log_in("employee", "/app/office-day")
	answer = page.evaluate(
		"""() => fetch("/api/method/office_management.office_space.api.end_allocations", {
			method: "POST",
			headers: {"Content-Type": "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token},
			body: JSON.stringify({names: ["no-such-allocation"]}),
		}).then((answer) => answer.status)"""
	)
	assert answer in (403, 404)
	created = page.evaluate(
		"""async (space) => {
			const mine = await frappe.xcall("frappe.client.get_list", {doctype: "Employee"});
			const answer = await fetch("/api/resource/Space Allocation", {
				method: "POST",
				headers: {"Content-Type": "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token},
				body: JSON.stringify({
					space, occupant_type: "Employee", occupant: mine[0].name, from_date: "2026-01-01",
				}),
			});
			return answer.status;
		}""",
		SEAT,
	)
	assert created == 403
