"""What a seat depends on is found whatever the places above are called."""

import frappe
import pytest

from office_management.office_space.seat_rules import (
	GroupOccupantError,
	ReservedPlaceError,
	SpaceNotOpenError,
)
from tests import baseline, builders


@pytest.fixture
def room():
	"""A room that lies in a zone after which it is not named, in another site."""
	site = builders.space(space_type="Site", space_code=builders.unique("NAMED"))
	floor = builders.space(None, site, space_type="Floor")
	room = builders.room(floor, capacity=2)
	other = builders.space(space_type="Site", space_code=builders.unique("AFTER"))
	zone = builders.space(None, builders.space(None, other, space_type="Floor"), space_type="Zone")
	frappe.db.set_value("Office Space", room.name, "parent_space", zone.name)
	return frappe._dict(name=room.name, floor=floor.name, zone=zone.name, site=other.name, old_site=site.name)


def give(space: str, kind: str = "Employee", **values):
	occupant = baseline.employee("anna") if kind == "Employee" else baseline.department("Design")
	given = {"space": space, "occupant_type": kind, "occupant": occupant, "from_date": "2031-01-06", **values}
	return frappe.get_doc({"doctype": "Space Allocation", **given}).insert()


@pytest.mark.parametrize("kind", ("Employee", "Department"))
def test_what_lies_above_counts_and_not_what_it_is_named_after(room, kind):
	for place in (room.floor, room.old_site):
		frappe.db.set_value("Office Space", place, {"status": "Closed"})
	assert give(room.name, kind).status == "Planned"
	frappe.db.set_value("Office Space", room.site, {"status": "Closed"})
	with pytest.raises(SpaceNotOpenError):
		give(room.name, kind, is_primary=0)


def reserve(space: str) -> None:
	"""A reservation for a department of nobody, written as the controller stores it."""
	whom = {"occupant_type": "Department", "occupant": "Nobody", "seats": 0, "status": "Planned"}
	dates = {"from_date": "2031-01-01", "effective_to": "9999-12-31"}
	frappe.get_doc(
		{"doctype": "Space Allocation", "name": f"of {space}", "space": space, **whom, **dates}
	).db_insert()


def test_what_reserves_a_place_above_is_asked_for(room):
	reserve(room.floor)
	assert give(room.name).status == "Planned"
	reserve(room.zone)
	with pytest.raises(ReservedPlaceError):
		give(room.name, is_primary=0)


@pytest.mark.parametrize("level", ("zone", "site"))
def test_one_person_gets_no_place_with_others_below(room, level):
	with pytest.raises(GroupOccupantError, match="has other places below it"):
		give(room[level])
