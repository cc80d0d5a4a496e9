"""A house of its own, each time it is asked for: a floor, seats, people, and names that try to run as script.

Usage: python furnish.py SITE SITES_FOLDER; prints as JSON what the tests need to know.
"""

import json
import sys

import frappe

from tests import builders
from tests.browser.pages import SCRIPT


def furnish() -> dict:
	"""Everything in it carries a random code, so that a site that is kept may be furnished again."""
	code = frappe.generate_hash(length=5).upper()
	house = house_of(code)
	room, department = hostile_room(code, house["floor"])
	return {
		"code": code,
		"today": str(builders.day()),
		**house,
		"hostile": room,
		"hostile_department": department,
	}


def house_of(code: str) -> dict:
	"""A floor with two rooms: in the first sit Greet and Hans, and Hugo did; in the second is room for two."""
	site = builders.space(f"House {code}", space_code=f"H{code}", space_type="Site")
	floor = builders.space(f"Floor {code}", site, space_code="01", space_type="Floor")
	full = builders.space(f"Garden Room {code}", floor, space_code="101", space_type="Room")
	empty = builders.space(f"Street Room {code}", floor, space_code="102", space_type="Room")
	desks = [builders.space(f"Desk {n}", full, space_code=f"D{n}") for n in (1, 2, 3)]
	free = [builders.space(f"Window {n}", empty, space_code=f"W{n}") for n in (1, 2)]
	department = builders.department(f"Movers {code}")
	people = {name: builders.employee(name, code, department=department).name for name in PEOPLE}
	seats = {
		"Hugo": give(desks[0], people["Hugo"], from_date=builders.day(-150), to_date=builders.day(-61)),
		"Greet": give(desks[0], people["Greet"], from_date=builders.day(-60)),
		"Hans": give(desks[1], people["Hans"], from_date=builders.day(-30), seat_label="2B"),
		"Ria": give(desks[2], people["Ria"], from_date=builders.day(30), to_date=builders.day(59)),
	}
	return {
		"site": site.name,
		"floor": floor.name,
		"full": full.name,
		"empty": empty.name,
		"desks": [desk.name for desk in desks],
		"free": [desk.name for desk in free],
		"department": department,
		"people": people,
		"seats": seats,
	}


PEOPLE = ("Greet", "Hans", "Hugo", "Ria", "Ines", "Joris", "Karin")


def give(space, person: str, **values) -> str:
	return builders.allocation(space, person, **values).name


def hostile_room(code: str, floor: str) -> tuple[str, str]:
	"""A room in which all that people may name is script; written past the desk, as an import of other data may be."""
	room = builders.space(f"Hostile {code}", floor, space_code="X", space_type="Room")
	desk = builders.space("X", room, space_code="D1")
	person = builders.employee("Mallory", code, department=builders.department(f"Hostile {code}"))
	idle = builders.employee("Idle", code, department=person.department)
	seat = give(desk, person.name)
	write = frappe.db.set_value
	for space in (room, desk):
		write("Office Space", space.name, {"space_name": SCRIPT})
	write("Space Allocation", seat, {"occupant_name": SCRIPT, "seat_label": SCRIPT})
	for employee in (person, idle):
		write("Employee", employee.name, {"employee_name": SCRIPT, "first_name": SCRIPT})
	write("Department", person.department, "department_name", SCRIPT)
	return room.name, person.department


def forget_filters() -> None:
	"""Lists open again as for a new user: Frappe keeps the last filters of each user, in two places."""
	frappe.db.delete("__UserSettings")
	frappe.cache.delete_value("_user_settings")


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	house = furnish()
	forget_filters()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(house))


if __name__ == "__main__":
	main(*sys.argv[1:])
