"""Inspections by checklist: scores, sections, answers of several people, findings, comparison, the signature."""

from functools import partial

import frappe
import pytest

from office_management.domain import audit_states as states
from office_management.office_administration.second_person import SecondPersonError, SecondPersonReasonError
from office_management.office_audits import (
	api,
	audits,
	checklist_audits,
	evidence,
	inspecting,
	sign_off,
)
from office_management.office_audits.doctype.office_audit.office_audit import AuditBegunError
from tests import baseline, builders
from tests import inspection_builders as make
from tests.builders import as_user
from tests.shared import once_per_module

WALK = (
	make.question(
		"Exit free", "Exits", is_critical=1, weight=3, on_fail="Ask for a Finding", photo_rule="On Fail"
	),
	make.question("Sign lit", "Exits"),
	make.question("Fridge", "Kitchen", answer_type=make.NUMBER, unit="C", has_max_value=1, max_value=5),
	make.question(
		"Mood",
		"Kitchen",
		answer_type=make.RATING,
		has_min_value=1,
		min_value=2,
		on_fail="Ask for a Follow-Up",
	),
	make.question("Floor", "Kitchen", answer_type=make.CHOICE, choices="Clean\nDirty *"),
	make.question("Remarks", "", answer_type=make.TEXT, is_required=0),
)
GOOD = {"Exit free": "Yes", "Sign lit": "Yes", "Fridge": "4.5", "Mood": "5", "Floor": "Clean"}
AUDITOR, MANAGER, CLERK = (
	baseline.USERS["auditor"],
	baseline.USERS["office_manager"],
	baseline.USERS["receptionist"],
)


@once_per_module
def place():
	return builders.room(builders.space())


@pytest.fixture
def walk() -> str:
	return make.template(*WALK)


@partial(once_per_module, autouse=True)
def alone():
	rule("Off")


def rule(value: str) -> None:
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", value)


def section(doc, name: str) -> frappe._dict:
	return next(row for row in inspecting.sections_of(doc.name) if (row.section or "") == name)


# --- the whole way --------------------------------------------------------------------------------------------


def test_one_person_does_it_all_in_a_small_office(place, walk):
	"""Planned, answered, ended, signed: scores by section and in all, and the report says by whom."""
	rule("Ask for a Reason")
	with as_user(AUDITOR):
		doc = make.running(place, walk)
		make.answered(doc, {**GOOD, "Mood": "3", "Sign lit": "NA"})
		api.end_counting(doc.name)
		with pytest.raises(SecondPersonReasonError, match="reason"):
			api.sign_off_audit(doc.name)
		assert api.sign_off_audit(doc.name, "I am alone here")["signed"]
	doc.reload()
	# exits 3 of 3; kitchen 1 + 0.5 + 1 of 3
	assert (doc.status, doc.docstatus, doc.by_one_person) == (states.SIGNED_OFF, 1, 1)
	assert doc.score == pytest.approx(100 * 5.5 / 6, abs=0.01)
	assert (doc.passed, doc.has_critical_fail, doc.failed_count) == (1, 0, 0)
	assert section(doc, "Exits").score == 100
	assert section(doc, "Kitchen").score == pytest.approx(83.33)
	assert section(doc, "").counted == 0
	html = frappe.get_print("Office Audit", doc.name, "Audit Report")
	assert "I am alone here" in html and "Nothing failed." in html and "91.7" in html


def test_what_is_required_blocks_the_end_and_is_named(place, walk):
	doc = make.running(place, walk)
	make.answered(doc, {"Exit free": "No", "Sign lit": "Yes", "Fridge": "4", "Mood": "4"})
	with pytest.raises(inspecting.InspectionIncompleteError, match=r"5\. Floor.*1\. Exit free") as error:
		audits.end_counting(doc.name)
	assert "Remarks" not in str(error.value)
	assert doc.reload().status == states.IN_PROGRESS


def test_critical_fails_all_and_becomes_a_finding_with_its_photo(place, walk):
	doc = make.running(place, walk)
	make.answered(doc, {**GOOD, "Exit free": "No", "Mood": "1", "Floor": "Dirty"})
	checklist_audits.answer(doc.name, "Exit-free", note="A bicycle stands there")
	checklist_audits.add_photo(doc.name, "Exit-free", make.picture())
	audits.end_counting(doc.name)
	doc.reload()
	assert (doc.passed, doc.has_critical_fail, doc.failed_count) == (0, 1, 3)
	assert doc.score == pytest.approx(100 * 2 / 7, abs=0.01)  # of 3 + 1 + 1 + 1 + 1
	finding = frappe.get_doc("Audit Finding", make.row(doc, "Exit free").finding)
	assert (finding.title, finding.severity, finding.description, finding.space) == (
		"Exit free",
		"High",
		"A bicycle stands there",
		place.name,
	)
	assert len(finding.photos) == 1
	assert make.row(doc, "Mood").finding, "a line that asks for a follow-up becomes a finding here"
	assert not make.row(doc, "Floor").finding
	by_hand = checklist_audits.raise_finding(doc.name, "Floor", {"severity": "Low"})
	assert checklist_audits.raise_finding(doc.name, "Floor", {}) == by_hand
	html = frappe.get_print("Office Audit", doc.name, "Audit Report")
	assert all(text in html for text in (finding.name, "A bicycle stands there", finding.photos[0].photo))
	assert "a critical question failed" in html
	with pytest.raises(inspecting.NotFailedError):
		checklist_audits.raise_finding(doc.name, "Sign-lit", {})


def test_no_findings_by_themselves_where_that_is_switched_off(place, walk):
	doc = make.running(place, walk, raise_findings=0)
	make.answered(doc, {**GOOD, "Mood": "1"})
	audits.end_counting(doc.name)
	assert not make.row(doc, "Mood").finding


def test_it_is_compared_with_the_last_signed_one_of_the_same_place(place, walk):
	first = make.signed(place, walk, {**GOOD, "Floor": "Dirty", "Mood": "1"})
	make.signed(builders.room(builders.space()), walk, GOOD)
	again = make.running(place, walk)
	assert (again.compared_with, again.score_before) == (first.name, first.score)
	assert section(again, "Kitchen").last_score == pytest.approx(33.33)
	assert (make.row(again, "Floor").last_answer, make.row(again, "Floor").last_result) == ("Dirty", "Fail")
	make.answered(again, {**GOOD, "Mood": "1"})
	audits.end_counting(again.name)
	repeated = frappe.get_doc("Audit Finding", make.row(again, "Mood").finding)
	assert repeated.name == make.row(first, "Mood").finding and repeated.times_found == 2
	sign_off.sign_off(again.name)
	frappe.get_doc("Office Audit", first.name).cancel()
	assert make.running(place, walk).compared_with == again.name


def test_where_nothing_applies_there_is_no_score(place):
	doc = make.signed(place, make.template(make.question("Lift works")), {"Lift works": "NA"})
	assert (doc.has_score, doc.score, doc.passed) == (0, 0, 1)
	assert "–" in frappe.get_print("Office Audit", doc.name, "Audit Report")


def test_a_low_score_does_not_pass(place):
	questions = make.template(*(make.question(f"Question {number}") for number in range(4)))
	given = {"Question 0": "No", **{f"Question {number}": "Yes" for number in range(1, 4)}}
	assert make.signed(place, questions, given).passed == 0
	assert make.signed(place, questions, given, pass_score=75).passed == 1


# --- answers --------------------------------------------------------------------------------------------------


def test_the_same_answer_sent_twice_counts_once_and_the_last_one_stands(place, walk):
	doc = make.running(place, walk, auditors=[{"user": MANAGER}, {"user": CLERK}])
	key = "Sign-lit"
	with as_user(AUDITOR):
		assert api.answer_question(doc.name, key, "Yes", answer_id="a1")["replaced"] is None
	with as_user(CLERK):
		told = api.answer_question(doc.name, key, "No", answer_id="b1")
	assert told["replaced"]["answer"] == "Yes" and told["result"] == "Fail"
	with as_user(AUDITOR):
		assert api.answer_question(doc.name, key, "Yes", answer_id="a1")["answer"] == "No", "once is enough"
		assert api.answer_question(doc.name, key, "Yes", answer_id="a2")["replaced"]["answer"] == "No"
	said = frappe.get_all(
		"Comment", {"reference_name": doc.name, "content": ("like", "%instead of%")}, order_by="name"
	)
	assert len(said) == 2


@pytest.mark.parametrize(
	("text", "given"),
	[("Exit free", "Maybe"), ("Fridge", "cold"), ("Mood", "6"), ("Floor", "Wet"), ("Remarks", "x" * 2001)],
)
def test_what_is_no_answer_is_refused_and_nothing_is_lost(place, walk, text, given):
	doc = make.running(place, walk)
	make.answered(doc, GOOD)
	before = make.row(doc, text).answer
	with pytest.raises(checklist_audits.AnswerError):
		checklist_audits.answer(doc.name, make.question(text)["line_key"], given)
	assert make.row(doc, text).answer == before


def test_a_number_out_of_its_limits_fails(place, walk):
	doc = make.running(place, walk)
	assert checklist_audits.answer(doc.name, "Fridge", "5.1")["result"] == "Fail"
	assert checklist_audits.answer(doc.name, "Fridge", "5")["result"] == "Pass"
	assert checklist_audits.answer(doc.name, "Fridge", "")["result"] == ""


def test_photos_are_drawn_anew_and_asked_for_where_the_rule_says(place, walk):
	doc = make.running(place, walk)
	assert checklist_audits.answer(doc.name, "Exit-free", "No")["lacks"] == "no photo"
	with pytest.raises(checklist_audits.AnswerPhotoError):
		checklist_audits.add_photo(doc.name, "Exit-free", b"<svg/>")
	told = checklist_audits.add_photo(doc.name, "Exit-free", make.picture(), "p1")
	assert checklist_audits.add_photo(doc.name, "Exit-free", make.picture(), "p1")["photos"] == told["photos"]
	assert told["lacks"] is None
	file = frappe.get_doc("File", {"file_url": told["photos"][0], "attached_to_name": doc.name})
	assert file.is_private and file.file_url.endswith(".jpg")
	assert checklist_audits.remove_photo(doc.name, "Exit-free", file.file_url)["photos"] == []
	assert not frappe.db.exists("File", file.name)


# --- who ------------------------------------------------------------------------------------------------------


def test_each_answers_the_sections_they_are_named_for(place, walk):
	doc = make.running(place, walk, auditors=[{"user": CLERK, "section": "Kitchen"}])
	assert "Kitchen" not in section(doc, "Exits").auditors
	with as_user(CLERK):
		found = api.get_checklist(doc.name)
		assert (found["may_answer"], found["my_sections"]) == (True, ["Kitchen"])
		assert api.answer_question(doc.name, "Fridge", "3")["result"] == "Pass"
		with pytest.raises(checklist_audits.SectionRightError, match="Exits"):
			api.answer_question(doc.name, "Sign-lit", "Yes")
		with pytest.raises(frappe.PermissionError):
			api.end_counting(doc.name)
	with as_user(baseline.USERS["technician"]), pytest.raises(frappe.PermissionError):
		api.answer_question(doc.name, "Fridge", "3")
	with as_user(AUDITOR):
		assert api.get_checklist(doc.name)["my_sections"] is None, "the lead answers everything"


def test_who_answered_does_not_sign_where_a_second_person_is_required(place, walk):
	rule("Required")
	doc = make.running(place, walk)
	with as_user(AUDITOR):
		make.answered(doc, GOOD)
		audits.end_counting(doc.name)
		with pytest.raises(SecondPersonError):
			api.sign_off_audit(doc.name)
	with as_user(MANAGER):
		assert api.sign_off_audit(doc.name)["signed"]
	assert not doc.reload().by_one_person


# --- what does not change -------------------------------------------------------------------------------------


def test_after_the_end_late_answers_count_and_after_the_signature_nothing_does(place, walk):
	doc = make.running(place, walk)
	make.answered(doc, GOOD)
	audits.end_counting(doc.name)
	checklist_audits.answer(doc.name, "Floor", "Dirty")
	assert doc.reload().failed_count == 1
	audits.count_again(doc.name)
	audits.end_counting(doc.name)
	sign_off.sign_off(doc.name)
	for attempt in (
		lambda: checklist_audits.answer(doc.name, "Floor", "Clean"),
		lambda: checklist_audits.add_photo(doc.name, "Floor", make.picture()),
		lambda: checklist_audits.raise_finding(doc.name, "Floor", {}),
	):
		with pytest.raises(audits.NotCountingError):
			attempt()
	stored = frappe.get_doc("Office Audit Answer", make.row(doc, "Floor").name)
	for by_hand in (stored.save, stored.delete):
		with pytest.raises(evidence.EvidenceClosedError):
			by_hand()
	with pytest.raises(evidence.EvidenceRowError):
		doc.reload().sections[0].delete()
	assert make.row(doc, "Floor").answer == "Dirty"


def test_the_template_may_change_without_the_inspection(place, walk):
	doc = make.running(place, walk)
	changed = frappe.get_doc("Checklist Template", walk)
	changed.items[1].question = "Something else"
	changed.remove(changed.items[2])
	changed.save()
	assert make.row(doc, "Sign lit").question == "Sign lit"
	assert checklist_audits.answer(doc.name, "Fridge", "3")["result"] == "Pass"


def test_scores_and_the_checklist_are_not_written_by_hand(place, walk):
	doc = make.running(place, walk)
	doc.score, doc.passed = 100, 1
	doc.sections[0].score = 100
	doc.save()
	assert (doc.reload().score, doc.passed, section(doc, "Exits").score) == (0, 0, 0)
	doc.pass_score = 1
	with pytest.raises(AuditBegunError):
		doc.save()


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"checklist_template": None}, "Choose the checklist"),
		({"auditors": [{"user": CLERK, "section": "Roof"}]}, "Roof.*Exits, Kitchen"),
	],
)
def test_an_inspection_that_cannot_be_is_refused(place, walk, values, words):
	with pytest.raises(inspecting.AuditChecklistError, match=words):
		make.inspection(place, **{"checklist": walk, **values})


def test_a_disabled_checklist_is_refused(place, walk):
	frappe.db.set_value("Checklist Template", walk, "disabled", 1)
	with pytest.raises(inspecting.AuditChecklistError, match="disabled"):
		make.inspection(place, walk)
