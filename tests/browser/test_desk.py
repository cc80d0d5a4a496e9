"""The walk of an office manager through the desk, and how far an employee gets."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_an_office_manager_lands_on_the_office_workspace(log_in):
	page = log_in("office_manager")
	page.goto("/app")
	expect(page).to_have_url(re.compile(r"/app/office$"))


def test_an_employee_is_refused_what_is_not_theirs(log_in):
	page = log_in("employee")
	page.goto("/app/office-management-settings")
	expect(page.get_by_text("Not permitted").first).to_be_visible()
