import frappe
import pytest
from frappe.utils import formatdate

from office_management.office_administration import api
from office_management.office_space import office_day
from tests import baseline, builders
from tests.builders import day


@pytest.fixture(autouse=True)
def nobody_sits_anywhere_yet(site):
	"""Whatever lies on the site: no allocation, nobody about to join, no place out of service."""
	frappe.db.delete("Space Allocation")
	frappe.db.set_value("Employee", {"date_of_joining": (">", day())}, "date_of_joining", baseline.JOINED)
	frappe.db.set_value("Office Space", {"out_from_date": (">", "1900-01-01")}, "out_from_date", None)


@pytest.fixture
def told(as_user):
	"""`told()` is what the office manager reads: the blocks of Space by key."""

	def ask(who="office_manager"):
		with as_user(baseline.USERS[who]):
			return {one["key"]: one for one in office_day.get_blocks()}

	return ask


def titles(block):
	return [row["title"] for row in block["rows"]]


def test_people_without_a_seat_are_counted_down_as_they_get_one(told):
	before = told()["without_seat"]
	assert before["count"] >= len([one for one in baseline.EMPLOYEES.values() if one[3] == baseline.COMPANY])
	place = builders.site_with_floor()
	builders.allocation(place.desks[0], baseline.employee("anna"))
	after = told()["without_seat"]
	assert after["count"] == before["count"] - 1
	assert "Xander Xhofleer" not in titles(before)


def test_a_row_offers_to_give_that_person_a_seat(told):
	person = builders.employee(date_of_joining="2001-01-01")
	row = told()["without_seat"]["rows"][0]
	assert row["title"] == person.employee_name
	assert row["action"]["new"] == "Space Allocation"
	assert row["action"]["values"] == {
		"occupant_type": "Employee",
		"occupant": person.name,
		"from_date": day(),
	}
	assert row["route"] == ["Form", "Employee", person.name]


def test_who_may_not_open_employees_gets_no_link_to_one(told):
	"""The office manager of the baseline is an Employee, too, and so may; take that away."""
	user = builders.user("Office Manager")
	builders.employee(date_of_joining="2001-01-01")
	frappe.set_user(user)
	block = next(one for one in office_day.get_blocks() if one["key"] == "without_seat")
	assert block["rows"][0]["route"] is None


def test_joiners_in_the_next_two_weeks(told):
	soon = builders.employee("Soon", date_of_joining=day(3))
	builders.employee("Later", date_of_joining=day(15))
	seated = builders.employee("Seated", date_of_joining=day(4))
	place = builders.site_with_floor()
	builders.allocation(place.desks[0], seated.name, from_date=day(4))
	block = told()["joiners"]
	assert titles(block) == [soon.employee_name]
	assert block["rows"][0]["action"]["values"]["from_date"] == day(3)
	assert formatdate(day(3)) in block["rows"][0]["subtitle"]
	assert soon.employee_name not in titles(told()["without_seat"])


def test_leavers_who_keep_their_seat(told):
	place = builders.site_with_floor()
	leaver, other = builders.employee("Leaver"), builders.employee("Stays")
	made = builders.allocation(place.desks[0], leaver.name)
	builders.allocation(place.desks[1], other.name)
	frappe.db.set_value("Employee", leaver.name, "relieving_date", day(5))
	block = told()["leavers"]
	assert titles(block) == [leaver.employee_name]
	assert block["rows"][0]["route"] == ["Form", "Space Allocation", made.name]
	frappe.db.set_value("Space Allocation", made.name, {"to_date": day(5), "effective_to": day(5)})
	assert told()["leavers"]["count"] == 0


def test_seats_given_up_soon_unless_another_follows(told):
	place = builders.site_with_floor()
	ends, moves = builders.employee("Ends"), builders.employee("Moves")
	builders.allocation(place.desks[0], ends.name, to_date=day(7))
	builders.allocation(place.desks[1], moves.name, to_date=day(7))
	builders.allocation(place.desks[1], moves.name, from_date=day(8))
	block = told()["ending"]
	assert titles(block) == [ends.employee_name]
	assert block["count"] == 1


def test_places_out_of_service_with_people_in_them(told):
	place = builders.site_with_floor()
	builders.allocation(place.desks[0])
	frappe.db.set_value(
		"Office Space", place.rooms[0].name, {"out_from_date": day(2), "out_until_date": day(4)}
	)
	frappe.db.set_value("Office Space", place.desks[1].name, {"out_from_date": day(-2)})
	block = told()["out_of_service"]
	assert titles(block) == [place.rooms[0].space_name]
	assert "1 seats taken" not in block["rows"][0]["subtitle"]
	assert formatdate(day(2)) in block["rows"][0]["subtitle"]
	frappe.db.set_value("Office Space", place.rooms[0].name, "out_until_date", day(-1))
	assert told()["out_of_service"]["count"] == 0


def test_a_place_with_too_many_people_shows_although_no_rule_allows_it(told):
	room = builders.room(builders.space(), capacity=2)
	builders.allocation(room)
	builders.allocation(room)
	assert told()["over_capacity"]["count"] == 0
	frappe.db.set_value("Office Space", room.name, "capacity", 1)
	assert titles(told()["over_capacity"]) == [room.space_name]


def test_a_manager_limited_to_a_place_reads_of_that_place_only(as_user):
	here, there = builders.site_with_floor(), builders.site_with_floor()
	for place in (here, there):
		builders.allocation(place.desks[0], to_date=day(7))
	user = builders.limited_user(builders.user("Office Manager"), here.site.name)
	with as_user(user):
		block = next(one for one in office_day.get_blocks() if one["key"] == "ending")
	assert block["count"] == 1


@pytest.mark.parametrize(
	("who", "keys"),
	[
		(
			"office_manager",
			{"without_seat", "joiners", "leavers", "ending", "over_capacity", "out_of_service", "my_seat"},
		),
		("receptionist", {"out_of_service", "my_seat"}),
		("technician", {"out_of_service", "my_seat"}),
		("auditor", {"out_of_service", "my_seat"}),
		("employee", {"my_seat"}),
	],
)
def test_who_sees_which_block(as_user, who, keys):
	with as_user(baseline.USERS[who]):
		areas = {area["key"]: area for area in api.get_office_day()["areas"]}
	assert {one["key"] for one in areas["space"]["blocks"]} == keys
