import frappe
import pytest

from office_management.office_administration import roles
from tests import builders


@pytest.fixture(autouse=True)
def an_office_workspace(site):
	if not frappe.db.exists("Workspace", "Office"):
		frappe.get_doc(
			{"doctype": "Workspace", "title": "Office", "label": "Office", "public": 1, "content": "[]"}
		).insert()


def workspace_of(user):
	return frappe.db.get_value("User", user, "default_workspace")


@pytest.mark.parametrize("role", roles.OFFICE_ROLES)
def test_who_gets_an_office_role_arrives_at_office(role):
	assert workspace_of(builders.user(role)) == "Office"


def test_an_employee_does_not():
	assert workspace_of(builders.user("Employee")) is None


def test_a_role_given_later():
	user = builders.user("Employee")
	frappe.get_doc("User", user).add_roles("Office Auditor")
	assert workspace_of(user) == "Office"


def test_a_role_given_by_a_profile():
	user = builders.user("Employee")
	doc = frappe.get_doc("User", user)
	doc.role_profile_name = "Small Office"
	doc.save()
	assert workspace_of(user) == "Office"


def test_an_own_choice_is_kept():
	user = builders.user("Employee")
	frappe.db.set_value("User", user, "default_workspace", "Home")
	frappe.get_doc("User", user).add_roles("Office Manager")
	assert workspace_of(user) == "Home"


def test_who_clears_it_is_not_asked_again():
	user = builders.user("Office Manager")
	doc = frappe.get_doc("User", user)
	doc.default_workspace = None
	doc.save()
	doc.add_roles("Office Auditor")
	assert workspace_of(user) is None


def test_existing_holders_get_it_once_at_install():
	user = builders.user("Office Manager")
	frappe.db.set_value("User", user, "default_workspace", None)
	assert roles.propose_workspace(user) is True
	assert roles.propose_workspace(user) is False
