"""What somebody sends who does not use our forms: it is refused in words, and shows or changes nothing."""

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.desk.search import search_link
from frappe.handler import run_doc_method

from office_management.inputs import InputError
from office_management.office_administration.doctype.office_responsibility.office_responsibility import (
	OwnDeputyError,
	SameResponsibilityError,
)
from office_management.office_space import api
from office_management.office_space.doctype.office_space.office_space import (
	CodeError,
	MoveInsteadError,
	OutOfServiceError,
)
from office_management.office_space.doctype.space_allocation.space_allocation import AllocationDatesError
from office_management.report_tools import AS_SEEN_BY, FilterError
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module

REPORTS = ("Space Occupancy", "Seat Register", "Space Changes")
NO_DAYS = ["0001-01-01", 5]


@once_per_module
def house(site):
	return builders.site_with_floor(desks=3)


def user(key):
	return builders.as_user(baseline.USERS[key])


# --- what must not be seen ------------------------------------------------------------------------------------


def found(**more) -> list[str]:
	return [row["value"] for row in search_link("Space Allocation", "", **more)]


def test_a_link_search_shows_no_seats_of_others_whatever_the_browser_asks(house):
	others = allocation(house.desks[0], baseline.employee("carla")).name
	chosen = {"filters": {"name": others}, "ignore_user_permissions": 1}
	assert found(**chosen) == [others]
	with user("employee"):
		assert found(**chosen) == []


def test_a_link_search_keeps_to_the_places_of_a_manager(house):
	elsewhere = builders.site_with_floor(desks=1)
	inside = allocation(house.desks[0], baseline.employee("carla")).name
	outside = allocation(elsewhere.desks[0], baseline.employee("daan")).name
	chosen = {"filters": {"name": ("in", [inside, outside])}, "ignore_user_permissions": 1}
	with builders.as_user(builders.limited_user(builders.user("Office Manager"), house.site.name)):
		assert found(**chosen) == [inside]


def test_a_link_search_finds_by_occupant_and_place(house):
	name = allocation(house.desks[0], baseline.employee("carla")).name
	place = [row["value"] for row in search_link("Space Allocation", house.desks[0].name)]
	person = frappe.db.get_value("Space Allocation", name, "occupant_name")
	by_name = search_link("Space Allocation", person, filters=[["Space Allocation", "name", "=", name]])
	assert place == [name]
	assert [row["label"] for row in by_name] == [person]


# --- what must not be changed ---------------------------------------------------------------------------------


def rename_unchecked(doctype: str, name: str):
	"""As a browser may ask any document that it can read."""
	frappe.local.response = frappe._dict(docs=[])
	arguments = {"name": f"{name}-taken", "validate_rename": False, "force": True}
	with builders.as_user(baseline.USERS["receptionist"]):
		frappe.local.request = frappe._dict(method="POST")
		try:
			run_doc_method("rename", dt=doctype, dn=name, args=frappe.as_json(arguments))
		finally:
			del frappe.local.request


def test_nobody_renames_a_space_without_its_location(house):
	with pytest.raises(MoveInsteadError):
		rename_unchecked("Office Space", house.desks[0].name)


def test_a_reader_renames_no_allocation(house):
	name = allocation(house.desks[0], baseline.employee("carla")).name
	with pytest.raises(frappe.PermissionError):
		rename_unchecked("Space Allocation", name)


def test_a_reader_renames_no_responsibility(site):
	values = {
		"doctype": "Office Responsibility",
		"topic": "Safety",
		"responsible": baseline.employee("carla"),
	}
	name = frappe.get_doc(values).insert().name
	with pytest.raises(frappe.PermissionError):
		rename_unchecked("Office Responsibility", name)


# --- what must not run in somebody's browser ------------------------------------------------------------------

SCRIPT = '"<img src=x onerror=alert(1)>"'  # Frappe keeps what is JSON as it is


def test_a_name_that_is_a_script_is_shown_as_text(house):
	desk = house.desks[0]
	allocation(desk, baseline.employee("carla"))
	frappe.clear_messages()
	desk.reload().update({"space_name": SCRIPT, "out_from_date": day(), "out_reason": SCRIPT})
	desk.save()
	shown = str(frappe.get_message_log())
	assert "&lt;img src=" in shown
	assert "<img" not in shown


def test_a_person_whose_name_is_a_script_is_shown_as_text(site):
	person = builders.make_employee(SCRIPT, "")
	duty = {"doctype": "Office Responsibility", "topic": "Safety", "responsible": person.name}
	with pytest.raises(OwnDeputyError, match="&lt;img src="):
		frappe.get_doc({**duty, "deputy": person.name}).insert()
	frappe.get_doc(duty).insert()
	with pytest.raises(SameResponsibilityError, match="&lt;img src="):
		frappe.get_doc(duty).insert()


# --- what makes no sense --------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", ["", "abc", "null", "[", "{}", "5"])
def test_names_that_are_no_list(site, names):
	for act in (api.end_allocations, api.extend_allocations, api.cancel_allocations, api.put_back_in_service):
		with pytest.raises(InputError):
			act(names)


@pytest.mark.parametrize("rows", ["", "null", [{"employee": "x"}], '["x"]', [{"employee": "x", "space": ""}]])
def test_rows_without_what_they_need(site, rows):
	with pytest.raises(InputError):
		api.seat_people(rows, day())


def test_the_year_one_is_no_day_to_our_methods(house):
	seat = allocation(house.desks[0], baseline.employee("carla")).name
	for call in (
		lambda day: api.get_free_places(day),
		lambda day: api.extend_allocations([seat], day),
		lambda day: api.get_calendar(day, "2026-01-01"),
		lambda day: api.set_out_of_service([house.desks[0].name], day, reason="Paint"),
	):
		with pytest.raises(InputError, match="0001-01-01"):
			call("0001-01-01")


@pytest.mark.parametrize("wrong", NO_DAYS)
@pytest.mark.parametrize("field", ["from_date", "to_date"])
def test_days_that_are_none_in_an_allocation(house, field, wrong):
	with pytest.raises(AllocationDatesError):
		allocation(house.desks[0], baseline.employee("carla"), **{"from_date": day(), field: wrong})


@pytest.mark.parametrize("field", ["out_from_date", "out_until_date"])
def test_days_that_are_none_out_of_service(house, field):
	desk = house.desks[0]
	desk.update({"out_from_date": day(), "out_reason": "Paint", field: "0001-01-01"})
	with pytest.raises(OutOfServiceError, match="not a day"):
		desk.save()


def test_a_code_may_come_as_a_number_but_not_as_a_list(house):
	assert builders.space(None, house.floor.name, space_code=7).space_code == "7"
	with pytest.raises(CodeError):
		builders.space(None, house.floor.name, space_code=["7"])


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("field", ["place", "company", "as_of", AS_SEEN_BY])
@pytest.mark.parametrize("value", [["x"], {"x": 1}])
def test_a_filter_that_is_more_than_one_value(site, report, field, value):
	with pytest.raises(FilterError, match=field):
		run(report, filters={field: value}, ignore_prepared_report=True)


def test_a_label_that_is_no_text(house):
	seat = allocation(house.desks[0], baseline.employee("carla"), seat_label=12)
	assert seat.seat_label == "12"


def test_script_in_text_that_is_json_is_taken_out_of_what_we_store(house):
	desk = house.desks[0].reload()
	desk.update({"space_name": SCRIPT, "out_from_date": day(40), "out_reason": SCRIPT}).save()
	assert "onerror" not in desk.space_name + desk.out_reason

	given = allocation(house.desks[1], baseline.employee("carla"), exception_reason=SCRIPT)
	assert "onerror" not in given.exception_reason
