"""Audit Programmes: who sees which, what they may say, and the audits they make: each once, whatever happens."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate
from freezegun import freeze_time

from office_management.facilities import plans, recurring
from office_management.office_audits import (
	api,
	audit_rules,
	inspecting,
	programme_blocks,
	programme_notices,
	programmes,
)
from office_management.office_audits.doctype.audit_programme import audit_programme as rules
from office_management.office_space import api as office_space
from tests import audit_builders as made
from tests import baseline, builders, facility_builders, plan_builders
from tests.builders import as_user

PROGRAMME, AUDIT = "Audit Programme", "Office Audit"
MONDAY = plan_builders.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def clock():
	with freeze_time(f"{MONDAY} 14:00:00.5") as frozen:
		yield frozen


def dates(programme) -> list[date]:
	return [getdate(audit.occurrence_date) for audit in made.planned(programme)]


def missed(programme) -> list[date]:
	rows = frappe.get_doc(PROGRAMME, programme.name).skipped_dates
	return sorted(getdate(row.occurrence_date) for row in rows if not row.skipped_by)


# --- who sees which, and what they may say --------------------------------------------------------------------


def test_who_is_limited_to_places_sees_the_programmes_of_those():
	here, there = builders.space(), builders.space()
	mine, other, of_the_company = made.programme(here), made.programme(there), made.programme()
	user = builders.limited_user(builders.user("Office Auditor"), here.name)
	with as_user(user):
		assert frappe.get_list(PROGRAMME, pluck="name", order_by="name") == [mine.name]
		for doc in (other, of_the_company):
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(PROGRAMME, doc.name).check_permission("read")
			with pytest.raises(frappe.PermissionError):
				api.pause_programme(doc.name, "Not mine")
		with pytest.raises(frappe.PermissionError):
			made.programme(there)


def test_what_a_programme_may_not_say(clock):
	closed, other = builders.space(), builders.space(company=baseline.OTHER_COMPANY)
	office_space.close_space(closed.name)
	user = baseline.USERS["auditor"]
	refused = [
		({"sample_percent": 101}, audit_rules.SampleError),
		({"space": closed.name}, rules.ProgrammePlaceError),
		({"space": other.name}, audit_rules.AuditPlaceError),
		({"auditors": [{"user": user}, {"user": user}]}, audit_rules.AuditorError),
		({"frequency": "Yearly", "month": "February", "month_day": 30}, recurring.PlanNeverError),
		({"every": 51}, recurring.PlanRuleError),
		({"start_date": "2026-03-10", "end_date": "2026-03-09"}, recurring.PlanDatesError),
		({"end_date": "2026-03-09", "start_date": "2026-03-01", "month_day": 2}, recurring.PlanStatusError),
	]
	for values, error in refused:
		with pytest.raises(error):
			made.programme(**values)


def test_the_next_twelve_dates_say_why_one_was_moved(clock):
	holiday = date(2026, 4, 9)
	values = {
		"frequency": "Monthly",
		"start_date": MONDAY,
		"lead_days": 14,
		"holiday_rule": "Next Working Day",
		"holiday_list": plan_builders.holiday_list(holiday),
	}
	doc = made.programme(**values)
	told = api.preview_programme(doc.as_dict())
	assert len(told["dates"]) == 12
	first, second = told["dates"][:2]
	assert (first["due"], first["make_on"], first["reason"]) == (MONDAY, MONDAY - 14 * DAY, "")
	assert (second["occurrence"], second["due"]) == (holiday, holiday + DAY)
	assert second["reason"] == "Moved on: a holiday"
	assert "every" not in api.preview_programme(doc.as_dict() | {"every": 0})
	assert "must lie between" in api.preview_programme(doc.as_dict() | {"every": 0})["error"]


# --- each audit once ------------------------------------------------------------------------------------------


def test_an_audit_is_planned_once_with_all_the_programme_says(clock):
	room, manager = builders.space(), baseline.USERS["office_manager"]
	values = {"days_to_do": 7, "sample_percent": 20, "is_blind": 1, "min_value": 50}
	doc = made.programme(
		room, lead_days=3, start_date=MONDAY + 3 * DAY, auditors=[{"user": manager}], **values
	)
	programmes.make_planned_audits()
	programmes.make_planned_audits()
	(audit,) = made.planned(doc)
	assert (audit.from_date, audit.to_date) == (MONDAY + 3 * DAY, MONDAY + 10 * DAY)
	assert (audit.status, audit.space, audit.lead_auditor) == ("Planned", room.name, doc.lead_auditor)
	assert {field: audit[field] for field in values if field != "days_to_do"} == {
		"sample_percent": 20,
		"is_blind": 1,
		"min_value": 50,
	}
	assert [row.user for row in frappe.get_doc(AUDIT, audit.name).auditors] == [manager]
	doc.reload()
	assert (doc.generated_count, doc.next_due_date) == (1, MONDAY + 3 * DAY)
	assert doc.make_on_date == date(2027, 3, 9)


def test_lead_and_auditors_are_told_once_and_who_cannot_log_in_is_not(clock):
	manager, gone = baseline.USERS["office_manager"], builders.user("Office Auditor")
	made.programme(auditors=[{"user": manager}, {"user": gone}])
	programmes.make_planned_audits()
	frappe.db.set_value("User", gone, "enabled", 0)
	programme_notices.tell_of_planned_audits()
	programme_notices.tell_of_planned_audits()
	told = frappe.get_all(
		"Notification Log",
		{"document_type": AUDIT, "subject": ("like", "An audit was planned%")},
		pluck="for_user",
		order_by="for_user",
	)
	assert told == sorted([baseline.USERS["auditor"], manager])


@pytest.mark.parametrize("wanted", [0, 1])
def test_managers_of_the_place_are_told_where_the_programme_says_so(clock, wanted):
	"""Those who may see the place; the one who is limited to another place is not told."""
	room, away = builders.room(builders.space()), builders.space()
	manager, elsewhere = baseline.USERS["office_manager"], builders.user("Office Manager")
	builders.limited_user(elsewhere, away.name)
	doc = made.programme(room, tell_managers=wanted)
	programmes.make_planned_audits()
	(audit,) = made.planned(doc)
	programme_notices.tell_of_planned_audits()
	told = set(
		frappe.get_all("Notification Log", {"document_name": audit.name}, pluck="for_user", order_by="name")
	)
	assert doc.lead_auditor in told
	assert (manager in told) == bool(wanted)
	assert elsewhere not in told


@pytest.mark.parametrize(
	("catch_up", "made_days"), [("Skip Missed", [10]), ("Latest Only", [10]), ("All", range(1, 11))]
)
def test_scheduler_off_for_ten_days(clock, catch_up, made_days):
	doc = made.programme(frequency="Daily", catch_up=catch_up, start_date=MONDAY)
	programmes.make_planned_audits()
	plan_builders.on(clock, MONDAY + 10 * DAY)
	programmes.make_planned_audits()
	programmes.make_planned_audits()
	expected = [MONDAY, *(MONDAY + number * DAY for number in made_days)]
	assert dates(doc) == expected
	assert missed(doc) == [
		day for day in (MONDAY + number * DAY for number in range(1, 11)) if day not in expected
	]


def test_a_run_killed_between_two_audits_leaves_none_and_the_next_makes_all(clock, monkeypatch):
	doc = made.programme(frequency="Weekly", weekdays=0b11, start_date=MONDAY, lead_days=1)
	plan_builders.on(clock, MONDAY + 7 * DAY)
	doc.db_set({"catch_up": "All"})
	stop = iter([False, True])

	def killed(audit, *_):
		if next(stop, True):
			raise RuntimeError("killed")

	with monkeypatch.context() as patch:
		patch.setattr("office_management.office_audits.doctype.office_audit.office_audit.OfficeAudit.on_update", killed, raising=False)  # fmt: skip
		assert programmes.make_planned_audits() == 0
	assert not made.planned(doc)
	assert frappe.db.get_value(PROGRAMME, doc.name, "generation_error") == "killed"
	assert programmes.make_planned_audits() == 4
	assert not frappe.db.get_value(PROGRAMME, doc.name, "generation_error")
	assert dates(doc) == [MONDAY, MONDAY + DAY, MONDAY + 7 * DAY, MONDAY + 8 * DAY]


def test_one_programme_that_fails_stops_no_other_and_says_so(clock):
	room = builders.space()
	broken, whole = made.programme(room), made.programme()
	frappe.db.set_value("Office Space", room.name, "status", "Closed")
	programmes.make_planned_audits()
	assert not made.planned(broken)
	assert len(made.planned(whole)) == 1
	assert "is closed" in frappe.db.get_value(PROGRAMME, broken.name, "generation_error")
	with pytest.raises(rules.ProgrammePlaceError):
		api.make_programme_audits(broken.name)


def test_what_says_which_programme_planned_it_is_not_sent_by_a_browser(clock):
	doc = made.programme()
	programmes.make_planned_audits()
	(audit,) = made.planned(doc)
	forged = made.audit(programme=doc.name, occurrence_key=audit.occurrence_key, occurrence_date=MONDAY)
	assert not any(forged.get(field) for field in ("programme", "occurrence_key", "occurrence_date"))
	copy = frappe.copy_doc(frappe.get_doc(AUDIT, audit.name)).insert()
	assert not copy.programme


# --- acts -----------------------------------------------------------------------------------------------------


def test_what_passes_while_it_is_paused_is_not_missed(clock):
	doc = made.programme(frequency="Daily", catch_up="All", start_date=MONDAY)
	api.pause_programme(doc.name, "The house is empty")
	plan_builders.on(clock, MONDAY + 5 * DAY)
	programmes.make_planned_audits()
	assert not made.planned(doc)
	api.resume_programme(doc.name)
	programmes.make_planned_audits()
	assert dates(doc) == [MONDAY + 5 * DAY]
	with pytest.raises(plans.PlanReasonError):
		api.end_programme(doc.name, " ")
	api.end_programme(doc.name, "Sold")
	assert frappe.db.get_value(PROGRAMME, doc.name, ("status", "status_reason")) == ("Ended", "Sold")
	with pytest.raises(rules.ProgrammeInUseError):
		frappe.delete_doc(PROGRAMME, doc.name)


def test_a_skipped_date_stays_on_record_and_its_audit_is_given_up(clock):
	doc = made.programme(frequency="Daily", start_date=MONDAY, lead_days=0)
	assert api.make_programme_audits(doc.name) == 1
	assert api.skip_programme_date(doc.name, str(MONDAY), "Fire drill") == 1
	assert [audit.status for audit in made.planned(doc)] == ["Cancelled"]
	assert api.skip_programme_date(doc.name, str(MONDAY + DAY), "Holiday") == 0
	plan_builders.on(clock, MONDAY + DAY)
	assert api.make_programme_audits(doc.name) == 0
	with pytest.raises(plans.NoSuchDateError):
		api.skip_programme_date(doc.name, str(MONDAY - DAY), "Yesterday")


def test_a_programme_whose_dates_have_passed_ends_by_itself(clock):
	doc = made.programme(frequency="Daily", start_date=MONDAY, end_date=MONDAY)
	programmes.make_planned_audits()
	plan_builders.on(clock, MONDAY + DAY)
	programmes.refresh_programmes()
	assert frappe.db.get_value(PROGRAMME, doc.name, ("status", "next_due_date")) == ("Ended", None)


# --- other types ----------------------------------------------------------------------------------------------


def test_inspections_and_document_reviews_recur_as_counts_do(clock):
	with pytest.raises(inspecting.AuditChecklistError):
		made.programme(audit_type="Checklist")
	checklist = facility_builders.checklist().name
	inspection = made.programme(
		audit_type="Checklist", checklist_template=checklist, pass_score=90, min_value=50
	)
	review = made.programme(audit_type="Documents", document_type="Insurance", raise_findings=0)
	assert not inspection.min_value
	programmes.make_planned_audits()
	(inspected,), (reviewed,) = made.planned(inspection), made.planned(review)
	assert (inspected.audit_type, inspected.checklist_template, inspected.pass_score) == (
		"Checklist",
		checklist,
		90,
	)
	assert (reviewed.audit_type, reviewed.document_type, reviewed.raise_findings) == (
		"Documents",
		"Insurance",
		0,
	)


def test_a_programme_offers_types_that_audits_have(site):
	offered, known = (
		set(frappe.get_meta(doctype).get_field("audit_type").options.split("\n"))
		for doctype in (PROGRAMME, AUDIT)
	)
	assert offered <= known


def test_office_day_names_what_is_to_begin_what_is_late_and_what_could_not_be_planned(clock):
	room = builders.space()
	late = made.audit(from_date=MONDAY - 9 * DAY, to_date=MONDAY - DAY)
	due = made.audit(from_date=MONDAY, to_date=MONDAY + DAY)
	made.audit(from_date=MONDAY + DAY)
	broken = made.programme(room)
	frappe.db.set_value("Office Space", room.name, "status", "Closed")
	programmes.make_planned_audits()

	def shown(user: str) -> dict:
		with as_user(baseline.USERS[user]):
			blocks = programme_blocks.get_blocks()
		return {block["key"]: [row["route"][2] for row in block["rows"]] for block in blocks}

	assert shown("auditor") == {
		"plan_late": [late.name],
		"plan_due": [due.name],
		"programmes_in_error": [broken.name],
	}
	assert shown("employee") == {}
