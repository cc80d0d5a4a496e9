"""The building: places one by one, desks all at once, through the doors everybody uses."""

import frappe
from frappe import _

from office_management.demo import record
from office_management.demo.plan.shapes import Plan, Space
from office_management.office_space import making


class RefusedError(frappe.ValidationError):
	"""The house's own rules refuse a place of the demo."""


def make_spaces(
	plan: Plan, company: str, cost_centers: dict[str, str], people: dict[str, str]
) -> dict[str, str]:
	"""Make all Office Spaces with their Locations.

	Args:
		cost_centers: a department's label -> cost center, for the places reserved for it.
		people: employee number -> Employee; heads of department answer for their zones.

	Returns:
		a space's key -> its name, which is its Location's name too.
	"""
	heads = {person.department: people[person.key] for person in plan.people if person.is_head}
	desks = []
	for space in plan.spaces:
		values = _values(space, company, cost_centers, heads)
		if space.space_type == "Desk":
			desks.append(values)
		else:
			_make(space, values)
	_make_desks(desks)
	record.add("Location", *(space.location for space in plan.spaces))
	return {space.key: space.location for space in plan.spaces}


def _values(space: Space, company: str, cost_centers: dict, heads: dict) -> dict:
	return {
		"parent_space": space.parent,
		"space_code": space.path[-1],
		"space_name": space.name,
		"space_type": space.space_type,
		"capacity": space.capacity,
		"floor_area": round(space.floor_area, 2),
		"is_allocatable": int(space.is_allocatable),
		"is_bookable": int(space.is_bookable),
		"company": company,
		"cost_center": cost_centers.get(space.department),
		"space_manager": heads.get(space.department) if space.space_type == "Zone" else None,
	}


def _make(space: Space, values: dict) -> None:
	amenities = [{"amenity": amenity, "quantity": 1} for amenity in space.amenities]
	doc = frappe.get_doc({"doctype": "Office Space", **values, "amenities": amenities})
	doc.insert(ignore_permissions=True)  # create() is for System Managers only
	if doc.name != space.location:
		_refuse(space.location, doc.name)


def _make_desks(rows: list[dict]) -> None:
	for row, result in zip(rows, making.make_spaces(rows), strict=True):
		if result.error:
			_refuse(row["space_name"], result.error)


def _refuse(place: str, why: str) -> None:
	frappe.throw(
		_("The demo could not make {0}: {1}", context="Office Management Demo").format(
			frappe.bold(place), why
		),
		RefusedError,
	)
