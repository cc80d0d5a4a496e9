"""An inspection that several auditors answer at the same moment, and that is ended meanwhile."""

import frappe
import pytest

from office_management.office_audits import api, inspecting
from tests import inspection_builders as make
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency
CROWD, ROUNDS = 4, 3
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def walk(site):
	"""A committed inspection under way: a section and a question for each of the crowd; removed afterwards."""
	questions = [make.question(f"Question {number}", f"Section {number}") for number in range(CROWD)]
	checklist = make.template(*questions)
	audit = make.running(None, checklist).name
	frappe.db.commit()
	yield audit
	frappe.db.rollback()
	frappe.db.delete("Comment", {"reference_name": audit})
	frappe.db.delete("Office Audit Answer", {"audit": audit})
	for table in frappe.get_meta("Office Audit").get_table_fields():
		frappe.db.delete(table.options, {"parent": audit})
	frappe.db.delete("Office Audit", {"name": audit})
	frappe.db.delete("Checklist Template Item", {"parent": checklist})
	frappe.db.delete("Checklist Template", {"name": checklist})
	frappe.db.commit()


def answer(audit: str, number: int, given: str, answer_id: str | None = None) -> None:
	api.answer_question(audit, f"Question-{number}", given, answer_id=answer_id)


def end(audit: str) -> None:
	api.end_counting(audit)


def answers(audit: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("Office Audit Answer", {"audit": audit}, pluck="answer", order_by="number")


@BOTH_WAYS
def test_everybody_answers_another_section_and_all_is_kept(crowd, walk, isolated):
	for given in ("Yes", "No", "NA")[:ROUNDS]:
		found = crowd.together([(answer, walk, number, given) for number in range(CROWD)], isolated)
		assert found.done == CROWD, str(found)
		assert answers(walk) == [given] * CROWD


@BOTH_WAYS
def test_of_answers_to_one_question_one_stands_and_the_others_are_told(crowd, walk, isolated):
	"""Two say Yes and two No; each request is sent twice, and counts once."""
	given = [("Yes", "a"), ("Yes", "a"), ("No", "b"), ("No", "b")]
	for turn in range(ROUNDS):
		found = crowd.together([(answer, walk, 0, said, f"{key}{turn}") for said, key in given], isolated)
		assert found.done == CROWD, str(found)
		frappe.db.rollback()
		(line,) = frappe.get_all(
			"Office Audit Answer", {"audit": walk, "number": 1}, ["answer", "answer_ids"], order_by="name"
		)
		assert line.answer in ("Yes", "No")
		assert len(line.answer_ids.split()) == len(set(line.answer_ids.split())) <= 2 * (turn + 1)


def test_the_score_at_the_end_holds_every_answer_that_came_in_time(crowd, walk):
	"""An answer either comes before the end and is in its score, or after it and is scored anew."""
	for number in range(CROWD):
		answer(walk, number, "Yes")
	frappe.db.commit()
	late = [(answer, walk, number, "No") for number in range(1, CROWD)]
	found = crowd.together([(end, walk), *late])
	assert found.done == CROWD, str(found)
	frappe.db.rollback()
	stored = frappe.db.get_value("Office Audit", walk, ["status", "score", "failed_count"], as_dict=True)
	assert (stored.status, stored.score, stored.failed_count) == ("Reconciling", 25, CROWD - 1)
	assert inspecting.score_of(inspecting.answers_of(walk)).percent == 25
