"""Answered in Time and Unclaimed Deliveries: the figures, whose limits apply, and how cells are written."""

from datetime import timedelta

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import now_datetime

from office_management.front_desk import delivery_notices
from office_management.office_administration import report_mail
from office_management.report_tools import FilterError
from tests import baseline, builders, post_builders
from tests.post_builders import DELIVERY, MESSAGE

ANSWERED, UNCLAIMED = "Answered in Time", "Unclaimed Deliveries"
REPORTS = (ANSWERED, UNCLAIMED)
MAY = ("system_manager", "office_manager", "receptionist", "other_manager")
FIGURES = ("asked", "in_time", "too_late", "late_now", "waiting", "share", "hours")


def run(report: str, filters: dict | None = None, user: str = "Administrator") -> list[dict]:
	with builders.as_user(user):
		return query_report.run(report, filters or {})["result"]


def call(key: str, received: str, done: str | None, by: str, minutes: int = 60, **values) -> str:
	"""A message as it stands after the fact."""
	doc = post_builders.message(baseline.employee(key), **values)
	facts = {
		"received_on": received,
		"answer_by": by,
		"done_on": done,
		"answer_minutes": minutes if done else 0,
	}
	frappe.db.set_value(MESSAGE, doc.name, {**facts, "status": "Done" if done else "Unread"})
	return doc.name


@pytest.fixture
def june(site):
	"""In June Anna answered two in time and one too late, and one is late; Carla has one that still has time."""
	with post_builders.at("2026-06-20 12:00:00"):
		call("anna", "2026-06-01 09:00", "2026-06-01 10:00", "2026-06-01 12:00")
		call("anna", "2026-06-02 09:00", "2026-06-02 12:00", "2026-06-02 12:00", 180)
		call("anna", "2026-06-03 09:00", "2026-06-03 13:00", "2026-06-03 12:00", 240)
		call("anna", "2026-06-04 09:00", None, "2026-06-04 12:00")
		call("carla", "2026-06-19 09:00", None, "2026-06-22 12:00")
		call("anna", "2026-05-31 23:59", None, "2026-06-01 12:00")
		post_builders.message(action_wanted="For Information")
		yield {"period": "This Month"}


def figures(row: dict) -> list:
	return [row[name] for name in FIGURES]


def test_the_figures_by_person(june):
	rows = {row["group"]: figures(row) for row in run(ANSWERED, june)}
	assert rows == {
		"Anna Aalders": [4, 2, 1, 1, 0, 50, 2.7],
		"Carla Claessen": [1, 0, 0, 0, 1, None, None],
	}


@pytest.mark.parametrize(
	("group", "groups"),
	[
		("Department", {"Sales - TST", "Design - TST"}),
		("Month", {"2026-06"}),
		("Taken By", {"Administrator"}),
	],
)
def test_the_groups_add_up(june, group, groups):
	rows = run(ANSWERED, {**june, "group_by": group})
	assert {row["group"] for row in rows} == groups
	assert sum(row["asked"] for row in rows) == 5


def test_relative_periods_and_filters(june):
	assert [row["asked"] for row in run(ANSWERED, {"period": "Last Month"})] == [1]
	carla = baseline.employee("carla")
	assert [row["group"] for row in run(ANSWERED, {**june, "recipient": carla})] == ["Carla Claessen"]
	answer = query_report.run(ANSWERED, june)
	assert answer["chart"]["data"]["labels"] == ["Anna Aalders", "Carla Claessen"]
	assert [line["value"] for line in answer["report_summary"]] == [5, 50, 1]


def test_the_report_is_of_the_readers_companies_only(june):
	assert run(ANSWERED, june, baseline.USERS["other_manager"]) == []
	assert len(run(ANSWERED, june, baseline.USERS["receptionist"])) == 2
	assert run(ANSWERED, {**june, "as_seen_by": baseline.USERS["other_manager"]}) == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("key", baseline.USERS)
def test_who_may_run_it(site, report, key):
	if key in MAY:
		run(report, {}, baseline.USERS[key])
		return
	with pytest.raises(frappe.PermissionError):
		run(report, {}, baseline.USERS[key])


@pytest.mark.parametrize(
	("report", "filters"),
	[
		(ANSWERED, {"group_by": "owner"}),
		(ANSWERED, {"recipient": ["like", "%"]}),
		(UNCLAIMED, {"direction": "%"}),
	],
)
def test_only_what_is_offered_is_taken(site, report, filters):
	with pytest.raises(FilterError):
		run(report, filters)


@pytest.mark.parametrize("report", REPORTS)
def test_the_ready_made_mail_is_there_and_off(site, report):
	frappe.db.delete("Auto Email Report", {"name": report})
	name = report_mail.make_auto_email_report(report)
	assert not frappe.db.get_value("Auto Email Report", name, "enabled")


# --- unclaimed ------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(site):
	return builders.space(space_type="Site")


def test_what_lies_here_too_long_the_oldest_first(shelf):
	now = now_datetime()
	old, older = (
		post_builders.delivery(received_on=now - timedelta(days=days), space=shelf.name) for days in (3, 40)
	)
	post_builders.delivery(received_on=now - timedelta(days=1), space=shelf.name)
	gone = post_builders.delivery(received_on=now - timedelta(days=9), space=shelf.name)
	frappe.db.set_value(DELIVERY, gone.name, "status", "Collected")
	rows = run(UNCLAIMED, {"days": 2, "place": shelf.name})
	assert [(row["delivery"], row["days"], row["told"]) for row in rows] == [
		(older.name, 40, "Not Told"),
		(old.name, 3, "Not Told"),
	]
	delivery_notices.tell_of_deliveries()
	assert run(UNCLAIMED, {"days": 2, "place": shelf.name})[0]["told"] == "Told"
	answer = query_report.run(UNCLAIMED, {"days": 0, "place": shelf.name})
	assert answer["chart"]["data"]["datasets"][0]["values"] == [2, 0, 1]


def test_a_formula_in_a_cell_stays_text(shelf):
	post_builders.delivery(
		received_on=now_datetime() - timedelta(days=3),
		space=shelf.name,
		carrier="=cmd|' /C calc'!A0",
		sender="+1+1",
		tracking_number="@SUM(1)",
	)
	(row,) = run(UNCLAIMED, {"place": shelf.name})
	assert all(row[field].startswith("'") for field in ("carrier", "sender", "tracking_number"))


def test_a_reader_limited_to_a_place_sees_what_lies_there(shelf):
	other = builders.space()
	user = builders.limited_user(builders.user("Office Manager"), shelf.name)
	for place in (shelf, other):
		post_builders.delivery(received_on=now_datetime() - timedelta(days=3), space=place.name)
	assert [row["place"] for row in run(UNCLAIMED, {}, user)] == [shelf.space_name]


def test_what_waits_for_the_carrier_is_its_own_list(shelf):
	doc = post_builders.delivery(
		direction="Out", received_on=now_datetime() - timedelta(days=3), space=shelf.name
	)
	rows = run(UNCLAIMED, {"direction": "Out", "place": shelf.name})
	assert [row["delivery"] for row in rows] == [doc.name]
