"""Who is at a place at this moment, as far as anything says so: the names of an evacuation.

What is read is bounded by who is at the place, or for a large one by who is on site anywhere; never by how many
visits there ever were.
"""

from datetime import datetime

import frappe
from frappe.utils import getdate, now_datetime

from office_management.domain import evacuation_marks as marks
from office_management.erp import attendance
from office_management.erp.people import employee_facts
from office_management.erp.places import locations_above
from office_management.front_desk import wardens
from office_management.office_administration import api as administration

LOG, VISITOR = "Visitor Log", "Visitor"
PRESENT = ("Checked In", "Stepped Out", "Awaiting Approval")
FEW_PLACES = 100
CAME_BY_THEMSELVES = ("Walk-in", "Kiosk")
PRESENCE = {"Checked In": marks.ON_SITE, "Stepped Out": marks.STEPPED_OUT}


def people_at(space: str) -> list[tuple[str, dict]]:
	"""(key, values of a row of Evacuation Person) of everybody who is known to be at the place or below it now."""
	return [*visitors_at(space), *staff_at(space)]


# --- visitors and contractors ---------------------------------------------------------------------------------


def visitors_at(space: str) -> list[tuple[str, dict]]:
	"""Those who are signed in, those who stepped out, and those who wait at reception to be let in."""
	places = few_places(space)
	rows = [row for row in on_site(places) if row.status in PRESENCE or waits_at_reception(row)]
	inside = set(places or places_below(space, {row.space for row in rows}))
	return [(f"visit:{row.name}", visitor_values(row)) for row in rows if row.space in inside]


def few_places(space: str) -> list[str]:
	"""A small place and those below it, whose visits are looked up one by one; none for a large place.

	Of the visits on site most are at a large place, and to read them all is quicker than to ask for each desk.
	"""
	top, location = frappe.qb.DocType("Location").as_("top"), frappe.qb.DocType("Location")
	names = (
		frappe.qb.from_(top)
		.join(location)
		.on((location.lft >= top.lft) & (location.lft <= top.rgt))
		.select(location.name)
		.where(top.name == space)
		.limit(FEW_PLACES + 1)
		.run(pluck=True)
	)
	return names if len(names) <= FEW_PLACES else []


def on_site(places: list[str] | None = None) -> list[frappe._dict]:
	"""One read of all visits that are not over, at these places, or anywhere."""
	log, visitor = frappe.qb.DocType(LOG), frappe.qb.DocType(VISITOR)
	columns = (
		"name",
		"visitor_name",
		"organisation",
		"visitor_type",
		"host",
		"host_name",
		"space",
		"status",
		"source",
		"checked_in_on",
		"creation",
	)
	query = (
		frappe.qb.from_(log)
		.left_join(visitor)
		.on(visitor.name == log.visitor)
		.select(*(log[column] for column in columns), visitor.phone)
		.where(log.status.isin(PRESENT))
	)
	return (query.where(log.space.isin(places)) if places else query).run(as_dict=True)


def waits_at_reception(row: frappe._dict) -> bool:
	"""Who came unannounced today and is not let in yet stands in the building all the same."""
	came = row.source in CAME_BY_THEMSELVES
	return row.status == "Awaiting Approval" and came and getdate(row.creation) == getdate()


def places_below(space: str, among: set[str]) -> list[str]:
	"""Which of some places are this one or lie below it."""
	top, location = frappe.qb.DocType("Location").as_("top"), frappe.qb.DocType("Location")
	return (
		frappe.qb.from_(location)
		.join(top)
		.on((location.lft >= top.lft) & (location.rgt <= top.rgt))
		.select(location.name)
		.where((top.name == space) & location.name.isin(sorted(place for place in among if place) or [""]))
		.run(pluck=True)
	)


def visitor_values(row: frappe._dict) -> dict:
	"""A visit as a person of the list."""
	return {
		"person_name": row.visitor_name,
		"kind": "Visitor",
		"presence": PRESENCE.get(row.status, marks.AT_RECEPTION),
		"visitor_type": row.visitor_type,
		"organisation": row.organisation,
		"visitor_log": row.name,
		"last_place": row.space,
		"here_since_on": row.checked_in_on or row.creation,
		"host": row.host,
		"host_name": row.host_name,
		"phone": row.phone,
	}


# --- staff ----------------------------------------------------------------------------------------------------


def staff_at(space: str) -> list[tuple[str, dict]]:
	"""Staff that HRMS knows to be at work, and, where the settings say so, whoever has a seat here today."""
	found: dict[str, dict] = {}
	at_work = attendance.employees_at_work(now_datetime())
	for employee, (since, seat) in at_work_here(space, at_work).items():
		found[employee] = {"presence": marks.CHECKED_IN, "here_since_on": since, "last_place": seat}
	if administration.setting("evacuation_includes_seated"):
		for employee, seat in wardens.seats_today(below=space).items():
			found.setdefault(employee, {"presence": marks.SEATED, "last_place": seat})
	facts = employee_facts(found)
	phones = phones_of(facts)
	return [
		(f"employee:{name}", {**staff_values(facts[name], phones.get(name)), **values})
		for name, values in sorted(found.items())
		if name in facts and (facts[name].status != "Left" or values["presence"] == marks.CHECKED_IN)
	]


def at_work_here(space: str, at_work: dict[str, datetime]) -> dict[str, tuple[datetime, str | None]]:
	"""Of those at work, who may be here: those with a seat here today, and those with no seat at all.

	HRMS does not say in which building somebody checked in. Whose seat is elsewhere is looked for there; who has none
	is looked for at every place of the company: one name too many costs a question, one too few a life.
	"""
	if not at_work:
		return {}
	seats = wardens.seats_today(employees=list(at_work))
	inside = set(places_below(space, set(seats.values())))
	company = frappe.db.get_value("Office Space", space, "company")
	facts = employee_facts(at_work)
	here = {}
	for employee, since in at_work.items():
		seat, person = seats.get(employee), facts.get(employee)
		of_company = person and (not company or person.company == company)
		if (seat in inside) if seat else of_company:
			here[employee] = (since, seat)
	return here


def staff_values(person: frappe._dict, phone: str | None) -> dict:
	"""An employee as a person of the list."""
	return {
		"person_name": person.employee_name,
		"kind": "Employee",
		"organisation": person.department,
		"employee": person.name,
		"phone": phone,
	}


def phones_of(names) -> dict[str, str]:
	"""Employee -> phone."""
	rows = frappe.get_all(
		"Employee", {"name": ("in", sorted(names) or [""])}, ["name", "cell_number"], order_by="name"
	)
	return {row.name: row.cell_number for row in rows if row.cell_number}


def places_around(space: str) -> list[str]:
	"""The places that this one lies in, the nearest first."""
	return locations_above(space)
