"""Checklists that several people answer, save, close and follow up at the same moment."""

import frappe
import pytest

from office_management.facilities import api
from tests import builders
from tests import facility_builders as facility
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 8, 3
TASK, LINE = "Facility Task", "Facility Task Answer"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def template(site):
	"""A committed checklist of as many questions as there are people, removed again with its tasks."""
	rows = [{"question": f"Question {number}?", "on_fail": "Ask for a Follow-Up"} for number in range(CROWD)]
	made = facility.checklist(title=builders.unique("Crowd "), items=tuple(rows)).name
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	ours = frappe.get_all(TASK, {"checklist_template": made}, pluck="name", order_by="name")
	follow_ups = frappe.get_all(TASK, {"follows_task": ("in", ours or [""])}, pluck="name", order_by="name")
	for name in (*ours, *follow_ups):
		frappe.db.delete("Comment", {"reference_doctype": TASK, "reference_name": name})
		for table in frappe.get_meta(TASK).get_table_fields():
			frappe.db.delete(table.options, {"parent": name})
		frappe.db.delete(TASK, {"name": name})
		frappe.db.delete("Version", {"docname": name})
	frappe.db.delete("Checklist Template Item", {"parent": made})
	frappe.db.delete("Checklist Template", {"name": made})
	frappe.db.commit()


def new_task(template: str):
	task = facility.task(checklist_template=template)
	frappe.db.commit()
	return task


def answers(task) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all(LINE, {"parent": task.name}, pluck="answer", order_by="idx")


# --- what they do -------------------------------------------------------------------------------------------------


def answer(task: str, line_key: str, given: str) -> None:
	api.answer_line(task, line_key, answer=given)


def save_form(task: str, description: str, number: int) -> None:
	"""Save a form that was opened before anybody answered, with one answer of its own."""
	form = frappe.get_doc(TASK, task)
	form.description = description
	form.checklist[number].answer = "NA"
	form.save()


def follow_up(task: str, line_key: str) -> None:
	api.make_follow_up(task, line_key)


def finish(task: str) -> None:
	from office_management.facilities import tasks

	tasks.finish(task)


# --- what comes of it ---------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_everybody_answers_another_line_and_all_is_kept(crowd, template, isolated):
	for number in range(ROUNDS):
		task = new_task(template)
		given = ["Yes", "No"][number % 2]
		found = crowd.together([(answer, task.name, row.line_key, given) for row in task.checklist], isolated)
		assert found.done == CROWD, str(found)
		assert answers(task) == [given] * CROWD


@BOTH_WAYS
def test_a_save_meanwhile_undoes_no_answer(crowd, template, isolated):
	"""One person saves the form while the others answer the other lines."""
	for _round in range(ROUNDS):
		task = new_task(template)
		others = [(answer, task.name, row.line_key, "Yes") for row in task.checklist[1:]]
		found = crowd.together([(save_form, task.name, "saved", 0), *others], isolated)
		kept = answers(task)
		assert kept[1:] == ["Yes"] * (CROWD - 1), str(found)
		if found.answers[0][0] == "ok":
			assert kept[0] == "NA"


@BOTH_WAYS
def test_all_ask_for_the_same_follow_up_and_there_is_one(crowd, template, isolated):
	for _round in range(ROUNDS):
		task = new_task(template)
		key = task.checklist[0].line_key
		api.answer_line(task.name, key, answer="No")
		frappe.db.commit()
		found = crowd.together([(follow_up, task.name, key)] * CROWD, isolated)
		assert found.done == CROWD, str(found)
		frappe.db.rollback()
		made = frappe.get_all(TASK, {"follows_task": task.name}, pluck="name", order_by="name")
		assert len(made) == 1
		assert frappe.db.get_value(LINE, {"parent": task.name, "line_key": key}, "follow_up") == made[0]


def test_no_answer_changes_a_task_that_was_done_at_the_same_moment(crowd, template):
	"""Either the answer comes first and the task is done with it, or it is refused."""
	for _round in range(ROUNDS):
		task = new_task(template)
		for row in task.checklist:
			api.answer_line(task.name, row.line_key, answer="Yes")
		frappe.db.commit()
		changes = [(answer, task.name, row.line_key, "No") for row in task.checklist[1:]]
		found = crowd.together([(finish, task.name), *changes])
		assert found.refused_as() <= {"TaskClosedError", "TimestampMismatchError", "QueryDeadlockError"}, str(
			found
		)
		kept = answers(task)
		for (kind, _said), given in zip(found.answers[1:], kept[1:], strict=True):
			assert given == ("No" if kind == "ok" else "Yes")
