"""One task, many people and jobs at the same moment: each thing happens once."""

import frappe
import pytest

from office_management.facilities import api, notices
from tests import builders
from tests import facility_builders as facility
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 4, 5
TASK, NOTICE = "Facility Task", "Facility Task Notice"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture(scope="module")
def technicians(site):
	"""Committed technicians."""
	users = [facility.technician() for _number in range(CROWD)]
	frappe.db.commit()
	yield users
	frappe.db.rollback()
	for doctype, field in (("Notification Settings", "name"), ("Has Role", "parent"), ("User", "name")):
		frappe.db.delete(doctype, {field: ("in", users)})
	frappe.db.delete("Contact", {"user": ("in", users)})
	frappe.db.commit()


@pytest.fixture
def made(technicians):
	"""Make committed tasks by this; they are removed with all that hangs on them."""
	category = facility.category(targets={"Normal": (1, 2)}, round_the_clock=1).name
	names = []

	def make(**values) -> str:
		names.append(facility.task(category=category, **values).name)
		frappe.db.commit()
		return names[-1]

	yield make
	frappe.db.rollback()
	for name in names:
		frappe.db.delete("ToDo", {"reference_name": name})
		frappe.db.delete("Comment", {"reference_name": name})
		frappe.db.delete("Version", {"docname": name})
		frappe.db.delete("Notification Log", {"document_name": name})
		for table in frappe.get_meta(TASK).get_table_fields():
			frappe.db.delete(table.options, {"parent": name})
		frappe.db.delete(TASK, {"name": name})
	frappe.db.delete("Facility Response Target", {"parent": category})
	frappe.db.delete("Facility Task Category", {"name": category})
	frappe.db.commit()


def assigned(name: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all(
		"ToDo", {"reference_name": name, "status": "Open"}, pluck="allocated_to", order_by="name"
	)


# --- what they do ---------------------------------------------------------------------------------------------


def take(user: str, name: str) -> None:
	frappe.set_user(user)
	try:
		api.take_task(name)
	finally:
		frappe.set_user("Administrator")


def finish(name: str) -> None:
	api.finish_task(name)


def save_as_done(name: str) -> None:
	"""An ordinary save of a form."""
	doc = frappe.get_doc(TASK, name)
	doc.status = "Done"
	doc.save()


def sweep() -> None:
	notices.sweep_notices()


# --- rounds ---------------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_one_technician_gets_the_task(crowd, made, technicians, isolated):
	for number in range(ROUNDS):
		name = made()
		found = crowd.together([(take, user, name) for user in technicians], isolated)
		assert found.done == 1 and found.refused_as() == {"TaskTakenError"}, f"round {number}: {found}"
		assert len(assigned(name)) == 1, f"round {number}"


@BOTH_WAYS
def test_a_task_is_finished_once(crowd, made, isolated):
	for number in range(ROUNDS):
		name = made()
		found = crowd.together([(finish, name)] * CROWD, isolated)
		assert found.done == 1 and found.refused_as() == {"TaskAlreadyError"}, f"round {number}: {found}"


@BOTH_WAYS
def test_ordinary_saves_never_end_in_a_server_error(crowd, made, isolated):
	friendly = {"TaskBusyError", "TimestampMismatchError"}
	for number in range(ROUNDS):
		name = made()
		found = crowd.together([(save_as_done, name)] * CROWD, isolated)
		assert found.done == 1 and found.refused_as() <= friendly, f"round {number}: {found}"


@BOTH_WAYS
def test_sweeps_at_once_tell_everybody_once(crowd, made, technicians, isolated):
	"""An emergency and a late task, four sweeps at the same moment, twice."""
	user = technicians[0]
	late = made(subject="late")
	builders_assign(late, user)
	moments = dict.fromkeys(("due_on", "at_risk_on", "respond_by"), "2026-01-05 10:00:00")
	frappe.db.set_value(TASK, late, moments)
	emergency = made(subject="emergency", urgency="Emergency")
	frappe.db.commit()
	for _again in range(2):
		found = crowd.together([(sweep,)] * CROWD, isolated)
		assert found.refused_as() <= {"LostRace"}, found
	crowd.together([(sweep,)])
	frappe.db.rollback()
	rows = frappe.get_all(
		NOTICE, {"parent": ("in", [late, emergency])}, ["parent", "notice", "user", "told_on"]
	)
	keys = [(row.parent, row.notice, row.user) for row in rows if row.told_on]
	assert len(keys) == len(set(keys)) and (late, "Late", user) in keys, rows
	logs = frappe.db.count("Notification Log", {"document_name": late, "for_user": user})
	assert logs == len([key for key in keys if key[0] == late and key[2] == user])
	told = [key[2] for key in keys if key[0] == emergency]
	for person in told:
		assert frappe.db.count("Notification Log", {"document_name": emergency, "for_user": person}) == 1


def builders_assign(name: str, user: str) -> None:
	with builders.as_user("Administrator"):
		facility.assign(name, user)
	frappe.db.commit()
