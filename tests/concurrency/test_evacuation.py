"""Many wardens at once: one evacuation, everybody on the list once, and no report lost."""

import frappe
import pytest

from office_management.front_desk import evacuation
from office_management.front_desk.page.roll_call import roll_call
from tests import evacuation_builders as made
from tests import front_desk_builders as reception
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

WARDENS, PEOPLE = 12, 200
EVACUATION, PERSON, MARK = "Evacuation", "Evacuation Person", "Evacuation Mark"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), WARDENS) as people:
		yield people


@pytest.fixture
def house(site):
	"""A committed house with 200 guests, removed again with its evacuations."""
	built = made.house(3)
	kind = made.guests()
	guest = reception.visitor("Gast 0")
	built.logs = [f"crowd-{built.site}-{number}" for number in range(PEOPLE)]
	columns = ["name", "visitor", "visitor_name", "visitor_type", "space", "status", "source"]
	frappe.db.bulk_insert(
		"Visitor Log",
		columns,
		[
			(name, guest.name, f"Gast {number:03}", kind, built.rooms[number % 3], "Checked In", "Walk-in")
			for number, name in enumerate(built.logs)
		],
	)
	frappe.db.commit()
	yield built
	frappe.db.rollback()
	forget(built, guest.name, kind)


def forget(built, guest: str, kind: str) -> None:
	for name in evacuations(built):
		for table in frappe.get_meta(EVACUATION).get_table_fields():
			frappe.db.delete(table.options, {"parent": name})
		frappe.db.delete("Notification Log", {"document_name": name})
		frappe.db.delete(EVACUATION, {"name": name})
	frappe.db.delete("Visitor Log", {"visitor": guest})
	frappe.db.delete("Visitor", {"name": guest})
	frappe.db.delete("Visitor Type", {"name": kind})
	for space in (*built.rooms, *built.floors, built.site):
		frappe.db.delete("Office Space", {"name": space})
		frappe.db.delete("Location", {"name": space})
	frappe.db.commit()


def evacuations(built) -> list[str]:
	return frappe.get_all(EVACUATION, {"space": built.site}, pluck="name", order_by="name")


def rows(name: str) -> list[frappe._dict]:
	frappe.db.rollback()
	fields = ["name", "person_name", "person_state", "note", "marked_on"]
	return frappe.get_all(PERSON, {"parent": name}, fields, order_by="person_name")


# --- what they do -------------------------------------------------------------------------------------------------


def start(space: str) -> None:
	roll_call.start_evacuation(space, 0)


def send(name: str, marks: list[dict]) -> None:
	answers = roll_call.send_marks(name, marks)
	assert [answer["key"] for answer in answers] == [mark["key"] for mark in marks]


def add(name: str) -> None:
	roll_call.add_newcomers(name)


def save_form(name: str) -> None:
	form = frappe.get_doc(EVACUATION, name)
	form.note = "Saved meanwhile"
	form.save()


def close(name: str) -> None:
	roll_call.close_evacuation(name)


# --- what comes of it ---------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_all_start_at_once_and_there_is_one_list_with_everybody_once(crowd, house, isolated):
	found = crowd.together([(start, house.site)] * WARDENS, isolated)
	assert found.done == WARDENS, str(found)
	frappe.db.rollback()
	(name,) = evacuations(house)
	names = [row.person_name for row in rows(name)]
	assert names == [f"Gast {number:03}" for number in range(PEOPLE)]


@BOTH_WAYS
def test_twelve_wardens_mark_two_hundred_people_and_no_mark_is_lost(crowd, house, isolated):
	"""Everybody marks everybody, in an order of their own, while one saves the form and one adds newcomers."""
	name = roll_call.start_evacuation(house.site, 0)["name"]
	frappe.db.commit()
	people = [row.name for row in rows(name)]
	for part in range(4):
		some = people[part::4]
		turns = []
		for warden in range(WARDENS - 2):
			mine = some[warden:] + some[:warden]
			mine = mine if warden % 2 else mine[::-1]
			state = "Safe" if warden else "Needs Help"
			marks = [made.mark("Person", row, state, f"{warden}-{row}", note=f"by {warden}") for row in mine]
			turns.append((send, name, marks))
		found = crowd.together([*turns, (save_form, name), (add, name)], isolated)
		assert found.refused_as() <= {"TimestampMismatchError", "QueryDeadlockError"}, str(found)
		assert all(kind == "ok" for kind, _said in found.answers[: WARDENS - 2]), str(found)
	frappe.db.rollback()
	kept = frappe.get_all(
		MARK,
		{"parent": name},
		["row_name", "new_state", "note", "marked_on", "overtaken"],
		order_by="marked_on, creation",
		limit=0,
	)
	assert len(kept) == PEOPLE * (WARDENS - 2)
	latest = {row: max(one.marked_on for one in kept if one.row_name == row) for row in people}
	for row in rows(name):
		assert row.marked_on == latest[row.name], "the report made last stands"
		assert (row.person_state, row.note) in {
			(one.new_state, one.note)
			for one in kept
			if one.row_name == row.name and one.marked_on == row.marked_on
		}


@BOTH_WAYS
def test_newcomers_are_added_once_by_whoever_adds_them(crowd, house, isolated):
	name = evacuation.start(house.site, 0)["name"]
	frappe.db.commit()
	frappe.db.delete(PERSON, {"parent": name, "person_name": ("like", "Gast 1%")})
	frappe.db.commit()
	found = crowd.together([(add, name)] * WARDENS, isolated)
	assert found.done == WARDENS, str(found)
	assert [row.person_name for row in rows(name)] == [f"Gast {number:03}" for number in range(PEOPLE)]


@BOTH_WAYS
def test_a_call_for_help_at_the_moment_of_the_end_is_not_lost(crowd, house, isolated):
	"""It comes before the end, or was made before it and arrives after: it is on record either way."""
	name = evacuation.start(house.site, 0)["name"]
	areas = frappe.get_all("Evacuation Area", {"parent": name}, pluck="name", order_by="name")
	people = [row.name for row in rows_now(name)]
	evacuation.take_marks(name, [made.mark("Area", row, "Clear") for row in areas])
	evacuation.take_marks(name, [made.mark("Person", row, "Safe") for row in people])
	frappe.db.commit()
	calls = [(send, name, [made.mark("Person", row, "Needs Help", age=30)]) for row in people[:4]]
	found = crowd.together([(close, name), *calls], isolated)
	assert found.answers[0][0] in ("ok", "NotAllClearError"), str(found)
	assert all(kind == "ok" for kind, _said in found.answers[1:]), str(found)
	frappe.db.rollback()
	assert frappe.db.count(MARK, {"parent": name, "new_state": "Needs Help"}) == 4


def rows_now(name: str) -> list[frappe._dict]:
	return frappe.get_all(PERSON, {"parent": name}, ["name"], order_by="name")
