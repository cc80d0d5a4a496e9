"""Short ways to make a house with wardens and people in it. Each returns what it says; see tests/builders.py."""

import frappe

from tests import builders
from tests import front_desk_builders as reception


def house(floors: int = 2, **values):
	"""A site with floors, each with one room: dict of site, floors, rooms (names)."""
	site = builders.space(space_type="Site", **values)
	made = frappe._dict(site=site.name, floors=[], rooms=[])
	for _floor in range(floors):
		made.floors.append(builders.space(None, site.name, space_type="Floor").name)
		made.rooms.append(builders.space(None, made.floors[-1], space_type="Room").name)
	return made


def duty(space: str | None, responsible: str, topic: str = "Fire Warden", **values):
	"""An Office Responsibility from yesterday on."""
	return frappe.get_doc(
		{
			"doctype": "Office Responsibility",
			"topic": topic,
			"space": space,
			"responsible": responsible,
			"from_date": builders.day(-1),
			**values,
		}
	).insert()


def warden(space: str | None, **values) -> frappe._dict:
	"""Somebody who can log in and is warden of a place: employee, user, duty."""
	person = builders.employee()
	user = builders.user("Employee", employee=person.name)
	values.setdefault("certificate_valid_until_date", builders.day(400))
	return frappe._dict(employee=person.name, user=user, duty=duty(space, person.name, **values).name)


def guest(space: str, name: str | None = None, status: str = "Checked In", **values) -> str:
	"""The name of a visit of this status, written past reception: only who is where matters here."""
	person = reception.visitor(name)
	kind = values.pop("visitor_type", None) or guests()
	log = frappe.get_doc(
		{
			"doctype": "Visitor Log",
			"name": frappe.generate_hash(length=12),
			"visitor": person.name,
			"visitor_name": person.full_name,
			"visitor_type": kind,
			"space": space,
			"company": frappe.db.get_value("Office Space", space, "company"),
			"status": status,
			"source": "Walk-in",
			"checked_in_on": frappe.utils.now_datetime() if status == "Checked In" else None,
			**values,
		}
	)
	log.db_insert()
	return log.name


def guests() -> str:
	"""The name of a visitor type without rules, that no other process makes at the same time."""
	return reception.visitor_type(f"Guests {frappe.generate_hash(length=8)}").name


def people(evacuation: str, *fields: str) -> list:
	"""Who is on the list, by name: the fields asked for, or the names."""
	rows = frappe.get_all(
		"Evacuation Person",
		{"parent": evacuation},
		list(fields) or ["person_name"],
		order_by="person_name",
		as_list=True,
	)
	return [row[0] if len(row) == 1 else row for row in rows]


def mark(what: str, row: str, state: str, key: str | None = None, age: float = 0, **values) -> dict:
	"""A report as a phone sends it."""
	key = key or frappe.generate_hash(length=16)
	return {"key": key, "what": what, "row": row, "state": state, "age": age, **values}
