"""A task's life: every pair of statuses by every way in, what each act writes down, and what people cannot write."""

import itertools
import json
from contextlib import suppress
from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from office_management.domain import task_states as states
from office_management.facilities import api, first_records, moves, tasks
from office_management.facilities.assignment import AssignmentError, TaskNotOpenError, TaskTakenError
from office_management.facilities.doctype.facility_task import facility_task
from office_management.office_administration.second_person import SecondPersonError, SecondPersonReasonError
from tests import baseline, builders
from tests import facility_builders as facility
from tests.shared import once_per_module

TASK = "Facility Task"
NEED_REASON = ("On Hold", "Skipped", "Cancelled")
REFUSED = (moves.TaskStatusError, moves.TaskReasonError)
MANAGER, TECHNICIAN = baseline.USERS["office_manager"], baseline.USERS["technician"]


@once_per_module
def room(site):
	return builders.site_with_floor(rooms=1, desks=0).rooms[0]


def field(task, *names):
	return frappe.db.get_value(TASK, getattr(task, "name", task), names if len(names) > 1 else names[0])


# --- every pair, by every way in ------------------------------------------------------------------------------


def by_form(name, status, reason):
	from frappe.desk.form.save import savedocs

	doc = frappe.get_doc(TASK, name).as_dict() | {"status": status, "status_reason": reason}
	savedocs(frappe.as_json(doc), "Save")


def by_rest(name, status, reason):
	frappe.client.set_value(TASK, name, {"status": status, "status_reason": reason})


def by_bulk_edit(name, status, reason):
	from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

	data = {"status": status, **({"status_reason": reason} if reason else {})}
	submit_cancel_or_update_docs(TASK, json.dumps([name]), "update", json.dumps(data))


def by_kanban(name, status, reason):
	"""A card is dragged; a board gives no reason."""
	from frappe.desk.doctype.kanban_board.kanban_board import update_order_for_single_card

	was = field(name, "status")
	board = frappe.get_doc("Kanban Board", first_records.BOARD_NAME)
	for column in board.columns:
		column.order = json.dumps([name] if column.column_name == was else [])
	board.save()
	update_order_for_single_card(board.name, name, was, status, 0, 0)


def by_import(name, status, reason):
	from frappe.core.doctype.data_import.importer import Importer

	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = TASK, frappe._dict(doctype="Data Import", name="x")
	importer.update_record(frappe._dict(name=name, status=status, status_reason=reason))


WAYS = {"form": by_form, "rest": by_rest, "bulk edit": by_bulk_edit, "kanban": by_kanban, "import": by_import}


@pytest.fixture
def no_rollback(monkeypatch):
	"""Bulk edit rolls back what fails, which would take the test's own records along."""
	monkeypatch.setattr(frappe.db, "rollback", lambda save_point=None: None)


@pytest.mark.parametrize("way", WAYS)
def test_every_pair_by_every_way_in(room, no_rollback, way):
	"""A change of status goes through exactly where the table has it and, where needed, a reason comes with it."""
	task = facility.task("any", room, facility.category(needs_verification=1))
	for was, status in itertools.permutations(states.STATUSES, 2):
		for reason in ("because", "") if status in NEED_REASON else ("because",):
			reset(task.name, was)
			with suppress(*REFUSED):
				WAYS[way](task.name, status, reason)
			expected = states.judge(was, status, "" if way == "kanban" else reason).refusal is None
			assert (field(task, "status") == status) is expected, (was, status, reason)
		frappe.clear_messages()


def reset(name: str, status: str) -> None:
	"""Put the row into a status as if it had come there, and forget what the last try wrote."""
	frappe.db.delete("Facility Task Hold", {"parent": name})
	closed = now_datetime() if status in states.CLOSED else None
	values = {
		"status": status,
		"status_reason": "waiting",
		"closed_on": closed,
		"completed_by": "Administrator",
	}
	frappe.db.set_value(TASK, name, values)
	frappe.clear_document_cache(TASK, name)


@pytest.mark.parametrize("status", states.STATUSES)
def test_a_new_task_may_have_any_status_that_open_leads_to(room, status):
	"""What was done already is written down in one go; the reason is asked for here, too."""
	values = {"status": status, "status_reason": "no longer needed"}
	if status == "Verified":
		with pytest.raises(moves.TaskStatusError, match="cannot become"):
			facility.task("any", room, **values)
		return
	assert facility.task("any", room, **values).status == status
	if status in NEED_REASON:
		with pytest.raises(moves.TaskReasonError, match="Say why"):
			facility.task("any", room, status=status)


def test_a_light_task_is_done_in_one_step(room):
	"""No category, no clock, nobody assigned: subject and place, then Done."""
	task = facility.task("Lamp is broken", room)
	assert (task.status, task.respond_by, task.due_on, task.at_risk_on) == ("Open", None, None, None)
	with builders.as_user(MANAGER):
		api.finish_task(task.name, "New bulb")
	assert field(task, "status", "completed_by", "outcome") == ("Done", MANAGER, "New bulb")


def test_the_refusal_says_what_is_possible(room):
	task = facility.task("any", room, status="Done")
	task.status = "On Hold"
	with pytest.raises(
		moves.TaskStatusError, match=r"cannot become.*From here it can become: Verified, Open"
	):
		task.save()


def test_an_unknown_status_is_refused(room):
	task = facility.task("any", room)
	task.status = "Lost"
	with pytest.raises(frappe.ValidationError):
		task.save()


# --- what acts write ------------------------------------------------------------------------------------------


def test_reasons_are_new_and_kept_with_what_they_explain(room):
	task = facility.task("any", room)
	with builders.as_user(MANAGER):
		api.hold_task(task.name, "Waiting for the plumber")
		with pytest.raises(moves.TaskReasonError):
			tasks.skip(task.name, "  ")
		api.resume_task(task.name)
	task.reload()
	assert (task.status, task.status_reason) == ("Open", None)
	assert [(row.reason, row.held_by, bool(row.held_until)) for row in task.holds] == [
		("Waiting for the plumber", MANAGER, True)
	]
	task.status_reason = "typed afterwards"
	task.save()
	assert task.status_reason is None


def test_starting_takes_what_nobody_has(room):
	task = facility.task("any", room, facility.category(team=(TECHNICIAN,)))
	with builders.as_user(TECHNICIAN):
		api.start_task(task.name)
	assert field(task, "status", "started_by") == ("In Progress", TECHNICIAN)
	assert json.loads(field(task, "_assign")) == [TECHNICIAN]


def test_a_second_finish_says_who_was_first(room):
	task = facility.task("any", room)
	with builders.as_user(MANAGER):
		api.finish_task(task.name)
		with pytest.raises(tasks.TaskAlreadyError, match=r"is .*Done.* already"):
			tasks.finish(task.name)


@pytest.mark.parametrize(
	"status, hours, passed, may",
	[
		("Done", 2, 2, True),
		("Done", 2, 3, False),
		("Skipped", 2, 3, False),
		("Cancelled", 2, 1, True),
		("Done", 0, 0, False),
	],
)
def test_reopening_within_the_hours_of_the_category(room, status, hours, passed, may):
	task = facility.task(
		"any", room, facility.category(reopen_hours=hours), status=status, status_reason="so"
	)
	frappe.db.set_value(TASK, task.name, "closed_on", now_datetime() - timedelta(hours=passed, seconds=-5))
	if not may:
		with pytest.raises(moves.TaskReopenError, match="Make a new task instead"):
			tasks.reopen(task.name)
		return
	tasks.reopen(task.name, "It drips again")
	task.reload()
	assert (task.status, task.completed_on, task.completed_by) == ("Open", None, None)
	assert task.reopened_on


def test_what_awaits_verification_can_be_sent_back_any_time(room):
	task = facility.task("any", room, facility.category(reopen_hours=1, needs_verification=1), status="Done")
	frappe.db.set_value(TASK, task.name, "closed_on", now_datetime() - timedelta(days=9))
	tasks.reopen(task.name)
	assert field(task, "status") == "Open"


def test_todos_follow_the_status(room):
	task = facility.task("any", room)
	facility.assign(task, TECHNICIAN)
	with builders.as_user(TECHNICIAN):
		api.finish_task(task.name)
	assert frappe.db.get_value("ToDo", {"reference_name": task.name}, "status") == "Closed"
	with builders.as_user(TECHNICIAN):
		api.reopen_task(task.name, "Not yet")
	assert frappe.db.get_value("ToDo", {"reference_name": task.name}, "status") == "Open"
	assert json.loads(field(task, "_assign")) == [TECHNICIAN]


# --- verification ---------------------------------------------------------------------------------------------


@pytest.fixture
def done(room):
	"""A task that a technician has done; an office manager who holds the technician's role, too, helped."""
	helper = builders.user("Office Manager", "Facility Technician")
	task = facility.task("any", room, facility.category(needs_verification=1))
	facility.assign(task, TECHNICIAN, helper)
	with builders.as_user(helper):
		api.start_task(task.name)
	with builders.as_user(TECHNICIAN):
		api.finish_task(task.name)
	return frappe._dict(name=task.name, helper=helper)


def rule(value: str) -> None:
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", value)


def test_somebody_else_verifies(done):
	rule("Required")
	with builders.as_user(MANAGER):
		api.verify_task(done.name)
	assert field(done, "status", "verified_by", "is_verified_by_one_person") == ("Verified", MANAGER, 0)


def test_who_worked_on_it_does_not_verify(done):
	rule("Required")
	with builders.as_user(done.helper), pytest.raises(SecondPersonError):
		tasks.verify(done.name)


def test_a_reason_where_the_settings_ask_for_one(done):
	rule("Ask for a Reason")
	with builders.as_user(done.helper):
		with pytest.raises(SecondPersonReasonError):
			tasks.verify(done.name)
		tasks.verify(done.name, "Alone today")
	assert field(done, "is_verified_by_one_person", "verify_reason") == (1, "Alone today")


def test_one_person_may_where_the_rule_is_off(done):
	rule("Off")
	with builders.as_user(done.helper):
		tasks.verify(done.name)
	assert field(done, "status", "is_verified_by_one_person") == ("Verified", 1)


@pytest.mark.parametrize("act", [tasks.verify, lambda name: tasks.cancel(name, "no")])
def test_verifying_and_cancelling_are_for_the_office(room, act):
	task = facility.task("any", room, status="Done" if act is tasks.verify else "Open")
	facility.assign(task, TECHNICIAN)
	with builders.as_user(TECHNICIAN), pytest.raises(moves.TaskActError, match="Only the office"):
		act(task.name)


# --- what people cannot write ---------------------------------------------------------------------------------


def test_fields_that_decide_are_put_back(room):
	"""Whatever a form or a request sends: moments, people and origin are ours."""
	other = facility.task("another", room).name
	forged = {
		"opened_on": "2020-01-01",
		"respond_by": "2020-01-01",
		"responded_on": "2020-01-01",
		"at_risk_on": "2020-01-01",
		"due_by_clock": 1,
		"completed_by": "Administrator",
		"verified_by": "Administrator",
		"waited_minutes": 99,
		"source": "Audit",
		"plan": facility.plan(space=room).name,
		"occurrence_key": "x",
		"merged_into": other,
		"holds": [{"held_from": "2020-01-01", "reason": "forged"}],
		"notices": [{"notice": "Late", "tell_key": "forged"}],
	}
	with builders.as_user(MANAGER):
		task = facility.task("new", room, **forged)
		for _again in range(2):
			for name in (
				"completed_by",
				"waited_minutes",
				"verified_by",
				"plan",
				"occurrence_key",
				"merged_into",
				"at_risk_on",
			):
				assert not task.get(name), name
			assert (task.source, task.holds, task.notices) == ("Manual", [], [])
			assert get_datetime(task.opened_on).year > 2020
			task.update(forged)
			task.save()


def test_an_employee_asks_only_for_themselves(room):
	user = baseline.USERS["employee"]
	with builders.as_user(user):
		task = facility.task("Too cold", room, requested_by=baseline.employee("bram"))
	assert (task.requested_by, task.source) == (baseline.employee("anna"), "Request")
	with builders.as_user(user), pytest.raises(frappe.PermissionError):
		api.finish_task(task.name)


def test_company_and_place_agree(room):
	assert facility.task("any", room, company=None).company == baseline.COMPANY
	task = facility.task("any", room)
	task.company = baseline.OTHER_COMPANY
	with pytest.raises(facility_task.TaskCompanyError, match="belongs to"):
		task.save()
	task.reload()
	task.space = builders.space(company=baseline.OTHER_COMPANY).name
	task.save()
	assert task.company == baseline.OTHER_COMPANY


def test_a_disabled_category_takes_nothing_new(room):
	category = facility.category()
	task = facility.task("old", room, category)
	category.disabled = 1
	category.save()
	task.description = "still goes on"
	task.save()
	with pytest.raises(facility_task.TaskCategoryError, match="is disabled"):
		facility.task("new", room, category)


# --- taking and assigning -------------------------------------------------------------------------------------


def test_taking_and_giving_back(room):
	task = facility.task("any", room, facility.category(team=(TECHNICIAN,)))
	with builders.as_user(TECHNICIAN):
		api.take_task(task.name)
		api.take_task(task.name)
		assert json.loads(field(task, "_assign")) == [TECHNICIAN]
		api.give_back_task(task.name)
		assert not json.loads(field(task, "_assign") or "[]")


def test_what_another_has_cannot_be_taken(room):
	task = facility.task("any", room, facility.category(team=(TECHNICIAN,)))
	facility.assign(task, MANAGER)
	with builders.as_user(TECHNICIAN), pytest.raises(TaskTakenError, match="Somebody else has taken"):
		api.take_task(task.name)
	with builders.as_user(baseline.USERS["receptionist"]), pytest.raises(TaskTakenError, match="is with"):
		api.take_task(task.name)


def test_what_is_not_theirs_or_over_cannot_be_taken(room):
	foreign = facility.task("any", room, facility.category(team=(MANAGER,)))
	over = facility.task("any", room, status="Done")
	with builders.as_user(TECHNICIAN):
		with pytest.raises(frappe.PermissionError):
			api.take_task(foreign.name)
		with pytest.raises(TaskNotOpenError, match="Reopen it first"):
			api.take_task(over.name)


def test_nobody_comes_to_a_task_by_writing_a_todo(room):
	"""Frappe lets everybody make ToDos, and a ToDo is an assignment."""
	foreign = facility.task("any", room, facility.category(team=(MANAGER,)))
	other = facility.technician()
	for user in (TECHNICIAN, baseline.USERS["employee"]):
		with builders.as_user(user), pytest.raises(AssignmentError):
			todo(foreign.name, user)
	own = facility.task("any", room)
	with builders.as_user(TECHNICIAN):
		assert todo(own.name, TECHNICIAN).name
		with pytest.raises(AssignmentError, match="ask the office"):
			todo(own.name, other)
		harmless = frappe.get_doc(
			{"doctype": "ToDo", "description": "x", "allocated_to": TECHNICIAN}
		).insert()
		harmless.update({"reference_type": TASK, "reference_name": foreign.name})
		with pytest.raises(AssignmentError):
			harmless.save()


def todo(name: str, user: str):
	values = {"doctype": "ToDo", "description": "x", "allocated_to": user, "assigned_by": frappe.session.user}
	return frappe.get_doc({**values, "reference_type": TASK, "reference_name": name}).insert()


def test_who_asked_does_not_take_a_task_off_the_technician(room):
	task = facility.task("any", room, requested_by=baseline.employee("anna"))
	facility.assign(task, TECHNICIAN)
	with builders.as_user(baseline.USERS["employee"]), pytest.raises(AssignmentError):
		facility.unassign(task, TECHNICIAN)
	with builders.as_user(TECHNICIAN):
		facility.unassign(task, TECHNICIAN)


@pytest.fixture
def rules_forgotten(site):
	"""Frappe keeps the rules of a DocType in Redis."""
	yield
	frappe.cache_manager.clear_doctype_map("Assignment Rule", TASK)


def test_an_assignment_rule_assigns_whom_it_names(room, rules_forgotten):
	"""Also when somebody makes the task who may assign nobody."""
	category = facility.category()
	frappe.get_doc(
		{
			"doctype": "Assignment Rule",
			"name": "Office tasks",
			"document_type": TASK,
			"assign_condition": f"category == '{category.name}'",
			"rule": "Round Robin",
			"description": "{{ subject }}",
			"users": [{"user": TECHNICIAN}],
			"assignment_days": [
				{"day": day}
				for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
			],
		}
	).insert()
	with builders.as_user(baseline.USERS["employee"]):
		task = facility.task("Too cold", room, category)
	assert json.loads(field(task, "_assign")) == [TECHNICIAN]
	assert not field(task, "responded_on")


# --- calling out ----------------------------------------------------------------------------------------------


def test_calling_the_supplier_out(room):
	supplier = frappe.get_doc(
		{
			"doctype": "Supplier",
			"supplier_name": builders.unique("Loodgieter "),
			"om_emergency_phone": "+31 6 1",
		}
	).insert()
	task = facility.task("Burst pipe", room, facility.category(supplier=supplier.name))
	assert task.supplier == supplier.name
	with builders.as_user(MANAGER):
		assert api.get_call_out(task.name)["phone"] == "+31 6 1"
		api.note_call_out(task.name, "Comes within the <b>hour</b>")
	comment = frappe.get_last_doc("Comment", {"reference_name": task.name, "comment_type": "Comment"})
	assert "+31 6 1" in comment.content and "&lt;b&gt;hour" in comment.content
	assert field(task, "responded_on")


def test_without_a_supplier_nobody_can_be_called(room):
	from office_management.facilities.call_out import NoSupplierError

	task = facility.task("Burst pipe", room)
	with builders.as_user(MANAGER), pytest.raises(NoSupplierError, match="Choose one"):
		api.get_call_out(task.name)
