"""Wardens of a place: who clears which area, who may start and mark an evacuation, and what is missing before one.

Who they are is said by Office Responsibility, topic Fire Warden; those responsible for Safety act like them.
"""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from office_management.domain.evacuation_areas import Place, areas_of
from office_management.domain.warden_choice import Candidate, Choice, choose
from office_management.erp import attendance
from office_management.erp.people import employee_of
from office_management.erp.places import location_facts
from office_management.front_desk import permissions
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space

SPACE, EVACUATION = "Office Space", "Evacuation"
WARDEN, SAFETY = "Fire Warden", "Safety"
TOPICS = (WARDEN, SAFETY)
STEPS = ("Responsible", "Deputy", "Stand-in")


# --- areas ----------------------------------------------------------------------------------------------------


def places_in(space: str) -> list[frappe._dict]:
	"""The place and all below it that is not closed, in the order of the tree: name, space_name, kind, lft, rgt."""
	top = location_facts([space])[space]
	place, location = frappe.qb.DocType(SPACE), frappe.qb.DocType("Location")
	return (
		frappe.qb.from_(place)
		.join(location)
		.on(location.name == place.name)
		.select(place.name, place.parent_space, place.space_name, place.space_type, place.status)
		.select(location.lft, location.rgt)
		.where(location.lft[top.lft : top.rgt] & ((place.status != "Closed") | (place.name == space)))
		.orderby(location.lft)
		.run(as_dict=True)
	)


def areas_with_wardens(space: str) -> list[frappe._dict]:
	"""The areas of a place, each with who clears it today: the values of rows of Evacuation Area."""
	places = {row.name: row for row in places_in(space)}
	tree = [Place(row.name, row.parent_space, row.space_type) for row in places.values()]
	duties = administration.duties_around([WARDEN], space)
	away = away_today(holder for duty in duties for holder in duty.holders)
	return [_area(places[name], duties, away) for name in areas_of(space, tree)]


def away_today(holders: Iterable[frappe._dict]) -> set[str]:
	"""Which of them are on leave today, as far as HRMS knows."""
	return attendance.employees_on_leave((holder.employee for holder in holders), getdate())


def _area(place: frappe._dict, duties: list[frappe._dict], away: set[str]) -> frappe._dict:
	holders = _named_for(place, duties)
	choice = choose(
		[
			Candidate(one.employee, one.step, one.is_here and one.employee not in away, one.certificate)
			for one in holders.values()
		]
	)
	return _area_values(place, choice, holders)


def _named_for(place: frappe._dict, duties: list[frappe._dict]) -> dict[str, frappe._dict]:
	"""Who is named for a place: at it or above it, the nearest first; there all responsible, then the deputies."""
	found: dict[str, frappe._dict] = {}
	near = [duty for duty in duties if duty.lft is None or duty.lft <= place.lft <= place.rgt <= duty.rgt]
	for spot in dict.fromkeys(duty.space for duty in near):
		here = [holder for duty in near if duty.space == spot for holder in duty.holders]
		for holder in sorted(here, key=lambda one: STEPS.index(one.step)):
			found.setdefault(holder.employee, holder)
	return found


def _area_values(place: frappe._dict, choice: Choice, holders: dict[str, frappe._dict]) -> frappe._dict:
	acting = holders[choice.acting.person] if choice.acting else frappe._dict()
	usual = holders[choice.usual.person] if choice.usual else frappe._dict()
	stands_in = usual if usual.employee != acting.employee else frappe._dict()
	return frappe._dict(
		space=place.name,
		area_state="Not Reported",
		warden=acting.employee,
		warden_name=acting.name,
		warden_phone=acting.phone,
		warden_step=acting.step or "",
		warden_problem=choice.problem or "",
		regular_warden=stands_in.employee,
		regular_warden_name=stands_in.name,
		certificate_valid_until_date=acting.certificate_until,
	)


# --- people ---------------------------------------------------------------------------------------------------


def people_to_tell(space: str) -> list[frappe._dict]:
	"""Every warden and whoever answers for safety, at the place, below, above and everywhere: employee, user."""
	holders = [one for duty in administration.duties_around(TOPICS, space) for one in duty.holders]
	return list({one.employee: one for one in holders if one.is_here}.values())


def is_warden(space: str, user: str | None = None) -> bool:
	"""Whether the user holds a duty in an evacuation of this place, as responsible, deputy or stand-in."""
	employee = employee_of(user or frappe.session.user)
	return bool(employee) and employee in {one.employee for one in people_to_tell(space)}


def may_start(space: str, user: str | None = None) -> bool:
	"""Whether the user may start an evacuation of the place: reception and managers of it, and its wardens."""
	if permissions.is_reception(user) and permissions.may_use(space, EVACUATION, user):
		return True
	return is_warden(space, user)


def places_to_start_at(user: str | None = None) -> list[frappe._dict]:
	"""The sites and buildings where the user may start an evacuation: name, space_name, space_type."""
	place, location = frappe.qb.DocType(SPACE), frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(place)
		.join(location)
		.on(location.name == place.name)
		.select(place.name, place.space_name, place.space_type, location.lft, location.rgt)
		.where(place.status != "Closed")
		.where(place.space_type.isin(["Site", "Building"]) | place.parent_space.isnull())
		.orderby(location.lft)
	)
	if permissions.is_reception(user):
		limit = permissions.limits(_named_as_space(place), EVACUATION, user)
		return (query.where(limit) if limit is not None else query).run(as_dict=True)
	employee = employee_of(user or frappe.session.user)
	if not employee or not administration.holds_duty(TOPICS, employee):
		return []
	return [row for row in query.run(as_dict=True) if is_warden(row.name, user)]


def _named_as_space(place):
	"""The table Office Space as `limits` wants one: its own name is the place."""
	return frappe._dict(space=place.name, company=place.company)


# --- before an alarm ------------------------------------------------------------------------------------------


def readiness(space: str) -> list[frappe._dict]:
	"""The areas of a place with their wardens as they would be named now, each with its label."""
	areas = areas_with_wardens(space)
	labels = labels_of(area.space for area in areas)
	for area in areas:
		area.label = labels.get(area.space) or area.space
	return areas


def labels_of(spaces: Iterable[str | None]) -> dict[str, str]:
	"""What people call these places."""
	wanted = sorted({space for space in spaces if space})
	rows = frappe.get_all(
		SPACE, {"name": ("in", wanted or [""])}, ["name", "space_name"], order_by="name", limit=0
	)
	return {row.name: row.space_name or row.name for row in rows}


def seats_today(below: str | None = None, employees: list[str] | None = None) -> dict[str, str]:
	"""Employee -> where their seat is today."""
	return office_space.people_seated(getdate(), below, employees)
