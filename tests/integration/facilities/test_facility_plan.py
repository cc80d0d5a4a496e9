"""What a plan may say, each rule with its own refusal, and the days it works out."""

from datetime import date, timedelta

import frappe
import pytest
from freezegun import freeze_time

from office_management.facilities import plans, recurring
from office_management.facilities.doctype.facility_plan import facility_plan as rules
from tests import baseline, builders
from tests import facility_builders as facility
from tests import plan_builders as made

MONDAY = made.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def clock():
	with freeze_time(f"{MONDAY} 14:00:00.5") as frozen:
		yield frozen


def weekly(**values):
	return facility.plan(
		None, values.pop("space", None) or builders.space(), **{"frequency": "Weekly", **values}
	)


REFUSED = {
	"a type of space missing": (rules.PlanScopeError, {"scope": "Spaces of a Type Below"}),
	"a category of assets missing": (rules.PlanScopeError, {"scope": "Assets of a Category Below"}),
	"no asset": (rules.PlanScopeError, {"scope": "One Asset"}),
	"every none": (recurring.PlanRuleError, {"every": 0}),
	"every thousandth week": (recurring.PlanRuleError, {"every": 1000}),
	"weekdays beyond Sunday": (recurring.PlanRuleError, {"weekdays": 128}),
	"the 32nd": (recurring.PlanRuleError, {"frequency": "Monthly", "month_day": 32}),
	"half a season": (recurring.PlanSeasonError, {"season_from_month": "May"}),
	"30 February": (recurring.PlanNeverError, {"frequency": "Yearly", "month": "February", "month_day": 30}),
	"a month out of season": (
		recurring.PlanNeverError,
		{"frequency": "Yearly", "month": "June", "season_from_month": "July", "season_to_month": "August"},
	),
	"the end before the beginning": (recurring.PlanDatesError, {"end_date": date(2026, 3, 1)}),
	"the year one": (recurring.PlanDatesError, {"start_date": "0001-01-01"}),
	"made a week before a weekly date": (rules.PlanLeadError, {"lead_days": 7}),
	"made before the chain allows": (rules.PlanLeadError, {"basis": "After Completion", "lead_days": 7}),
	"a chain that skips": (rules.PlanHolidayError, {"basis": "After Completion", "holiday_rule": "Skip"}),
}


@pytest.mark.parametrize(("error", "values"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(clock, error, values):
	with pytest.raises(error):
		weekly(**values)


def test_lead_days_shorter_than_the_period(clock):
	assert weekly(lead_days=6).lead_days == 6
	with pytest.raises(rules.PlanLeadError, match="at most <strong>2</strong> days"):
		weekly(weekdays=0b1001, lead_days=3)


def test_holidays_need_a_list(clock):
	frappe.db.set_value("Company", baseline.COMPANY, "default_holiday_list", None)
	with pytest.raises(rules.PlanHolidayError, match="Holiday List"):
		weekly(holiday_rule="Next Working Day")
	assert weekly(holiday_rule="Next Working Day", holiday_list=made.holiday_list()).name


def test_a_closed_place_is_refused_when_chosen_and_stays_when_closed_later(clock):
	room = builders.space()
	plan = weekly(space=room)
	room.db_set("status", "Closed")
	with pytest.raises(rules.PlanTargetError, match=room.name):
		weekly(space=room)
	plan.title = "Still saved"
	plan.save()


@pytest.mark.parametrize(
	"values", [{"status": "Scrapped"}, {"status": "Sold"}, {"docstatus": 0, "status": "Draft"}]
)
def test_an_asset_that_cannot_be_kept_up(clock, values):
	asset = made.asset(builders.space().name, **values)
	with pytest.raises(rules.PlanTargetError):
		weekly(scope="One Asset", asset=asset)


def test_fields_of_another_scope_are_emptied(clock):
	asset = made.asset(builders.space().name)
	plan = weekly(scope="One Asset", asset=asset, space_type="Room", asset_category="OM Furniture")
	assert (plan.space, plan.space_type, plan.asset_category) == (None, None, None)
	assert plan.company == baseline.COMPANY


def test_a_contract_belongs_to_the_supplier(clock):
	ours, other = made.supplier(), made.supplier()
	contract = made.contract(ours)
	assert weekly(supplier=ours, contract=contract).contract == contract
	with pytest.raises(rules.PlanContractError, match="is not with"):
		weekly(supplier=other, contract=contract)


def test_a_cancelled_contract_is_refused(clock):
	ours = made.supplier()
	contract = made.contract(ours)
	frappe.db.set_value("Contract", contract, "docstatus", 2)
	with pytest.raises(rules.PlanContractError, match="was cancelled"):
		weekly(supplier=ours, contract=contract)


def test_a_contract_that_has_run_out_shows_and_stops_nobody(clock):
	ours = made.supplier()
	contract = made.contract(ours, end=MONDAY - DAY)
	plan = weekly(supplier=ours, contract=contract)
	plan.onload()
	assert plan.get_onload("contract_state") == {"why": "expired", "end_date": MONDAY - DAY}
	blocks = {block["key"]: block for block in blocks_of("office_manager")}
	assert plan.name in str(blocks["plans_without_contract"]["rows"])
	assert plan.contract_end_date == MONDAY - DAY


def test_the_end_of_a_contract_that_was_changed_is_caught_up_at_night(clock):
	ours = made.supplier()
	plan = weekly(supplier=ours, contract=made.contract(ours, end=MONDAY))
	frappe.db.set_value("Contract", plan.contract, "end_date", MONDAY + DAY)
	plans.refresh_plans()
	plan.reload()
	assert plan.contract_end_date == MONDAY + DAY


@pytest.mark.parametrize(
	("start", "end", "submit", "why"),
	[
		(MONDAY, None, True, None),
		(MONDAY, None, False, "draft"),
		(MONDAY + DAY, None, True, "not_begun"),
		(MONDAY - DAY, MONDAY, True, None),
	],
)
def test_the_state_of_a_contract(clock, start, end, submit, why):
	ours = made.supplier()
	plan = weekly(supplier=ours, contract=made.contract(ours, start, end, submit))
	assert (plan.contract_state() or {}).get("why") == why


def test_a_disabled_supplier(clock):
	supplier = made.supplier()
	frappe.db.set_value("Supplier", supplier, "disabled", 1)
	with pytest.raises(rules.PlanSupplierError):
		weekly(supplier=supplier)


def test_assignees_once_each_and_only_who_can_see_tasks(clock):
	user = facility.technician()
	with pytest.raises(rules.PlanAssigneeError, match="named twice"):
		weekly(assignees=[{"user": user}, {"user": user}])
	with pytest.raises(rules.PlanAssigneeError, match="cannot see tasks"):
		weekly(assignees=[{"user": baseline.USERS["nobody"]}])


def test_a_plan_with_tasks_is_not_deleted(clock):
	plan = weekly()
	made.run(plan)
	with pytest.raises(rules.PlanInUseError, match="End the plan instead"):
		plan.delete()


def test_a_plan_without_tasks_is_deleted(clock):
	plan = weekly()
	plan.delete()
	assert not frappe.db.exists("Facility Plan", plan.name)


# --- what is worked out ---------------------------------------------------------------------------------------


def test_the_next_date_and_when_it_is_made(clock):
	plan = weekly(weekdays=0b10, lead_days=3)
	assert (plan.next_due_date, plan.make_on_date) == (MONDAY + DAY, MONDAY - 2 * DAY)


def test_the_next_date_looks_at_holidays(clock):
	free = made.holiday_list(MONDAY)
	plan = weekly(holiday_rule="Next Working Day", holiday_list=free)
	assert plan.next_due_date == MONDAY + DAY


def test_the_time_nobody_gave_is_five_in_the_afternoon(clock):
	assert str(weekly().due_time) == "17:00:00"
	assert str(weekly(due_time="08:30:00").due_time) == "08:30:00"


def test_a_plan_in_the_future_waits(clock):
	plan = made.daily(start_date=MONDAY + 40 * DAY)
	assert (made.run(), plan.next_due_date) == (0, MONDAY + 40 * DAY)


def test_what_the_client_says_of_decided_fields_counts_for_nothing(clock):
	plan = weekly(status="Paused", generated_count=5, status_reason="x", generation_error="x")
	assert (plan.status, int(plan.generated_count), plan.status_reason, plan.generation_error) == (
		"Active",
		0,
		None,
		None,
	)
	plan.update({"status": "Ended", "generated_count": 9})
	plan.append("skipped_dates", {"occurrence_date": MONDAY, "reason": "x"})
	plan.save()
	plan.reload()
	assert (plan.status, plan.generated_count, plan.skipped_dates) == ("Active", 0, [])


# --- Office Day -----------------------------------------------------------------------------------------------


def blocks_of(key: str) -> list[dict]:
	from office_management.facilities.plan_blocks import get_blocks

	with builders.as_user(baseline.USERS[key]):
		return get_blocks()


def test_plans_in_error_stand_on_office_day(clock):
	plan = made.daily()
	frappe.db.set_value("Office Space", plan.space, "status", "Closed")
	made.run()
	for key, is_told in (("office_manager", True), ("other_manager", False)):
		blocks = {block["key"]: block for block in blocks_of(key)}
		titles = [row["title"] for row in blocks["plans_in_error"]["rows"]]
		assert (plan.title in titles) == is_told
	assert blocks_of("receptionist") == []


# --- rights ---------------------------------------------------------------------------------------------------


def test_a_manager_plans_nothing_for_another_company(clock):
	room = builders.space()
	asset = made.asset(room.name)
	with builders.as_user(baseline.USERS["other_manager"]):
		for values in ({"space": room.name}, {"scope": "One Asset", "asset": asset}):
			doc = {"doctype": "Facility Plan", "title": "Ours?", "frequency": "Weekly", "start_date": MONDAY}
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc({**doc, **values}).insert()


def test_a_plan_is_not_moved_to_a_place_the_user_may_not_see(clock):
	mine, other = builders.space(), builders.space()
	plan = weekly(space=mine)
	user = builders.limited_user(builders.user("Office Manager"), mine.name)
	with builders.as_user(user):
		doc = frappe.get_doc("Facility Plan", plan.name)
		doc.space = other.name
		with pytest.raises(frappe.PermissionError):
			doc.save()
