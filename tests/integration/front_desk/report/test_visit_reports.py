"""The reports on visits: figures that can be worked out by hand, real limits, and text that stays text."""

from datetime import datetime

import frappe
import pytest

from office_management.front_desk import mails
from office_management.front_desk.report.expected_today import expected_today
from office_management.front_desk.report.on_site_now import on_site_now
from office_management.front_desk.report.visit_statistics import visit_statistics
from office_management.front_desk.report.visitor_register import visitor_register
from office_management.office_administration import report_mail
from office_management.report_tools import FilterError
from tests import builders, front_desk_builders
from tests.shared import once_per_module

JUNE = {"from_date": "2026-06-01", "to_date": "2026-06-30"}
REPORTS = (expected_today, on_site_now, visit_statistics, visitor_register)


def at(day: int, hour: int, minute: int = 0) -> datetime:
	return datetime(2026, 6, day, hour, minute)


@once_per_module
def house():
	"""Two sites in June 2026: three visits in one, and one in the other; two no-shows, one denied, one on site."""
	here, there = front_desk_builders.site(), front_desk_builders.site()
	rows = {
		"morning": (here, "Checked Out", {"checked_in_on": at(1, 9), "checked_out_on": at(1, 11)}),
		"noon": (here, "Checked Out", {"checked_in_on": at(1, 9, 30), "checked_out_on": at(1, 13, 30)}),
		"forgotten": (
			here,
			"Checked Out",
			{"checked_in_on": at(2, 14), "checked_out_on": at(2, 20), "sign_out_method": "Automatic"},
		),
		"elsewhere": (there, "Checked Out", {"checked_in_on": at(2, 9), "checked_out_on": at(2, 10)}),
		"missed": (here, "No Show", {"expected_on": at(2, 9)}),
		"missed too": (there, "No Show", {"expected_on": at(3, 9)}),
		"refused": (here, "Denied", {"expected_on": at(3, 9)}),
		"here": (here, "Checked In", {"checked_in_on": at(30, 9), "expected_on": at(30, 9)}),
		"july": (
			here,
			"Checked Out",
			{"checked_in_on": datetime(2026, 7, 1), "checked_out_on": datetime(2026, 7, 1, 1)},
		),
	}
	made = frappe._dict(here=here.name, there=there.name, visits={})
	for key, (place, status, values) in rows.items():
		values = {"expected_on": values.get("checked_in_on"), "sign_out_method": "", **values}
		visit = front_desk_builders.visit(place, full_name=f"{key.title()} Person")
		frappe.db.set_value("Visitor Log", visit.name, {"status": status, **values})
		made.visits[key] = visit.name
	return made


def rows_of(report, **filters) -> list[dict]:
	return report.execute(filters)[1]


def seen(report, **filters) -> set[str]:
	return {row["visit"] for row in rows_of(report, **filters)}


def named(house, *keys: str) -> set[str]:
	return {house.visits[key] for key in keys}


def test_the_register_holds_who_came_in_the_period_at_the_place(house):
	june = seen(visitor_register, place=house.here, **JUNE)
	assert june == named(house, "morning", "noon", "forgotten", "here")
	assert seen(visitor_register, place=house.there, **JUNE) == named(house, "elsewhere")


def test_the_register_says_when_they_came_and_left_and_how(house):
	rows = {row["visit"]: row for row in rows_of(visitor_register, place=house.here, **JUNE)}
	row = rows[house.visits["forgotten"]]
	assert (row["checked_in_on"], row["checked_out_on"]) == (at(2, 14), at(2, 20))
	assert row["sign_out_method"] == "Automatic"
	assert row["visitor_name"] == "Forgotten Person"


def test_who_was_made_anonymous_is_called_so(house):
	visit = house.visits["morning"]
	frappe.db.set_value("Visitor Log", visit, {"visitor_name": None, "anonymised_on": at(30, 1)})
	rows = {row["visit"]: row for row in rows_of(visitor_register, place=house.here, **JUNE)}
	assert rows[visit]["visitor_name"] == "Anonymised"


def test_on_site_now_holds_who_is_checked_in_or_stepped_out(house):
	frappe.db.set_value("Visitor Log", house.visits["noon"], "status", "Stepped Out")
	assert seen(on_site_now, place=house.here) == named(house, "here", "noon")
	summary = {item["label"]: item["value"] for item in on_site_now.execute({"place": house.here})[4]}
	assert summary == {"On Site": 2, "Of These Stepped Out": 1}


def test_expected_holds_all_of_the_day_whatever_became_of_them(house):
	day = {"as_of": "Custom Date", "on_date": "2026-06-02"}
	assert seen(expected_today, place=house.here, **day) == named(house, "forgotten", "missed")


def test_who_comes_for_several_days_is_expected_on_each(house):
	visit = front_desk_builders.visit(front_desk_builders.site())
	days = {"status": "Expected", "expected_on": at(1, 9), "expected_until_on": at(5, 17)}
	frappe.db.set_value("Visitor Log", visit.name, days)
	for on_date, wanted in (("2026-06-05", {visit.name}), ("2026-06-06", set())):
		assert seen(expected_today, place=visit.space, as_of="Custom Date", on_date=on_date) == wanted


@pytest.mark.parametrize("group_by", visit_statistics.GROUPS)
def test_every_way_of_adding_up_gives_the_same_total(house, group_by):
	rows = rows_of(visit_statistics, place=house.here, group_by=group_by, **JUNE)
	total = rows[-1]
	assert (total["visits"], total["no_shows"], total["denied"], total["cancelled"]) == (4, 1, 1, 0)
	assert total["stay"] == 3  # two hours and four; who was signed out automatically says nothing
	for name in ("visits", "no_shows", "denied"):
		assert sum(row[name] for row in rows[:-1]) == total[name]


def test_days_and_months_are_written_as_the_reader_writes_dates(house, monkeypatch):
	monkeypatch.setattr(frappe.local, "user_date_format", "dd-mm-yyyy", raising=False)
	labels = {
		group: {row["group"] for row in rows_of(visit_statistics, place=house.here, group_by=group, **JUNE)}
		for group in ("Day", "Month")
	}
	assert "02-06-2026" in labels["Day"] and "June 2026" in labels["Month"]


def test_the_busiest_hour_is_told(house):
	answer = visit_statistics.execute({"place": house.here, "group_by": "Hour", **JUNE})
	assert [row["group"] for row in answer[1][:-1] if row["visits"]] == ["09:00", "14:00"]
	assert {"label": "Busiest", "value": "09:00", "datatype": "Data"} in answer[4]
	assert answer[3]["data"]["labels"] == ["09:00", "14:00"]


def test_days_follow_each_other_in_the_chart(house):
	answer = visit_statistics.execute({"place": house.here, "group_by": "Day", **JUNE})
	assert answer[3]["data"]["labels"] == ["1 Jun", "2 Jun", "3 Jun", "30 Jun"]


def test_counts_survive_anonymising(house):
	before = rows_of(visit_statistics, place=house.here, **JUNE)
	frappe.db.set_value(
		"Visitor Log",
		house.visits["noon"],
		{"visitor_name": None, "organisation": None, "anonymised_on": at(30, 1)},
	)
	assert rows_of(visit_statistics, place=house.here, **JUNE) == before


@pytest.mark.parametrize("report", REPORTS)
def test_two_users_limited_to_a_site_each_share_what_the_administrator_sees(house, report):
	filters = (
		dict(JUNE) if report is not expected_today else {"as_of": "Custom Date", "on_date": "2026-06-02"}
	)
	shares = []
	for place in (house.here, house.there):
		user = builders.limited_user(builders.user("Office Receptionist"), place)
		with builders.as_user(user):
			shares.append(figures(report, filters))
	both = [figures(report, {**filters, "place": place}) for place in (house.here, house.there)]
	assert shares == both


def figures(report, filters: dict):
	rows = report.execute(dict(filters))[1]
	return rows[-1] if report is visit_statistics else {row["visit"] for row in rows}


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("role", ["Facility Technician", "Employee"])
def test_others_may_not_run_the_reports(house, report, role):
	user = builders.user(role)
	with builders.as_user(user), pytest.raises(frappe.PermissionError):
		report.execute({})


@pytest.mark.parametrize("report", REPORTS)
def test_a_filter_is_one_value(house, report):
	with pytest.raises(FilterError):
		report.execute({"visitor_type": ["like", "%"]})


def test_formulas_are_text(house):
	frappe.db.set_value(
		"Visitor Log", house.visits["morning"], {"visitor_name": "=1+1", "organisation": "@x"}
	)
	rows = {row["visit"]: row for row in rows_of(visitor_register, place=house.here, **JUNE)}
	row = rows[house.visits["morning"]]
	assert (row["visitor_name"], row["organisation"]) == ("'=1+1", "'@x")


@pytest.mark.parametrize("name", [mail["report"] for mail in mails.MAILS])
def test_each_list_is_ready_to_be_mailed_and_off(house, name):
	frappe.db.delete("Auto Email Report", {"name": name})
	mail = frappe.get_doc("Auto Email Report", report_mail.make_auto_email_report(name))
	mail.send_if_data = 0
	assert not mail.enabled and name in mail.get_report_content()
