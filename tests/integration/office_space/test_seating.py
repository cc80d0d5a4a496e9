"""Two who swap, a group on a floor, and a space over time."""

import frappe
import pytest

from office_management.office_space import api, seat_rules, seating
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module


@once_per_module
def house(site):
	return builders.site_with_floor(rooms=2, desks=3)


def colleague(label="Sales"):
	return builders.employee(department=baseline.department(label)).name


def where(employee, on=None):
	"""The spaces somebody has on a day."""
	filters = {
		"occupant": employee,
		"status": ("!=", "Cancelled"),
		"from_date": ("<=", on or day()),
		"effective_to": (">=", on or day()),
	}
	return frappe.get_all("Space Allocation", filters, pluck="space", order_by="space")


# --- swap -----------------------------------------------------------------------------------------------------


def test_two_swap_from_a_day_on(house):
	first, second = colleague(), colleague()
	one = allocation(house.desks[0], first, from_date=day(-9), seat_label="A")
	two = allocation(house.desks[1], second, from_date=day(-9), to_date=day(30))
	names = api.swap_seats(one.name, two.name, day(5))
	assert where(first, day(4)) == [house.desks[0].name]
	assert where(first, day(5)) == [house.desks[1].name]
	assert where(second, day(5)) == [house.desks[0].name]
	new = [frappe.get_doc("Space Allocation", name) for name in names]
	assert [(doc.occupant, doc.to_date, doc.seat_label) for doc in new] == [
		(first, None, None),
		(second, day(30), "A"),
	]


def test_swapping_what_begins_that_day_leaves_no_day_between(house):
	first, second = colleague(), colleague()
	one, two = allocation(house.desks[0], first), allocation(house.desks[1], second)
	api.swap_seats(one.name, two.name)
	assert (where(first), where(second)) == ([house.desks[1].name], [house.desks[0].name])


def test_both_or_neither(house):
	first, second = colleague(), colleague()
	one = allocation(house.desks[0], first)
	two = allocation(house.desks[1], second, to_date=day(9))
	allocation(house.desks[1], from_date=day(10))
	frappe.db.savepoint("before_swap")
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		api.swap_seats(one.name, two.name, day(1))
	frappe.db.rollback(save_point="before_swap")
	assert (where(first, day(1)), where(second, day(1))) == ([house.desks[0].name], [house.desks[1].name])


def test_only_people_swap(house):
	room = builders.room(house.floor)
	department = allocation(room, baseline.department("Sales"), "Department")
	person = allocation(house.desks[0], colleague())
	past = allocation(house.desks[1], colleague(), from_date=day(-9), to_date=day(-1))
	for other in (department, past):
		with pytest.raises(seating.SwapError, match="no seat of a person"):
			api.swap_seats(person.name, other.name)
	with pytest.raises(seating.SwapError, match="two different people"):
		api.swap_seats(person.name, person.name)


# --- a group --------------------------------------------------------------------------------------------------


def test_people_are_seated_near_their_department(house):
	allocation(house.desks[3], colleague("Sales"))
	group = [colleague("Design"), colleague("Sales"), colleague("Sales")]
	found = api.propose_seats(house.floor.name, day(), frappe.as_json(group))
	room_of = {row["employee"]: row["space"].rsplit("-", 1)[0] for row in found["seated"]}
	assert room_of == {
		group[0]: house.rooms[0].name,
		group[1]: house.rooms[1].name,
		group[2]: house.rooms[1].name,
	}
	api.seat_people(frappe.as_json(found["seated"]), day())
	assert [where(person) for person in group] == [
		[row["space"]] for row in sorted(found["seated"], key=lambda row: group.index(row["employee"]))
	]


def test_who_cannot_be_seated_is_named_with_the_reason(house):
	seated, gone = colleague(), builders.employee(relieving_date=day(3)).name
	allocation(house.desks[0], seated)
	group = [seated, gone, *[colleague() for _n in range(6)]]
	found = api.propose_seats(house.floor.name, day(), group)
	reasons = {row["employee"]: row["reason"] for row in found["not_seated"]}
	assert reasons.pop(seated) == "Has a seat already"
	assert reasons.pop(gone) == "Does not work here on all of these days"
	assert list(reasons.values()) == ["No free seat is left there"]
	assert len(found["seated"]) == 5


def test_reserved_places_go_to_their_people_only(house):
	allocation(house.rooms[0], baseline.department("Sales"), "Department")
	group = [colleague("Design"), colleague("Sales")]
	found = api.propose_seats(house.floor.name, day(), group)
	rooms = {row["employee"]: row["space"].rsplit("-", 1)[0] for row in found["seated"]}
	assert rooms == {group[0]: house.rooms[1].name, group[1]: house.rooms[0].name}


def test_all_or_none_are_seated(house):
	group = [colleague(), colleague()]
	rows = [{"employee": person, "space": house.desks[0].name} for person in group]
	frappe.db.savepoint("before_seating")
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		api.seat_people(rows, day())
	frappe.db.rollback(save_point="before_seating")
	assert where(group[0]) == []


def test_not_a_whole_town_at_once(house):
	with pytest.raises(seating.TooManyPeopleError, match="At most"):
		api.propose_seats(house.floor.name, day(), [str(number) for number in range(seating.AT_MOST + 1)])


def test_who_of_a_department_has_no_seat(house):
	department = builders.department()
	seated, standing = (builders.employee(department=department).name for _n in range(2))
	allocation(house.desks[0], seated)
	assert [row["employee"] for row in api.get_employees_without_seat(department, day())] == [standing]


@pytest.mark.parametrize("reader", ["receptionist", "employee", "nobody"])
def test_only_managers_seat_people(house, reader):
	one, two = allocation(house.desks[0], colleague()), allocation(house.desks[1], colleague())
	with builders.as_user(baseline.USERS[reader]):
		for act in (
			lambda: api.swap_seats(one.name, two.name),
			lambda: api.propose_seats(house.floor.name, day(), []),
			lambda: api.seat_people([], day()),
			lambda: api.get_employees_without_seat(baseline.department("Sales"), day()),
		):
			with pytest.raises(frappe.PermissionError):
				act()


# --- over time ------------------------------------------------------------------------------------------------


def test_the_timeline_shows_a_place_and_what_is_below_it(house, as_user):
	allocation(house.desks[0], colleague(), from_date=day(-60), to_date=day(-40))
	past = allocation(house.desks[0], colleague(), from_date=day(-9), to_date=day(-1))
	now = allocation(house.desks[0], colleague(), weekdays=1)
	other = allocation(house.desks[4], colleague(), from_date=day(5))
	rows = api.get_timeline(house.floor.name, day(-20), day(90))
	assert [(row.name, row.status) for row in rows] == [
		(past.name, "Ended"),
		(now.name, "Active"),
		(other.name, "Planned"),
	]
	with as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		api.get_timeline(house.floor.name, day(-20), day(90))
