"""Every rule of giving seats, through the document, with its exact refusal."""

import datetime

import frappe
import pytest

from office_management.domain.allocation_states import NEVER_DATE
from office_management.domain.intervals import FAR_DATE
from office_management.office_space import seat_rules, seats
from office_management.office_space.doctype.space_allocation.space_allocation import (
	AllocationCancelledError,
	AllocationDatesError,
	AllocationEndedError,
	AllocationSeatsError,
)
from tests import baseline, builders
from tests.builders import allocation, day, employee
from tests.shared import once_per_module

MONDAY, TUESDAY, WEDNESDAY = 1, 2, 4


@once_per_module
def house(site):
	"""A floor with a zone of two rooms; the first room has three seats, the second one."""
	site = builders.space(space_type="Site")
	floor = builders.space(None, site, space_type="Floor")
	zone = builders.space(None, floor, space_type="Zone")
	return frappe._dict(
		site=site,
		floor=floor,
		zone=zone,
		room=builders.room(zone, capacity=3),
		small=builders.room(zone, capacity=1),
	)


def seller(**values) -> str:
	return employee(department=baseline.department("Sales"), **values).name


def given(space, occupant=None, **values):
	return allocation(space, occupant or seller(), **values)


def to_department(space, label="Sales", **values):
	return allocation(space, baseline.department(label), "Department", **values)


# --- what is stored -------------------------------------------------------------------------------------------


def test_an_open_allocation_has_a_far_end_and_the_names_people_know(house):
	doc = given(house.room)
	assert (doc.status, doc.effective_to, doc.company) == ("Active", FAR_DATE, baseline.COMPANY)
	assert doc.occupant_name == frappe.db.get_value("Employee", doc.occupant, "employee_name")


@pytest.mark.parametrize(
	("from_day", "to_day", "status"),
	[(1, None, "Planned"), (0, 0, "Active"), (-5, -1, "Ended"), (-5, 5, "Active")],
)
def test_status_follows_the_dates(house, from_day, to_day, status):
	last = None if to_day is None else day(to_day)
	doc = given(house.room, from_date=day(from_day), to_date=last)
	assert (doc.status, doc.effective_to) == (status, last or FAR_DATE)


def test_a_client_cannot_write_what_we_compute(house):
	sent = {
		"status": "Cancelled",
		"effective_to": day(-1),
		"company": baseline.OTHER_COMPANY,
		"occupant_name": "Somebody Else",
		"ended_by": "Guest",
		"is_ended_by_leaving": 1,
		"to_date_before": day(3),
		"leaving_date": day(3),
	}
	doc = given(house.room, **sent)
	doc.update(sent)
	doc.save()
	stored = frappe.db.get_value("Space Allocation", doc.name, list(sent), as_dict=True)
	assert (stored.status, stored.effective_to, stored.company) == ("Active", FAR_DATE, baseline.COMPANY)
	assert stored.occupant_name.startswith("Kees")
	assert not any(
		stored[field] for field in ("ended_by", "is_ended_by_leaving", "to_date_before", "leaving_date")
	)


def test_a_client_cannot_set_our_flags(house):
	doc = given(house.room)
	sent = {**doc.as_dict(convert_dates_to_str=True), "flags": {"cancelling": 1, "by_leaving": 1, "facts": 1}}
	frappe.get_attr("frappe.client.save")(frappe.as_json({**sent, "is_ended_by_leaving": 1}))
	doc.reload()
	assert (doc.status, doc.is_ended_by_leaving) == ("Active", 0)


def test_who_ended_it_is_kept_and_forgotten_when_it_goes_on(house):
	doc = given(house.room)
	seats.end(doc.name, day(4), "Moves out")
	doc.reload()
	assert (doc.to_date, doc.ended_by, doc.end_reason) == (day(4), "Administrator", "Moves out")
	assert doc.ended_on
	seats.extend(doc.name)
	doc.reload()
	assert (doc.to_date, doc.effective_to, doc.ended_by, doc.ended_on) == (None, FAR_DATE, None, None)


def test_the_status_is_right_when_read_though_nothing_ran_for_days(house):
	doc = given(house.room, to_date=day(2))
	frappe.db.set_value(
		"Space Allocation", doc.name, {"from_date": day(-9), "to_date": day(-2), "effective_to": day(-2)}
	)
	assert frappe.db.get_value("Space Allocation", doc.name, "status") == "Active"
	assert frappe.get_doc("Space Allocation", doc.name).status == "Ended"


# --- dates, seats ---------------------------------------------------------------------------------------------


def test_dates_must_be_in_order(house):
	with pytest.raises(AllocationDatesError, match="before the first"):
		given(house.room, to_date=day(-1))


def test_one_of_the_weekdays_must_come(house):
	monday = datetime.date(2030, 1, 7)
	with pytest.raises(AllocationDatesError, match="None of the chosen weekdays"):
		given(house.room, from_date=monday, to_date=monday, weekdays=TUESDAY)


@pytest.mark.parametrize("bits", [-1, 128])
def test_weekdays_are_seven_bits(house, bits):
	with pytest.raises(AllocationDatesError, match="Mon=1"):
		given(house.room, weekdays=bits)


def test_all_weekdays_are_stored_as_none(house):
	assert given(house.room, weekdays=127).weekdays == 0


def test_a_leaf_is_given_by_the_seat(house):
	with pytest.raises(seat_rules.NoSeatsError, match="at least one seat"):
		given(house.room, seats=0)


def test_a_label_names_one_seat(house):
	with pytest.raises(AllocationSeatsError, match="names one seat"):
		given(house.room, seats=2, seat_label="A")


# --- capacity -------------------------------------------------------------------------------------------------


def test_the_last_seat_is_the_last(house):
	for _n in range(3):
		given(house.room)
	with pytest.raises(seat_rules.CapacityError, match="Kees") as refusal:
		given(house.room)
	assert "this would make it <strong>4</strong>" in str(refusal.value)


def test_many_seats_at_once_count_all(house):
	to_department(house.room, seats=2)
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		to_department(house.room, "Design", seats=2)


def test_the_day_after_the_last_is_free(house):
	given(house.small, to_date=day(10))
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		given(house.small, from_date=day(10))
	assert given(house.small, from_date=day(11)).status == "Planned"


def test_people_share_a_seat_by_weekday(house):
	given(house.small, weekdays=MONDAY | TUESDAY)
	given(house.small, weekdays=WEDNESDAY)
	with pytest.raises(seat_rules.CapacityError, match="Tue"):
		given(house.small, weekdays=TUESDAY)


def test_concurrent_use_counts_not_rows(house):
	for n in range(6):
		given(house.small, from_date=day(n), to_date=day(n))
	assert seats.peak_promised(house.small.name) == 1


def test_longer_or_more_is_tested_again_less_is_not(house):
	first = given(house.small, to_date=day(3))
	given(house.small, from_date=day(4))
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		seats.extend(first.name, day(4))
	first.reload()
	first.from_date = day(1)
	first.save()
	first.seats = 2
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		first.save()


def test_an_overbooked_place_can_always_be_given_back(house):
	first = given(house.room, seats=2)
	frappe.db.set_value("Office Space", house.room.name, "capacity", 1)
	seats.end(first.name, day(1))
	assert frappe.db.get_value("Space Allocation", first.name, "to_date") == day(1)


def test_moving_to_another_place_is_tested_there(house):
	given(house.small)
	doc = given(house.room)
	doc.space = house.small.name
	with pytest.raises(seat_rules.CapacityError, match="this would make it"):
		doc.save()


def test_what_is_cancelled_takes_nothing(house):
	seats.cancel(given(house.small).name)
	assert given(house.small).status == "Active"


# --- labels ---------------------------------------------------------------------------------------------------


def test_a_label_is_given_once_at_a_time(house):
	given(house.room, seat_label="12A")
	with pytest.raises(seat_rules.SeatLabelTakenError, match="Seat <strong>12a</strong> is taken"):
		given(house.room, seat_label=" 12a ")


def test_a_label_is_free_again_on_other_days(house):
	given(house.room, seat_label="12A", to_date=day(3), weekdays=0)
	assert given(house.room, seat_label="12A", from_date=day(4)).seat_label == "12A"
	given(house.room, seat_label="B", weekdays=MONDAY)
	assert given(house.room, seat_label="B", weekdays=TUESDAY).seat_label == "B"


# --- one primary seat -----------------------------------------------------------------------------------------


def test_one_primary_seat_at_a_time(house):
	person = seller()
	given(house.room, person, to_date=day(5))
	with pytest.raises(seat_rules.SecondPrimarySeatError, match="untick Primary Seat"):
		given(house.small, person, from_date=day(5))
	assert given(house.small, person, is_primary=0).is_primary == 0
	assert given(house.room, person, from_date=day(6)).is_primary == 1


def test_primary_is_one_whatever_the_weekdays(house):
	person = seller()
	given(house.room, person, weekdays=MONDAY)
	with pytest.raises(seat_rules.SecondPrimarySeatError, match="has a primary seat"):
		given(house.room, person, weekdays=TUESDAY)


def test_only_employees_have_primary_seats(house):
	assert to_department(house.room).is_primary == 0


# --- the place ------------------------------------------------------------------------------------------------


def test_only_places_that_are_given_to_people(house):
	frappe.db.set_value("Office Space", house.room.name, "is_allocatable", 0)
	with pytest.raises(seat_rules.SpaceNotOpenError, match="Can Be Given to People"):
		given(house.room)


@pytest.mark.parametrize("which", ["room", "zone", "site"])
def test_nothing_new_in_a_closed_place_nor_below_it(house, which):
	frappe.db.set_value("Office Space", house[which].name, "status", "Closed")
	with pytest.raises(seat_rules.SpaceNotOpenError, match="is closed"):
		given(house.room)


@pytest.mark.parametrize("which", ["room", "floor"])
def test_nothing_new_while_out_of_service(house, which):
	frappe.db.set_value(
		"Office Space",
		house[which].name,
		{"out_from_date": day(5), "out_until_date": day(7), "status": "Out of Service"},
	)
	with pytest.raises(seat_rules.SpaceNotOpenError, match="out of service"):
		given(house.room)
	with pytest.raises(seat_rules.SpaceNotOpenError, match="out of service"):
		given(house.room, from_date=day(7))
	assert given(house.room, to_date=day(4)).status == "Active"
	assert given(house.room, from_date=day(8)).status == "Planned"


def test_out_of_service_without_end(house):
	frappe.db.set_value("Office Space", house.room.name, {"out_from_date": day(5), "out_until_date": None})
	with pytest.raises(seat_rules.SpaceNotOpenError, match="on</strong>"):
		given(house.room)


# --- the occupant ---------------------------------------------------------------------------------------------


def test_the_company_must_agree(house):
	with pytest.raises(seat_rules.CompanyMismatchError, match=baseline.OTHER_COMPANY):
		given(house.room, baseline.employee("xander"))
	with pytest.raises(seat_rules.CompanyMismatchError, match=baseline.OTHER_COMPANY):
		allocation(house.room, baseline.department("Abroad", baseline.OTHER_COMPANY), "Department")


def test_customers_may_sit_in_any_company(house):
	doc = allocation(house.room, baseline.CUSTOMER, "Customer")
	assert (doc.company, doc.occupant_name) == (baseline.COMPANY, baseline.CUSTOMER)


def test_projects_get_seats(house):
	assert allocation(house.room, baseline.project(), "Project", seats=2).seats == 2


def test_nobody_sits_before_they_join(house):
	with pytest.raises(seat_rules.OccupantNotActiveError, match="joins on"):
		given(house.room, seller(date_of_joining=day(10)))
	assert given(house.room, seller(date_of_joining=day(10)), from_date=day(10)).status == "Planned"


def test_nobody_sits_after_they_leave(house):
	leaver = seller(relieving_date=day(10))
	with pytest.raises(seat_rules.OccupantNotActiveError, match="leaves on"):
		given(house.room, leaver)
	assert given(house.room, leaver, to_date=day(10)).to_date == day(10)


@pytest.mark.parametrize(("status", "text"), [("Left", "has left"), ("Inactive", "is inactive")])
def test_who_has_gone_gets_nothing_but_history(house, status, text):
	gone = seller()
	frappe.db.set_value("Employee", gone, {"status": status, "relieving_date": day(-3)})
	with pytest.raises(seat_rules.OccupantNotActiveError, match=text):
		given(house.room, gone)
	assert given(house.room, gone, from_date=day(-30), to_date=day(-3)).status == "Ended"


def test_who_is_suspended_keeps_the_right_to_a_seat(house):
	assert given(house.room, seller(status="Suspended")).status == "Active"


def test_closed_occupants_get_nothing_new(house):
	closed = builders.project(status="Completed")
	with pytest.raises(seat_rules.OccupantNotActiveError, match="closed or disabled"):
		allocation(house.room, closed, "Project")
	assert allocation(house.room, closed, "Project", from_date=day(-9), to_date=day(-1)).status == "Ended"


# --- floors and zones -----------------------------------------------------------------------------------------


def test_a_zone_takes_no_seats(house):
	doc = to_department(house.zone, seat_label="X")
	assert (doc.seats, doc.seat_label, doc.within) == (0, None, None)


def test_a_person_cannot_have_a_zone(house):
	with pytest.raises(seat_rules.GroupOccupantError, match="other places below"):
		given(house.zone)


def test_its_own_people_sit_in_a_zone(house):
	to_department(house.zone)
	assert given(house.room).status == "Active"
	assert to_department(house.small).seats == 1


def test_people_of_a_department_below_belong_to_it(house):
	below = frappe.get_doc(
		{
			"doctype": "Department",
			"department_name": builders.unique("Sub "),
			"company": baseline.COMPANY,
			"parent_department": top_department(),
		}
	).insert()
	allocation(house.zone, below.parent_department, "Department")
	assert given(house.room, employee(department=below.name).name).status == "Active"
	assert allocation(house.small, below.name, "Department").seats == 1


def top_department() -> str:
	doc = {"doctype": "Department", "department_name": builders.unique("Top "), "company": baseline.COMPANY}
	return frappe.get_doc({**doc, "parent_department": "All Departments", "is_group": 1}).insert().name


def test_others_sit_in_a_zone_only_with_a_reason(house):
	to_department(house.zone, "Design", from_date=day(5), to_date=day(9))
	with pytest.raises(seat_rules.ReservedPlaceError, match="Design"):
		given(house.room)
	assert given(house.room, to_date=day(4)).status == "Active"
	assert given(house.room, exception_reason="Helps them this month").status == "Active"


def test_users_of_a_project_sit_in_its_zone(house):
	person = baseline.employee("anna")
	project = builders.project(users=[{"user": baseline.USERS["employee"], "welcome_email_sent": 1}])
	allocation(house.zone, project, "Project")
	assert given(house.room, person).status == "Active"
	with pytest.raises(seat_rules.ReservedPlaceError, match="reserved for others"):
		given(house.room)


def test_a_customers_zone_has_no_people_of_ours(house):
	allocation(house.zone, baseline.CUSTOMER, "Customer")
	assert allocation(house.small, baseline.CUSTOMER, "Customer").seats == 1
	with pytest.raises(seat_rules.ReservedPlaceError, match="reserved for others"):
		given(house.room)


@pytest.mark.parametrize("which", ["floor", "zone", "site"])
def test_two_reservations_of_one_place_do_not_overlap(house, which):
	to_department(house.zone, "Design", to_date=day(9))
	with pytest.raises(seat_rules.ReservationClashError, match="as a whole or in part"):
		to_department(house[which], "Sales", from_date=day(9))
	assert to_department(house[which], "Design", from_date=day(5)).status == "Planned"


def test_reservations_on_other_days_do_not_clash(house):
	to_department(house.zone, "Design", to_date=day(9))
	assert to_department(house.floor, "Sales", from_date=day(10)).status == "Planned"
	to_department(house.site, "Design", from_date=day(-20), to_date=day(-10), weekdays=MONDAY)
	assert (
		to_department(house.zone, "Sales", from_date=day(-20), to_date=day(-10), weekdays=TUESDAY).seats == 0
	)


def test_a_zone_is_not_reserved_over_others_without_a_reason(house):
	other = given(house.room, employee(department=baseline.department("Design")).name)
	with pytest.raises(seat_rules.ReservationOverOthersError, match=other.occupant_name):
		to_department(house.floor)
	other.exception_reason = "Stays until the lift is ready"
	other.save()
	assert to_department(house.floor).status == "Active"


def test_a_department_in_a_foreign_zone_names_its_seats_without_asking_again(house):
	to_department(house.zone, "Design")
	own = to_department(house.room, "Sales", seats=2, exception_reason="Agreed")
	assert given(house.room, within=own.name).within == own.name


# --- seats named person by person -----------------------------------------------------------------------------


def test_named_seats_count_inside_the_departments(house):
	parent = to_department(house.room, seats=3)
	for _n in range(3):
		given(house.room, within=parent.name)
	assert seats.peak_promised(house.room.name) == 3
	with pytest.raises(seat_rules.NamedSeatError, match="All <strong>3</strong> seats"):
		given(house.room, within=parent.name)


def test_named_seats_are_counted_per_weekday(house):
	parent = to_department(house.room, seats=1)
	given(house.room, within=parent.name, weekdays=MONDAY)
	given(house.room, within=parent.name, weekdays=TUESDAY)
	with pytest.raises(seat_rules.NamedSeatError, match="Tue"):
		given(house.room, within=parent.name, weekdays=TUESDAY)


def test_named_seats_lie_inside_the_departments_days(house):
	parent = to_department(house.room, seats=2, to_date=day(9), weekdays=MONDAY | TUESDAY)
	with pytest.raises(seat_rules.NamedSeatError, match="Keep within those days"):
		given(house.room, within=parent.name, weekdays=MONDAY)
	with pytest.raises(seat_rules.NamedSeatError, match="Keep within those days"):
		given(house.room, within=parent.name, to_date=day(9))
	assert given(house.room, within=parent.name, to_date=day(9), weekdays=MONDAY).within


def test_only_its_own_people_are_named(house):
	parent = to_department(house.room, seats=2)
	with pytest.raises(seat_rules.NamedSeatError, match="is not of"):
		given(house.room, employee(department=baseline.department("Design")).name, within=parent.name)


def test_seats_are_named_out_of_a_department_of_the_same_place(house):
	elsewhere = to_department(house.small)
	person = given(house.room)
	for wrong in (elsewhere, person):
		with pytest.raises(seat_rules.NamedSeatError, match="no department's allocation"):
			given(house.room, within=wrong.name)


def test_a_department_cannot_give_up_seats_that_are_named(house):
	parent = to_department(house.room, seats=3)
	child = given(house.room, within=parent.name)
	given(house.room, within=parent.name)
	parent.seats = 1
	with pytest.raises(seat_rules.NamedSeatsRemainError, match=child.occupant_name):
		parent.save()
	parent.reload()
	with pytest.raises(seat_rules.NamedSeatsRemainError, match="End those first"):
		seats.end(parent.name, day(3))
	with pytest.raises(seat_rules.NamedSeatsRemainError, match="End those first"):
		seats.cancel(parent.name)
	with pytest.raises(seat_rules.NamedSeatsRemainError, match="End those first"):
		frappe.delete_doc("Space Allocation", parent.name)
	with pytest.raises(seat_rules.NamedSeatsRemainError, match="End those first"):
		parent.update({"space": house.small.name, "seats": 1}).save()


def test_ending_a_departments_seats_together_with_the_named_ones(house):
	parent = to_department(house.room, seats=3)
	now, later = (
		given(house.room, within=parent.name),
		given(house.room, within=parent.name, from_date=day(9)),
	)
	seats.end(parent.name, day(3), "Moves", named_too=True)
	assert [frappe.get_doc("Space Allocation", doc.name).status for doc in (parent, now, later)] == [
		"Active",
		"Active",
		"Cancelled",
	]
	assert frappe.db.get_value("Space Allocation", now.name, "to_date") == day(3)


# --- the end --------------------------------------------------------------------------------------------------


def test_cancelled_is_final_and_seen_by_no_bounded_read(house):
	doc = given(house.small)
	seats.cancel(doc.name, "A mistake")
	doc.reload()
	assert (doc.status, doc.effective_to, doc.end_reason) == ("Cancelled", NEVER_DATE, "A mistake")
	doc.update({"status": "Active", "to_date": day(4)})
	with pytest.raises(AllocationCancelledError, match="Make a new one"):
		doc.save()


def test_what_has_ended_is_history(house):
	doc = given(house.room, from_date=day(-9), to_date=day(-2))
	with pytest.raises(AllocationEndedError, match="history"):
		seats.cancel(doc.name)


def test_ending_what_has_not_begun_cancels_it(house):
	doc = given(house.room, from_date=day(5))
	seats.end(doc.name, day(1))
	assert frappe.get_doc("Space Allocation", doc.name).status == "Cancelled"


def test_a_manager_may_delete(house, as_user):
	doc = given(house.small)
	with as_user(baseline.USERS["office_manager"]):
		frappe.delete_doc("Space Allocation", doc.name)
	assert not seats.live_uses(house.small.name)


def test_missing_fields_are_named_by_frappe(house):
	with pytest.raises(frappe.MandatoryError):
		frappe.get_doc({"doctype": "Space Allocation", "space": house.room.name}).insert()


# --- reads for others -----------------------------------------------------------------------------------------


def test_peak_promised_looks_from_a_day_on(house):
	given(house.room, to_date=day(4))
	given(house.room, from_date=day(3))
	assert seats.peak_promised(house.room.name) == 2
	assert seats.peak_promised(house.room.name, day(5)) == 1


def test_allocations_affected_reach_everything_below(house):
	first, second = given(house.room), given(house.small, from_date=day(9))
	assert {row.name for row in seats.allocations_affected(house.site.name)} == {first.name, second.name}
	assert [row.name for row in seats.allocations_affected(house.floor.name, day(), day(8))] == [first.name]
	assert "exception_reason" not in seats.allocations_affected(house.room.name)[0]


def test_locking_reads_go_through_their_own_index(house, monkeypatch):
	"""Also where the table is nearly empty, and another index looks as good: it would lock other people's rows."""
	asked, run = [], frappe.db.sql

	def listening(query, values=(), *args, **kwargs):
		asked.append((str(query), values))
		return run(query, values, *args, **kwargs)

	monkeypatch.setattr(frappe.db, "sql", listening)
	given(house.room)
	monkeypatch.undo()
	reads = [(query, values) for query, values in asked if is_conflict_read(query)]
	plans = [plan for query, values in reads for plan in run("explain " + query, values, as_dict=True)]
	used = [plan.key for plan in plans if plan.table == "tabSpace Allocation"]
	assert used == [seats.BY_PLACE, seats.BY_PLACE_AND_END, seats.BY_OCCUPANT]


def is_conflict_read(query: str) -> bool:
	return "`tabSpace Allocation`" in query and query.rstrip(") \n").endswith("FOR UPDATE")
