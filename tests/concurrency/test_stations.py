"""One attempt at a station, sent many times at the same moment: one visit."""

import frappe
import pytest

from tests import builders, station_builders
from tests.concurrency import crowd as acts
from tests.concurrency.test_visits import clear
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 6, 3


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def door(site):
	"""A committed station and its key, removed again with all that happened there."""
	place = builders.space(space_type="Site", space_code=builders.unique("STATION")).name
	station = station_builders.station(place)
	key = station_builders.key_of(station)
	frappe.db.commit()
	yield frappe._dict(place=place, key=key)
	frappe.db.rollback()
	logs = frappe.get_all("Visitor Log", {"space": place}, pluck="name", order_by="name") or [""]
	frappe.db.delete("Visit Token", {"visitor_log": ("in", logs)})
	clear(place)
	for doctype, name in (
		("Front Desk Station", station.name),
		("Visitor Type", station.visitor_type),
		("Office Space", place),
		("Location", place),
	):
		frappe.db.delete(doctype, {"name": name})
	frappe.db.commit()


def send(key: str, attempt: str, full_name: str) -> None:
	"""What the page does, once more because no answer came."""
	answer = station_builders.arrive(key, full_name=full_name, attempt=attempt)
	assert answer["state"] == "thanks", answer


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_an_attempt_that_is_sent_many_times_at_once_is_one_visit(crowd, door, isolated):
	for number in range(ROUNDS):
		act = (send, door.key, f"{number}" * 48, f"Wendy Walkin {number}")
		found = crowd.together([act] * CROWD, isolated)
		assert found.done == CROWD, str(found)
	frappe.db.rollback()
	assert sorted(visit.visitor_name for visit in visits(door)) == [
		f"Wendy Walkin {n}" for n in range(ROUNDS)
	]
	checked_in = {"parent": ("in", [visit.name for visit in visits(door)]), "act": "Check In"}
	assert frappe.db.count("Visitor Log Event", checked_in) == ROUNDS


def visits(door) -> list:
	return frappe.get_all("Visitor Log", {"space": door.place}, ["name", "visitor_name"], order_by="name")
