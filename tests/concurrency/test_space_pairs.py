"""Spaces and their Locations when many make, fill and divide places at the same moment."""

import frappe
import pytest

from office_management.erp import places
from tests import baseline, builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 8, 5
FRIENDLY = {"CodeTakenError", "SpaceBusyError"}


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def top(site):
	"""A committed site, removed again with all that was made below it."""
	made = builders.space(space_code=builders.unique("PAIRS"))
	frappe.db.commit()
	yield made.name
	frappe.db.rollback()
	frappe.db.delete("Space Allocation", {"space": ("like", f"{made.name}%")})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{made.name}%")})
	frappe.db.commit()


def make_room(parent: str, code: str) -> None:
	frappe.get_doc(
		{
			"doctype": "Office Space",
			"space_type": "Room",
			"space_code": code,
			"space_name": code,
			"parent_space": parent,
			"company": baseline.COMPANY,
			"capacity": 1,
			"is_allocatable": 1,
		}
	).insert()


def give_room(space: str) -> None:
	builders.allocation(space, baseline.department("Sales"), "Department")


def names(doctype: str, top: str) -> set[str]:
	frappe.db.rollback()
	return set(frappe.get_all(doctype, filters={"name": ("like", f"{top}-%")}, pluck="name", limit=0))


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_one_of_many_makes_the_same_space(crowd, top, isolated):
	for number in range(ROUNDS):
		found = crowd.together([(make_room, top, f"R{number}")] * CROWD, isolated)
		assert found.done == 1, str(found)
		assert found.refused_as() <= FRIENDLY, str(found)
	assert names("Location", top) == names("Office Space", top) == {f"{top}-R{n}" for n in range(ROUNDS)}


def test_many_different_spaces_keep_pairs_and_tree_whole(crowd, top):
	for number in range(ROUNDS):
		found = crowd.together([(make_room, top, f"R{number}.{person}") for person in range(CROWD)])
		assert found.refused_as() <= FRIENDLY, str(found)
	assert names("Location", top) == names("Office Space", top)
	rows = places.tree_rows(top)
	assert len(rows) == len(names("Location", top)) + 1
	numbers = [number for row in rows for number in (row.lft, row.rgt)]
	assert len(numbers) == len(set(numbers))


def test_a_room_is_given_away_or_divided_never_both(crowd, top):
	for number in range(ROUNDS):
		make_room(top, f"R{number}")
		frappe.db.commit()
		room = f"{top}-R{number}"
		found = crowd.together([(give_room, room), (make_room, room, "IN")])
		frappe.db.rollback()
		given = frappe.db.exists("Space Allocation", {"space": room, "seats": (">", 0)})
		divided = frappe.db.exists("Office Space", f"{room}-IN")
		assert not (given and divided), str(found)
