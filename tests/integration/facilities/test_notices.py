"""Who is told of emergencies and of what is late: the right ones, in order, each once, also after a standstill."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.facilities import api, notices, tasks
from tests import baseline, builders
from tests import facility_builders as facility
from tests.shared import once_per_module

TASK, NOTICE = "Facility Task", "Facility Task Notice"
TECHNICIAN = baseline.USERS["technician"]


@pytest.fixture
def mails(monkeypatch):
	"""Mails that were put into the queue, as (address, subject)."""
	sent = []

	def send(recipients, subject, **_rest):
		sent.extend((address, subject) for address in recipients)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


@once_per_module
def room(site):
	return builders.site_with_floor(rooms=1, desks=0).rooms[0]


@once_per_module
def duty(room):
	"""Safety in the room: one responsible with a deputy; the office managers come last."""
	people = frappe._dict()
	for key in ("responsible", "deputy"):
		people[key] = builders.user("Employee", employee=builders.employee().name)
	employee_of = {key: frappe.db.get_value("Employee", {"user_id": user}) for key, user in people.items()}
	frappe.get_doc(
		{
			"doctype": "Office Responsibility",
			"topic": "Safety",
			"space": room.name,
			"company": baseline.COMPANY,
			"from_date": builders.day(),
			**employee_of,
		}
	).insert()
	return people


@once_per_module
def safety(site):
	return facility.category(responsibility_topic="Safety")


def told(name: str, kind: str = "Emergency") -> list[str]:
	rows = frappe.get_all(
		NOTICE, {"parent": name, "notice": kind, "told_on": ("is", "set")}, ["user"], order_by="idx"
	)
	return [row.user for row in rows]


def desk_notices(name: str, user: str) -> int:
	return frappe.db.count("Notification Log", {"document_name": name, "for_user": user, "type": "Alert"})


def let_pass(name: str, minutes: int) -> None:
	"""As if everything about the task's notices had happened so many minutes earlier."""
	for row in frappe.get_all(NOTICE, {"parent": name}, ["name", "due_on", "told_on"], order_by="idx"):
		for field in ("due_on", "told_on"):
			if row[field]:
				frappe.db.set_value(NOTICE, row.name, field, row[field] - timedelta(minutes=minutes))


def emergency(room, safety, **values):
	return facility.task("Smoke", room, safety, urgency="Emergency", **values)


# --- emergencies ----------------------------------------------------------------------------------------------


def test_those_responsible_are_told_at_once_and_the_others_in_turn(room, safety, duty, mails):
	task = emergency(room, safety)
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible]
	assert mails == [(duty.responsible, f"Emergency: Smoke, {room.space_name}")]
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible]

	let_pass(task.name, 16)
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible, duty.deputy]
	let_pass(task.name, 16)
	notices.sweep_notices()
	assert baseline.USERS["office_manager"] in told(task.name)
	assert desk_notices(task.name, duty.responsible) == 1
	everybody = told(task.name)
	let_pass(task.name, 60)
	notices.sweep_notices()
	assert told(task.name) == everybody and len(everybody) == len(set(everybody))


def test_after_days_without_scheduler_one_step_is_told_not_all(room, safety, duty, mails):
	task = emergency(room, safety)
	let_pass(task.name, 3 * 24 * 60)
	for _again in range(3):
		notices.sweep_notices()
	assert told(task.name) == [duty.responsible]
	assert len(mails) == 1


def test_nobody_else_is_told_once_somebody_responds(room, safety, duty, mails):
	task = emergency(room, safety, requested_by=baseline.employee("anna"))
	notices.sweep_notices()
	with builders.as_user(TECHNICIAN):
		api.start_task(task.name)
	let_pass(task.name, 60)
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible]
	assert not frappe.db.exists(NOTICE, {"parent": task.name, "told_on": ("is", "not set")})


def test_a_task_that_becomes_an_emergency(room, safety, duty, mails):
	task = facility.task("Smoke", room, safety)
	notices.sweep_notices()
	assert told(task.name) == []
	task.urgency = "Emergency"
	task.save()
	task.description = "saved again"
	task.save()
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible] and len(mails) == 1


def test_zero_minutes_tell_nobody_else(room, safety, duty, mails):
	frappe.db.set_single_value("Office Management Settings", "emergency_answer_minutes", 0)
	task = emergency(room, safety)
	notices.sweep_notices()
	let_pass(task.name, 600)
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible]


def test_a_form_that_is_open_meanwhile_loses_no_notice(room, safety, duty, mails):
	task = emergency(room, safety)
	form = frappe.get_doc(TASK, task.name)
	notices.sweep_notices()
	form.description = "typed meanwhile"
	form.save()
	assert told(task.name) == [duty.responsible]


def test_a_mail_server_that_is_down_blocks_nobody(room, safety, duty, monkeypatch):
	def refuse(**_given):
		raise frappe.OutgoingEmailError("no mail account")

	monkeypatch.setattr(frappe, "sendmail", refuse)
	task = emergency(room, safety)
	notices.sweep_notices()
	assert told(task.name) == [duty.responsible]
	row = frappe.db.get_value(NOTICE, {"parent": task.name, "user": duty.responsible}, ["name", "mailed_on"])
	assert row[1] is None and desk_notices(task.name, duty.responsible) == 1

	sent = []
	monkeypatch.setattr(frappe, "sendmail", lambda recipients, **_rest: sent.extend(recipients))
	for _again in range(2):
		notices.sweep_notices()
	assert sent == [duty.responsible] and desk_notices(task.name, duty.responsible) == 1


def test_without_redis_the_task_is_saved_all_the_same(room, safety, duty, monkeypatch):
	def refuse(*_args, **_given):
		raise ConnectionError("no queue")

	monkeypatch.setattr(frappe, "enqueue", refuse)
	notices.hasten()
	assert emergency(room, safety).name


def test_names_in_a_notice_are_text(room, safety, duty, mails):
	task = emergency(room, safety)
	frappe.db.set_value(TASK, task.name, "subject", "<img src=x onerror=alert(1)>")
	notices.sweep_notices()
	subject = frappe.get_last_doc("Notification Log", {"document_name": task.name}).subject
	assert "<img" not in subject and "&lt;img" in subject


# --- late and soon --------------------------------------------------------------------------------------------


@once_per_module
def tracked(site):
	return facility.category(
		responsibility_topic="Safety", round_the_clock=1, targets={"Normal": (1, 10), "High": (1, 2)}
	)


def opened_ago(task, hours: float) -> str:
	"""As if the task had been made so many hours earlier."""
	for field in ("opened_on", "respond_by", "due_on", "at_risk_on"):
		value = frappe.db.get_value(TASK, task.name, field)
		if value:
			frappe.db.set_value(TASK, task.name, field, value - timedelta(hours=hours))
	return task.name


def test_each_escalation_goes_to_assignees_and_responsible_once(room, tracked, duty, mails):
	task = facility.task("Door", room, tracked, requested_by=baseline.employee("anna"))
	notices.sweep_notices()
	assert mails == []
	name = opened_ago(task, 1.5)
	notices.sweep_notices()
	assert told(name, "Response Late") == [duty.responsible]

	facility.assign(name, TECHNICIAN)
	frappe.db.set_value(TASK, name, "responded_on", now_datetime())
	opened_ago(task, 7)
	for _again in range(2):
		notices.sweep_notices()
	assert set(told(name, "Due Soon")) == {TECHNICIAN, duty.responsible}
	opened_ago(task, 3)
	for _again in range(2):
		notices.sweep_notices()
	assert set(told(name, "Late")) == {TECHNICIAN, duty.responsible}
	assert len(mails) == 1 + 2 + 2
	assert desk_notices(name, TECHNICIAN) == 2


def test_after_a_standstill_only_what_is_so_now_is_told(room, tracked, duty, mails):
	"""Long late: nobody is told that it will be due soon."""
	task = facility.task("Door", room, tracked)
	frappe.db.set_value(TASK, task.name, "responded_on", now_datetime())
	name = opened_ago(task, 100)
	for _again in range(2):
		notices.sweep_notices()
	assert told(name, "Late") == [duty.responsible] and told(name, "Due Soon") == []
	assert len(mails) == 1


def test_many_late_tasks_are_one_mail_and_one_desk_notice_per_person(room, tracked, duty, mails):
	names = [opened_ago(facility.task(f"Door {number}", room, tracked), 100) for number in range(6)]
	notices.sweep_notices()
	assert [address for address, _subject in mails] == [duty.responsible]
	assert all(told(name, "Late") == [duty.responsible] for name in names)
	assert frappe.db.count("Notification Log", {"for_user": duty.responsible}) == 1


@pytest.mark.parametrize("status", ["On Hold", "Done", "Cancelled"])
def test_what_waits_or_is_over_is_not_late(room, tracked, duty, mails, status):
	task = facility.task("Door", room, tracked)
	tasks.move(task.name, status, "because")
	opened_ago(task, 100)
	notices.sweep_notices()
	assert told(task.name, "Late") == [] and mails == []


def test_what_was_mended_between_noting_and_telling_is_not_told(room, tracked, duty, mails):
	task = facility.task("Door", room, tracked)
	opened_ago(task, 100)
	notices.note_escalation(task.name, "Late")
	tasks.finish(task.name)
	notices.sweep_notices()
	assert told(task.name, "Late") == [] and mails == []


def test_untracked_tasks_are_never_escalated(room, duty, mails):
	facility.task(
		"Door", room, facility.category(responsibility_topic="Safety"), due_on="2020-01-01 10:00:00"
	)
	notices.sweep_notices()
	assert mails == []
