"""What the desk may ask of seats: rights first, then an allow-list."""

import frappe
import pytest
from frappe.permissions import add_user_permission
from frappe.utils import getdate

from office_management.office_space import api, seat_rules, statuses
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module

MANAGER, EMPLOYEE = "office_manager", "employee"
READERS = ["receptionist", "auditor", "technician", "employee"]


@once_per_module
def house(site):
	return builders.site_with_floor(desks=4)


def user(key):
	return builders.as_user(baseline.USERS[key])


def status_of(name):
	return frappe.get_doc("Space Allocation", name).status


# --- writing --------------------------------------------------------------------------------------------------


def test_a_manager_gives_ends_extends_and_cancels(house):
	person = builders.employee().name
	with user(MANAGER):
		name = api.allocate(house.desks[0].name, "Employee", person, day(), weekdays=3, seat_label="1A")
		api.end_allocations(frappe.as_json([name]), day(3), "Moves")
		assert frappe.get_doc("Space Allocation", name).to_date == day(3)
		api.extend_allocations([name], "")
		assert frappe.get_doc("Space Allocation", name).to_date is None
		api.cancel_allocations([name], "A mistake")
	doc = frappe.get_doc("Space Allocation", name)
	assert (doc.status, doc.weekdays, doc.seat_label) == ("Cancelled", 3, "1A")
	assert doc.ended_by == baseline.USERS[MANAGER]


def test_ending_a_department_and_its_named_seats_in_one_go(house):
	room = builders.room(house.floor, capacity=3)
	department = baseline.department("Sales")
	parent = allocation(room, department, "Department", seats=2)
	child = allocation(room, builders.employee(department=department).name, within=parent.name)
	with user(MANAGER):
		api.end_allocations([parent.name, child.name], day(5))
		assert frappe.get_doc("Space Allocation", child.name).to_date == day(5)
		api.cancel_allocations([parent.name, child.name], "Reorganised", named_too=True)
	assert status_of(child.name) == status_of(parent.name) == "Cancelled"


@pytest.mark.parametrize("reader", [*READERS, "buyer", "nobody"])
def test_only_managers_write(house, reader):
	seat = allocation(house.desks[0], baseline.employee("anna"))
	with user(reader):
		with pytest.raises(frappe.PermissionError):
			api.allocate(house.desks[1].name, "Employee", baseline.employee("bram"), day())
		for act in (api.end_allocations, api.extend_allocations, api.cancel_allocations):
			with pytest.raises(frappe.PermissionError):
				act([seat.name])
		with pytest.raises(frappe.PermissionError):
			api.get_free_places(day())
	assert status_of(seat.name) == "Active"


def test_a_manager_of_one_place_does_not_give_another(house):
	elsewhere = builders.site_with_floor(desks=1)
	seat = allocation(elsewhere.desks[0], builders.employee().name)
	own = allocation(house.desks[0], builders.employee().name)
	limited = builders.limited_user(builders.user("Office Manager"), house.site.name)
	with builders.as_user(limited):
		with pytest.raises(frappe.PermissionError):
			api.allocate(elsewhere.desks[0].name, "Employee", baseline.employee("bram"), day(99))
		with pytest.raises(frappe.PermissionError):
			api.end_allocations([seat.name])
		moved = frappe.get_doc("Space Allocation", own.name)
		moved.update({"space": elsewhere.desks[0].name, "from_date": day(99)})
		with pytest.raises(frappe.PermissionError):
			moved.save()
		free = {row["name"] for row in api.get_free_places(day())}
	assert free == {desk.name for desk in house.desks[1:]}


def test_a_refusal_lists_what_is_in_the_way_to_a_manager(house):
	allocation(house.desks[0], baseline.employee("bram"))
	with user(MANAGER), pytest.raises(seat_rules.CapacityError, match="Bram Bakker"):
		api.allocate(house.desks[0].name, "Employee", baseline.employee("carla"), day())


# --- choosing -------------------------------------------------------------------------------------------------


def test_free_places_are_those_free_on_all_wanted_days(house):
	allocation(house.desks[0], to_date=day(3))
	allocation(house.desks[1], from_date=day(9))
	allocation(house.desks[2], weekdays=1)
	frappe.db.set_value(
		"Office Space", house.desks[3].name, {"out_from_date": day(5), "out_until_date": day(6)}
	)
	names = [desk.name for desk in house.desks]

	def free(*period, **values):
		found = {row["name"] for row in api.get_free_places(*period, place=house.site.name, **values)}
		return [number for number, name in enumerate(names) if name in found]

	assert free(day(), day(3)) == [1, 3]
	assert free(day(4), day(4 + 7)) == [0]
	assert free(day(4), day(8), weekdays=2) == [0, 1, 2]
	assert free(day(7)) == [0, 3]
	assert free(day(7), seats=2) == []


def test_free_places_say_for_whom_they_are_reserved(house):
	allocation(house.floor, baseline.department("Sales"), "Department", to_date=day(9))
	(row, *_rest) = api.get_free_places(day(), day(2), place=house.site.name)
	assert (row["reserved_for"], row["free"], row["capacity"]) == ("Sales", 1, 1)
	(row, *_rest) = api.get_free_places(day(10), place=house.site.name)
	assert row["reserved_for"] == ""


# --- reading --------------------------------------------------------------------------------------------------


def test_my_seat_shows_mine_and_my_neighbours_names_only(house):
	frappe.db.set_single_value("Office Management Settings", "show_neighbours", 1)
	allocation(house.desks[0], baseline.employee("anna"), seat_label="7", weekdays=3)
	allocation(house.desks[1], baseline.employee("bram"))
	allocation(house.desks[2], baseline.employee("carla"), to_date=day(-1), from_date=day(-9))
	other_room = builders.site_with_floor(desks=1)
	allocation(other_room.desks[0], baseline.employee("daan"))
	with user(EMPLOYEE):
		mine = api.my_seat()
	assert mine["neighbours"] == ["Bram Bakker"]
	(seat,) = mine["seats"]
	assert (seat["space"], seat["seat_label"], seat["status"]) == (house.desks[0].name, "7", "Active")
	assert set(seat) == {
		"space",
		"space_name",
		"part_of",
		"seat_label",
		"seats",
		"from_date",
		"to_date",
		"is_primary",
		"days",
		"status",
	}


def test_neighbours_are_hidden_when_the_office_says_so(house):
	frappe.db.set_single_value("Office Management Settings", "show_neighbours", 0)
	allocation(house.desks[0], baseline.employee("anna"))
	allocation(house.desks[1], baseline.employee("bram"))
	with user(EMPLOYEE):
		assert api.my_seat()["neighbours"] == []


def test_an_employee_sees_nobody_elses_seat(house):
	mine = allocation(house.desks[0], baseline.employee("anna"))
	other = allocation(house.desks[1], baseline.employee("bram"))
	with user(EMPLOYEE):
		assert [row["name"] for row in api.get_seats_of(baseline.employee("anna"))] == [mine.name]
		assert api.get_seats_of(baseline.employee("bram")) == []
		assert [row["name"] for row in api.get_calendar(day(), day(30))] == [mine.name]
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Space Allocation", other.name).check_permission("read")
		assert frappe.get_list("Space Allocation", pluck="name") == [mine.name]


def test_who_has_no_employee_record_has_no_seat(site):
	with builders.as_user(builders.user("Office Auditor")):
		assert api.my_seat() == {"seats": [], "neighbours": []}


@pytest.mark.parametrize("stranger", ["buyer", "nobody"])
def test_strangers_see_nothing(house, stranger):
	with user(stranger):
		for ask in (api.my_seat, lambda: api.get_seats_of("x"), lambda: api.get_calendar(day(), day())):
			with pytest.raises(frappe.PermissionError):
				ask()


def test_the_calendar_cuts_bars_to_the_window(house):
	seat = allocation(house.desks[0], from_date=day(-9))
	allocation(house.desks[1], from_date=day(40))
	filters = [["Space Allocation", "space", "=", house.desks[0].name, False]]
	(bar,) = api.get_calendar(str(day()), str(day(30)), frappe.as_json(filters))
	assert (bar["name"], bar["from_date"], bar["to_date"], bar["status"]) == (
		seat.name,
		day(),
		day(30),
		"Active",
	)


# --- stored statuses ------------------------------------------------------------------------------------------


def test_stored_statuses_are_caught_up_at_the_first_list_of_the_day(house):
	ended, begun = allocation(house.desks[0]), allocation(house.desks[1], from_date=day(5))
	frappe.db.set_value(
		"Space Allocation", ended.name, {"from_date": day(-9), "to_date": day(-2), "effective_to": day(-2)}
	)
	frappe.db.set_value("Space Allocation", begun.name, "from_date", day(-1))
	frappe.cache.delete_value(statuses.DONE_FOR)
	with user("receptionist"):
		assert api.bring_statuses_up_to_date() == 2
		assert api.bring_statuses_up_to_date() == 0
	stored = {doc.name: frappe.db.get_value("Space Allocation", doc.name, "status") for doc in (ended, begun)}
	assert stored == {ended.name: "Ended", begun.name: "Active"}
	assert statuses.refresh_statuses() == 0


@pytest.fixture
def manager_of_the_other_company(site):
	"""Limited by a User Permission on Company, as an administrator sets it."""
	limited = builders.user("Office Manager")
	add_user_permission("Company", baseline.OTHER_COMPANY, limited, ignore_permissions=True)
	return limited


def test_people_to_be_seated_are_those_of_the_managers_company(house, manager_of_the_other_company):
	"""Also where a department's tree holds people of several companies."""
	whole, today = "All Departments", getdate()
	everybody = {row["employee"] for row in api.get_employees_without_seat(whole, today)}
	own = {baseline.employee(key) for key in ("xander", "yara")}
	assert own | {baseline.employee("anna")} <= everybody
	with builders.as_user(manager_of_the_other_company):
		assert {row["employee"] for row in api.get_employees_without_seat(whole, today)} == own
		assert api.get_employees_without_seat(baseline.department("Sales"), today) == []


def test_a_proposal_names_nobody_of_another_company(manager_of_the_other_company):
	elsewhere = builders.site_with_floor(company=baseline.OTHER_COMPANY)
	people = [baseline.employee("anna"), baseline.employee("xander")]
	with builders.as_user(manager_of_the_other_company):
		found = api.propose_seats(elsewhere.floor.name, getdate(), people)
	assert [row["employee_name"] for row in found["seated"]] == ["Xander Xhofleer"]
	assert [row["employee_name"] for row in found["not_seated"]] == [baseline.employee("anna")]
