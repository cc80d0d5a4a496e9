"""Moving a space below a place that is reserved: who would sit there without belonging to it."""

import frappe
import pytest

from office_management.office_space import api, moving
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module


@once_per_module
def house(site):
	"""Two floors; the second is reserved for Sales, in the first is a room with two desks."""
	house = builders.site_with_floor(desks=2)
	house.room = house.rooms[0]
	house.second = builders.space(None, house.building, space_type="Floor")
	builders.space(None, house.second)
	house.reserved = allocation(house.second, baseline.department("Sales"), "Department")
	return house


def parent_of(space) -> str:
	return frappe.db.get_value("Office Space", space.name, "parent_space")


def move(house):
	return api.move_space(house.room.name, house.second.name)


def test_others_who_would_sit_there_are_named_and_the_move_is_refused(house):
	allocation(house.desks[0], baseline.employee("bram"))  # of Sales
	allocation(house.desks[1], baseline.employee("carla"))  # of Design
	with pytest.raises(moving.ReservedThereError, match="reserved for <strong>Sales") as refused:
		move(house)
	assert "Carla Claessen" in str(refused.value) and "Bram Bakker" not in str(refused.value)
	assert parent_of(house.room) == house.floor.name


def test_with_a_reason_on_each_seat_it_moves(house):
	allocation(house.desks[1], baseline.employee("carla"), exception_reason="Works with Sales")
	move(house)
	assert parent_of(house.room) == house.second.name


def test_the_people_it_is_reserved_for_move_in(house):
	allocation(house.desks[0], baseline.employee("bram"))
	move(house)
	assert parent_of(house.room) == house.second.name


@pytest.mark.parametrize("days", [(-9, -1), (5, 9)], ids=["over already", "after the reservation"])
def test_seats_at_other_times_do_not_matter(house, days):
	allocation(house.desks[1], baseline.employee("carla"), from_date=day(days[0]), to_date=day(days[1]))
	api.end_allocations([house.reserved.name], day(3))
	move(house)
	assert parent_of(house.room) == house.second.name


def test_a_zone_of_another_department_is_refused_its_own_is_not(house):
	zone = allocation(house.room, baseline.department("Design"), "Department")
	with pytest.raises(moving.ReservedThereError, match="Design"):
		move(house)
	api.cancel_allocations([zone.name], "Reorganised")
	allocation(house.room, baseline.department("Sales"), "Department")
	move(house)
	assert parent_of(house.room) == house.second.name


def test_moving_the_location_in_erpnext_is_refused_as_well(house):
	allocation(house.desks[1], baseline.employee("carla"))
	location = frappe.get_doc("Location", house.room.name)
	location.parent_location = house.second.name
	with pytest.raises(moving.ReservedThereError, match="Carla Claessen"):
		location.save()


def test_moving_within_the_reserved_floor_asks_nothing_new(house):
	"""What sits there with a reason keeps it; what belongs there stays."""
	inner = builders.space(None, house.second, space_type="Zone")
	desk = builders.space(None, house.second)
	allocation(desk, baseline.employee("bram"))
	api.move_space(desk.name, inner.name)
	assert parent_of(desk) == inner.name
