"""Document reviews: what is frozen, answering two at a time, findings, score, comparison, signature, report."""

import base64
import io

import frappe
import pytest
from PIL import Image

from office_management.office_administration.second_person import SecondPersonError
from office_management.office_audits import api
from office_management.office_audits.audits import AuditStatusError, NotCountingError
from office_management.office_audits.doctype.office_audit.office_audit import AuditBegunError
from office_management.office_audits.document_answers import (
	AnsweredMeanwhileError,
	DocumentAnswerError,
	DocumentPhotoError,
	NothingLackingError,
)
from office_management.office_audits.document_review import NoDocumentsError, ReviewIncompleteError
from tests import audit_builders, baseline, builders
from tests.builders import as_user, day
from tests.document_builders import document
from tests.shared import once_per_module

USERS = baseline.USERS
ALL_WELL = {"present": "Yes", "valid": "Yes", "signed": "Yes", "accessible": "Yes"}


@once_per_module
def papers():
	"""A site with a licence that has run out and an insurance, of a person each."""
	place = builders.space()
	room = builders.space(None, place.name)
	anna, bram = baseline.employee("anna"), baseline.employee("bram")
	values = {"document_type": "Licence", "responsible": anna, "valid_until_date": day(-1)}
	return frappe._dict(
		name=place.name,
		licence=document(title="Lift licence", space=room.name, **values).name,
		insurance=document(
			title="Fire insurance", space=place.name, document_type="Insurance", responsible=bram
		).name,
	)


def review(papers, **values):
	"""A review that has begun."""
	audit = audit_builders.audit(papers, audit_type="Documents", **values)
	api.start_audit(audit.name)
	return audit.reload()


def line(audit, office_document: str) -> frappe._dict:
	"""The line of a document, as it is stored."""
	filters = {"audit": audit.name, "office_document": office_document}
	return frappe.db.get_value("Office Audit Document", filters, "*", as_dict=True)


def answer(audit, office_document: str, **answers) -> dict:
	return api.answer_document(audit.name, line(audit, office_document).name, {**ALL_WELL, **answers})


def lines(audit) -> list[str]:
	rows = frappe.get_all("Office Audit Document", {"audit": audit.name}, pluck="office_document")
	return sorted(rows)


# --- starting -------------------------------------------------------------------------------------------------


def test_starting_freezes_the_documents_of_the_scope_as_they_are(papers):
	old = document(space=papers.name)
	document(space=papers.name, replaces=old.name, document_type="Policy")
	audit = review(papers, document_type="Licence")
	assert lines(audit) == [papers.licence]
	found = line(audit, papers.licence)
	assert (found.document_title, found.frozen_status, found.responsible_name) == (
		"Lift licence",
		"Expired",
		"Anna Aalders",
	)
	assert lines(review(papers, document_owner=baseline.employee("bram"))) == [papers.insurance]
	assert len(lines(review(papers))) == 3 and old.name not in lines(review(papers))
	document(space=papers.name)
	frappe.db.set_value("Office Document", papers.licence, "title", "Renamed")
	assert len(lines(audit)) == 1 and line(audit, papers.licence).document_title == "Lift licence"
	audit.document_type = "Policy"
	with pytest.raises(AuditBegunError):
		audit.save()


def test_without_documents_there_is_nothing_to_review():
	audit = audit_builders.audit(builders.space(), audit_type="Documents")
	with pytest.raises(NoDocumentsError, match="Widen"):
		api.start_audit(audit.name)
	assert audit.reload().status == "Planned"


# --- answering ------------------------------------------------------------------------------------------------


def test_two_auditors_at_once_never_overwrite_each_other_unseen(papers):
	audit = review(papers, auditors=[{"user": USERS["receptionist"]}])
	name = line(audit, papers.insurance).name
	with as_user(USERS["auditor"]):
		api.answer_document(audit.name, name, {"present": "Yes"}, {"present": ""})
	with as_user(USERS["receptionist"]):
		told = api.answer_document(audit.name, name, {"signed": "No"}, {"signed": ""})
		assert (told["present"], told["signed"]) == ("Yes", "No"), "another question of the same line"
		with pytest.raises(AnsweredMeanwhileError, match="Fire insurance"):
			api.answer_document(audit.name, name, {"present": "No"}, {"present": ""})
		api.answer_document(audit.name, name, {"present": "No"}, {"present": "Yes"})
	stored = line(audit, papers.insurance)
	assert (stored.present, stored.result, stored.reviewed_by) == ("No", "Fail", USERS["receptionist"])


def test_only_who_is_named_answers_and_only_while_it_goes_on(papers):
	audit = review(papers)
	name = line(audit, papers.licence).name
	with as_user(USERS["technician"]), pytest.raises(frappe.PermissionError):
		api.answer_document(audit.name, name, ALL_WELL)
	with as_user(USERS["technician"]), pytest.raises(frappe.PermissionError):
		api.get_document_lines(audit.name)
	with pytest.raises(DocumentAnswerError):
		api.answer_document(audit.name, name, {"present": "Maybe"})
	with pytest.raises(DocumentAnswerError):
		api.answer_document(audit.name, name, {"finding": "Yes"})
	with pytest.raises(DocumentAnswerError, match="not part"):
		api.answer_document(review(papers).name, name, ALL_WELL)
	api.give_up_audit(audit.name)
	with pytest.raises(NotCountingError):
		api.answer_document(audit.name, name, ALL_WELL)


def test_who_may_not_open_a_document_reviews_it_without_its_file(papers):
	audit = review(papers, auditors=[{"user": USERS["receptionist"]}])
	with as_user(USERS["receptionist"]):
		told = api.get_document_lines(audit.name)
	assert told["may_answer"] and not any(one["may_open"] or one["file"] for one in told["lines"])
	with as_user(USERS["auditor"]):
		assert all(one["may_open"] for one in api.get_document_lines(audit.name)["lines"])


def test_a_photo_is_kept_private_and_anything_else_refused(papers):
	audit = review(papers)
	name = line(audit, papers.licence).name
	content = io.BytesIO()
	Image.new("RGB", (8, 8), "red").save(content, "PNG")
	data = "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()
	told = api.add_document_photo(audit.name, name, data)
	assert len(told["photos"]) == 1 and told["photos"][0].startswith("/private/files/")
	with pytest.raises(DocumentPhotoError):
		api.add_document_photo(audit.name, name, "data:image/png;base64,AAAA")


# --- ending, findings, signing --------------------------------------------------------------------------------


def test_it_ends_when_all_is_answered_and_what_is_not_in_order_is_found(papers):
	audit = review(papers)
	answer(audit, papers.licence, valid="No", note="Ran out <script>x</script>")
	with pytest.raises(ReviewIncompleteError, match="Fire insurance"):
		api.end_counting(audit.name)
	answer(audit, papers.insurance, accessible="Not Applicable")
	api.end_counting(audit.name)
	audit.reload()
	assert (audit.score, audit.failed_count, audit.passed) == (pytest.approx(85.71), 1, 1)
	assert {row.section: row.score for row in audit.sections} == {
		"present": 100,
		"valid": 50,
		"signed": 100,
		"accessible": 100,
	}
	finding = frappe.get_doc("Audit Finding", line(audit, papers.licence).finding)
	assert (finding.severity, finding.responsible, finding.office_audit) == (
		"High",
		baseline.employee("anna"),
		audit.name,
	)
	assert finding.title == "Lift licence: not valid" and "<script>" not in finding.description
	assert not line(audit, papers.insurance).finding


def test_a_finding_can_be_raised_at_once_and_is_raised_once(papers):
	audit = review(papers)
	with pytest.raises(NothingLackingError):
		api.raise_document_finding(audit.name, line(audit, papers.licence).name)
	answer(audit, papers.licence, signed="No")
	name = api.raise_document_finding(audit.name, line(audit, papers.licence).name)
	assert api.raise_document_finding(audit.name, line(audit, papers.licence).name) == name
	assert frappe.db.get_value("Audit Finding", name, "severity") == "Medium"
	answer(audit, papers.insurance)
	api.end_counting(audit.name)
	assert frappe.db.count("Audit Finding", {"office_audit": audit.name}) == 1


def signed(papers, second_person="Off", **answers):
	"""A review, answered, ended and signed."""
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", second_person)
	audit = review(papers)
	with as_user(USERS["auditor"]):
		answer(audit, papers.licence, **answers)
		answer(audit, papers.insurance)
		api.end_counting(audit.name)
	api.sign_off_audit(audit.name)
	return audit.reload()


def test_the_next_review_is_compared_and_recognises_the_same_document(papers):
	first = signed(papers, valid="No")
	audit = review(papers)
	assert (audit.compared_with, audit.score_before) == (first.name, first.score)
	assert line(audit, papers.licence).last_result == "Fail"
	assert [row.last_score for row in audit.sections if row.section == "valid"] == [50]
	answer(audit, papers.licence, valid="No")
	answer(audit, papers.insurance)
	api.end_counting(audit.name)
	finding = frappe.get_doc("Audit Finding", line(audit, papers.licence).finding)
	assert (finding.name, finding.times_found) == (line(first, papers.licence).finding, 2)


def test_another_signs_than_who_reviewed_and_nothing_changes_afterwards(papers):
	with pytest.raises(SecondPersonError):
		frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Required")
		audit = review(papers)
		with as_user(USERS["auditor"]):
			answer(audit, papers.licence)
			answer(audit, papers.insurance)
			api.end_counting(audit.name)
			api.sign_off_audit(audit.name)
	audit = signed(papers, "Required", present="No")
	assert (audit.status, audit.docstatus, audit.by_one_person) == ("Signed Off", 1, 0)
	with pytest.raises((NotCountingError, AuditStatusError)):
		answer(audit, papers.licence)
	html = frappe.get_print("Office Audit", audit.name, "Audit Report")
	for text in (
		"Lift licence",
		"not there",
		"Fire insurance",
		"Not passed" if not audit.passed else "Passed",
	):
		assert text in html
	audit.cancel()
	assert audit.reload().status == "Cancelled" and line(audit, papers.licence).finding
