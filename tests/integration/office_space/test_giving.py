"""Many seats given at once: the same rules, answers and rows as one by one."""

import datetime

import frappe
import pytest

from office_management.office_space import giving, seats
from tests import baseline
from tests import builders as make

WRITTEN = (
	"space",
	"occupant_type",
	"occupant",
	"occupant_name",
	"seats",
	"seat_label",
	"within",
	"from_date",
	"to_date",
	"effective_to",
	"status",
	"weekdays",
	"is_primary",
	"company",
	"length_class",
	"docstatus",
	"owner",
)


@pytest.fixture
def wanted():
	"""Rows that run into every rule of one allocation, in an order that matters, on a floor reserved for Sales."""
	place = make.site_with_floor(rooms=2, desks=3)
	desks = [desk.name for desk in place.desks]
	room = make.room(place.floor.name, capacity=3).name
	closed = make.space(None, place.rooms[0].name, is_allocatable=0, capacity=1).name
	out = make.space(
		None, place.rooms[0].name, out_from_date=make.day(5), out_reason="Paint", out_until_date=make.day(9)
	)
	make.allocation(desks[5], baseline.employee("rosa"))
	sales = make.allocation(room, baseline.department("Sales"), "Department", seats=2).name

	def row(space, person, **values):
		first = {"space": space, "occupant_type": "Employee", "occupant": baseline.employee(person)}
		return {**first, "seats": 1, "is_primary": 1, "from_date": make.day(), **values}

	return [
		row(desks[0], "anna", weekdays=3),
		row(desks[0], "bram", weekdays=12, seat_label="A"),
		row(desks[0], "carla", weekdays=8),
		row(desks[1], "anna"),
		row(desks[1], "anna", is_primary=0),
		row(desks[2], "xander"),
		row(closed, "daan"),
		row(out.name, "daan"),
		row(out.name, "daan", to_date=make.day(4)),
		row(place.floor.name, "emma"),
		row(room, "carla", within=sales),
		row(room, "bram", within=sales, is_primary=0, seat_label="x"),
		row(room, "emma", seat_label="X"),
		row(room, "emma"),
		row(desks[3], "teun", from_date=datetime.date(2019, 1, 1)),
		row(desks[3], "teun", to_date=make.day(-1)),
		row(desks[5], "ivo"),
		row(desks[4], "ivo", seats=0),
	]


def given():
	rows = frappe.get_all(
		"Space Allocation", fields=WRITTEN, order_by="space, occupant, from_date, is_primary"
	)
	return [tuple(row.values()) for row in rows]


def one_by_one(rows):
	errors = []
	for number, row in enumerate(rows):
		frappe.db.savepoint(f"one_{number}")
		try:
			seats.allocate(**row)
			errors.append(None)
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point=f"one_{number}")
			errors.append(error)
	return errors


def test_together_is_the_same_as_one_by_one(wanted):
	"""The same rows are refused by the same rules, and the same is written."""
	frappe.db.savepoint("untouched")
	singly = one_by_one(wanted)
	rows_singly = given()
	frappe.db.rollback(save_point="untouched")
	together = giving.give_many(wanted)
	kinds = [type(error).__name__ for error in singly]
	assert [type(error).__name__ for error in together] == kinds
	assert given() == rows_singly
	assert kinds.count("NoneType") >= 5
	assert len(set(kinds)) >= 7


def test_only_who_may_gives_many(wanted, as_user):
	with as_user(baseline.USERS["auditor"]), pytest.raises(frappe.PermissionError):
		giving.give_many(wanted[:1])
	user = make.limited_user(make.user("Office Manager"), make.space(space_type="Site").location)
	with as_user(user):
		(error,) = giving.give_many(wanted[:1])
	assert isinstance(error, frappe.PermissionError)


def test_its_statements_do_not_grow_with_the_rows(monkeypatch):
	"""So many statements for three seats as for one."""
	counted = []
	sql = frappe.db.sql

	def count(*args, **kwargs):
		counted.append(args[0])
		return sql(*args, **kwargs)

	monkeypatch.setattr(frappe.db, "sql", count)
	people = ("anna", "bram", "carla", "emma")
	free = [desk.name for desk in make.site_with_floor(rooms=1, desks=4).desks]
	rows = [
		{
			"space": space,
			"occupant_type": "Employee",
			"occupant": baseline.employee(person),
			"seats": 1,
			"is_primary": 0,
			"from_date": make.day(),
		}
		for space, person in zip(free, people, strict=True)
	]
	counted.clear()
	giving.give_many(rows[:1])
	first = len(counted)
	counted.clear()
	giving.give_many(rows[1:])
	assert len(counted) <= first
