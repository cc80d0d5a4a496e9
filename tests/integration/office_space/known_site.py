"""A small site whose numbers were worked out by hand. Reports, cards and trees are tested against it.

site "Hand" (10 seats, 5 taken, 4 free, 1 out of service, 75 m²)
└─ building
   ├─ floor 1 (7 seats, 4 taken, 3 free, 55 m²)
   │  ├─ room 101, 0 m²: desks d1 (Anna), d2 (Bram Mon-Tue, Carla Wed-Fri), d3 (nobody)   3 / 2 / 1
   │  ├─ room 102, 4 seats, 40 m²: 2 seats of Design, one of them named for Daan              4 / 2 / 2
   │  └─ meeting room, not allocatable, 15 m²                                                0
   ├─ floor 2 (3 seats, 1 taken, 1 free, 1 out of service, 20 m²)
   │  ├─ room 201, 2 seats, 20 m²: Emma                                                      2 / 1 / 1
   │  └─ desk d9 straight on the floor, out of service                                       1 / 0 / 0 (1)
   └─ floor 3, closed: 5 seats that count nowhere
"""

import frappe

from tests import baseline, builders

MONDAY_TUESDAY, WEDNESDAY_TO_FRIDAY = 0b0000011, 0b0011100
LONG_AGO = "2025-01-06"


def build() -> frappe._dict:
	"""Make it, as Administrator, and return its spaces (and allocations as `given`) by short name."""
	hand = frappe._dict()
	hand.site = builders.space("Hand", space_type="Site")
	hand.building = builders.space("Hand House", hand.site, space_type="Building")
	for number in (1, 2, 3):
		name = f"Floor {number}"
		hand[f"floor{number}"] = builders.space(name, hand.building, space_type="Floor")
	hand.room101 = builders.space("Room 101", hand.floor1, space_type="Room")
	hand.d1, hand.d2, hand.d3 = (builders.space(f"Desk {n}", hand.room101) for n in (1, 2, 3))
	hand.room102 = builders.room(hand.floor1, 4, space_name="Room 102", floor_area=40)
	hand.meeting = builders.space("Oslo", hand.floor1, space_type="Meeting Room", floor_area=15)
	hand.room201 = builders.room(hand.floor2, 2, space_name="Room 201", floor_area=20)
	hand.d9 = builders.space("Desk 9", hand.floor2)
	hand.closed = builders.room(hand.floor3, 5, space_name="Room 301", floor_area=100)
	hand.given = give_seats(hand)
	take_out(hand)
	return hand


def give_seats(hand) -> frappe._dict:
	given = frappe._dict()
	given.anna = seat(hand.d1, "anna")
	given.bram = seat(hand.d2, "bram", weekdays=MONDAY_TUESDAY)
	given.carla = seat(hand.d2, "carla", weekdays=WEDNESDAY_TO_FRIDAY)
	given.sales = builders.allocation(
		hand.room102, baseline.department("Design"), "Department", seats=2, from_date=LONG_AGO
	)
	given.daan = seat(hand.room102, "daan", within=given.sales.name, seat_label="W1")
	given.emma = seat(hand.room201, "emma", seat_label="12A")
	return given


def seat(space, person: str, **values):
	"""A seat for a baseline employee, from long ago on."""
	return builders.allocation(space, baseline.employee(person), **{"from_date": LONG_AGO, **values})


def take_out(hand) -> None:
	"""Desk 9 out of service around today, floor 3 closed."""
	table = frappe.qb.DocType("Office Space")
	dates = {
		"out_from_date": builders.day(-3),
		"out_until_date": builders.day(3),
		"out_reason": "Ceiling leaks",
	}
	query = frappe.qb.update(table).where(table.name == hand.d9.name)
	for field, value in dates.items():
		query = query.set(table[field], value)
	query.run()
	frappe.qb.update(table).set(table.status, "Closed").where(table.name == hand.floor3.name).run()
