"""One badge, and everybody reaches for it at once: real processes, real locks."""

import frappe
import pytest

from tests import baseline
from tests import front_desk_builders as desk
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
def made(site):
	"""A site with a visitor on site for each process, and badges; committed, and removed after the test."""
	code = frappe.generate_hash(length=5).upper()
	place = desk.site(space_code=f"B{code}")
	kind = desk.visitor_type(f"Type {code}")
	logs = [
		desk.visit_on_site(place, full_name=f"Visitor {code} {number}", visitor_type=kind.name).name
		for number in range(CROWD)
	]
	badges = [
		frappe.get_doc({"doctype": "Access Badge", "badge_number": f"{code}-{number}"}).insert().name
		for number in range(CROWD)
	]
	frappe.db.commit()
	yield frappe._dict(logs=logs, badges=badges)
	frappe.db.rollback()
	forget(place.name, kind.name, logs, badges)
	frappe.db.commit()


def forget(place: str, kind: str, logs: list[str], badges: list[str]) -> None:
	visitors = frappe.get_all("Visitor Log", {"name": ("in", logs)}, pluck="visitor", order_by="name")
	for doctype in ("Visitor Log Event", "Visitor Log Notice"):
		frappe.db.delete(doctype, {"parent": ("in", logs)})
	frappe.db.delete("Access Badge Issue", {"parent": ("in", badges)})
	frappe.db.delete("Access Badge", {"name": ("in", badges)})
	frappe.db.delete("Visitor Log", {"name": ("in", logs)})
	frappe.db.delete("Visitor", {"name": ("in", visitors)})
	frappe.db.delete("Visitor Type", {"name": kind})
	frappe.db.delete("Office Space", {"name": place})
	frappe.db.delete("Location", {"name": place})


def give(log: str, badge: str) -> None:
	from office_management.front_desk.page.front_desk import front_desk

	front_desk.give_badge(log, badge)


def give_employee(badge: str, employee: str) -> None:
	from office_management.front_desk.doctype.access_badge import access_badge

	access_badge.give_out(badge, employee)


def take_back(badge: str) -> None:
	from office_management.front_desk.doctype.access_badge import access_badge

	access_badge.take_back(badge)


def leave(log: str) -> None:
	from office_management.front_desk import api

	api.check_out_visit(log)


def state(badge: str) -> tuple:
	frappe.db.rollback()
	row = frappe.db.get_value("Access Badge", badge, ["status", "visitor_log", "employee", "times_issued"])
	rows = frappe.get_all("Access Badge Issue", {"parent": badge}, ["idx", "returned_on"], order_by="idx")
	assert [each.idx for each in rows] == list(range(1, row[3] + 1)), "each issue has its row"
	assert sum(not each.returned_on for each in rows) == (row[0] == "Issued")
	return row


@pytest.mark.parametrize("isolated", (False, True), ids=("plain snapshots", "isolated snapshots"))
def test_of_eight_who_want_one_badge_one_gets_it(crowd, made, isolated):
	for number in range(ROUNDS):
		badge = made.badges[number]
		visitors = [(give, log, badge) for log in made.logs[:-1]]
		done = crowd.together([*visitors, (give_employee, badge, baseline.employee("carla"))], isolated)
		assert done.done == 1, done
		assert done.refused_as() <= {"BadgeNotFreeError"}, done
		status, log, employee, _times = state(badge)
		assert status == "Issued"
		assert bool(log) != bool(employee)
		holders = frappe.get_all("Visitor Log", {"badge": badge}, pluck="name", order_by="name")
		assert holders == ([log] if log else [])
		take_back(badge)
		frappe.db.set_value("Visitor Log", {"badge": badge}, "badge", None)
		frappe.db.commit()


def test_one_visitor_gets_one_badge_of_eight_that_are_offered_at_once(crowd, made):
	done = crowd.together([(give, made.logs[0], badge) for badge in made.badges])
	assert done.done == 1, done
	assert done.refused_as() <= {"VisitHasBadgeError"}, done
	out = [badge for badge in made.badges if state(badge)[0] == "Issued"]
	assert out == [frappe.db.get_value("Visitor Log", made.logs[0], "badge")]


def test_eight_visitors_with_a_badge_each_come_and_go_at_once(crowd, made):
	came = crowd.together([(give, log, badge) for log, badge in zip(made.logs, made.badges, strict=True)])
	assert came.done == CROWD, came
	left = crowd.together([(leave, log) for log in made.logs])
	assert left.done == CROWD, left
	assert {state(badge)[0] for badge in made.badges} == {"Available"}


def test_taken_back_by_many_it_is_taken_back_once(crowd, made):
	badge = made.badges[0]
	give_employee(badge, baseline.employee("carla"))
	frappe.db.commit()
	done = crowd.together([(take_back, badge)] * CROWD)
	assert done.done == 1, done
	assert done.refused_as() <= {"BadgeMoveError"}, done
	assert state(badge)[0] == "Available"
