"""Adding up by site, floor or room: every place has one place that stands for it."""

import frappe
import pytest

from office_management.office_space.place_groups import UnknownKindError, groups_at
from tests import builders


@pytest.fixture
def house(site):
	top = builders.space()
	floor = builders.space(None, top.name, space_type="Floor")
	room = builders.space(None, floor.name, space_type="Room")
	desk = builders.space(None, room.name)
	return frappe._dict(top=top.name, floor=floor.name, room=room.name, desk=desk.name)


@pytest.mark.parametrize(
	("kind", "stands_for_desk"),
	[("Site", "top"), ("Building", "top"), ("Floor", "floor"), ("Room", "room"), ("Desk", "desk")],
)
def test_a_place_is_counted_where_it_lies(house, kind, stands_for_desk):
	groups = groups_at(kind, ["Administrator"])
	assert groups[house.desk].space == house[stands_for_desk]
	assert groups[house.top].space == house.top


def test_who_sees_one_floor_only_counts_there(house):
	user = builders.user("Office Manager")
	builders.limited_user(user, house.floor)
	groups = groups_at("Site", [user])
	assert groups[house.desk].space == house.floor
	assert house.top not in groups


def test_a_kind_that_is_none(site):
	with pytest.raises(UnknownKindError, match="There is no kind of place"):
		groups_at("Castle", ["Administrator"])
