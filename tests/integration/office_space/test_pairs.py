"""Moving, renaming, merging, taking over: whoever does it and however, a space and its Location stay a pair."""

import frappe
import pytest

from office_management.erp import places
from office_management.office_space import making, pairs, spaces
from tests import baseline
from tests.builders import allocation, room, site_with_floor, space


@pytest.fixture(autouse=True)
def quick_renames(monkeypatch):
	"""Frappe empties all caches with every rename, and reads all metadata anew: seconds that show nothing here."""
	monkeypatch.setattr(frappe, "clear_cache", lambda *args, **kwargs: None)


def location(name: str, parent: str | None = None, is_group: int = 1) -> str:
	"""A Location as a stock user makes it, without a space."""
	values = {"location_name": name, "parent_location": parent, "is_group": is_group}
	return frappe.get_doc({"doctype": "Location", **values}).insert().name


def parent_of(name: str) -> str | None:
	return frappe.db.get_value("Office Space", name, "parent_space")


def tree_is_sound() -> bool:
	"""Every Location lies inside its parent's interval, and no two share a number."""
	rows = places.tree_rows()
	by_name = {row.name: row for row in rows}
	numbers = [number for row in rows for number in (row.lft, row.rgt)]
	inside = all(
		by_name[row.parent_location].lft < row.lft and row.rgt < by_name[row.parent_location].rgt
		for row in rows
		if row.parent_location
	)
	return inside and len(numbers) == len(set(numbers)) and all(row.lft < row.rgt for row in rows)


# --- moving ---------------------------------------------------------------------------------------------------


def test_a_move_takes_location_and_all_below_along():
	here, there = site_with_floor(), site_with_floor(rooms=0)
	moved = here.rooms[0].name
	pairs.move_space(moved, there.floor.name)
	assert parent_of(moved) == there.floor.name
	assert frappe.db.get_value("Location", moved, "parent_location") == there.floor.name
	assert parent_of(here.desks[0].name) == moved
	assert here.desks[0].name in places.locations_below(there.site.name)
	assert pairs.wrong_parents() == {}


def test_a_move_clears_the_seats_of_the_new_parent():
	here, there = site_with_floor(), room(space(), capacity=5)
	pairs.move_space(here.desks[0].name, there.name)
	assert frappe.db.get_value("Office Space", there.name, "capacity") == 0


def test_a_space_cannot_lie_in_itself_or_below_itself():
	here = site_with_floor()
	for parent in (here.floor.name, here.desks[0].name):
		with pytest.raises(pairs.MoveError, match="in itself"):
			pairs.move_space(here.floor.name, parent)


def test_a_site_stays_at_the_top():
	with pytest.raises(pairs.MoveError, match="is a site"):
		pairs.move_space(space().name, space().name)


def test_a_move_into_a_leaf_with_people_is_refused():
	here, there = site_with_floor(), room(space())
	someone = allocation(there)
	with pytest.raises(spaces.LeafInUseError, match=someone.occupant_name):
		pairs.move_space(here.rooms[0].name, there.name)
	assert parent_of(here.rooms[0].name) == here.floor.name


def test_a_move_into_a_closed_space_is_refused():
	here, there = site_with_floor(), room(space())
	spaces.close_space(there.name)
	with pytest.raises(spaces.ParentError, match="closed"):
		pairs.move_space(here.rooms[0].name, there.name)


def test_a_move_to_where_the_code_is_taken_is_refused():
	here, there = site_with_floor(), site_with_floor()
	space("Same", there.floor, space_type="Room", space_code=here.rooms[0].space_code)
	with pytest.raises(spaces.CodeTakenError):
		pairs.move_space(here.rooms[0].name, there.floor.name)


def test_a_location_moved_in_erpnext_takes_its_space_along():
	here, there = site_with_floor(), site_with_floor(rooms=0)
	doc = frappe.get_doc("Location", here.rooms[0].name)
	doc.parent_location = there.floor.name
	doc.save()
	assert parent_of(here.rooms[0].name) == there.floor.name


def test_a_location_in_between_without_a_space_is_looked_through():
	here, there = site_with_floor(), site_with_floor(rooms=0)
	wing = location("Wing without a space", here.floor.name)
	inside = frappe.get_doc("Location", here.rooms[0].name)
	inside.parent_location = wing
	inside.save()
	assert parent_of(inside.name) == here.floor.name
	between = frappe.get_doc("Location", wing)
	between.parent_location = there.floor.name
	between.save()
	assert parent_of(inside.name) == there.floor.name


def test_a_location_move_in_erpnext_that_breaks_a_rule_is_refused():
	here, leaf = site_with_floor(), room(space())
	allocation(leaf)
	doc = frappe.get_doc("Location", here.rooms[0].name)
	doc.parent_location = leaf.name
	with pytest.raises(spaces.LeafInUseError):
		doc.save()
	doc = frappe.get_doc("Location", here.rooms[0].name)
	doc.parent_location = None
	with pytest.raises(pairs.MoveError, match="must lie in another"):
		doc.save()


# --- renaming -------------------------------------------------------------------------------------------------


def test_renaming_a_space_renames_its_location_and_all_links():
	here = site_with_floor()
	someone = allocation(here.desks[0])
	old = here.desks[0].name
	new = pairs.rename_space(old, "NEW", "Window seat")
	assert new == f"{here.rooms[0].name}-NEW"
	assert frappe.db.exists("Location", new) and not frappe.db.exists("Location", old)
	values = frappe.db.get_value("Office Space", new, ["location", "space_code", "space_name"])
	assert values == (new, "NEW", "Window seat")
	assert frappe.db.get_value("Space Allocation", someone.name, "space") == new


def test_renaming_the_location_in_erpnext_renames_the_space():
	here = site_with_floor()
	frappe.rename_doc("Location", here.floor.name, "Top floor", show_alert=False)
	assert frappe.db.get_value("Office Space", "Top floor", "location") == "Top floor"
	assert parent_of(here.rooms[0].name) == "Top floor"
	new = f"{here.building.name}-07"
	frappe.rename_doc("Location", "Top floor", new, show_alert=False)
	assert frappe.db.get_value("Office Space", new, "space_code") == "07"


def test_renaming_the_space_alone_is_refused():
	here = space()
	with pytest.raises(frappe.ValidationError, match="Rename button"):
		frappe.rename_doc("Office Space", here.name, "OTHER-NAME", force=True)


def test_renaming_to_a_location_that_exists_is_refused():
	here = space()
	location("TAKEN-NAME")
	with pytest.raises(pairs.NameTakenError, match="TAKEN-NAME"):
		pairs.rename_space(here.name, "TAKEN-NAME")


def test_changing_only_the_name_people_see_keeps_the_code():
	here = space()
	assert pairs.rename_space(here.name, here.space_code, "Head office") == here.name
	assert frappe.db.get_value("Office Space", here.name, "space_name") == "Head office"


def test_names_below_follow_when_asked_also_after_an_interruption():
	here = site_with_floor(rooms=1, desks=2)
	new = pairs.rename_space(here.building.name, "NB")
	todo = pairs.names_out_of_line(new)
	assert [old for old, _path in todo] == [
		here.floor.name,
		here.rooms[0].name,
		here.desks[0].name,
		here.desks[1].name,
	]
	pairs.rename_one(todo[0])  # the process dies here
	answer = pairs.rename_below(new)
	assert answer == {"name": new, "done": 3, "queued": False}
	floor = f"{new}-{here.floor.space_code}"
	desk = f"{floor}-{here.rooms[0].space_code}-{here.desks[1].space_code}"
	assert frappe.db.exists("Location", desk) and frappe.db.exists("Office Space", desk)
	assert pairs.names_out_of_line(new) == []
	assert pairs.differing_pairs() == {"without_location": [], "other_name": [], "wrong_level": []}


def test_after_a_move_the_moved_space_itself_is_named_anew():
	here, there = site_with_floor(), site_with_floor(rooms=0)
	pairs.move_space(here.rooms[0].name, there.floor.name)
	answer = pairs.rename_below(here.rooms[0].name)
	assert answer["name"] == f"{there.floor.name}-{here.rooms[0].space_code}"
	assert frappe.db.exists("Office Space", f"{answer['name']}-{here.desks[0].space_code}")


def test_many_names_are_renamed_in_the_background(jobs_run_now, monkeypatch):
	monkeypatch.setattr(pairs, "RENAMED_AT_ONCE", 1)
	here = site_with_floor(desks=1)
	new = pairs.rename_space(here.building.name, "NB")
	assert pairs.rename_below(new)["queued"]
	assert pairs.names_out_of_line(new) == []


def test_names_that_were_taken_over_stay():
	top = location("Old Building")
	location("Old Building - Hall", top, is_group=0)
	making.take_over(company=baseline.COMPANY)
	pairs.rename_space("Old Building", "OB")
	assert pairs.names_out_of_line("OB") == []
	assert parent_of("Old Building - Hall") == "OB"


# --- merging and deleting -------------------------------------------------------------------------------------


def test_merging_two_locations_that_both_have_a_space_is_refused():
	first, second = space(), space()
	with pytest.raises(pairs.MergeError, match=second.name):
		frappe.rename_doc("Location", first.name, second.name, merge=True)
	assert frappe.db.exists("Office Space", first.name)


def test_merging_into_a_location_without_a_space_brings_the_space_along():
	here = site_with_floor()
	other = location("Wider floor", here.building.name)
	frappe.rename_doc("Location", here.floor.name, other, merge=True, show_alert=False)
	assert frappe.db.get_value("Office Space", other, "location") == other
	assert parent_of(here.rooms[0].name) == other
	assert pairs.wrong_parents() == {}


# --- the nightly check ----------------------------------------------------------------------------------------


def test_the_nightly_check_mends_parents_from_the_tree():
	here = site_with_floor()
	frappe.db.set_value("Office Space", here.rooms[0].name, "parent_space", here.site.name)
	assert pairs.mend_or_report_pairs()["mended"] == [here.rooms[0].name]
	assert parent_of(here.rooms[0].name) == here.floor.name
	assert pairs.mend_or_report_pairs()["mended"] == []


def test_the_nightly_check_reports_what_it_cannot_mend(monkeypatch):
	told = []
	monkeypatch.setattr(pairs, "enqueue_create_notification", lambda users, notice: told.append(users))
	here = space()
	frappe.db.set_value("Office Space", here.name, "location", "Nowhere")
	assert pairs.mend_or_report_pairs()["without_location"] == [here.name]
	assert baseline.USERS["office_manager"] in told[0]


# --- taking over ----------------------------------------------------------------------------------------------


@pytest.fixture
def old_locations():
	top = location("Hoofdkantoor")
	floor = location("Verdieping 1", top)
	location("Vergaderzaal Oslo", floor, is_group=0)
	location("Kamer 1/2", floor, is_group=0)
	return ["Hoofdkantoor", "Verdieping 1", "Vergaderzaal Oslo", "Kamer 1/2"]


def test_taking_over_keeps_names_and_proposes_types(old_locations):
	preview = {row.location: row for row in making.preview_take_over()}
	assert {name: preview[name].space_type for name in old_locations} == {
		"Hoofdkantoor": "Site",
		"Verdieping 1": "Floor",
		"Vergaderzaal Oslo": "Meeting Room",
		"Kamer 1/2": "Room",
	}
	results = making.take_over({"Kamer 1/2": "Storage"}, company=baseline.COMPANY)
	assert not [row for row in results if row.error]
	kamer = frappe.get_doc("Office Space", "Kamer 1/2")
	assert (kamer.location, kamer.parent_space, kamer.space_type) == ("Kamer 1/2", "Verdieping 1", "Storage")
	assert (kamer.space_code, kamer.location_made, kamer.company) == ("Kamer 1 2", 0, baseline.COMPANY)
	kamer.floor_area = 12
	kamer.save()


def test_taking_over_twice_changes_nothing(old_locations):
	making.take_over(company=baseline.COMPANY)
	count = frappe.db.count("Office Space")
	assert making.preview_take_over() == []
	assert making.take_over(company=baseline.COMPANY) == []
	assert frappe.db.count("Office Space") == count


def test_taking_over_fits_in_with_spaces_that_are_there(old_locations):
	site = space(space_code="MIX")
	location("Annex", site.name, is_group=0)
	making.take_over(company=baseline.COMPANY)
	assert parent_of("Annex") == "MIX"


# --- many at once ---------------------------------------------------------------------------------------------


def rows_for(site: str, rooms: int, desks: int) -> list[dict]:
	values = {"company": baseline.COMPANY}
	rows = [{"space_type": "Site", "space_code": site, "space_name": site, **values}]
	for number in range(rooms):
		rows.append(
			{
				"space_type": "Room",
				"space_code": f"R{number}",
				"space_name": "R",
				"parent_space": site,
				**values,
			}
		)
		rows.extend(
			{
				"space_type": "Desk",
				"space_code": f"D{desk}",
				"space_name": "D",
				"parent_space": f"{site}-R{number}",
				**values,
			}
			for desk in range(desks)
		)
	return rows


def test_many_spaces_at_once_obey_the_tree():
	before = space(space_code="BEFORE")
	results = making.make_spaces(rows_for("BULK", 3, 4))
	assert [row.error for row in results] == [None] * 16
	assert tree_is_sound()
	desk = frappe.get_doc("Office Space", "BULK-R2-D3")
	assert (desk.location, desk.parent_space, desk.capacity, desk.status) == (
		"BULK-R2-D3",
		"BULK-R2",
		1,
		"Active",
	)
	assert len(places.locations_below("BULK")) == 15
	assert pairs.wrong_parents() == {}
	space(None, before, space_type="Floor")
	making.make_spaces(
		[{"space_type": "Room", "space_code": "X", "space_name": "X", "parent_space": before.name}]
	)
	assert tree_is_sound()


def test_many_spaces_twice_change_nothing():
	making.make_spaces(rows_for("TWICE", 2, 2))
	count = frappe.db.count("Location")
	again = making.make_spaces(rows_for("TWICE", 2, 2))
	assert {row.existed for row in again} == {True}
	assert frappe.db.count("Location") == count


def test_a_wrong_row_is_refused_alone_and_says_why():
	frappe.clear_messages()
	rows = rows_for("WRONG", 1, 3)
	rows[2]["capacity"] = -1
	rows[3]["space_type"] = "Dek"
	rows[4]["cost_center"] = "No such"
	rows.append({**rows[1], "space_code": "R0", "space_name": "Again"})
	rows.append({"space_type": "Desk", "space_code": "L", "space_name": "Lost", "parent_space": "NOWHERE"})
	rows.append({"space_type": "Room", "space_code": "N", "parent_space": "WRONG"})
	results = making.make_spaces(rows)
	assert [bool(row.error) for row in results] == [False, False, True, True, True, False, True, True]
	assert results[5].existed
	assert "below 0" in results[2].error
	assert "No such" in results[4].error
	assert "NOWHERE" in results[6].error
	assert frappe.get_message_log() == []
	assert tree_is_sound()


def test_many_spaces_respect_leaves_in_use_and_locations_elsewhere():
	here = room(space(space_code="USED"), space_code="R")
	allocation(here)
	location("USED-X")
	rows = [
		{"space_type": "Desk", "space_code": "D", "space_name": "D", "parent_space": here.name},
		{"space_type": "Floor", "space_code": "X", "space_name": "X", "parent_space": "USED"},
	]
	in_use, elsewhere = making.make_spaces(rows)
	assert "given to these" in in_use.error
	assert "lies in" in elsewhere.error
