"""office_space/occupancy.py against the site whose numbers are known."""

import frappe
import pytest

from office_management.office_space import occupancy
from tests import baseline, builders
from tests.integration.office_space import known_site
from tests.shared import once_per_module


@once_per_module
def hand():
	return known_site.build()


def numbers(row):
	return (row.seats, row.taken, row.free, row.unavailable)


def test_leaves_with_seats(hand):
	found = {row.space: numbers(row) for row in occupancy.leaf_seats(builders.day(), places=[hand.site.name])}
	assert found == {
		hand.d1.name: (1, 1, 0, 0),
		hand.d2.name: (1, 1, 0, 0),
		hand.d3.name: (1, 0, 1, 0),
		hand.room102.name: (4, 2, 2, 0),
		hand.room201.name: (2, 1, 1, 0),
		hand.d9.name: (1, 0, 0, 1),
	}


def test_totals_of_groups_and_leaves(hand):
	names = {key: hand[key].name for key in ("site", "building", "floor1", "floor2", "room101", "room102")}
	totals = occupancy.seat_totals(names.values(), builders.day())
	found = {key: (*numbers(totals[name]), totals[name].area) for key, name in names.items()}
	assert found == {
		"site": (10, 5, 4, 1, 75.0),
		"building": (10, 5, 4, 1, 75.0),
		"floor1": (7, 4, 3, 0, 55.0),
		"floor2": (3, 1, 1, 1, 20.0),
		"room101": (3, 2, 1, 0, 0.0),
		"room102": (4, 2, 2, 0, 40.0),
	}


def test_before_anybody_came_all_seats_are_free(hand):
	totals = occupancy.seat_totals([hand.site.name], "2024-06-01")[hand.site.name]
	assert numbers(totals) == (10, 0, 10, 0)


def test_out_of_service_ends_with_its_last_day(hand):
	row = occupancy.leaf_seats(builders.day(4), places=[hand.d9.name])[0]
	assert numbers(row) == (1, 0, 1, 0)


def test_a_floor_out_of_service_takes_its_rooms_with_it(hand):
	frappe.db.set_value("Office Space", hand.floor2.name, "out_from_date", builders.day())
	totals = occupancy.seat_totals([hand.floor2.name], builders.day())[hand.floor2.name]
	assert numbers(totals) == (3, 1, 0, 2)


def test_ended_and_cancelled_seats_are_free_again(hand):
	frappe.db.set_value("Space Allocation", hand.given.anna.name, "status", "Cancelled")
	frappe.db.set_value("Space Allocation", hand.given.emma.name, "effective_to", builders.day(-1))
	totals = occupancy.seat_totals([hand.site.name], builders.day())[hand.site.name]
	assert numbers(totals) == (10, 3, 6, 1)


def test_a_stored_status_decides_nothing(hand):
	frappe.db.set_value("Space Allocation", hand.given.anna.name, "status", "Ended")
	assert occupancy.seat_totals([hand.d1.name], builders.day())[hand.d1.name].taken == 1


def test_a_reservation_of_a_floor_takes_no_seats(hand):
	before = numbers(occupancy.seat_totals([hand.floor2.name], builders.day())[hand.floor2.name])
	builders.allocation(hand.floor2, baseline.department("Design"), "Department", seats=0)
	assert numbers(occupancy.seat_totals([hand.floor2.name], builders.day())[hand.floor2.name]) == before


def test_a_user_limited_to_a_floor_counts_that_floor_only(hand):
	user = builders.limited_user(builders.user("Office Manager"), hand.floor2.location)
	totals = occupancy.seat_totals([hand.site.name, hand.floor2.name], builders.day(), user)
	assert {name: numbers(row) for name, row in totals.items()} == {hand.floor2.name: (3, 1, 1, 1)}


def test_no_query_per_place(hand):
	with_few = count_queries(lambda: occupancy.seat_totals([hand.site.name], builders.day()))
	for number in range(20):
		builders.space(f"More {number}", hand.room101)
	with_many = count_queries(lambda: occupancy.seat_totals([hand.site.name], builders.day()))
	assert with_few == with_many
	assert with_many <= 4


def count_queries(call) -> int:
	queries = []
	before = frappe.db.sql
	frappe.db.sql = lambda *args, **kwargs: queries.append(args) or before(*args, **kwargs)
	try:
		call()
	finally:
		frappe.db.sql = before
	return len(queries)
