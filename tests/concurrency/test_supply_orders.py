"""Office supplies when everybody orders on the same morning: one draft a day for each kind, and nothing lost."""

import frappe
import pytest

from tests import baseline, builders
from tests import supply_builders as made
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 8, 2


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def things(site):
	"""Something the store has plenty of and something that is bought, committed; removed with all orders of them."""
	pen, paper = made.item(made_up("Pen"), stock=True).name, made.item(made_up("Paper")).name
	entry = made.put_in_store(pen, 1000)
	frappe.db.commit()
	yield pen, paper
	frappe.db.rollback()
	forget(orders(pen, paper))
	for doctype in ("Stock Ledger Entry", "GL Entry"):
		frappe.db.delete(doctype, {"voucher_no": entry.name})
	frappe.db.delete("Stock Entry Detail", {"parent": entry.name})
	frappe.db.delete("Stock Entry", {"name": entry.name})
	frappe.db.delete("Bin", {"item_code": ("in", [pen, paper])})
	for code in (pen, paper):
		frappe.delete_doc("Item", code, force=True)
	frappe.db.commit()


def made_up(label: str) -> str:
	return f"{label} {frappe.generate_hash(length=6)}"


def orders(*items: str) -> list[str]:
	"""The requests that ask for any of these."""
	frappe.db.rollback()
	return frappe.get_all(
		"Material Request Item",
		{"item_code": ("in", items)},
		pluck="parent",
		distinct=True,
		order_by="parent",
	)


def forget(requests: list[str]) -> None:
	frappe.db.delete("Material Request Item", {"parent": ("in", requests or [""])})
	frappe.db.delete("Material Request", {"name": ("in", requests or [""])})
	frappe.db.commit()


def order(user: str, pen: str, paper: str, key: str) -> None:
	"""Order as the page does, as this user."""
	from office_management.facilities import api

	frappe.set_user(user)
	try:
		api.order_supplies([{"item": pen, "quantity": 2}, {"item": paper, "quantity": 3}], key)
	finally:
		frappe.set_user("Administrator")


def submit(name: str) -> None:
	"""The buyer takes the draft up."""
	frappe.get_doc("Material Request", name).submit()


def rows(item: str) -> list[tuple]:
	frappe.db.rollback()
	return frappe.get_all(
		"Material Request Item",
		{"item_code": item},
		["parent", "qty", "om_requested_by"],
		order_by="parent, idx",
		as_list=True,
	)


PEOPLE = ("employee", "office_manager", "receptionist", "technician")


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_eight_people_order_at_once_on_a_new_day(crowd, things, isolated):
	pen, paper = things
	for _round in range(ROUNDS):
		users = [baseline.USERS[PEOPLE[number % len(PEOPLE)]] for number in range(CROWD)]
		found = crowd.together([(order, user, pen, paper, made.key()) for user in users], isolated)
		assert found.done == CROWD, str(found)
		for item, kind in ((pen, "Material Issue"), (paper, "Purchase")):
			asked = rows(item)
			assert len({parent for parent, _qty, _who in asked}) == 1, asked
			assert frappe.db.get_value("Material Request", asked[0][0], "material_request_type") == kind
			employees = sorted(baseline.employee(baseline.LINKED[person]) for person in PEOPLE * 2)
			assert sorted(who for _parent, _qty, who in asked) == employees
		forget(orders(pen, paper))


def test_a_double_click_makes_one_order(crowd, things):
	pen, paper = things
	found = crowd.together([(order, baseline.USERS["employee"], pen, paper, "the-same-key-again")] * CROWD)
	assert found.done == CROWD, str(found)
	assert [qty for _parent, qty, _who in rows(pen)] == [2]
	assert [qty for _parent, qty, _who in rows(paper)] == [3]


def test_what_is_ordered_while_the_buyer_submits_is_in_one_draft_or_the_next(crowd, things):
	pen, paper = things
	user = baseline.USERS["employee"]
	for _round in range(ROUNDS):
		order(user, pen, paper, made.key())
		frappe.db.commit()
		draft = rows(paper)[0][0]
		people = [(order, user, pen, paper, made.key()) for _each in range(CROWD - 1)]
		found = crowd.together([(submit, draft), *people])
		assert found.refused_as() <= {"TimestampMismatchError"}, str(found)
		assert found.done >= CROWD - 1, "only the buyer may have to refresh"
		asked = rows(paper)
		assert len(asked) == CROWD
		assert len({parent for parent, _qty, _who in asked}) <= 2
		forget(orders(pen, paper))


def test_the_last_ones_in_the_store_are_promised_once(crowd, things):
	pen, paper = things
	frappe.db.set_value("Bin", {"item_code": pen}, "actual_qty", 8)
	frappe.db.commit()
	user = baseline.USERS["employee"]
	found = crowd.together([(order, user, pen, paper, made.key()) for _each in range(CROWD)])
	assert found.done == CROWD, str(found)
	kinds = [
		frappe.db.get_value("Material Request", parent, "material_request_type")
		for parent, _q, _w in rows(pen)
	]
	assert kinds.count("Material Issue") == 4, kinds


def test_one_of_many_says_that_it_runs_low(crowd, things):
	pen, _paper = things
	site = builders.space()
	place = builders.space(None, site.name, space_type="Storage").name
	frappe.db.commit()
	try:
		found = crowd.together([(tap, pen, place)] * CROWD)
		assert found.done == CROWD, str(found)
		assert len(rows(pen)) == 1
	finally:
		frappe.db.rollback()
		for doctype in ("Office Space", "Location"):
			frappe.db.delete(doctype, {"name": ("in", [place, site.name])})
		frappe.db.commit()


def tap(item: str, space: str) -> None:
	from office_management.facilities import api

	frappe.set_user(baseline.USERS["employee"])
	try:
		api.say_running_low(item, space, made.key())
	finally:
		frappe.set_user("Administrator")
