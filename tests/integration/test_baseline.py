"""The ground that all other integration tests stand on."""

import frappe
import pytest

from tests import baseline, builders


def test_building_the_baseline_again_changes_nothing():
	before = {doctype: frappe.db.count(doctype) for doctype in ("Company", "Employee", "User", "Department")}
	baseline.build()
	assert before == {doctype: frappe.db.count(doctype) for doctype in before}


@pytest.mark.parametrize("key", baseline.USERS)
def test_each_user_has_exactly_the_roles_meant(key):
	automatic = {"All", "Guest", "Desk User"}
	assert set(frappe.get_roles(baseline.USERS[key])) - automatic == set(baseline.ROLES[key])


def test_first_half_of_a_pair_leaves_a_row_behind_only_until_it_ends():
	frappe.get_doc({"doctype": "ToDo", "description": "left by the first test"}).insert()
	frappe.db.commit()
	frappe.flags.in_import = True
	frappe.local.lang = "nl"
	assert frappe.db.exists("ToDo", {"description": "left by the first test"})


def test_second_half_finds_nothing_of_the_first():
	assert not frappe.db.exists("ToDo", {"description": "left by the first test"})
	assert not frappe.flags.in_import
	assert frappe.local.lang == "en"


def test_saving_a_location_below_another_does_not_end_the_test_transaction():
	"""ERPNext's Location commits on update; the rollback must still undo everything."""
	above = frappe.get_doc({"doctype": "Location", "location_name": "Above", "is_group": 1}).insert()
	below = frappe.get_doc(
		{"doctype": "Location", "location_name": "Below", "parent_location": above.name}
	).insert()
	below.save()
	frappe.db.rollback()
	assert not frappe.db.exists("Location", "Above")


def test_acting_as_a_user_really_checks_their_roles():
	"""`frappe.only_for` lets everyone pass while in_test is on, so as_user turns it off."""
	with builders.as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		frappe.only_for("Office Manager")
	assert frappe.session.user == "Administrator"


def test_a_limit_to_a_place_is_seen_in_this_test():
	location = frappe.get_doc({"doctype": "Location", "location_name": "Limited"}).insert().name
	user = builders.limited_user(baseline.USERS["office_manager"], location)
	assert [row.doc for row in frappe.permissions.get_user_permissions(user)["Location"]] == [location]


def test_a_limit_to_a_place_is_gone_in_the_next_test():
	assert "Location" not in frappe.permissions.get_user_permissions(baseline.USERS["office_manager"])
