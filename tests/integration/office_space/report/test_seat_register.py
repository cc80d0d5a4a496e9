"""Seat Register against the site whose people are known."""

import frappe
import pytest

from office_management.office_space.people_without_seat import count_people_without_seat
from office_management.office_space.report.seat_register import seat_register
from tests import baseline, builders
from tests.integration.office_space import known_site
from tests.shared import once_per_module


@once_per_module
def hand():
	return known_site.build()


def run(**filters):
	return seat_register.execute(filters)[1]


def seats(rows):
	return [(row["occupant_name"], row["space_name"], row["seat_label"], row["weekdays"]) for row in rows]


def test_who_sits_where(hand):
	assert seats(run(place=hand.site.name)) == [
		("Anna Aalders", "Desk 1", "", "Every day"),
		("Bram Bakker", "Desk 2", "", "Mon, Tue"),
		("Carla Claessen", "Desk 2", "", "Wed–Fri"),
		("Design", "Room 102", "", "Every day"),
		("Daan Dekker", "Room 102", "W1", "Every day"),
		("Emma Evers", "Room 201", "12A", "Every day"),
	]


def test_a_row_names_floor_room_department_and_dates(hand):
	(row,) = run(employee=baseline.employee("anna"))
	assert row == {
		"occupant_name": "Anna Aalders",
		"occupant": baseline.employee("anna"),
		"occupant_type": "Employee",
		"department": baseline.department("Sales"),
		"department_doctype": "Department",
		"space_name": "Desk 1",
		"space": hand.d1.name,
		"space_doctype": "Office Space",
		"floor": "Floor 1",
		"room": "Room 101",
		"seat_label": "",
		"seats": 1,
		"weekdays": "Every day",
		"from_date": frappe.utils.getdate(known_site.LONG_AGO),
		"to_date": None,
	}


def test_every_cell_is_a_column_or_says_what_a_column_links_to(hand):
	columns, rows, *_rest = seat_register.execute({"place": hand.site.name})
	allowed = {column["fieldname"] for column in columns} | {
		column["options"] for column in columns if column["fieldtype"] == "Dynamic Link"
	}
	assert all(set(row) <= allowed for row in rows)


def test_below_a_place(hand):
	assert [row["occupant_name"] for row in run(place=hand.floor2.name)] == ["Emma Evers"]


def test_department_means_its_people_and_its_own_seats(hand):
	rows = run(place=hand.site.name, department=baseline.department("Design"))
	assert [row["occupant_name"] for row in rows] == ["Carla Claessen", "Design", "Daan Dekker", "Emma Evers"]


def test_before_anybody_came_nobody_sits_there(hand):
	assert run(place=hand.site.name, as_of="Custom Date", on_date="2024-06-01") == []


def test_only_without_a_seat(hand):
	people = {row["occupant"] for row in run(only_without_seat=1, company=baseline.COMPANY)}
	assert {baseline.employee(name) for name in ("olga", "rosa", "teun", "ivo")} <= people
	assert not people & {baseline.employee(name) for name in ("anna", "bram", "carla", "daan", "emma")}


def test_without_a_seat_follows_the_dates_of_the_employee(hand):
	later = builders.employee(date_of_joining=builders.day(10)).name
	names = {row["occupant"] for row in run(only_without_seat=1)}
	assert later not in names
	in_time = run(only_without_seat=1, as_of="In 30 Days")
	assert later in {row["occupant"] for row in in_time}


def test_a_seat_that_ended_yesterday_leaves_its_person_without(hand):
	before = count_people_without_seat(builders.day(), ["Administrator"])
	frappe.db.set_value("Space Allocation", hand.given.anna.name, "effective_to", builders.day(-1))
	assert count_people_without_seat(builders.day(), ["Administrator"]) == before + 1
	assert baseline.employee("anna") in {row["occupant"] for row in run(only_without_seat=1)}


def test_only_sitting_double(hand):
	known_site.seat(hand.d3, "anna", is_primary=0)
	rows = run(only_sitting_double=1, place=hand.site.name)
	assert [(row["occupant_name"], row["space_name"]) for row in rows] == [
		("Anna Aalders", "Desk 1"),
		("Anna Aalders", "Desk 3"),
	]


def test_two_seats_on_different_weekdays_are_not_double(hand):
	known_site.seat(hand.d3, "bram", is_primary=0, weekdays=known_site.WEDNESDAY_TO_FRIDAY)
	assert run(only_sitting_double=1, place=hand.site.name) == []


def test_a_double_seat_is_seen_though_the_other_one_is_out_of_sight(hand):
	known_site.seat(hand.room201, "anna", is_primary=0)
	user = builders.limited_user(builders.user("Office Manager"), hand.floor2.location)
	with builders.as_user(user):
		assert [row["space_name"] for row in run(only_sitting_double=1)] == ["Room 201"]


def test_one_question_at_a_time():
	with pytest.raises(seat_register.OneQuestionAtATimeError, match="not both"):
		run(only_without_seat=1, only_sitting_double=1)


def test_without_filters_it_tells_of_everybody_today(hand):
	names = {row["occupant_name"] for row in seat_register.execute()[1]}
	assert {"Anna Aalders", "Emma Evers"} <= names


def test_free_text_cannot_become_a_formula(hand):
	frappe.db.set_value("Space Allocation", hand.given.emma.name, "seat_label", "+12A")
	(row,) = run(place=hand.floor2.name)
	assert row["seat_label"] == "'+12A"
