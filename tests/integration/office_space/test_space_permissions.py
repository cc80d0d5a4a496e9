"""Who sees which spaces: roles, places, companies, through every way of asking."""

import frappe
import pytest
from frappe.desk.reportview import get_count
from frappe.desk.search import search_link

from office_management.erp.assets import assets_at
from office_management.office_space import api, permissions
from tests import baseline, builders
from tests.builders import allocation, limited_user, site_with_floor, space, user
from tests.shared import once_per_module

OFFICE_ROLES = [
	"System Manager",
	"Office Manager",
	"Office Receptionist",
	"Facility Technician",
	"Office Auditor",
]


@once_per_module
def two_sites():
	return site_with_floor(), site_with_floor()


def seen(doctype: str = "Office Space", **filters) -> set[str]:
	return set(frappe.get_list(doctype, filters=filters, pluck="name", limit=0))


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_office_roles_see_all_places(role, two_sites):
	someone = user(role)
	with builders.as_user(someone):
		assert {two_sites[0].site.name, two_sites[1].desks[0].name} <= seen()
		assert frappe.has_permission("Office Space", "read", two_sites[1].desks[0].name)


@pytest.mark.parametrize("role", ["Office Receptionist", "Facility Technician", "Office Auditor"])
def test_only_managers_write(role, two_sites):
	someone = user(role)
	with builders.as_user(someone):
		assert not frappe.has_permission("Office Space", "write", two_sites[0].site.name)
		for call in (
			lambda: api.close_space(two_sites[0].site.name),
			lambda: api.reopen_space(two_sites[0].site.name),
			lambda: api.move_space(two_sites[0].floor.name, two_sites[1].building.name),
			lambda: api.rename_space(two_sites[0].floor.name, "99"),
			lambda: api.rename_below(two_sites[0].floor.name),
			lambda: api.set_out_of_service([two_sites[0].floor.name], builders.day(), None, "x"),
			lambda: api.put_back_in_service([two_sites[0].floor.name]),
			lambda: api.preview_take_over(),
			lambda: api.take_over_locations(),
		):
			with pytest.raises(frappe.PermissionError):
				call()


def test_an_employee_sees_the_own_seat_only(two_sites):
	person = builders.employee()
	mine = allocation(two_sites[0].desks[0], person.name)
	allocation(two_sites[0].desks[1])
	someone = user("Employee", employee=person.name)
	with builders.as_user(someone):
		assert seen() == {two_sites[0].desks[0].name}
		assert seen("Space Allocation") == {mine.name}
		assert frappe.has_permission("Office Space", "read", two_sites[0].desks[0].name)
		assert not frappe.has_permission("Office Space", "read", two_sites[0].desks[1].name)
		with pytest.raises(frappe.PermissionError):
			api.get_overview(two_sites[0].rooms[0].name)


def test_a_seat_given_up_is_not_seen_any_more(two_sites):
	person = builders.employee()
	allocation(two_sites[0].desks[0], person.name, from_date=builders.day(-9), to_date=builders.day(-1))
	with builders.as_user(user("Employee", employee=person.name)):
		assert seen() == set()


def test_nobody_else_sees_anything(two_sites):
	with builders.as_user(baseline.USERS["nobody"]), pytest.raises(frappe.PermissionError):
		seen()


@pytest.mark.parametrize("half", [0, 1])
def test_two_users_limited_to_two_places_each_see_their_half(half, two_sites):
	here, there = two_sites[half], two_sites[1 - half]
	allocation(here.desks[0])
	allocation(there.desks[0])
	someone = limited_user(user("Office Manager"), here.site.name)
	all_here = {here.site.name, here.building.name, here.floor.name}
	all_here |= {doc.name for doc in (*here.rooms, *here.desks)}
	with builders.as_user(someone):
		assert seen() == all_here
		assert {row.space for row in frappe.get_list("Space Allocation", ["space"], limit=0)} == {
			here.desks[0].name
		}
		assert frappe.has_permission("Office Space", "write", here.floor.name)
		assert not frappe.has_permission("Office Space", "read", there.floor.name)


def test_the_limit_bites_in_counts_reports_search_and_tree(two_sites):
	here, there = two_sites
	someone = limited_user(user("Office Manager"), here.floor.name)
	with builders.as_user(someone):
		count = frappe.get_list("Office Space", fields=[{"COUNT": "*"}] if False else ["count(name) as n"])[
			0
		].n
		assert count == 4
		frappe.local.form_dict = frappe._dict(doctype="Office Space", filters=[], fields=[], distinct="false")
		assert get_count() == 4
		found = {row["value"] for row in search_link("Office Space", "", page_length=50)}
		assert found == {here.floor.name, here.rooms[0].name, *(desk.name for desk in here.desks)}
		roots = api.get_tree_nodes(is_root=True)
		assert [node.value for node in roots] == [here.floor.name]
		with pytest.raises(frappe.PermissionError):
			api.get_tree_nodes(parent=there.floor.name)
		with pytest.raises(frappe.PermissionError):
			api.get_whole_tree(there.floor.name)
		whole = {node.value for group in api.get_whole_tree()["data"] for node in group["data"]}
		assert whole == seen()


def test_a_place_added_below_later_is_allowed_at_once(two_sites):
	someone = limited_user(user("Office Manager"), two_sites[0].floor.name)
	with builders.as_user(someone):
		seen()
		added = space(None, two_sites[0].floor.name, space_type="Room")
		assert added.name in seen()


def test_a_limited_manager_makes_spaces_only_inside(two_sites):
	someone = limited_user(user("Office Manager"), two_sites[0].floor.name)
	with builders.as_user(someone):
		for parent in (two_sites[1].floor.name, None):
			with pytest.raises(frappe.PermissionError):
				space(None, parent, space_type="Room" if parent else "Site")
		with pytest.raises(frappe.PermissionError):
			api.move_space(two_sites[0].rooms[0].name, two_sites[1].floor.name)
		with pytest.raises(frappe.PermissionError):
			api.take_over_locations()


def test_the_limit_without_what_lies_below(two_sites):
	someone = user("Office Manager")
	frappe.get_doc(
		{
			"doctype": "User Permission",
			"user": someone,
			"allow": "Location",
			"for_value": two_sites[0].floor.name,
			"hide_descendants": 1,
		}
	).insert()
	with builders.as_user(someone):
		assert seen() == {two_sites[0].floor.name}


def test_another_company_is_hidden(two_sites):
	abroad = space(company=baseline.OTHER_COMPANY)
	nobodys = space(company=None)
	frappe.db.set_value("Office Space", nobodys.name, "company", None)
	with builders.as_user(baseline.USERS["office_manager"]):
		names = seen()
		assert abroad.name not in names
		assert {two_sites[0].site.name, nobodys.name} <= names
		assert not frappe.has_permission("Office Space", "read", abroad.name)


def test_values_in_conditions_are_escaped():
	table = frappe.qb.DocType("Office Space")
	text = permissions.as_sql(table.name == "O'Neil\\ 100%")
	assert "O\\'Neil" in text and "100%)" in text.replace("'", "")


def test_office_roles_see_where_assets_stand_and_nothing_more(two_sites):
	here = two_sites[0]
	asset = frappe.get_doc(
		{"doctype": "Asset", "asset_name": "Lamp", "location": here.desks[0].name, "status": "Submitted"}
	)
	asset.name = "TEST-LAMP"
	asset.db_insert()
	rows = assets_at(here.floor.name)
	assert [(row.name, row.location) for row in rows] == [("TEST-LAMP", here.desks[0].name)]
	assert set(rows[0]) == {
		"name",
		"asset_name",
		"item_code",
		"asset_category",
		"location",
		"custodian",
		"custodian_name",
		"status",
	}
	assert assets_at(here.floor.name, below=False) == []
	assert assets_at(two_sites[1].site.name) == []
	with builders.as_user(user("Office Receptionist")):
		assert api.get_overview(here.floor.name)["asset_count"] == 1
	person = builders.employee()
	allocation(here.desks[0], person.name)
	with builders.as_user(user("Employee", employee=person.name)):
		answer = api.get_overview(here.desks[0].name)
		assert (answer["assets"], answer["asset_count"]) == ([], 0)
		assert [row.occupant for row in answer["people"]] == [person.name]
