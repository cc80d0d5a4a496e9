"""Space Occupancy against the site whose numbers are known."""

import frappe
import pytest
from freezegun import freeze_time

from office_management.office_space.report.space_occupancy import space_occupancy
from office_management.office_space.reports import PlaceNotFoundError
from office_management.report_tools import ReportDateError
from tests import baseline, builders
from tests.integration.office_space import known_site
from tests.shared import once_per_module

NUMBERS = ("seats", "taken", "free", "unavailable", "area")


@once_per_module
def hand():
	return known_site.build()


def run(**filters):
	"""Rows of the report without the total, and the total."""
	rows = space_occupancy.execute(filters)[1]
	return rows[:-1], rows[-1]


def table(rows):
	return [(row["place"], row.get("indent"), *(row[key] for key in NUMBERS)) for row in rows]


def test_tree_down_to_rooms(hand):
	rows, total = run(place=hand.site.name, depth="Room")
	assert table(rows) == [
		("Hand", 0, 10, 5, 4, 1, 75),
		("Hand House", 1, 10, 5, 4, 1, 75),
		("Floor 1", 2, 7, 4, 3, 0, 55),
		("Room 101", 3, 3, 2, 1, 0, 0),
		("Room 102", 3, 4, 2, 2, 0, 40),
		("Other places in Floor 1", 3, 0, 0, 0, 0, 15),
		("Floor 2", 2, 3, 1, 1, 1, 20),
		("Room 201", 3, 2, 1, 1, 0, 20),
		("Other places in Floor 2", 3, 1, 0, 0, 1, 0),
	]
	assert table([total]) == [("Total", None, 10, 5, 4, 1, 75)]
	assert (total["occupancy"], total["area_per_seat"]) == (50.0, 7.5)


def test_flat_list_of_rooms_adds_up_by_itself(hand):
	rows, total = run(place=hand.site.name, depth="Room", flat=1)
	assert [row["place"] for row in rows] == [
		"Room 101",
		"Room 102",
		"Other places in Floor 1",
		"Room 201",
		"Other places in Floor 2",
	]
	for key in NUMBERS:
		assert sum(row[key] for row in rows) == total[key]


@pytest.mark.parametrize(
	("depth", "places"),
	[
		("Total", []),
		("Site", ["Hand"]),
		("Building", ["Hand", "Hand House"]),
		("Floor", ["Hand", "Hand House", "Floor 1", "Floor 2"]),
		("1", ["Hand"]),
		(3, ["Hand", "Hand House", "Floor 1", "Floor 2"]),
	],
)
def test_depth_by_kind_and_by_number(hand, depth, places):
	rows, total = run(place=hand.site.name, depth=depth)
	assert [row["place"] for row in rows] == places
	assert total["seats"] == 10


def test_places_without_seats_are_shown_on_request(hand):
	rows, _total = run(place=hand.floor1.name, depth="Room", without_seats=1)
	assert [row["place"] for row in rows] == ["Floor 1", "Room 101", "Room 102", "Oslo"]


def test_unknown_depth_is_refused(hand):
	with pytest.raises(space_occupancy.UnknownDepthError, match="no depth"):
		run(depth="Galaxy")


def test_departments_add_up_to_what_is_taken(hand):
	columns, rows, *_rest = space_occupancy.execute(
		{"place": hand.site.name, "depth": "Floor", "by_department": 1}
	)
	names = {column["label"]: column["fieldname"] for column in columns}
	total = rows[-1]
	# Desk 2 is shared: Bram (Sales) on Monday counts, Carla on Wednesday does not; Daan is one of Design's two.
	assert {label: total[names[label]] for label in ("Sales", "Design", "Other Occupants")} == {
		"Sales": 2,
		"Design": 3,
		"Other Occupants": 0,
	}
	split = [name for name in total if name.startswith("department_")]
	for row in rows:
		assert sum(row[name] for name in split) == row["taken"]


def test_company_leaves_out_what_belongs_to_others(hand):
	frappe.db.set_value("Office Space", hand.room201.name, "company", baseline.OTHER_COMPANY)
	_rows, total = run(place=hand.site.name, company=baseline.COMPANY)
	assert total["seats"] == 8
	rows, total = run(place=hand.site.name, company=baseline.OTHER_COMPANY, depth="Room")
	assert [row["place"] for row in rows] == ["Hand", "Hand House", "Floor 2", "Room 201"]
	assert total["seats"] == 2


def test_a_place_that_is_not_there_is_refused(hand):
	with pytest.raises(PlaceNotFoundError, match="no place"):
		run(place="Atlantis")


def test_without_filters_it_tells_of_all_floors_today(hand):
	columns, rows, _message, chart, summary, no_total_row = space_occupancy.execute()
	assert columns[0]["label"] == f"Place, on {frappe.utils.formatdate(builders.day())}"
	assert {"Floor 1", "Floor 2"} <= {row["place"] for row in rows}
	assert summary[0]["value"] == rows[-1]["seats"] >= 10
	assert no_total_row is True
	assert len(chart["data"]["labels"]) == len(chart["data"]["datasets"][0]["values"])


def test_relative_day_is_read_when_the_report_runs(hand):
	filters = {"place": hand.d9.name, "as_of": "End of Last Month", "depth": "Total"}
	with freeze_time(builders.day(0)):
		assert space_occupancy.execute(filters)[1][-1]["free"] == 1
	label = space_occupancy.execute(filters)[0][0]["label"]
	with freeze_time("2027-03-15 12:00:00"):
		assert (
			space_occupancy.execute(filters)[0][0]["label"]
			== f"Place, on {frappe.utils.formatdate('2027-02-28')}"
		)
		assert label != space_occupancy.execute(filters)[0][0]["label"]


def test_today_is_the_sites_today_not_the_servers(hand):
	"""23:30 in London on the 30th is the 1st already for a site in Auckland."""
	frappe.db.set_single_value("System Settings", "time_zone", "Pacific/Auckland")
	frappe.local.system_settings = None
	frappe.clear_document_cache("System Settings", "System Settings")
	with freeze_time("2027-06-30 23:30:00"):
		label = space_occupancy.execute({"as_of": "Today"})[0][0]["label"]
		assert label == f"Place, on {frappe.utils.formatdate('2027-07-01')}"


def test_custom_date_without_a_date_is_refused():
	with pytest.raises(ReportDateError, match="Choose the first and the last day"):
		run(as_of="Custom Date")


def test_free_text_cannot_become_a_formula(hand):
	frappe.db.set_value("Office Space", hand.floor1.name, "space_name", "=HYPERLINK(1)")
	rows, _total = run(place=hand.site.name)
	assert "'=HYPERLINK(1)" in {row["place"] for row in rows}


def test_children_of_every_row_add_up_to_it(hand):
	for depth in ("Building", "Floor", "Room", "Desk"):
		rows, total = run(place=hand.site.name, depth=depth)
		for index, row in enumerate(rows):
			children = children_of(rows, index)
			for key in NUMBERS if children else ():
				assert sum(child[key] for child in children) == row[key]
		for key in NUMBERS:
			assert sum(row[key] for row in rows if row["indent"] == 0) == total[key]


def children_of(rows, index):
	found = []
	for row in rows[index + 1 :]:
		if row["indent"] <= rows[index]["indent"]:
			break
		if row["indent"] == rows[index]["indent"] + 1:
			found.append(row)
	return found
