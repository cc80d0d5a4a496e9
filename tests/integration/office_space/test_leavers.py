"""Seats end when people leave, by whatever way it is written, and come back when it was a mistake."""

import frappe
import pytest

from office_management.office_space import leavers, seats
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module


@once_per_module
def desk(site):
	house = builders.site_with_floor(desks=2)
	return frappe._dict(first=house.desks[0], second=house.desks[1])


@once_per_module
def person(site):
	return builders.employee()


def stored(doc):
	return frappe.get_doc("Space Allocation", doc.name)


def leave(person, status="Left", on=None):
	person.reload()
	person.update({"status": status, "relieving_date": on})
	person.save()


def stay(person):
	leave(person, "Active")


def test_left_ends_with_the_relieving_date(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, on=day(6))
	seat = stored(seat)
	assert (seat.to_date, seat.status, seat.is_ended_by_leaving, seat.leaving_date) == (
		day(6),
		"Active",
		1,
		day(6),
	)
	assert seat.ended_by == "Administrator"


def test_inactive_ends_today(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, "Inactive")
	assert stored(seat).to_date == day()


def test_suspended_keeps_the_seat(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, "Suspended")
	assert stored(seat).to_date is None


def test_a_known_last_day_frees_the_seat_after_it_though_still_active(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, "Active", day(20))
	assert stored(seat).to_date == day(20)
	assert allocation(desk.first, from_date=day(21)).status == "Planned"


def test_later_seats_are_cancelled(desk, person):
	allocation(desk.first, person.name, to_date=day(9))
	later = allocation(desk.second, person.name, from_date=day(10))
	leave(person, on=day(6))
	assert stored(later).status == "Cancelled"


def test_history_and_seats_that_end_before_are_let_be(desk, person):
	past = allocation(desk.first, person.name, from_date=day(-30), to_date=day(-10))
	soon = allocation(desk.first, person.name, from_date=day(-9), to_date=day(3))
	leave(person, on=day(6))
	assert [stored(seat).is_ended_by_leaving for seat in (past, soon)] == [0, 0]
	assert stored(soon).to_date == day(3)


def test_a_relieving_date_entered_late(desk, person):
	seat = allocation(desk.first, person.name, from_date=day(-30))
	leave(person, on=day(-10))
	assert (stored(seat).to_date, stored(seat).status) == (day(-10), "Ended")


def test_undone_the_same_day_they_come_back(desk, person):
	seat = allocation(desk.first, person.name, to_date=day(90))
	later = allocation(desk.second, person.name, from_date=day(91))
	leave(person, on=day(-1))
	assert (stored(seat).status, stored(later).status) == ("Cancelled", "Cancelled")
	stay(person)
	assert (stored(seat).status, stored(seat).to_date) == ("Active", day(90))
	assert (stored(later).status, stored(later).is_ended_by_leaving) == ("Planned", 0)


def test_another_last_day_moves_the_end(desk, person):
	seat = allocation(desk.first, person.name, to_date=day(90))
	leave(person, "Active", day(20))
	leave(person, "Active", day(40))
	assert (stored(seat).to_date, stored(seat).to_date_before) == (day(40), day(90))
	leave(person, "Active", day(10))
	assert stored(seat).to_date == day(10)
	stay(person)
	assert (stored(seat).to_date, stored(seat).is_ended_by_leaving, stored(seat).leaving_date) == (
		day(90),
		0,
		None,
	)


def test_undone_days_later_they_do_not_come_back(desk, person):
	seat = allocation(desk.first, person.name, from_date=day(-30))
	leave(person, on=day(-3))
	frappe.db.set_value("Space Allocation", seat.name, "ended_on", day(-3))
	stay(person)
	assert stored(seat).status == "Ended"


def test_a_seat_given_away_meanwhile_stays_so_and_the_manager_is_told_once(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, "Inactive")
	allocation(desk.first, from_date=day(1))
	stay(person)
	assert (stored(seat).to_date, bool(stored(seat).return_failed_on)) == (day(), True)
	leavers.sweep_leavers()
	leavers.sweep_leavers()
	told = frappe.get_all(
		"Notification Log", {"document_name": seat.name}, pluck="for_user", order_by="for_user"
	)
	assert len(told) == len(set(told)) > 0
	assert stored(seat).manager_told_on


def test_a_broken_queue_does_not_stop_human_resources(desk, person, monkeypatch):
	seat = allocation(desk.first, person.name)
	leave(person, "Inactive")
	allocation(desk.first, from_date=day(1))

	def no_redis(*args, **kwargs):
		raise ConnectionError

	monkeypatch.setattr(frappe, "enqueue", no_redis)
	leavers.note_not_returned(seat.name)
	leavers.hasten_telling()
	assert stored(seat).return_failed_on


def test_a_manager_who_decides_anew_overrules_the_leaving(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, on=day(6))
	seats.end(seat.name, day(2))
	stay(person)
	assert (stored(seat).to_date, stored(seat).is_ended_by_leaving) == (day(2), 0)


@pytest.mark.parametrize(
	("values", "last"),
	[
		({"status": "Left", "relieving_date": -4}, -4),
		({"status": "Inactive"}, 0),
		({"relieving_date": 12}, 12),
		({"status": "Left"}, 0),
	],
)
def test_the_sweep_finds_what_fires_no_event(desk, person, values, last):
	seat = allocation(desk.first, person.name, from_date=day(-30))
	values = {key: day(value) if key == "relieving_date" else value for key, value in values.items()}
	frappe.db.set_value("Employee", person.name, values)
	assert leavers.unsettled() == [person.name]
	leavers.sweep_leavers()
	assert stored(seat).to_date == day(last)
	assert leavers.beyond_last_day() == []
	frappe.db.set_value("Employee", person.name, {"status": "Active", "relieving_date": None})
	leavers.sweep_leavers()
	assert (stored(seat).to_date, stored(seat).status) == (None, "Active")
	assert leavers.unsettled() == []


def test_sweeping_twice_changes_nothing(desk, person):
	seat = allocation(desk.first, person.name)
	leave(person, on=day(6))
	before = stored(seat).as_dict()
	leavers.sweep_leavers()
	assert stored(seat).as_dict() == before


def test_leaving_through_rest_with_no_right_on_allocations(desk, person, as_user):
	seat = allocation(desk.first, person.name)
	hr = builders.user("HR Manager")
	with as_user(hr):
		doc = frappe.get_doc("Employee", person.name).as_dict(convert_dates_to_str=True)
		frappe.get_attr("frappe.client.save")(
			frappe.as_json({**doc, "status": "Left", "relieving_date": str(day(3))})
		)
	assert (stored(seat).to_date, stored(seat).ended_by) == (day(3), hr)


def test_leaving_through_data_import(desk, person):
	seat = allocation(desk.first, person.name)
	doc = frappe.get_doc("Employee", person.name)
	doc.update({"status": "Inactive"})
	frappe.flags.in_import = True
	doc.save()
	assert stored(seat).to_date == day()


def test_seats_of_others_are_let_be(desk, person):
	other = allocation(desk.second, baseline.employee("bram"))
	allocation(desk.first, person.name)
	leave(person, on=day(3))
	assert stored(other).to_date is None
