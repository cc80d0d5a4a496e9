"""Who sees which tasks and plans, and who may act on them."""

import frappe
import pytest

from office_management.facilities import permissions, reporters
from tests import baseline, builders
from tests import facility_builders as facility

TASK = "Facility Task"


@pytest.fixture
def house(site):
	return builders.site_with_floor(rooms=1, desks=1)


def seen(user: str, doctype: str = TASK) -> set[str]:
	with builders.as_user(user):
		return set(frappe.get_list(doctype, pluck="name", order_by="name", limit=0))


def may(user: str, name: str, ptype: str = "read", doctype: str = TASK) -> bool:
	return bool(frappe.has_permission(doctype, ptype, doc=frappe.get_doc(doctype, name), user=user))


def counted(user: str) -> set[str]:
	"""What a report of ours would show: the criterion put into a query."""
	table = frappe.qb.DocType(TASK)
	query = frappe.qb.from_(table).select(table.name)
	limit = permissions.task_criterion(table, user)
	return set((query if limit is None else query.where(limit)).run(pluck=True))


def test_a_technician_sees_own_and_unassigned_of_own_categories(house):
	"""The list, the document and the reports agree, task by task."""
	one, other = facility.technician(), facility.technician()
	own, foreign, anyones = (
		facility.category(team=(one,)),
		facility.category(team=(other,)),
		facility.category(),
	)
	expected = {
		facility.task("mine to take", house.site, own).name: (True, True),
		facility.task("anyone's", house.site, anyones).name: (True, True),
		facility.task("of no category", house.site).name: (True, True),
		facility.task("of the others", house.site, foreign).name: (False, False),
	}
	assigned = facility.task("given to me", house.site, foreign)
	facility.assign(assigned, one)
	taken = facility.task("taken by another", house.site, own)
	facility.assign(taken, other)
	made = facility.task("noticed by me", house.site, foreign)
	frappe.db.set_value(TASK, made.name, "owner", one)
	expected |= {assigned.name: (True, True), taken.name: (False, False), made.name: (True, False)}

	for name, (reads, writes) in expected.items():
		assert may(one, name) is reads
		assert may(one, name, "write") is writes
	assert seen(one).intersection(expected) == {name for name, (reads, _w) in expected.items() if reads}
	assert counted(one) == seen(one)


def test_a_task_taken_back_is_seen_no_more(house):
	one, other = facility.technician(), facility.technician()
	task = facility.task("given", house.site, facility.category(team=(other,)))
	facility.assign(task, one)
	assert may(one, task.name)
	facility.unassign(task, one)
	assert not may(one, task.name)


def test_an_employee_sees_what_they_asked_for_and_changes_nothing(house):
	anna, user = baseline.employee("anna"), baseline.USERS["employee"]
	asked = facility.task("asked", house.site, requested_by=anna)
	reported = facility.task("reported", house.site)
	reporters.add_reporter(reported.name, employee=anna, text="It drips")
	other = facility.task("of another", house.site, requested_by=baseline.employee("bram"))

	assert {asked.name, reported.name} <= seen(user) and other.name not in seen(user)
	assert counted(user) == seen(user)
	assert not any(may(user, task.name, "write") for task in (asked, reported, other))


@pytest.mark.parametrize("who", ["office_manager", "receptionist", "auditor"])
def test_the_office_sees_every_task_of_its_company(house, who):
	name = facility.task("any", house.site).name
	user = baseline.USERS[who]
	assert name in seen(user)
	assert may(user, name, "write") is (who != "auditor")
	assert name not in seen(baseline.USERS["other_manager"])
	assert not may(baseline.USERS["other_manager"], name)


def test_a_limit_to_places_holds_for_tasks_and_plans(house):
	elsewhere = builders.space()
	here, there = facility.task("here", house.rooms[0]), facility.task("there", elsewhere)
	nowhere = facility.task("nowhere")
	user = builders.limited_user(builders.user("Office Manager"), house.building.name)

	assert seen(user).intersection({here.name, there.name, nowhere.name}) == {here.name}
	assert [may(user, task.name) for task in (here, there, nowhere)] == [True, False, False]
	frappe.db.set_value(TASK, nowhere.name, "owner", user)
	assert may(user, nowhere.name)

	plans = [facility.plan(space=space).name for space in (house.rooms[0], elsewhere)]
	assert seen(user, "Facility Plan").intersection(plans) == {plans[0]}
	assert [may(user, name, doctype="Facility Plan") for name in plans] == [True, False]


def test_a_new_task_asks_for_the_place(house):
	user = builders.limited_user(builders.user("Office Manager"), house.building.name)
	with builders.as_user(user):
		assert facility.task("here", house.rooms[0]).name
		with pytest.raises(frappe.PermissionError):
			facility.task("there", house.site)


@pytest.mark.parametrize(
	"make", [facility.category, lambda: facility.task(requested_by=baseline.employee("anna"))]
)
def test_who_only_reads_does_not_rename(site, make):
	"""Frappe's own method of a document renames without asking, if the browser says so."""
	made = make()
	with builders.as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		made.rename("other", force=True, validate_rename=False)
