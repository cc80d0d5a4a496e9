"""Space Changes against the site whose people are known."""

import frappe
import pytest
from frappe.utils import getdate
from freezegun import freeze_time

from office_management.office_space.report.space_changes import space_changes
from office_management.report_tools import ReportDateError
from tests import baseline, builders
from tests.integration.office_space import known_site
from tests.shared import once_per_module

MARCH = {"from_date": "2026-03-01", "to_date": "2026-03-31"}


@once_per_module
def hand():
	"""In March 2026 Anna moves from desk 1 to desk 3, Emma leaves on the 31st, and Olga gets a seat on the 9th."""
	hand = known_site.build()
	end(hand.given.anna, "2026-03-14")
	known_site.seat(hand.d3, "anna", from_date="2026-03-15", seat_label="left")
	end(hand.given.emma, "2026-03-31")
	known_site.seat(hand.room201, "olga", from_date="2026-03-09")
	return hand


def end(allocation, last_day):
	frappe.db.set_value("Space Allocation", allocation.name, {"to_date": last_day, "effective_to": last_day})


def run(**filters):
	return space_changes.execute(filters)[1]


def table(rows):
	return [
		(str(row["on_date"]), row["kind"], row["employee_name"], row.get("from_place"), row.get("to_place"))
		for row in rows
	]


def test_joiners_leavers_and_moves(hand):
	assert table(run(place=hand.site.name, **MARCH)) == [
		("2026-03-09", "Joiner", "Olga Ottens", "", "Room 201"),
		("2026-03-15", "Move", "Anna Aalders", "Desk 1", "Desk 3 (left)"),
		("2026-03-31", "Leaver", "Emma Evers", "Room 201 (12A)", ""),
	]


def test_summary_and_chart_count_the_same(hand):
	known_site.seat(hand.room102, "rosa", from_date="2026-04-02")
	filters = {"place": hand.site.name, "from_date": "2026-03-01", "to_date": "2026-04-30"}
	*_first, chart, summary = space_changes.execute(filters)
	assert [(row["label"], row["value"]) for row in summary] == [("Joiners", 2), ("Leavers", 1), ("Moves", 1)]
	assert chart["data"]["labels"] == ["2026-03", "2026-04"]
	assert [dataset["values"] for dataset in chart["data"]["datasets"]] == [[1, 1], [1, 0], [1, 0]]


def test_a_move_is_told_from_either_side(hand):
	for room in (hand.d1, hand.d3):
		assert [row["kind"] for row in run(place=room.name, **MARCH)] == ["Move"]


def test_a_user_who_sees_one_side_only_is_not_told_the_other(hand):
	known_site.seat(hand.room201, "rosa", from_date="2025-02-01", to_date="2026-03-08")
	known_site.seat(hand.room102, "rosa", from_date="2026-03-09", exception_reason="test")
	user = builders.limited_user(builders.user("Office Manager"), hand.floor1.location)
	with builders.as_user(user):
		rows = run(**MARCH)
	assert table(rows) == [
		("2026-03-09", "Move", "Rosa Roos", "Elsewhere", "Room 102"),
		("2026-03-15", "Move", "Anna Aalders", "Desk 1", "Desk 3 (left)"),
	]
	assert rows[0].get("from_space") is None


def test_department_and_employee(hand):
	rows = run(department=baseline.department("Sales"), **MARCH)
	assert [row["employee_name"] for row in rows] == ["Anna Aalders"]
	rows = run(employee=baseline.employee("emma"), **MARCH)
	assert [row["kind"] for row in rows] == ["Leaver"]


def test_places_going_out_of_service_and_coming_back(hand):
	frappe.db.set_value("Office Space", hand.d9.name, "creation", "2025-01-01 09:00:00")
	rows = run(place=hand.d9.name, from_date=builders.day(-10), to_date=builders.day(10))
	assert table(rows) == [
		(str(builders.day(-3)), "Out of Service", None, "Desk 9", None),
		(str(builders.day(4)), "Back in Service", None, None, "Desk 9"),
	]


def opened(space, on):
	frappe.db.set_value("Office Space", space.name, "creation", f"{on} 23:59:59")


def closed(space, on):
	frappe.db.set_value("Office Space", space.name, {"closed_on": f"{on} 00:00:00", "status": "Closed"})


def test_places_that_opened_or_closed_together_are_told_once(hand):
	"""A room with its desks; a desk added later is told by itself, and so is one that closed another day."""
	for place in (hand.room101, hand.d1, hand.d2):
		opened(place, "2026-03-02")
	opened(hand.d3, "2026-03-31")
	closed(hand.d3, "2026-03-31")
	closed(hand.room201, "2026-03-01")
	closed(hand.d9, "2026-04-01")
	rows = [row for row in table(run(place=hand.building.name, **MARCH)) if not row[2]]
	assert rows == [
		("2026-03-01", "Closed", None, "Room 201", None),
		("2026-03-02", "Opened", None, None, "Room 101"),
		("2026-03-31", "Closed", None, "Desk 3", None),
		("2026-03-31", "Opened", None, None, "Desk 3"),
	]


def test_a_place_is_told_by_itself_to_who_does_not_see_what_it_lies_in(hand):
	for place in (hand.room101, hand.d1):
		opened(place, "2026-03-02")
	user = builders.limited_user(builders.user("Office Manager"), hand.d1.location)
	with builders.as_user(user):
		rows = [row for row in table(run(**MARCH)) if row[1] == "Opened"]
	assert rows == [("2026-03-02", "Opened", None, None, "Desk 1")]


def test_last_month_is_read_when_the_report_runs(hand):
	filters = {"place": hand.site.name, "period": "Last Month"}
	with freeze_time("2026-04-20 12:00:00"):
		assert len(run(**filters)) == 3
	with freeze_time("2026-05-20 12:00:00"):
		assert run(**filters) == []


def test_without_filters_it_tells_of_this_month(hand):
	with freeze_time("2026-03-20 12:00:00"):
		assert {"Olga Ottens", "Anna Aalders", "Emma Evers"} <= {
			row["employee_name"] for row in space_changes.execute()[1]
		}


def test_reversed_dates_are_refused():
	with pytest.raises(ReportDateError, match="after the last"):
		run(from_date="2026-03-31", to_date="2026-03-01")
	with pytest.raises(ReportDateError, match="There is no period"):
		run(period="Fortnight")


def test_cancelled_seats_never_were(hand):
	frappe.db.set_value("Space Allocation", hand.given.emma.name, "status", "Cancelled")
	assert "Emma Evers" not in {row["employee_name"] for row in run(place=hand.site.name, **MARCH)}


def test_every_date_lies_in_the_period(hand):
	for row in run(place=hand.site.name, **MARCH):
		assert getdate(MARCH["from_date"]) <= row["on_date"] <= getdate(MARCH["to_date"])
