"""What is sent to reception's methods and cannot be read is refused in words."""

import frappe
import pytest

from office_management import inputs
from office_management.facilities import api as facilities
from office_management.front_desk import api
from office_management.front_desk.page.front_desk import front_desk
from office_management.front_desk.page.roll_call import roll_call
from office_management.office_space import api as spaces
from tests import baseline, builders
from tests import front_desk_builders as make
from tests.invitation_builders import JANE, invitation

NONSENSE = ("{", "nothing", "5")


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_cannot_be_read_is_refused(site, sent):
	log = make.expected_visit(make.site().name).name
	acts = (
		lambda: api.log_visitor(sent),
		lambda: api.check_in_visits(sent),
		lambda: api.answer_questions(log, sent),
		lambda: api.take_message(sent),
		lambda: api.receive_delivery(sent),
		lambda: front_desk.get_desk(shown=sent),
		lambda: front_desk.walk_in(sent),
		lambda: front_desk.check_in(log, sent),
	)
	with builders.as_user(baseline.USERS["receptionist"]):
		for act in acts:
			with pytest.raises(inputs.InputError):
				act()


@pytest.mark.parametrize("sent", NONSENSE)
def test_marks_that_cannot_be_read_are_refused(site, monkeypatch, sent):
	monkeypatch.setattr(roll_call.evacuation_permissions, "check_may_act", lambda name: None)
	with pytest.raises(inputs.InputError):
		roll_call.send_marks("none", sent)


NO_TIMES = ("yesterday", "0001-01-01", "2026-13-45 99:99", "99999999999999999999")


@pytest.mark.parametrize("sent", NO_TIMES)
def test_a_time_that_is_none_is_refused_by_name(site, sent):
	invited = invitation(JANE).name
	acts = (
		lambda: api.change_invitation(invited, {"starts_at": sent}),
		lambda: frappe.get_doc("Visit Invitation", invited).update({"ends_at": sent}).save(),
		lambda: make.expected_visit(make.site().name, expected_until_on=sent),
		lambda: api.get_visit_calendar(sent, "2026-01-01"),
		lambda: api.get_invitation_calendar("2026-01-01", sent),
		lambda: facilities.get_task_calendar(sent, sent),
		lambda: facilities.get_plan_calendar(sent, "2026-01-01"),
		lambda: spaces.get_timeline(make.site().name, sent, sent),
	)
	for act in acts:
		with pytest.raises(inputs.InputError, match=sent):
			act()


@pytest.mark.parametrize(
	"filters",
	[
		"{",
		"5",
		'["name"]',
		'[["name", 5, "x"]]',
		'{"nothing": 1}',
		'{"name": ["between", "x"]}',
		'{"creation": ["between", ["x", "y"]]}',
		'[["Employee", "name", "=", "x"]]',
	],
)
def test_filters_that_are_none_are_refused(site, filters):
	moments = ("2026-01-01", "2026-02-01")
	acts = (
		lambda: api.get_visit_calendar(*moments, filters),
		lambda: api.get_invitation_calendar(*moments, filters),
		lambda: facilities.get_task_calendar(*moments, filters),
		lambda: spaces.get_calendar(*moments, filters),
		lambda: api.search_records("Visitor Log", filters=filters),
		lambda: api.search_records("Delivery", filters=filters),
		lambda: facilities.search_tasks("Facility Task", filters=filters),
		lambda: spaces.search_allocations("Space Allocation", filters=filters),
	)
	for act in acts:
		with pytest.raises(inputs.InputError):
			act()


def test_filters_in_every_way_that_lists_write_them(site):
	name = make.expected_visit(make.site().name).name
	for filters in ({"name": name}, [["name", "=", name]], f'[["Visitor Log", "name", "in", ["{name}"]]]'):
		assert [row[0] for row in api.search_records("Visitor Log", filters=filters, start=-5)] == [name]


def test_fields_that_hold_more_than_one_value_are_refused(site):
	for act in (
		lambda: api.change_invitation(invitation(JANE).name, {"host": ["x"]}),
		lambda: api.take_message({"recipient": {"name": "x"}}),
		lambda: api.receive_delivery({"space": ["x"]}),
	):
		with pytest.raises(inputs.InputError, match="single value"):
			act()
