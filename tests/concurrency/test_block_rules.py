"""Several managers and jobs at the same moment: one decision, one notice."""

import frappe
import pytest

from office_management.front_desk import block_matches, host_notices
from office_management.front_desk.doctype.visitor_block_match import visitor_block_match as endpoints
from tests import baseline, builders
from tests import front_desk_builders as desk
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 4, 3
LOG, RULE, MATCH, NOTICE = "Visitor Log", "Visitor Block Rule", "Visitor Block Match", "Visitor Log Notice"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def door(site):
	"""A committed place, a type and a rule; removed with all that hangs on them."""
	place = desk.site(company=baseline.COMPANY, space_code=builders.unique("BLOCK")).name
	kind = desk.visitor_type(builders.unique("Blocked "), host_notice=1).name
	rule = frappe.get_doc(
		{"doctype": RULE, "full_name": builders.unique("Vera Visser "), "reason": "Test", "space": place}
	).insert()
	desk.confirm_retention()
	frappe.db.commit()
	yield frappe._dict(place=place, kind=kind, rule=rule.name, name=rule.full_name)
	frappe.db.rollback()
	rows = frappe.get_all(LOG, {"space": place}, ["name", "visitor"], order_by="name")
	logs = [row.name for row in rows] or [""]
	found = frappe.get_all(MATCH, {"rule": rule.name}, pluck="name", order_by="name")
	frappe.db.delete("Notification Log", {"document_name": ("in", [*logs, *found])})
	for table in frappe.get_meta(LOG).get_table_fields():
		frappe.db.delete(table.options, {"parent": ("in", logs)})
	for doctype, names in (
		(MATCH, found),
		(LOG, logs),
		("Visitor", [row.visitor for row in rows]),
		(RULE, [rule.name]),
		("Visitor Type", [kind]),
		("Office Space", [place]),
		("Location", [place]),
	):
		frappe.db.delete(doctype, {"name": ("in", names or [""])})
	frappe.db.commit()


def decide(match: str, let_in: bool) -> None:
	if let_in:
		endpoints.let_in(match)
	else:
		endpoints.refuse(match, "Known thief")


@BOTH_WAYS
def test_of_managers_at_once_the_first_decides(crowd, door, isolated):
	for _round in range(ROUNDS):
		log = desk.visit(door.place, full_name=door.name, visitor_type=door.kind, is_another=1).name
		frappe.db.commit()
		match = frappe.db.get_value(MATCH, {"visitor_log": log})
		outcome = crowd.together([(decide, match, number % 2 == 0) for number in range(CROWD)], isolated)
		frappe.db.rollback()
		decision, decided_by = frappe.db.get_value(MATCH, match, ["decision", "decided_by"])
		status = frappe.db.get_value(LOG, log, "status")
		assert (decision, status) in (("Let In", "Expected"), ("Refused", "Denied")), outcome
		assert decided_by == "Administrator"
		assert outcome.done == CROWD / 2 and outcome.refused_as() == {"MatchDecidedError"}, outcome


def tell_everybody() -> None:
	host_notices.tell_hosts()
	block_matches.tell_managers()


@BOTH_WAYS
def test_sweeps_that_meet_tell_each_person_once(crowd, door, isolated):
	host = baseline.employee("anna")
	held = desk.visit(door.place, full_name=door.name, visitor_type=door.kind).name
	here = [desk.visit_on_site(door.place, visitor_type=door.kind, host=host).name for _one in range(3)]
	frappe.db.commit()
	outcome = crowd.together([(tell_everybody,)] * CROWD, isolated)
	frappe.db.rollback()
	assert outcome.done == CROWD, outcome
	for log in here:
		assert frappe.db.count("Notification Log", {"document_name": log}) == 1
		assert frappe.db.count(NOTICE, {"parent": log, "told_on": ("is", "set")}) == 1
	match = frappe.db.get_value(MATCH, {"visitor_log": held})
	told = frappe.get_all("Notification Log", {"document_name": match}, pluck="for_user", order_by="for_user")
	assert baseline.USERS["office_manager"] in told and len(told) == len(set(told))
