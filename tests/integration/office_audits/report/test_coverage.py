"""Audit Coverage and Audits of the Year: their figures, and whose limits apply."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import get_datetime
from freezegun import freeze_time

from office_management.office_audits import programmes
from office_management.office_audits.report.audit_coverage.audit_coverage import execute as coverage
from office_management.office_audits.report.audits_of_the_year.audits_of_the_year import execute as year
from office_management.office_space.reports import PlaceNotFoundError
from tests import audit_builders as made
from tests import baseline, builders, plan_builders
from tests.builders import as_user
from tests.shared import once_per_module

MONDAY = plan_builders.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def clock():
	with freeze_time(f"{MONDAY} 14:00:00.5") as frozen:
		yield frozen


@once_per_module
def house():
	return builders.site_with_floor(rooms=2, desks=0)


def category(months: int) -> str:
	name = builders.unique("Kind ")
	values = {"name": name, "asset_category_name": name, "om_count_every_months": months}
	frappe.get_doc({"doctype": "Asset Category", **values}).db_insert()
	return name


def counted(asset: str, room, day: date, status: str = "Signed Off") -> None:
	"""A count that has seen the asset on that day."""
	doc = made.running_audit(room)
	made.scan(doc, asset, room)
	line = made.line(doc, asset)
	frappe.db.set_value("Audit Asset Line", line.name, "scanned_on", get_datetime(day))
	frappe.db.set_value("Office Audit", doc.name, {"status": status, "signed_on": get_datetime(day)})
	if status == "Signed Off":
		frappe.db.set_value("Asset", asset, "om_last_verified_on", get_datetime(day))


def rows_of(report: tuple) -> dict[str, dict]:
	return {row["group"]: row for row in report[1]}


def test_what_was_counted_by_place_and_by_category(clock, house):
	first, second = house.rooms[:2]
	kind, other = category(12), category(0)
	chair = made.asset(first, asset_category=kind, value_after_depreciation=300)
	old = made.asset(
		first, asset_category=kind, available_for_use_date="2024-01-15", value_after_depreciation=50
	)
	table = made.asset(second, asset_category=other, value_after_depreciation=150)
	made.asset(second, asset_category=other, status="Scrapped")
	counted(chair, first, date(2026, 2, 1))
	counted(table, second, date(2025, 12, 30))
	counted(old, first, MONDAY, status="Reconciling")  # not signed: does not count
	asked = {"place": house.site.name, "depth": "Room"}
	rows = rows_of(coverage(asked))
	assert {field: rows[first.space_name][field] for field in ("assets", "counted", "never", "due")} == {
		"assets": 2,
		"counted": 1,
		"never": 1,
		"due": 1,
	}
	assert (rows[first.space_name]["value"], rows[first.space_name]["counted_value"]) == (350, 300)
	assert rows[first.space_name]["value_percent"] == 85.7
	assert rows[first.space_name]["last_count"] == date(2026, 2, 1)
	assert rows[first.space_name]["next_due"] == date(2025, 1, 15)
	assert (rows[second.space_name]["assets"], rows[second.space_name]["counted"]) == (1, 0)
	assert rows[second.space_name]["next_due"] is None
	assert (rows["Total"]["assets"], rows["Total"]["value_percent"]) == (3, 60.0)
	rows = rows_of(coverage({**asked, "group_by": "Category", "period": "Last Year"}))
	assert (rows[kind]["counted"], rows[other]["counted"], rows["Total"]["counted"]) == (0, 1, 1)


def test_a_period_that_is_over_knows_what_was_seen_again_after_it(clock, house):
	"""The last sight lies after the period; a reader limited to a place gets what is there, and no more."""
	first, second = house.rooms[:2]
	kind, later = category(0), get_datetime(MONDAY)
	for room, worth in ((first, 300), (second, 150)):
		thing = made.asset(room, asset_category=kind, value_after_depreciation=worth)
		counted(thing, room, date(2025, 12, 30))
		frappe.db.set_value("Asset", thing, "om_last_verified_on", later)
	asked = {"depth": "Room", "period": "Last Year", "asset_category": kind}
	limited = builders.limited_user(builders.user("Office Auditor"), first.name)
	for reader, filters, number, worth in (
		("Administrator", {}, 2, 450),
		("Administrator", {"place": second.name}, 1, 150),
		(limited, {}, 1, 300),
	):
		for group_by in ("Place", "Category"):
			with as_user(reader):
				total = rows_of(coverage({**asked, **filters, "group_by": group_by}))["Total"]
			assert (total["counted"], total["counted_value"]) == (number, worth), (reader, filters, group_by)
	assert rows_of(coverage({**asked, "period": "This Year"}))["Total"]["counted"] == 2


def test_when_a_place_is_counted_next_is_what_is_planned_there_above_or_below(clock, house):
	first, second = house.rooms[:2]
	for room in (first, second):
		made.asset(room)
	made.programme(house.site, start_date=MONDAY + 30 * DAY)
	made.audit(second, from_date=MONDAY + 5 * DAY)
	made.programme(first, start_date=MONDAY + DAY, asset_category=category(0), audit_type="Asset Count")
	rows = rows_of(coverage({"place": house.site.name, "depth": "Room"}))
	assert rows[first.space_name]["next_planned"] == MONDAY + DAY
	assert rows[second.space_name]["next_planned"] == MONDAY + 5 * DAY
	assert (
		rows_of(coverage({"place": house.site.name, "depth": "Site"}))["Total"]["next_planned"]
		== MONDAY + DAY
	)


def test_who_is_limited_to_places_sees_the_figures_of_those(clock, house):
	first, second = house.rooms[:2]
	for room in (first, second):
		made.asset(room)
	made.programme(second)
	user = builders.limited_user(builders.user("Office Auditor"), first.name)
	with as_user(user):
		rows = coverage({"depth": "Room"})[1]
		assert [row["group"] for row in rows] == [first.space_name, "Total"]
		assert rows[-1]["assets"] == 1
		assert not year({})[1]
		with pytest.raises(PlaceNotFoundError):
			coverage({"place": second.name})
	with as_user(baseline.USERS["technician"]), pytest.raises(frappe.PermissionError):
		coverage({})


def test_the_year_has_what_was_done_what_is_late_and_what_is_to_come(clock, house):
	doc = made.programme(house.site, frequency="Monthly", start_date=MONDAY, days_to_do=3)
	programmes.make_planned_audits()
	plan_builders.on(clock, date(2026, 4, 9))
	programmes.make_planned_audits()
	frappe.db.set_value("Office Audit", made.planned(doc)[0].name, "status", "Signed Off")
	plan_builders.on(clock, date(2026, 4, 20))
	made.audit(house.rooms[0], title="By hand", from_date=date(2026, 12, 1))
	asked = {"place": house.site.name}
	rows = {row["title"]: row for row in year(asked)[1]}
	months = {field: value for field, value in rows[doc.title].items() if field.startswith("month_")}
	assert (months["month_2026_03"], months["month_2026_04"], months["month_2026_12"]) == ("9 ✓", "9 !", "9")
	assert (len(months), rows["By hand"]["month_2026_12"]) == (10, "1")
	states = [row["state"] for row in year({**asked, "view": "By Day", "period": "This Year"})[1]]
	assert states == ["Signed Off", "Late", *["To Come"] * 7, "Planned", "To Come"]
