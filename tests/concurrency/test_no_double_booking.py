"""No double booking, ever: many real processes at the same moment, in both of the database's snapshot modes."""

import itertools
from datetime import date

import frappe
import pytest

from office_management.domain.intervals import peak_use
from office_management.office_space import seats
from office_management.office_space.seat_locks import SpaceBusyError
from office_management.office_space.seat_rules import SpaceNotOpenError
from tests import baseline, builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD = 32
FROM = date(2031, 1, 6)
both_modes = pytest.mark.parametrize(
	"isolated", [False, True], ids=["snapshots shared", "snapshots isolated"]
)


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture(scope="module")
def people(site):
	"""Committed employees of two departments, written plainly: nothing about them matters but the facts."""
	names = [f"OM-CROWD-{number:03}" for number in range(CROWD)]
	for number, name in enumerate(names):
		label = "Sales" if number % 2 == 0 else "Design"
		frappe.get_doc(
			{
				"doctype": "Employee",
				"name": name,
				"employee": name,
				"first_name": name,
				"employee_name": name,
				"gender": "Other",
				"date_of_birth": "1990-01-01",
				"date_of_joining": baseline.JOINED,
				"company": baseline.COMPANY,
				"department": baseline.department(label),
				"holiday_list": baseline.HOLIDAY_LIST,
				"status": "Active",
			}
		).db_insert()
	frappe.db.commit()
	yield names
	frappe.db.rollback()
	frappe.db.delete("Employee", {"name": ("in", names)})
	frappe.db.commit()


@pytest.fixture(scope="module")
def house(people):
	"""A committed site: a floor, in it two zones; in the first a room with one seat, and 32 empty desks."""
	site = builders.space(space_type="Site", space_code=builders.unique("CROWD"))
	floor = builders.space(None, site, space_type="Floor")
	zone, other_zone = (builders.space(None, floor, space_type="Zone") for _n in range(2))
	room = builders.room(zone, capacity=1)
	desks = [builders.space(None, other_zone).name for _n in range(CROWD)]
	frappe.db.commit()
	yield frappe._dict(site=site.name, floor=floor.name, zone=zone.name, room=room.name, desks=desks)
	frappe.db.rollback()
	clear(site.name)
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{site.name}%")})
	frappe.db.commit()


@pytest.fixture(autouse=True)
def nothing_left(request):
	yield
	if "house" in request.fixturenames:
		clear(request.getfixturevalue("house").site)


def clear(site: str) -> None:
	"""Take every promise of the site back, for the next round."""
	frappe.db.delete("Space Allocation", {"space": ("like", f"{site}%")})
	frappe.db.commit()


def wish(space: str, occupant: str, kind: str = "Employee", **values) -> dict:
	return {"space": space, "occupant_type": kind, "occupant": occupant, "from_date": str(FROM), **values}


def zone_for(space: str, label: str) -> dict:
	return wish(space, baseline.department(label), "Department")


def rounds(crowd, house, count: int, acts_of, isolated: bool, refusals: set[str]) -> None:
	"""So many rounds: each time exactly one gets it, the others are refused for one of these reasons."""
	for number in range(count):
		found = crowd.together(acts_of(number), isolated)
		assert found.done == 1, f"round {number}: {found}"
		assert found.refused_as() <= refusals, f"round {number}: {found}"
		clear(house.site)


@both_modes
def test_32_at_once_for_the_last_seat(crowd, house, people, isolated):
	def everybody(number):
		return [(acts.ask_endpoint, wish(house.room, person)) for person in people]

	rounds(crowd, house, 50, everybody, isolated, {"CapacityError"})


@both_modes
def test_ordinary_saves_for_the_last_seat(crowd, house, people, isolated):
	"""An ordinary save cannot start over by itself: it may say "try again", but never shows a server error."""

	def everybody(number):
		return [(acts.save_plainly, wish(house.room, person)) for person in people]

	rounds(crowd, house, 10, everybody, isolated, {"CapacityError", "SpaceBusyError"})


@both_modes
def test_one_employee_given_two_primary_seats(crowd, house, people, isolated):
	def everybody(number):
		return [(acts.ask_endpoint, wish(desk, people[0])) for desk in house.desks[:8]]

	rounds(crowd, house, 15, everybody, isolated, {"SecondPrimarySeatError"})


@both_modes
def test_two_zones_for_one_place(crowd, house, isolated):
	"""Nested ones, too: the floor for one department, a zone in it for another."""
	places = [house.floor, house.zone, house.zone, house.site]

	def everybody(number):
		labels = itertools.islice(itertools.cycle(["Sales", "Design", "Office", "Abroad"]), number, None)
		wishes = [
			zone_for(place, label) for place, label in zip(places, labels, strict=False) if label != "Abroad"
		]
		return [(acts.ask_endpoint, values) for values in wishes]

	rounds(crowd, house, 15, everybody, isolated, {"ReservationClashError"})


@both_modes
def test_a_zone_against_a_seat_below_it(crowd, house, people, isolated):
	def everybody(number):
		zone = house.floor if number % 2 else house.zone
		seat = wish(house.room, people[1])  # of Design
		return [(acts.ask_endpoint, seat), (acts.ask_endpoint, zone_for(zone, "Sales"))]

	rounds(crowd, house, 20, everybody, isolated, {"ReservedPlaceError", "ReservationOverOthersError"})


@both_modes
def test_a_seat_promised_while_the_capacity_is_lowered(crowd, house, people, isolated):
	for number in range(10):
		set_facts(house.room, capacity=2)
		first = [(acts.ask_endpoint, wish(house.room, person)) for person in people[:3]]
		found = crowd.together([*first, (acts.set_capacity, house.room, 1)], isolated)
		capacity = frappe.db.get_value("Office Space", house.room, "capacity")
		assert promised(house.room) <= capacity, f"round {number}: {found}"
		assert found.refused_as() <= {"CapacityError", "SpaceBusyError"}, f"round {number}: {found}"
		clear(house.site)
	set_facts(house.room, capacity=1)


@both_modes
def test_a_seat_promised_while_the_place_is_closed(crowd, house, people, isolated):
	for number in range(10):
		place = house.room if number % 2 else house.zone
		found = crowd.together(
			[(acts.ask_endpoint, wish(house.room, people[0])), (acts.close, place)], isolated
		)
		frappe.db.rollback()
		closed = frappe.db.get_value("Office Space", house.room, "status") == "Closed"
		assert found.done == 1 and closed == (not promised(house.room)), f"round {number}: {found}"
		clear(house.site)
		open_again(house.site)


@both_modes
def test_a_seat_is_saved_in_a_view_from_before_the_floor_went_out_of_service(crowd, house, people, isolated):
	"""An ordinary save, which began to read before and comes to the seat after."""
	frappe.db.sql(f"set session innodb_snapshot_isolation = {'on' if isolated else 'off'}")
	for place in (house.floor, house.zone):
		frappe.db.rollback()
		assert not frappe.db.get_value("Office Space", place, "out_from_date")
		assert crowd.together([(acts.take_out, place, str(FROM))]).done == 1
		refusal = SpaceBusyError if isolated else SpaceNotOpenError
		with pytest.raises(refusal):
			acts.save_plainly(wish(house.room, people[0]))
		frappe.db.rollback()
		set_facts(place, out_from_date=None, out_reason=None, status="Active")
	frappe.db.sql("set session innodb_snapshot_isolation = off")


def test_who_takes_a_floor_out_of_service_waits_for_a_seat_being_given_but_other_givers_do_not(
	crowd, house, people
):
	frappe.db.rollback()
	acts.save_plainly(wish(house.room, people[0]))  # and not committed yet
	for place in (house.site, house.floor, house.zone, house.room):
		assert crowd.together([(acts.lock_at_once, place)]).refused_as() == {"QueryTimeoutError"}, place
	assert crowd.together([(acts.hold_above, house.room), (acts.hold_above, house.desks[0])]).done == 2
	frappe.db.rollback()


@both_modes
def test_seats_given_while_their_floor_goes_out_of_service(crowd, house, people, isolated):
	for number in range(10):
		wishes = zip(house.desks[:8], people, strict=False)
		giving = [(acts.ask_endpoint, wish(desk, person)) for desk, person in wishes]
		found = crowd.together([*giving, (acts.take_out, house.floor, str(FROM))], isolated)
		assert found.answers[-1][0] == "ok", f"round {number}: {found}"
		assert found.refused_as() <= {"SpaceNotOpenError"}, f"round {number}: {found}"
		clear(house.site)
		set_facts(house.floor, out_from_date=None, out_reason=None, status="Active")


@both_modes
def test_a_place_reserved_while_somebody_elses_desk_is_moved_into_it(crowd, house, people, isolated):
	desk = house.desks[0]
	home = desk.rpartition("-")[0]
	for number in range(4):
		acts.save_plainly(wish(desk, people[1]))  # of Design
		frappe.db.commit()
		reserve = (acts.ask_endpoint, zone_for(house.zone, "Sales"))
		found = crowd.together([reserve, (acts.move, desk, house.zone)], isolated)
		assert found.done == 1, f"round {number}: {found}"
		assert found.refused_as() <= {"ReservationOverOthersError", "ReservedThereError"}, str(found)
		clear(house.site)
		acts.move(desk, home)
		frappe.db.commit()


@both_modes
def test_a_departments_seats_shrink_while_one_is_named(crowd, house, people, isolated):
	for number in range(10):
		set_facts(house.room, capacity=2)
		parent = seats.allocate(**zone_for(house.room, "Sales"), seats=2)
		seats.allocate(**wish(house.room, people[0], within=parent))
		frappe.db.commit()
		named = wish(house.room, people[2], within=parent)
		found = crowd.together([(acts.ask_endpoint, named), (acts.shrink, parent, 1)], isolated)
		frappe.db.rollback()
		inside = [seats.as_use(row) for row in seats.named_out_of(parent)]
		assert peak_use(inside).seats <= frappe.db.get_value("Space Allocation", parent, "seats"), found
		assert found.done >= 1 or found.refused_as() == {"SpaceBusyError"}, f"round {number}: {found}"
		clear(house.site)
	set_facts(house.room, capacity=1)


@both_modes
def test_different_empty_desks_do_not_stand_in_each_others_way(crowd, house, people, isolated):
	"""Neighbours in the index share gaps there; whoever is thrown out of one starts over, unseen."""
	for number in range(3):
		wishes = zip(house.desks, people, strict=True)
		found = crowd.together([(acts.ask_endpoint, wish(desk, person)) for desk, person in wishes], isolated)
		assert found.done == CROWD, f"round {number}: {found}"
		clear(house.site)


def set_facts(space: str, **values) -> None:
	frappe.db.set_value("Office Space", space, values)
	frappe.db.commit()


def open_again(site: str) -> None:
	space = frappe.qb.DocType("Office Space")
	query = frappe.qb.update(space).set(space.status, "Active").set(space.closed_on, None)
	query.where(space.name.like(f"{site}%")).run()
	frappe.db.commit()


def promised(space: str) -> int:
	"""What is promised, seen by a fresh transaction that leaves no locks."""
	frappe.db.rollback()
	peak = seats.peak_promised(space, FROM)
	frappe.db.rollback()
	return peak
