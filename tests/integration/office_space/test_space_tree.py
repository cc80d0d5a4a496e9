"""The tree of spaces, the overview and the room sign."""

import base64

import frappe
import pytest

from office_management.office_space import api, sign, spaces, tree
from tests import builders
from tests.builders import allocation, day, site_with_floor
from tests.shared import once_per_module


@once_per_module
def floor():
	made = site_with_floor(rooms=2, desks=3)
	allocation(made.desks[0])
	return made


def test_nodes_show_seats_and_free_seats_added_up(floor):
	node = next(node for node in api.get_tree_nodes(parent=floor.building.name))
	assert (node.value, node.seats, node.taken, node.free, node.expandable) == (floor.floor.name, 6, 1, 5, 1)
	desk = api.get_tree_nodes(parent=floor.rooms[0].name)[0]
	assert (desk.value, desk.seats, desk.free, desk.expandable) == (floor.desks[0].name, 1, 0, 0)
	assert desk.status == "Active"


def test_the_root_holds_the_sites_only(floor):
	roots = api.get_tree_nodes(is_root="true")
	assert floor.site.name in [node.value for node in roots]
	assert {node.space_type for node in roots} == {"Site"}


def test_a_closed_node_stays_in_the_tree(floor):
	spaces.close_space(floor.rooms[1].name)
	node = next(
		node for node in api.get_tree_nodes(parent=floor.floor.name) if node.value == floor.rooms[1].name
	)
	assert (node.status, node.seats) == ("Closed", None)


def test_the_whole_tree_comes_in_one_answer_parents_first(floor):
	answer = api.get_whole_tree(floor.site.name)
	assert not answer["is_cut"]
	shown = {floor.site.name}
	for group in answer["data"]:
		assert group["parent"] in shown
		shown |= {node.value for node in group["data"]}
	assert len(shown) == 11


def test_a_large_tree_is_cut_to_floors(floor, monkeypatch):
	monkeypatch.setattr(tree, "NODES_AT_ONCE", 3)
	answer = api.get_whole_tree(floor.site.name)
	assert answer["is_cut"]
	assert {node.space_type for group in answer["data"] for node in group["data"]} == {"Building", "Floor"}


def test_a_level_of_the_tree_takes_few_queries(floor, monkeypatch):
	seen = []
	run = frappe.db.sql
	monkeypatch.setattr(frappe.db, "sql", lambda *args, **kwargs: seen.append(args) or run(*args, **kwargs))
	tree.nodes_below(floor.floor.name)
	assert len(seen) <= 9


def test_the_overview_lists_who_sits_here_now_and_later_below_included(floor):
	later = allocation(floor.desks[4], from_date=day(20))
	allocation(floor.desks[5], from_date=day(-20), to_date=day(-1))
	answer = api.get_overview(floor.floor.name)
	assert answer["people_count"] == 2
	assert [row.is_later for row in answer["people"]] == [False, True]
	assert answer["people"][1].name == later.name
	assert (answer["seats"].seats, answer["seats"].taken, answer["is_group"]) == (6, 1, True)


def test_the_overview_lists_who_is_affected_while_out_of_service(floor):
	spaces.set_out_of_service([floor.floor.name], day(), day(5), "Carpet")
	assert len(api.get_overview(floor.floor.name)["affected"]) == 1
	spaces.put_back_in_service([floor.floor.name])
	assert api.get_overview(floor.floor.name)["affected"] == []


def test_the_sign_shows_where_it_is_and_a_code_to_its_page(floor):
	room = floor.rooms[0]
	html = frappe.get_print("Office Space", room.name, "Room Sign")
	assert room.space_name in html
	assert floor.building.space_name in html
	picture = sign.office_space_qr("Office Space", room.name)
	assert picture in html
	svg = base64.b64decode(picture.split(",", 1)[1]).decode()
	assert svg.startswith("<svg")


def test_the_sign_escapes_what_people_typed(floor):
	frappe.db.set_value("Office Space", floor.rooms[0].name, "space_name", "<script>alert(1)</script>")
	frappe.clear_document_cache("Office Space", floor.rooms[0].name)
	assert "<script>alert(1)" not in frappe.get_print("Office Space", floor.rooms[0].name, "Room Sign")


def test_a_space_is_connected_to_its_location_form():
	from frappe.desk.notifications import get_open_count

	here = builders.space()
	data = frappe.get_meta("Location").get_dashboard_data()
	assert "Office Space" in [item for group in data.transactions for item in group["items"]]
	counts = get_open_count("Location", here.name)["count"]["external_links_found"]
	assert {"doctype": "Office Space", "count": 1} in [
		{"doctype": row["doctype"], "count": row["count"]} for row in counts
	]
