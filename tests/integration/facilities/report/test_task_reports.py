"""The reports on tasks: the figures, that they add up, and who sees what."""

import json
from datetime import date, datetime, timedelta

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import now_datetime
from freezegun import freeze_time

from office_management.office_administration import report_mail
from office_management.report_tools import FilterError
from tests import baseline, builders
from tests.integration.facilities.report import known_tasks
from tests.integration.facilities.report.known_tasks import JUNE
from tests.shared import once_per_module

SUMMARY, OVERDUE, COMPLIANCE, BY_PERSON = (
	"Facility Task Summary",
	"Overdue and At Risk",
	"Plan Compliance",
	"Work by Person",
)
REPORTS = (SUMMARY, OVERDUE, COMPLIANCE, BY_PERSON)
MAILED = (*REPORTS, "Planned Work", "Facility Cost", "Requests between Departments", "Supplies Use")
FIGURES = ("opened", "done", "in_time", "late", "open_now", "late_now")
MAY = {
	SUMMARY: ("system_manager", "office_manager", "receptionist", "auditor"),
	OVERDUE: ("system_manager", "office_manager", "receptionist", "technician", "auditor"),
	COMPLIANCE: ("system_manager", "office_manager", "auditor"),
	BY_PERSON: ("system_manager", "office_manager", "auditor"),
}
EVERYBODY = (
	"system_manager",
	"office_manager",
	"receptionist",
	"technician",
	"auditor",
	"employee",
	"nobody",
)


NOON = "2026-06-20 12:00:00"


@once_per_module
def known(site):
	with freeze_time(NOON):
		return known_tasks.build()


@pytest.fixture
def hand(known):
	with freeze_time(NOON):
		yield known


@pytest.fixture
def halves(hand):
	"""Two office managers who share the site, floor by floor."""
	return [builders.limited_user(builders.user("Office Manager"), floor.location) for floor in hand.floors]


def run(report, filters=None, user=None):
	"""The rows as the screen gets them."""
	with builders.as_user(user or "Administrator"):
		return query_report.run(report, filters or {})["result"]


def by_group(rows):
	return {row["group"]: row for row in rows}


def figures(row):
	return [row[name] for name in FIGURES]


# --- roles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_run_it(site, report, role):
	user = baseline.USERS[role]
	if role in MAY[report]:
		assert isinstance(run(report, JUNE, user), list)
	else:
		with pytest.raises(frappe.PermissionError):
			run(report, JUNE, user)


# --- Facility Task Summary ------------------------------------------------------------------------------------


def test_each_number_goes_by_its_own_date(hand):
	rows = by_group(run(SUMMARY, {**JUNE, "place": hand.site.name}))
	cleaning, mending = hand.categories
	assert figures(rows[cleaning]) == [3, 2, 1, 2, 1, 1]  # late: one done late, one still open
	assert figures(rows[mending]) == [2, 1, 1, 0, 1, 0]
	assert (rows[mending]["response"], rows[mending]["resolution"]) == (2.0, 10.0)
	assert figures(rows["Total"]) == [5, 3, 2, 2, 2, 1]
	assert rows["Total"]["in_time_share"] == 66.7


@pytest.mark.parametrize("group_by", ["Category", "Place", "Supplier", "Department", "Urgency", "Plan"])
@pytest.mark.parametrize("depth", ["Site", "Floor", "Desk"])
def test_whatever_it_is_added_up_by_the_total_is_the_same(hand, group_by, depth):
	rows = run(SUMMARY, {**JUNE, "place": hand.site.name, "group_by": group_by, "depth": depth})
	parts = [figures(row) for row in rows[:-1]]
	assert [sum(values) for values in zip(*parts, strict=True)] == figures(rows[-1]) == [5, 3, 2, 2, 2, 1]


def test_the_months_add_up_to_the_year(hand):
	year = {"from_date": "2026-01-01", "to_date": "2026-12-31", "place": hand.site.name, "group_by": "Month"}
	rows = by_group(run(SUMMARY, year))
	assert [name for name in rows] == ["2026-06", "2026-07", "Total"]
	assert (rows["2026-06"]["opened"], rows["2026-07"]["opened"]) == (5, 1)


def test_two_who_share_the_site_see_what_adds_up(hand, halves):
	filters = {**JUNE, "group_by": "Place"}
	whole = figures(run(SUMMARY, {**filters, "place": hand.site.name})[-1])
	parts = [figures(run(SUMMARY, filters, user)[-1]) for user in halves]
	assert [sum(values) for values in zip(*parts, strict=True)] == whole


def test_a_mail_keeps_to_the_limits_of_its_reader(hand, halves):
	mail = frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report": SUMMARY,
			"user": halves[0],
			"email_to": "director@testerij.example",
			"frequency": "Weekly",
			"format": "CSV",
			"filters": json.dumps({**JUNE, "group_by": "Category"}),
			"filter_meta": "[]",
		}
	).insert()
	content = mail.get_report_content()
	assert content.splitlines()[-1].startswith('2,"Total",2,2')


@pytest.mark.parametrize("wrong", [{"group_by": "Moon"}, {"category": ["in", "x"]}])
def test_a_filter_that_is_none(hand, wrong):
	with pytest.raises(FilterError):
		run(SUMMARY, {**JUNE, **wrong})


# --- Overdue and At Risk --------------------------------------------------------------------------------------


def test_what_is_late_what_may_be_and_what_is_due_soon(hand):
	place = {"place": hand.site.name}
	room = hand.rooms[0].name
	known_tasks.task(
		"at risk", space=room, status="Open", due_on=datetime(2026, 6, 22), at_risk_on=known_tasks.DUE
	)
	known_tasks.task(
		"no answer",
		space=room,
		status="Open",
		due_on=datetime(2026, 6, 25),
		respond_by=now_datetime() - timedelta(hours=2),
	)
	known_tasks.task("soon", space=room, status="On Hold", due_on=datetime(2026, 6, 23))
	states = {row["subject"]: row["state_key"] for row in run(OVERDUE, place)}
	assert states == {"open": "Late", "at risk": "At Risk", "no answer": "Response Late"}
	assert "soon" in {row["subject"] for row in run(OVERDUE, {**place, "days_ahead": 7})}
	late = {row["subject"]: row["hours_late"] for row in run(OVERDUE, place)}
	assert late["no answer"] == 2.0
	assert late["open"] == round((now_datetime() - known_tasks.DUE).total_seconds() / 3600, 1)


def test_a_technician_sees_their_own_only(hand):
	names = {row["task"] for row in run(OVERDUE, {}, baseline.USERS["technician"])}
	free = hand.names["open"]
	assert free in names  # nobody has it, and its category has no team
	frappe.db.set_value("Facility Task", free, "_assign", '["somebody@testerij.example"]')
	assert free not in {row["task"] for row in run(OVERDUE, {}, baseline.USERS["technician"])}


# --- Plan Compliance ------------------------------------------------------------------------------------------


def test_what_became_of_what_was_planned(hand):
	plan = known_tasks.plan("Rounds", space=hand.site.name)
	room = hand.rooms[0].name
	states = [
		{"status": "Done", "completed_on": known_tasks.IN_TIME},
		{"status": "Done", "completed_on": known_tasks.TOO_LATE},
		{"status": "Open"},
		{"status": "Open", "due_on": datetime(2026, 6, 25)},
		{"status": "Skipped", "status_reason": "Works outside"},
		{"status": "Skipped", "status_reason": "Works outside"},
		{"status": "Skipped", "status_reason": "No time", "is_missed": 1},
		{"status": "Cancelled", "status_reason": "Room closed"},
	]
	for number, values in enumerate(states, 1):
		known_tasks.task("round", plan=plan, space=room, occurrence_date=date(2026, 6, number), **values)
	known_tasks.task("round", plan=plan, space=room, occurrence_date=date(2026, 7, 1), status="Open")
	row = by_group(run(COMPLIANCE, {**JUNE, "plan": plan}))["Rounds"]
	assert [row[name] for name in ("planned", "in_time", "done_late", "missed", "not_due")] == [8, 1, 1, 2, 1]
	assert (row["skipped"], row["cancelled"], row["compliance"]) == (2, 1, 25.0)
	assert row["reasons"] == "Works outside (2)"


# --- Work by Person -------------------------------------------------------------------------------------------


def test_who_did_what_and_has_what(hand):
	technician = baseline.USERS["technician"]
	frappe.db.set_value("Facility Task", hand.names["in_time"], "completed_by", technician)
	frappe.db.set_value("Facility Task", hand.names["late"], "completed_by", technician)
	frappe.get_doc(
		{
			"doctype": "ToDo",
			"allocated_to": technician,
			"reference_type": "Facility Task",
			"reference_name": hand.names["open"],
			"description": "x",
		}
	).db_insert()
	rows = {row["user"]: row for row in run(BY_PERSON, {**JUNE, "place": hand.site.name})}
	row = rows[technician]
	assert [row[name] for name in ("done", "in_time", "verified", "open_now", "late_now")] == [2, 1, 1, 0, 0]


# --- by mail --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", MAILED)
def test_there_is_a_ready_made_mail_switched_off(hand, report):
	frappe.delete_doc("Auto Email Report", report, force=True, ignore_missing=True)
	doc = frappe.get_doc("Auto Email Report", report_mail.make_auto_email_report(report))
	assert (doc.enabled, doc.report) == (0, report)
	doc.save()
	assert json.loads(doc.filters)["as_seen_by"] == "Administrator"
	doc.get_report_content()  # runs with these filters; nothing to say is no mail
