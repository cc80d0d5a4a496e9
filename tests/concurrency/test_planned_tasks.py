"""Four generators at once make each task of a plan once: real processes, in both of the database's snapshot modes."""

import frappe
import pytest
from frappe.utils import getdate

from tests import builders
from tests import facility_builders as facility
from tests import plan_builders as made
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

GENERATORS, ROUNDS, ROOMS = 4, 6, 6
both_modes = pytest.mark.parametrize(
	"isolated", [False, True], ids=["snapshots shared", "snapshots isolated"]
)


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), GENERATORS) as people:
		yield people


@pytest.fixture(scope="module")
def plans(site):
	"""Two committed plans: for all rooms of a house, and one that counts from completion for one of them."""
	house = builders.site_with_floor(rooms=ROOMS, desks=0)
	checklist, user = facility.checklist(), facility.technician()
	common = {"checklist_template": checklist.name, "assignees": [{"user": user}]}
	rooms = {"scope": "Spaces of a Type Below", "space_type": "Room"}
	found = [
		made.daily(house.site, **rooms, **common).name,
		made.daily(house.rooms[0], basis="After Completion", **common).name,
	]
	frappe.db.commit()
	yield found
	frappe.db.rollback()
	clear(found)
	frappe.db.delete("Notification Log", {"for_user": user})
	frappe.db.delete("Facility Plan Assignee", {"parent": ("in", found)})
	frappe.db.delete("Facility Plan", {"name": ("in", found)})
	frappe.delete_doc("Checklist Template", checklist.name, force=True)
	frappe.delete_doc("User", user, force=True)
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{house.site.name}%")})
	frappe.db.commit()


def clear(plans: list[str]) -> None:
	"""Take the tasks away, and let the plans begin again with today."""
	names = frappe.get_all(made.TASK, {"plan": ("in", plans)}, pluck="name") or [""]
	frappe.db.delete("Facility Task Answer", {"parent": ("in", names)})
	frappe.db.delete("ToDo", {"reference_name": ("in", names)})
	frappe.db.delete(made.TASK, {"name": ("in", names)})
	today = getdate()
	values = {"generated_until_date": builders.day(-1), "generated_count": 0, "make_on_date": today}
	for plan in plans:
		frappe.db.set_value("Facility Plan", plan, values, update_modified=False)
	frappe.db.commit()


def generate(until) -> None:
	"""The hourly job, and somebody who presses the button for more."""
	from office_management.facilities import generator

	for plan in generator.plans_due(getdate()):
		errors = generator.make_tasks([plan], until).errors
		if errors:
			raise next(iter(errors.values()))


def edit(plan: str) -> None:
	doc = frappe.get_doc("Facility Plan", plan)
	doc.description = frappe.generate_hash(length=8)
	doc.save()


def check_each_once(plans: list[str], days: int) -> None:
	frappe.db.rollback()
	tasks = made.tasks(plans[0])
	assert len(tasks) == ROOMS * days
	assert len({(task.space, task.occurrence_date) for task in tasks}) == len(tasks)
	assert len(made.tasks(plans[1])) == 1
	names = sorted(task.name for plan in plans for task in made.tasks(plan))
	for doctype, field in (("Facility Task Answer", "parent"), ("ToDo", "reference_name")):
		assert sorted(frappe.get_all(doctype, {field: ("in", names)}, pluck=field)) == names
	assert frappe.db.get_value("Facility Plan", plans[0], "generated_count") == len(tasks)


@both_modes
def test_four_generators_at_once(crowd, plans, isolated):
	for number in range(ROUNDS):
		clear(plans)
		found = crowd.together([(generate, builders.day(2))] * GENERATORS, isolated)
		assert found.done == GENERATORS, f"round {number}: {found}"
		check_each_once(plans, days=3)


@both_modes
def test_plans_edited_while_generators_run(crowd, plans, isolated):
	"""Whoever edits may be told to try again; what is made is made once, with one or the other text."""
	for _number in range(ROUNDS):
		clear(plans)
		crowd_acts = [
			(generate, builders.day(2)),
			(edit, plans[0]),
			(generate, builders.day(2)),
			(edit, plans[1]),
		]
		found = crowd.together(crowd_acts, isolated)
		assert found.refused_as() <= {"TimestampMismatchError", "QueryDeadlockError", "QueryTimeoutError"}, (
			found
		)
		frappe.db.rollback()
		generate(builders.day(2))
		check_each_once(plans, days=3)
