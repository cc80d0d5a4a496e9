"""In which order a seat locks what it depends on. Two who lock in one order can wait for each other, but never both."""

from contextlib import closing

import frappe
import pytest

from office_management.office_space import leaf_facts
from tests import baseline, builders

pytestmark = pytest.mark.concurrency

NO_WAIT = 1205


@pytest.fixture
def rows():
	"""Committed, as (DocType, name): a site, a floor, a room and an employee, and one who sits in the room."""
	site = builders.space(space_type="Site", space_code=builders.unique("ORDER"))
	floor = builders.space(None, site, space_type="Floor")
	room = builders.room(floor, capacity=3)
	seated = frappe.get_doc(seat(room.name, baseline.employee("bram"))).insert()
	frappe.db.commit()
	places = [("Office Space", place.name) for place in (site, floor, room)]
	yield [*places, ("Employee", baseline.employee("anna")), ("Space Allocation", seated.name)]
	frappe.db.rollback()
	frappe.db.delete("Space Allocation", {"space": room.name})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{site.name}%")})
	frappe.db.commit()


def seat(space: str, employee: str) -> dict:
	values = {"space": space, "occupant_type": "Employee", "occupant": employee, "from_date": "2031-01-06"}
	return {"doctype": "Space Allocation", "is_primary": 0, **values}


def lock(connection, row: tuple[str, str]) -> None:
	with connection.cursor() as cursor:
		cursor.execute(f"select name from `tab{row[0]}` where name = %s for update nowait", row[1])


def is_held(row: tuple[str, str]) -> bool:
	with closing(frappe.db.create_connection()) as somebody:
		try:
			lock(somebody, row)
		except frappe.db.OperationalError as error:
			assert error.args[0] == NO_WAIT
			return True
	return False


@pytest.mark.parametrize("taken", range(5), ids=("site", "floor", "room", "person", "allocation"))
def test_who_waits_holds_what_comes_before_and_nothing_of_what_comes_after(rows, taken):
	"""Places from the topmost down, the person, then allocations; although one statement locks them all."""
	frappe.db.rollback()
	doc = frappe.get_doc(seat(rows[2][1], rows[3][1]))
	with closing(frappe.db.create_connection()) as another:
		lock(another, rows[taken])
		frappe.db.sql("set session innodb_lock_wait_timeout = 0")
		try:
			with pytest.raises(frappe.QueryTimeoutError):
				leaf_facts.lock(doc)
		finally:
			frappe.db.sql("set session innodb_lock_wait_timeout = default")
		assert [row for row in rows if is_held(row)] == rows[: taken + 1]
	frappe.db.rollback()


def test_whoever_gives_a_seat_beside_does_not_wait_for_the_places_above(rows):
	frappe.db.rollback()
	leaf_facts.lock(frappe.get_doc(seat(rows[2][1], rows[3][1])))
	with closing(frappe.db.create_connection()) as another, another.cursor() as cursor:
		for doctype, name in rows[:2]:
			cursor.execute(f"select name from `tab{doctype}` where name = %s lock in share mode nowait", name)
	frappe.db.rollback()
