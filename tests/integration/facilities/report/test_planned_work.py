"""Planned Work: the year as the plans see it, for whoever may see them."""

from datetime import date

import frappe
import pytest
from freezegun import freeze_time

from office_management.facilities.report.planned_work.planned_work import execute
from office_management.report_tools import FilterError
from tests import baseline, builders
from tests import facility_builders as facility
from tests import plan_builders as made


@pytest.fixture(autouse=True)
def clock():
	with freeze_time("2026-01-05 14:00:00.5") as frozen:
		yield frozen


def run(**filters) -> dict[str, dict]:
	_columns, rows = execute(filters)
	return {row["title"]: row for row in rows}


def test_a_row_for_each_plan_with_the_days_of_each_month():
	house = builders.site_with_floor(rooms=3, desks=0)
	facility.plan("Boiler", house.site, frequency="Yearly", month="March", month_day=12)
	facility.plan(
		"Floors", house.site, scope="Spaces of a Type Below", space_type="Room", month_rule="Last Day"
	)
	facility.plan("Bins", house.site, frequency="Daily")
	rows = run(place=house.building.name) | run(place=house.site.name)
	assert {key: value for key, value in rows["Boiler"].items() if key.startswith("month")} == {
		"month_2026_03": "12"
	}
	assert (rows["Floors"]["month_2026_02"], rows["Floors"]["targets"]) == ("28", 3)
	assert rows["Bins"]["month_2026_06"] == "30 times"
	assert rows["Boiler"]["place"] == house.site.space_name


def test_the_months_stand_between_the_plan_and_the_rest():
	columns, _rows = execute({})
	assert [column["fieldname"] for column in columns][:3] == ["title", "place", "month_2026_01"]
	assert sum(column["fieldname"].startswith("month_") for column in columns) == 12


def test_by_day_with_why_a_day_was_moved():
	site = builders.space()
	free = made.holiday_list(date(2026, 1, 12))
	values = {"frequency": "Weekly", "holiday_rule": "Next Working Day", "holiday_list": free, "weekdays": 1}
	facility.plan("Weekly", site, **values)
	period = {"period": "Custom", "from_date": "2026-01-05", "to_date": "2026-01-20"}
	_columns, rows = execute({"view": "By Day", "place": site.name, **period})
	assert [(row["due"].day, row["weekday"], row["reason"]) for row in rows] == [
		(5, "Mon", ""),
		(13, "Tue", "Moved on: a holiday"),
		(19, "Mon", ""),
	]


def test_what_a_formula_begins_with_stays_text():
	facility.plan("=1+1", builders.space())
	assert "'=1+1" in run()


def test_more_than_a_year_is_looked_at_by_day():
	period = {"period": "Custom", "from_date": "2026-01-01", "to_date": "2027-12-31"}
	with pytest.raises(FilterError, match="at most"):
		execute(period)


def test_everybody_sees_the_plans_of_their_places():
	mine, other = builders.space(), builders.space()
	facility.plan("Mine", mine)
	facility.plan("Other", other)
	limited = builders.limited_user(builders.user("Office Manager"), mine.name)
	with builders.as_user(limited):
		assert {"Mine", "Other"}.intersection(run()) == {"Mine"}
	assert {"Mine", "Other"}.intersection(run(as_seen_by=limited)) == {"Mine"}
	with builders.as_user(baseline.USERS["other_manager"]):
		assert not {"Mine", "Other"}.intersection(run())
	with builders.as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		execute({})
