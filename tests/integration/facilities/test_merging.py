"""Several reports of one problem become one task, and nobody who reported it is forgotten."""

import frappe
import pytest

from office_management.facilities import api, merging, photos, problem_reports, reporters, tasks
from office_management.facilities.merging import MergeError
from office_management.photos import clean_photo
from tests import builders, facility_builders
from tests.shared import once_per_module


@once_per_module
def room():
	return builders.room(builders.space().name)


def reported(room, text: str, **more) -> str:
	report = problem_reports.read_report(text, **more)
	return problem_reports.take(report, frappe._dict(name=room.name, company=room.company))


def emails(task: str) -> list:
	return [row.email for row in frappe.get_doc("Facility Task", task).reporters]


def test_reporters_and_photos_go_along_and_the_merged_task_closes(room):
	stays, goes = (
		reported(room, "Tap drips", email="a@x.example"),
		reported(room, "Drip", email="b@x.example"),
	)
	file = photos.attach_photo(goes, clean_photo(facility_builders.picture()))
	api.merge_tasks([goes], stays)
	assert emails(stays) == ["a@x.example", "b@x.example"]
	assert emails(goes) == []
	assert frappe.db.get_value("File", file, "attached_to_name") == stays
	closed = frappe.get_doc("Facility Task", goes)
	assert (closed.status, closed.merged_into, closed.status_reason) == ("Cancelled", stays, "Merged")


def test_everybody_hears_the_outcome_of_the_task_that_stays(room, monkeypatch):
	sent = []
	owed_before = {"next_mail_on": (">", "2000-01-01")}
	frappe.db.set_value("Facility Task Reporter", owed_before, "next_mail_on", None)
	monkeypatch.setattr(
		frappe, "sendmail", lambda **mail: sent.append((mail["template"], *mail["recipients"]))
	)
	stays = reported(room, "Tap drips", email="a@x.example")
	middle = reported(room, "Drip", email="b@x.example")
	last = reported(room, "Water!", email="c@x.example")
	reporters.send_owed_mails()
	sent.clear()
	api.merge_tasks([last], middle)
	api.merge_tasks([middle], stays)
	reporters.send_owed_mails()
	assert sent == []
	tasks.finish(stays)
	reporters.send_owed_mails()
	assert sorted(sent) == [("problem_report_outcome", f"{who}@x.example") for who in "abc"]


def test_an_employee_who_asked_for_the_merged_task_hears_and_sees_the_other(room):
	user = builders.user("Employee")
	employee = frappe.db.get_value("Employee", {"user_id": user})
	stays = reported(room, "Tap drips")
	goes = facility_builders.task("Drip", room, requested_by=employee).name
	api.merge_tasks([goes], stays)
	row = frappe.get_doc("Facility Task", stays).reporters[-1]
	assert (row.employee, row.email, row.next_mail_on) == (employee, user, None)
	with builders.as_user(user):
		assert frappe.has_permission("Facility Task", "read", doc=stays)


def test_merging_again_or_in_a_circle_is_refused(room):
	one, two, three = (reported(room, f"Report {number}") for number in range(3))
	merging.merge(one, two)
	with pytest.raises(MergeError, match=r"has been merged into .* already"):
		merging.merge(one, three)
	with pytest.raises(MergeError, match="Merge into that one"):
		merging.merge(two, one)
	with pytest.raises(MergeError, match="Choose another"):
		merging.merge(two, two)
	with pytest.raises(MergeError, match="Choose another"):
		merging.merge(two, "no such task")


def test_a_closed_task_takes_no_part(room):
	one, two = reported(room, "Report 1"), reported(room, "Report 2")
	tasks.finish(one)
	for pair in ((one, two), (two, one)):
		with pytest.raises(MergeError, match="is closed"):
			merging.merge(*pair)


def test_tasks_of_different_places_stay_two(room):
	elsewhere = builders.room(builders.space().name)
	with pytest.raises(MergeError, match="different places"):
		merging.merge(reported(room, "Report 1"), reported(elsewhere, "Report 2"))


def test_all_are_merged_or_none(room):
	stays, one, two = (reported(room, f"Report {number}") for number in range(3))
	tasks.finish(two)
	frappe.db.savepoint("all_or_none")
	with pytest.raises(MergeError):
		api.merge_tasks([one, two], stays)
	frappe.db.rollback(save_point="all_or_none")
	assert frappe.db.get_value("Facility Task", one, "status") == "Open"


def test_a_merged_task_is_not_opened_again(room):
	stays, goes = reported(room, "Report 1"), reported(room, "Report 2")
	merging.merge(goes, stays)
	with pytest.raises(MergeError, match="was merged into"):
		tasks.reopen(goes)


def test_a_report_that_comes_in_while_its_task_is_merged_joins_the_other(room):
	stays, goes = reported(room, "Report 1"), reported(room, "Report 2")
	merging.merge(goes, stays)
	reporters.add_reporter(goes, reporter_name="Late", text="Report 3")
	assert [row.text for row in frappe.get_doc("Facility Task", stays).reporters] == [
		"Report 1",
		"Report 2",
		"Report 3",
	]


def test_a_form_opened_before_cannot_undo_a_merge(room):
	stays, goes = reported(room, "Report 1"), reported(room, "Report 2")
	old = frappe.get_doc("Facility Task", stays)
	merging.merge(goes, stays)
	with pytest.raises(frappe.TimestampMismatchError):
		old.save()


def test_the_likeliest_come_first_and_only_open_ones_of_the_place(room):
	elsewhere = builders.room(builders.space().name)
	own = reported(room, "The tap in the kitchen drips")
	likely = reported(room, "kitchen: tap drips all day")
	unlike = reported(room, "Window does not close")
	tasks.finish(reported(room, "The tap in the kitchen drips!"))
	reported(elsewhere, "The tap in the kitchen drips")
	found = api.get_possible_duplicates(own)
	assert [(task["name"], task["is_likely"]) for task in found] == [(likely, True), (unlike, False)]


def test_merging_is_for_the_office(room):
	stays, goes = reported(room, "Report 1"), reported(room, "Report 2")
	for role in ("Employee", "Facility Technician"):
		with builders.as_user(builders.user(role)), pytest.raises(frappe.PermissionError):
			api.merge_tasks([goes], stays)
