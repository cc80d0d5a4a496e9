"""Pause, resume, end, skip a date, make now; what a changed plan does to tasks; fire safety; the year."""

from datetime import date, timedelta

import frappe
import pytest
from freezegun import freeze_time

from office_management import inputs
from office_management.facilities import api, fire_safety, plan_inputs, plan_views, plans, tasks
from office_management.facilities.recurring import PlanStatusError
from tests import baseline, builders
from tests import facility_builders as facility
from tests import plan_builders as made

MONDAY = made.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def clock():
	with freeze_time(f"{MONDAY} 14:00:00.5") as frozen:
		yield frozen


def status(plan) -> tuple[str, str | None]:
	return frappe.db.get_value("Facility Plan", plan.name, ["status", "status_reason"])


def test_what_passes_while_a_plan_is_paused_is_not_missed(clock):
	plan = made.daily(catch_up="All")
	made.run()
	plans.pause(plan.name, "Renovation")
	assert status(plan) == ("Paused", "Renovation")
	made.on(clock, MONDAY + 10 * DAY)
	assert made.run() == 0
	plans.resume(plan.name)
	made.run()
	assert made.dates(plan) == [MONDAY, MONDAY + 10 * DAY]
	assert status(plan) == ("Active", None)


@pytest.mark.parametrize("act", [plans.pause, plans.end])
def test_acts_that_need_a_reason(clock, act):
	plan = made.daily()
	with pytest.raises(plans.PlanReasonError):
		act(plan.name, "  ")


def test_acts_that_make_no_sense(clock):
	plan = made.daily()
	with pytest.raises(plans.PlanActError, match="is <strong>Active</strong>"):
		plans.resume(plan.name)
	plans.end(plan.name, "Moved out")
	for act in (plans.pause, plans.end):
		with pytest.raises(plans.PlanActError):
			act(plan.name, "Again")
	with pytest.raises(plans.PlanActError):
		plans.make_now(plan.name)


def test_an_ended_plan_without_dates_cannot_go_on(clock):
	plan = made.daily(end_date=MONDAY)
	plans.end(plan.name, "Done")
	made.on(clock, MONDAY + DAY)
	with pytest.raises(PlanStatusError, match="no date left"):
		plans.resume(plan.name)


def test_ending_cancels_what_is_to_come_if_asked(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 3 * DAY)
	begun = made.tasks(plan)[1].name
	tasks.start(begun)
	made.on(clock, MONDAY + DAY, hour=23)
	assert plans.end(plan.name, "Moved out", cancel_tasks=True) == 2
	left = made.tasks(plan, status=("!=", "Cancelled"))
	assert [task.status for task in left] == ["Open", "In Progress"]
	assert (
		frappe.db.count(
			made.TASK, {"plan": plan.name, "status": "Cancelled", "status_reason": "The plan was ended."}
		)
		== 2
	)


def test_a_skipped_date_is_on_record_and_the_chain_goes_on(clock):
	house = builders.site_with_floor(rooms=2, desks=0)
	plan = made.daily(house.site, scope="Spaces of a Type Below", space_type="Room")
	plans.skip_date(plan.name, MONDAY + DAY, "Public event")
	made.run(plan, MONDAY + 2 * DAY)
	skipped = made.tasks(plan, status="Skipped")
	assert [(task.occurrence_date, task.status_reason, task.is_missed) for task in skipped] == [
		(MONDAY + DAY, "Public event", 0)
	] * 2
	assert len(made.tasks(plan, status="Open")) == 4


def test_skipping_a_date_skips_the_tasks_made_for_it(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 2 * DAY)
	plans.skip_date(plan.name, MONDAY + DAY, "Public event")
	assert [task.status for task in made.tasks(plan)] == ["Open", "Skipped", "Open"]
	plan.reload()
	assert [(row.occurrence_date, row.skipped_by) for row in plan.skipped_dates] == [
		(MONDAY + DAY, "Administrator")
	]


@pytest.mark.parametrize("day", [MONDAY - DAY, MONDAY + DAY])
def test_only_a_date_to_come_can_be_skipped(clock, day):
	plan = facility.plan(None, builders.space(), frequency="Weekly")
	with pytest.raises(plans.NoSuchDateError):
		plans.skip_date(plan.name, day, "No")


def test_skipping_the_next_of_a_chain(clock):
	plan = made.daily(every=5, basis="After Completion")
	plans.skip_date(plan.name, MONDAY, "Closed")
	made.run()
	assert [(task.status, task.occurrence_date) for task in made.tasks(plan)] == [("Skipped", MONDAY)]
	plans.refresh_plans()
	plan.reload()
	assert plan.next_due_date == MONDAY + 5 * DAY


def test_making_now_and_its_preview_agree(clock):
	plan = made.daily(catch_up="Latest Only")
	made.run()
	made.on(clock, MONDAY + 3 * DAY)
	until = MONDAY + 5 * DAY
	told = api.preview_plan_tasks(plan.name, str(until))
	assert (told["number"], told["rows"]) == (3, 5)
	assert [row["missed"] for row in told["dates"]] == [True, True, False, False, False]
	assert api.make_plan_tasks(plan.name, str(until)) == {"made": 5}
	assert api.preview_plan_tasks(plan.name, str(until))["rows"] == 0


def test_very_many_are_made_in_the_background(clock, monkeypatch):
	queued = []
	monkeypatch.setattr(plans, "MANY", 1)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **kwargs: queued.append((method, kwargs["plans"])))
	plan = made.daily()
	assert api.make_plan_tasks(plan.name, str(MONDAY + 5 * DAY)) == {"queued": True}
	assert queued == [("office_management.facilities.generator.make_tasks", [plan.name])]


@pytest.mark.parametrize("day", [MONDAY - DAY, MONDAY + 500 * DAY, "0001-01-01"])
def test_days_that_nothing_is_made_up_to(clock, day):
	with pytest.raises((plan_inputs.PlanInputError, inputs.InputError)):
		api.make_plan_tasks(made.daily().name, str(day))


# --- a changed plan -------------------------------------------------------------------------------------------


def whole(plan) -> dict:
	"""The plan as its form sends it."""
	return frappe.get_doc("Facility Plan", plan.name).as_dict(convert_dates_to_str=True)


def test_the_form_is_told_what_a_change_does(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 13 * DAY)
	told = api.preview_plan_change(whole(plan) | {"frequency": "Weekly", "weekdays": 1})
	assert (told["stay"], told["move"], told["go"], len(told["rows"])) == (2, 0, 12, 12)
	assert api.preview_plan_change(whole(plan) | {"due_time": "08:00:00"})["move"] == 14
	assert api.preview_plan_change(whole(plan))["stay"] == 14


def test_keeping_them_changes_nothing_made(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 6 * DAY)
	plan.reload()
	plan.update({"frequency": "Weekly", "weekdays": 1})
	plan.save()
	assert len(made.tasks(plan, status="Open")) == 7
	assert made.run(plan, MONDAY + 14 * DAY) == 2


def test_bringing_tasks_in_line_leaves_begun_and_past_ones(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 8 * DAY)
	made.on(clock, MONDAY + 2 * DAY, hour=23)  # Wednesday's is overdue by now
	begun = made.tasks(plan)[4].name
	tasks.start(begun)
	plan.reload()
	plan.update({"frequency": "Weekly", "weekdays": 0b1000000, "lead_days": 5})
	plan.save()
	told = api.bring_plan_in_line(plan.name)
	assert told == {"cancelled": 4, "moved": 0, "made": 0}
	left = made.dates(plan, status=("!=", "Cancelled"))
	assert left == [MONDAY + number * DAY for number in (0, 1, 2, 4, 6)]
	assert api.bring_plan_in_line(plan.name) == {"cancelled": 0, "moved": 0, "made": 0}


def test_a_date_given_back_can_be_made_again(clock):
	plan = made.daily()
	made.run(plan, MONDAY + 3 * DAY)
	plan.reload()
	plan.update({"frequency": "Weekly", "weekdays": 1, "lead_days": 0})
	plan.save()
	api.bring_plan_in_line(plan.name)
	assert made.dates(plan, status="Open") == [MONDAY]
	plan.reload()
	plan.update({"frequency": "Daily"})
	plan.save()
	assert made.run(plan, MONDAY + 3 * DAY) == 3
	assert made.dates(plan, status="Open") == [MONDAY + number * DAY for number in range(4)]


def test_another_hour_moves_the_tasks(clock):
	plan = made.daily()
	made.run(plan, MONDAY + DAY)
	plan.reload()
	plan.due_time = "20:00:00"
	plan.save()
	assert api.bring_plan_in_line(plan.name)["moved"] == 2
	assert {task.due_on.hour for task in made.tasks(plan)} == {20}


# --- previews -------------------------------------------------------------------------------------------------


def test_the_form_shows_twelve_dates_with_reasons(clock):
	sunday = MONDAY + 6 * DAY
	plan = made.daily(holiday_rule="Next Working Day", holiday_list=made.holiday_list(sunday))
	plans.skip_date(plan.name, MONDAY + DAY, "Public event")
	told = api.preview_plan(whole(plan))
	assert len(told["dates"]) == 12
	reasons = {row["occurrence"]: (row["due"], row["code"], row["reason"]) for row in told["dates"]}
	assert reasons[MONDAY] == (MONDAY, "", "")
	assert reasons[MONDAY + DAY] == (None, "skipped", "Skipped: Public event")
	assert reasons[sunday] == (None, "same_day", "Done together with another date")


def test_a_plan_not_saved_yet_is_previewed(clock):
	room = builders.space()
	values = {"doctype": "Facility Plan", "__islocal": 1, "name": "new-facility-plan-1", "scope": "One Space",
		"space": room.name, "frequency": "Monthly", "every": 1, "start_date": "2026-01-31", "month_rule": "Last Day",
		"holiday_rule": "Keep", "basis": "Fixed"}  # fmt: skip
	told = api.preview_plan(frappe.as_json(values))
	assert told["dates"][0]["due"] == date(2026, 3, 31)
	assert told["targets"] == 1
	assert "missing" in api.preview_plan(values | {"space": None})["error"]


def test_a_holiday_list_that_ends_too_soon_is_told(clock):
	free = made.holiday_list()
	frappe.db.set_value("Holiday List", free, "to_date", MONDAY + 3 * DAY)
	plan = made.daily(holiday_rule="Skip", holiday_list=free)
	assert free in api.preview_plan(whole(plan))["note"]


def test_nobody_previews_places_they_may_not_see(clock):
	mine, other = builders.space(), builders.space()
	plan = made.daily(mine)
	user = builders.limited_user(builders.user("Office Manager"), mine.name)
	with builders.as_user(user):
		assert api.preview_plan(whole(plan))["targets"] == 1
		with pytest.raises(frappe.PermissionError):
			api.preview_plan(whole(plan) | {"space": other.name})


def test_the_year_has_what_is_not_made_yet(clock):
	site = builders.space()
	plan = facility.plan("Boiler", site, month_day=15)
	other = facility.plan("Elsewhere", builders.space(), month_day=15)
	plans.skip_date(plan.name, date(2026, 7, 15), "Holidays")
	year = (date(2026, 1, 1), date(2026, 12, 31))
	found = list(plan_views.planned_work(*year, ["Administrator"], space=site.name))
	assert [work.due.month for work in found] == [3, 4, 5, 6, 8, 9, 10, 11, 12]
	assert {work.plan.name for work in found} == {plan.name}
	with builders.as_user(baseline.USERS["office_manager"]):
		events = api.get_plan_calendar("2026-04-01", "2026-04-30")
		assert {event["name"] for event in events} == {plan.name, other.name}
	with builders.as_user(baseline.USERS["other_manager"]):
		assert api.get_plan_calendar("2026-04-01", "2026-04-30") == []


# --- fire safety ----------------------------------------------------------------------------------------------


@pytest.fixture
def templates():
	for name in fire_safety.FIRE_SAFETY:
		if not frappe.db.exists("Checklist Template", name):
			facility.checklist(name)


def test_one_button_makes_the_plans_for_fire_safety_once(clock, templates):
	site = builders.space()
	user = facility.technician()
	first = api.make_fire_safety_plans(site.name, user, str(MONDAY))
	assert (len(first["made"]), first["existing"]) == (7, [])
	again = api.make_fire_safety_plans(site.name, user, str(MONDAY))
	assert (again["made"], sorted(again["existing"])) == ([], sorted(first["made"]))
	found = {
		plan.checklist_template: plan
		for plan in (frappe.get_doc("Facility Plan", name) for name in first["made"])
	}
	quarterly = found["Fire Safety: Quarterly"]
	assert (quarterly.frequency, quarterly.every, quarterly.next_due_date) == ("Monthly", 3, MONDAY)
	assert [row.user for row in quarterly.assignees] == [user]
	assert made.run() == 7


def test_an_ended_one_is_made_again(clock, templates):
	site, user = builders.space(), facility.technician()
	first = fire_safety.make_plans(site.name, user, MONDAY)["made"]
	plans.end(first[0], "Wrong")
	assert len(fire_safety.make_plans(site.name, user, MONDAY)["made"]) == 1


def test_missing_checklists_are_named(clock, monkeypatch):
	monkeypatch.setitem(fire_safety.FIRE_SAFETY, "Fire Safety: Never", "Daily")
	with pytest.raises(fire_safety.ChecklistsMissingError, match="Fire Safety: Never"):
		fire_safety.make_plans(builders.space().name, facility.technician(), MONDAY)
