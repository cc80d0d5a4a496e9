"""A request is handed from one department to another, which accepts it or returns it with a reason."""

import frappe
import pytest

from office_management.facilities import api, handovers, tasks
from office_management.facilities.handovers import HandoverError
from tests import baseline, builders, facility_builders
from tests.shared import once_per_module


@once_per_module
def office():
	"""A department that asks and one that is asked, with a user each, and a task of the first."""
	made = frappe._dict(asking=builders.department(), asked=builders.department())
	for name in ("asking", "asked"):
		user = builders.user("Employee")
		frappe.db.set_value("Employee", {"user_id": user}, "department", made[name])
		made[f"{name}_user"] = user
	made.task = facility_builders.task("Move the cupboard", from_department=made.asking).name
	return made


def stored(office):
	return frappe.get_doc("Facility Task", office.task)


def notices(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject", order_by="creation")


def hand(office, to=None, **more):
	api.hand_over_task(office.task, to or office.asked, **more)


def test_a_task_is_handed_over_and_accepted(office):
	hand(office, note="Please before Friday")
	assert (stored(office).handover_status, stored(office).to_department) == ("Asked", office.asked)
	assert len(notices(office.asked_user)) == 1
	with builders.as_user(office.asked_user):
		api.accept_handover(office.task)
	(row,) = stored(office).handovers
	assert (row.from_department, row.to_department) == (office.asking, office.asked)
	assert (row.answer, row.answered_by, row.note) == ("Accepted", office.asked_user, "Please before Friday")
	assert row.handed_on and row.answered_on and stored(office).handover_status == "Accepted"


def test_a_task_is_returned_with_a_reason_to_who_had_it(office):
	manager = baseline.USERS["office_manager"]
	with builders.as_user(manager):
		hand(office)
	with builders.as_user(office.asked_user):
		api.return_handover(office.task, "Not ours: ask Facilities")
	task = stored(office)
	assert (task.handover_status, task.to_department) == ("Returned", None)
	assert task.handovers[0].reason == "Not ours: ask Facilities"
	assert "Not ours" in notices(manager)[-1]


def test_a_second_department_that_returns_leaves_it_with_the_first(office):
	third = builders.department()
	hand(office)
	api.accept_handover(office.task)
	hand(office, third)
	assert stored(office).handovers[-1].from_department == office.asked
	api.return_handover(office.task, "No")
	assert stored(office).to_department == office.asked


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_without_a_reason_is_refused(office, reason):
	hand(office)
	with pytest.raises(HandoverError, match="Say why"):
		api.return_handover(office.task, reason)


def test_what_is_not_asked_is_not_answered(office):
	with pytest.raises(HandoverError, match="not waiting"):
		api.accept_handover(office.task)
	hand(office)
	api.accept_handover(office.task)
	with pytest.raises(HandoverError, match="not waiting"):
		api.return_handover(office.task, "Too late")


def test_handing_to_who_has_it_or_nobody_is_refused(office):
	hand(office)
	for to in (office.asked, "No Department"):
		with pytest.raises(HandoverError, match="another department"):
			hand(office, to)


def test_a_closed_task_is_not_handed_over(office):
	tasks.finish(office.task)
	with pytest.raises(HandoverError, match="is closed"):
		hand(office)


def test_another_department_chosen_on_the_form_is_a_hand_over_too(office):
	doc = stored(office)
	doc.to_department = office.asked
	doc.save()
	assert (doc.handover_status, len(doc.handovers)) == ("Asked", 1)
	doc.to_department = None
	doc.save()
	assert (doc.handover_status, doc.handovers[0].answer) == ("", "Withdrawn")


def test_a_form_cannot_write_the_rows_or_the_state(office):
	hand(office)
	doc = stored(office)
	doc.handovers[0].answer = "Accepted"
	doc.handover_status = "Accepted"
	doc.append("handovers", {"to_department": office.asking, "answer": "Accepted"})
	doc.save()
	assert [row.answer for row in stored(office).handovers] == [None]
	assert stored(office).handover_status == "Asked"


def test_the_people_of_the_department_see_it_and_others_do_not(office):
	with builders.as_user(office.asked_user):
		assert not frappe.has_permission("Facility Task", "read", doc=office.task)
	hand(office)
	with builders.as_user(office.asked_user):
		assert frappe.has_permission("Facility Task", "read", doc=office.task)
		assert api.may_answer_handover(office.task)
		assert not frappe.has_permission("Facility Task", "write", doc=office.task)
		assert [row.name for row in handovers.waiting_for(office.asked_user)] == [office.task]
	with builders.as_user(office.asking_user), pytest.raises(frappe.PermissionError):
		api.accept_handover(office.task)


def test_people_of_a_department_below_answer_for_it(office):
	group = frappe.get_doc(
		{
			"doctype": "Department",
			"department_name": builders.unique("Group "),
			"company": baseline.COMPANY,
			"is_group": 1,
			"parent_department": frappe.db.get_value("Department", office.asked, "parent_department"),
		}
	).insert()
	below = frappe.get_doc("Department", office.asked)
	below.parent_department = group.name
	below.save()
	hand(office, group.name)
	with builders.as_user(office.asked_user):
		api.accept_handover(office.task)
	assert stored(office).handover_status == "Accepted"


def test_office_day_shows_what_is_asked_of_the_own_department(office):
	from office_management.facilities import request_blocks

	hand(office)
	with builders.as_user(office.asked_user):
		keys = {block["key"]: block for block in request_blocks.get_blocks()}
	assert keys["department_requests"]["rows"][0]["title"] == "Move the cupboard"
	assert keys["own_problem_reports"]["action"]["route"] == ["report-a-problem"]


# --- the report -----------------------------------------------------------------------------------------------


def report(**filters) -> dict:
	from office_management.facilities.report.requests_between_departments import requests_between_departments

	rows = requests_between_departments.execute({"period": "Today", **filters})[1]
	return {row["record"]: row for row in rows}


def test_the_report_says_what_was_asked_done_in_time_and_returned(office):
	third = builders.department()
	hand(office)
	api.return_handover(office.task, "No")
	hand(office, third)
	api.accept_handover(office.task)
	tasks.finish(office.task)
	asked = report()
	assert (asked[office.asked]["asked"], asked[office.asked]["returned"], asked[office.asked]["done"]) == (
		1,
		1,
		0,
	)
	row = asked[third]
	assert (row["asked"], row["accepted"], row["done"], row["in_time"], row["in_time_share"]) == (
		1,
		1,
		1,
		1,
		100,
	)
	assert row["answer_hours"] == row["done_hours"] == 0
	assert report(by="Asking")[office.asking]["asked"] == 2


def test_the_report_leaves_out_what_was_withdrawn_and_other_days(office):
	hand(office)
	doc = stored(office)
	doc.to_department = None
	doc.save()
	assert office.asked not in report()
	hand(office)
	assert report()[office.asked]["waiting"] == 1
	assert office.asked not in report(period="Last Month")


def test_the_report_keeps_to_the_readers_limits(office):
	site = builders.space()
	manager = builders.limited_user(builders.user("Office Manager"), site.name)
	elsewhere = facility_builders.task("Elsewhere", builders.room(builders.space().name)).name
	inside = facility_builders.task("Inside", builders.room(site.name)).name
	for task in (elsewhere, inside):
		api.hand_over_task(task, office.asked)
	with builders.as_user(manager):
		assert report()[office.asked]["asked"] == 1
