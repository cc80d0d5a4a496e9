"""Deadlines of tracked tasks: set, moved by waiting, stopped by the first response, and found in the list by index."""

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime
from freezegun import freeze_time

from office_management.facilities import api, clocks, tasks
from tests import baseline, builders
from tests import facility_builders as facility
from tests.shared import once_per_module

TASK = "Facility Task"
SETTINGS = "Office Management Settings"
MANAGER, TECHNICIAN = baseline.USERS["office_manager"], baseline.USERS["technician"]
MONDAY_TEN = "2026-03-02 10:00:00"


def at(text: str) -> datetime:
	return datetime.fromisoformat(text)


def moments(name: str) -> list:
	return list(frappe.db.get_value(TASK, name, ["respond_by", "due_on", "at_risk_on"]))


@pytest.fixture(autouse=True)
def zone(monkeypatch):
	"""The site lies in Amsterdam, and frozen times are its own."""
	monkeypatch.setattr(clocks, "get_system_timezone", lambda: "Europe/Amsterdam")


@pytest.fixture
def clock(monkeypatch):
	"""A clock on the wall that tests set: `clock("2026-03-02 10:00")`."""

	def turn(text: str) -> None:
		for module in ("clocks", "moves", "notices"):
			target = f"office_management.facilities.{module}.now_datetime"
			monkeypatch.setattr(target, lambda: at(text))

	turn(MONDAY_TEN)
	return turn


@once_per_module
def tracked(site):
	"""Eight to twelve and one to five, from Monday to Friday; respond within 2 hours, done within 8."""
	settings = frappe.get_doc(SETTINGS)
	settings.working_hours = []
	for weekday in clocks.WEEKDAYS[:5]:
		for begin, end in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")):
			settings.append("working_hours", {"weekday": weekday, "from_time": begin, "to_time": end})
	settings.save()
	return facility.category(targets={"Normal": (2, 8), "High": (1, 4), "Emergency": (0.5, 2)})


def test_usual_hours_where_the_settings_say_nothing(site, clock):
	category = facility.category(targets={"Normal": (4, 10)})
	task = facility.task("any", category=category)
	assert moments(task.name) == [at("2026-03-02 14:00"), at("2026-03-03 11:00"), at("2026-03-03 08:30")]


def test_moments_are_set_when_a_task_is_made(tracked, clock):
	task = facility.task("any", category=tracked)
	assert moments(task.name) == [at("2026-03-02 12:00"), at("2026-03-03 10:00"), at("2026-03-02 17:00")]
	assert task.due_by_clock == 1


def test_a_holiday_of_the_company_is_left_out(tracked, clock):
	name = make_holidays("2026-03-03")
	frappe.db.set_value("Company", baseline.COMPANY, "default_holiday_list", name)
	task = facility.task("any", category=tracked)
	assert moments(task.name)[1] == at("2026-03-04 10:00")


def test_the_holiday_list_of_the_settings_comes_first(tracked, clock):
	frappe.db.set_single_value(SETTINGS, "working_holiday_list", make_holidays("2026-03-03", "2026-03-04"))
	assert moments(facility.task("any", category=tracked).name)[1] == at("2026-03-05 10:00")


def make_holidays(*days: str) -> str:
	values = {
		"holiday_list_name": builders.unique("Holidays "),
		"from_date": "2026-01-01",
		"to_date": "2026-12-31",
	}
	rows = [{"holiday_date": day, "description": "off"} for day in days]
	return frappe.get_doc({"doctype": "Holiday List", **values, "holidays": rows}).insert().name


def test_day_and_night(site, clock):
	category = facility.category(targets={"Normal": (1, 24)}, round_the_clock=1)
	assert moments(facility.task("any", category=category).name)[1] == at("2026-03-03 10:00")


class Endless:
	"""A holiday list in which every day is a holiday."""

	def __contains__(self, day) -> bool:
		return True


def test_where_nobody_ever_works_there_is_no_deadline(tracked, clock, monkeypatch):
	monkeypatch.setattr(clocks, "holidays_in", lambda _name: Endless())
	frappe.db.set_single_value(SETTINGS, "working_holiday_list", make_holidays())
	assert moments(facility.task("any", category=tracked).name) == [None, None, None]


def test_untracked_tasks_and_tasks_of_plans_have_no_clock(tracked, clock):
	light = facility.task("any", category=facility.category())
	planned = facility.task("any", category=tracked, source="Plan", due_on="2026-03-10 17:00:00")
	assert moments(light.name) == [None, None, None]
	assert moments(planned.name) == [None, at("2026-03-10 17:00"), None]


def test_a_due_time_that_somebody_chose_stays(tracked, clock):
	task = facility.task("any", category=tracked, due_on="2026-03-06 12:00:00")
	clock("2026-03-02 11:00")
	task.urgency = "High"
	task.save()
	assert moments(task.name)[:2] == [at("2026-03-02 11:00"), at("2026-03-06 12:00")]
	task.due_on = None
	task.save()
	assert moments(task.name)[1] == at("2026-03-02 15:00")


def test_a_change_of_urgency_or_category_reckons_anew_from_the_opening(tracked, clock):
	task = facility.task("any", category=tracked)
	clock("2026-03-02 11:30")
	task.urgency = "High"
	task.save()
	assert moments(task.name) == [at("2026-03-02 11:00"), at("2026-03-02 15:00"), at("2026-03-02 14:00")]
	task.category = facility.category().name
	task.save()
	assert moments(task.name) == [None, None, None]


def test_waiting_moves_the_deadlines_by_the_working_time_waited(tracked, clock):
	"""Held on Monday at 11, resumed on Tuesday at 9: five hours of work were waited, not twenty-two."""
	task = facility.task("any", category=tracked)
	clock("2026-03-02 11:00")
	tasks.hold(task.name, "Waiting for a part")
	clock("2026-03-03 09:00")
	with builders.as_user(MANAGER):
		api.resume_task(task.name)
	task.reload()
	assert task.waited_minutes == 6 * 60
	assert moments(task.name)[1:] == [at("2026-03-03 17:00"), at("2026-03-03 15:00")]
	clock("2026-03-03 16:00")
	tasks.finish(task.name)
	assert frappe.db.get_value(TASK, task.name, "resolution_minutes") == 7 * 60


def test_what_was_late_before_it_waited_stays_late(tracked, clock):
	task = facility.task("any", category=tracked)
	clock("2026-03-04 09:00")
	tasks.hold(task.name, "Too late anyway")
	clock("2026-03-05 09:00")
	tasks.resume(task.name)
	assert moments(task.name)[1] == at("2026-03-03 10:00")


def test_urgency_changed_while_it_waits(tracked, clock):
	"""The wait so far is not counted yet; it is added when it ends."""
	task = facility.task("any", category=tracked)
	clock("2026-03-02 10:30")
	tasks.hold(task.name, "Waiting")
	clock("2026-03-02 11:00")
	task.reload()
	task.urgency = "High"
	task.save()
	clock("2026-03-02 11:30")
	tasks.resume(task.name)
	assert moments(task.name)[1] == at("2026-03-02 16:00")


def test_the_time_it_counted_as_done_is_waiting_too(tracked, clock):
	task = facility.task("any", category=tracked)
	clock("2026-03-02 12:00")
	tasks.finish(task.name)
	clock("2026-03-02 15:00")
	tasks.reopen(task.name)
	assert moments(task.name)[1] == at("2026-03-03 12:00")
	assert frappe.db.get_value(TASK, task.name, "waited_minutes") == 120


# --- the first response ---------------------------------------------------------------------------------------


def comment(name: str) -> None:
	from frappe.desk.form.utils import add_comment

	add_comment(TASK, name, "Looking at it", "x@example.com", "X")


RESPONSES = {
	"taken": lambda name: api.take_task(name),
	"started": lambda name: api.start_task(name),
	"held": lambda name: api.hold_task(name, "why"),
	"skipped": lambda name: api.skip_task(name, "why"),
	"done": lambda name: api.finish_task(name),
	"commented": comment,
	"assigned": lambda name: facility.assign(name, TECHNICIAN),
}


@pytest.mark.parametrize("act", RESPONSES)
def test_the_first_act_of_somebody_else_is_the_response(tracked, clock, act):
	task = facility.task("any", category=tracked, requested_by=baseline.employee("anna"))
	clock("2026-03-02 11:00")
	with builders.as_user(MANAGER if act == "assigned" else TECHNICIAN):
		RESPONSES[act](task.name)
	facts = frappe.db.get_value(TASK, task.name, ["responded_on", "response_minutes"])
	assert facts == (at("2026-03-02 11:00"), 60)
	clock("2026-03-02 12:00")
	comment(task.name)
	assert frappe.db.get_value(TASK, task.name, "responded_on") == at("2026-03-02 11:00")


@pytest.mark.parametrize("act", ["commented", "assigned", "held"])
def test_who_asked_does_not_answer_themselves(tracked, clock, act):
	with builders.as_user(MANAGER):
		task = facility.task("any", category=tracked)
		RESPONSES[act](task.name)
	assert frappe.db.get_value(TASK, task.name, "responded_on") is None


def test_who_asked_and_does_it_has_responded(tracked, clock):
	with builders.as_user(MANAGER):
		task = facility.task("any", category=tracked)
		api.start_task(task.name)
	assert frappe.db.get_value(TASK, task.name, "responded_on")


def test_a_response_beside_a_form_that_is_open(tracked, clock):
	"""Somebody comments while the form is open elsewhere: saving the form neither fails nor forgets it."""
	task = facility.task("any", category=tracked, requested_by=baseline.employee("anna"))
	form = frappe.get_doc(TASK, task.name)
	with builders.as_user(TECHNICIAN):
		comment(task.name)
	form.description = "typed meanwhile"
	form.save()
	assert form.responded_on == at(MONDAY_TEN)


# --- in lists -------------------------------------------------------------------------------------------------


def test_late_and_at_risk_are_seen_when_read(tracked, clock):
	"""Nothing is stored but moments: time alone makes a task late, and a hold stops it."""
	task = facility.task("any", category=tracked)

	def found(filters) -> bool:
		return bool(frappe.get_list(TASK, filters={**filters, "name": task.name}, limit=1))

	expected = {
		"2026-03-02 16:59": (False, False),
		"2026-03-03 09:00": (True, False),
		"2026-03-03 10:01": (False, True),
	}
	for now, (at_risk, late) in expected.items():
		assert found(clocks.at_risk_filters(at(now))) is at_risk
		assert found(clocks.late_filters(at(now))) is late
	clock("2026-03-02 16:00")
	tasks.hold(task.name, "Waiting")
	assert not found(clocks.late_filters(at("2026-03-09 10:00")))


@pytest.mark.parametrize("which", ["late", "at risk", "due order", "place", "response"])
def test_lists_do_not_scan(site, which):
	"""Among many closed tasks the few open ones are found by index: rows read stay near rows shown."""
	many, now = 3000, now_datetime()
	space = builders.space().name
	names = insert_closed(many, space)
	for number in range(5):
		facility.task("open", space, due_on=now - timedelta(days=number + 1))
	queries = {
		"late": dict(filters=clocks.late_filters()),
		"at risk": dict(filters=clocks.at_risk_filters()),
		"due order": dict(filters={"status": ("in", clocks.LIVE)}, order_by="due_on asc", limit=20),
		"place": dict(filters={"space": space, "status": ("in", clocks.LIVE)}),
		"response": dict(filters={"status": "Open", "respond_by": ("between", ["1900-01-01", now])}),
	}
	query = frappe.get_list(TASK, fields=["name", "due_on"], run=False, **queries[which])
	plan = frappe.db.sql(f"explain {query}", as_dict=True)[0]
	assert plan.type.split("|")[0] in ("range", "ref") and plan.key, plan
	assert int(str(plan.rows).split()[0]) < many / 10, plan
	assert len(names) == many


def insert_closed(many: int, space: str) -> list[str]:
	fields = [
		"name",
		"subject",
		"status",
		"space",
		"due_on",
		"respond_by",
		"at_risk_on",
		"creation",
		"modified",
	]
	moment = get_datetime("2025-01-01")
	names = [f"closed-{number}" for number in range(many)]
	rows = [(name, name, "Verified", space, moment, moment, moment, moment, moment) for name in names]
	frappe.db.bulk_insert(TASK, fields, rows)
	return names


def test_freezing_time_is_enough_elsewhere(site):
	"""The moments come from Frappe's clock, in the site's time zone."""
	with freeze_time("2026-03-02 09:00:00"):
		task = facility.task("any", category=facility.category(targets={"Normal": (1, 1)}))
		assert get_datetime(task.opened_on) == now_datetime()
