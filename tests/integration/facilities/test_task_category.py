"""Categories: time limits that make sense, and teams of people who can log in."""

import frappe
import pytest

from office_management.facilities.doctype.facility_task_category.facility_task_category import (
	USUAL_TARGETS,
	CategoryTargetError,
	CategoryTeamError,
)
from tests import baseline
from tests import facility_builders as facility


def test_whoever_turns_time_limits_on_gets_usual_ones(site):
	category = facility.category()
	assert category.response_targets == []
	category.track_response_times = 1
	category.save()
	assert {row.urgency for row in category.response_targets} == set(USUAL_TARGETS)


@pytest.mark.parametrize(
	("rows", "message"),
	[
		([("Normal", 1, 2), ("Normal", 3, 4)], "there twice"),
		([("Normal", 8, 4)], "done before anybody responds"),
	],
)
def test_targets_that_contradict_each_other(site, rows, message):
	targets = [
		{"urgency": urgency, "response_hours": response, "resolution_hours": resolution}
		for urgency, response, resolution in rows
	]
	with pytest.raises(CategoryTargetError, match=message):
		facility.category(response_targets=targets)


def test_a_target_may_leave_one_of_the_two_out(site):
	assert facility.category(targets={"Normal": (8, 0), "High": (0, 4)}).name


def test_a_team_of_people_who_can_log_in(site):
	user = baseline.USERS["technician"]
	with pytest.raises(CategoryTeamError, match="twice"):
		facility.category(team=(user, user))
	gone = facility.technician()
	category = facility.category(team=(gone,))
	frappe.db.set_value("User", gone, "enabled", 0)
	category.description = "who was there already stays"
	category.save()
	with pytest.raises(CategoryTeamError, match="is disabled"):
		facility.category(team=(gone,))
