"""A document review that many people answer at the same moment: nothing is lost, nothing is overwritten unseen."""

import frappe
import pytest

from office_management.office_audits import api
from tests import audit_builders, builders, document_builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD = 6
LINE = "Office Audit Document"
WHOLE = {"present": "Yes", "valid": "Yes", "signed": "Yes", "accessible": "Yes"}
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def review(site):
	"""A committed review of as many documents as there are people, removed again: (audit, lines)."""
	place = builders.space().name
	papers = [document_builders.document(space=place).name for _number in range(CROWD)]
	audit = audit_builders.audit(place, audit_type="Documents").name
	api.start_audit(audit)
	frappe.db.commit()
	yield audit, frappe.get_all(LINE, {"audit": audit}, pluck="name", order_by="number")
	frappe.db.rollback()
	frappe.db.delete(LINE, {"audit": audit})
	frappe.db.delete("Comment", {"reference_name": audit})
	frappe.db.delete("Office Audit Section", {"parent": audit})
	frappe.db.delete("Office Audit", {"name": audit})
	frappe.db.delete("Version", {"docname": ("in", [audit, *papers])})
	frappe.db.delete("Office Document", {"name": ("in", papers)})
	frappe.db.delete("Office Space", {"name": place})
	frappe.db.delete("Location", {"name": place})
	frappe.db.commit()


def answer(audit: str, line: str, answers: dict, before: dict) -> None:
	api.answer_document(audit, line, answers, before)


def stored(lines: list[str], *fields: str) -> list[frappe._dict]:
	frappe.db.rollback()
	return frappe.get_all(LINE, {"name": ("in", lines)}, [*fields], order_by="number")


@BOTH_WAYS
def test_everybody_answers_another_document_and_another_question_of_the_same(crowd, review, isolated):
	audit, lines = review
	told = crowd.together([(answer, audit, line, WHOLE, {}) for line in lines], isolated)
	assert told.done == CROWD, told
	assert {row.result for row in stored(lines, "result")} == {"Pass"}
	fields = ("present", "valid", "signed", "accessible")
	told = crowd.together(
		[(answer, audit, lines[0], {field: "No"}, {field: "Yes"}) for field in fields], isolated
	)
	assert told.done == len(fields), told
	(row,) = stored(lines[:1], *fields)
	assert {row[field] for field in fields} == {"No"}


@BOTH_WAYS
def test_of_several_answers_to_one_question_the_first_stands(crowd, review, isolated):
	audit, lines = review
	given = ["Yes", "No", "Not Applicable"] * 2
	told = crowd.together(
		[(answer, audit, lines[0], {"present": one}, {"present": ""}) for one in given], isolated
	)
	assert told.done == 2 and told.refused_as() == {"AnsweredMeanwhileError"}, told
