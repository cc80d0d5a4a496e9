"""Each date of a plan becomes exactly one task per target, whatever runs twice, late, or is killed half way."""

import json
from datetime import date, datetime, timedelta

import frappe
import pytest
from freezegun import freeze_time

from office_management.domain.catching_up import LOOK_BACK_DAYS
from office_management.facilities import generator, plan_changes, plans, prepared_rows, task_rows, tasks
from tests import builders
from tests import facility_builders as facility
from tests import plan_builders as made

MONDAY = made.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def clock():
	with freeze_time(f"{MONDAY} 14:00:00.5") as frozen:
		yield frozen


def test_one_task_for_each_place_of_the_type(clock):
	house = builders.site_with_floor(rooms=3, desks=1)
	closed = builders.space(None, house.floor, space_type="Room")
	closed.db_set("status", "Closed")
	plan = made.daily(house.building, scope="Spaces of a Type Below", space_type="Room")
	assert made.run() == 3
	assert {task.space for task in made.tasks(plan)} == {room.name for room in house.rooms}
	assert made.run() == 0


def test_the_task_says_all_that_the_plan_says(clock):
	supplier = made.supplier()
	contract = made.contract(supplier)
	user = facility.technician()
	plan = made.daily(
		category=facility.category().name,
		urgency="High",
		supplier=supplier,
		contract=contract,
		description="With care",
		due_time="12:30:00",
		assignees=[{"user": user}],
	)
	made.run(plan)
	(task,) = made.tasks(plan)
	same = ("category", "urgency", "supplier", "contract", "description", "space", "company")
	assert {field: task[field] for field in same} == {field: plan.get(field) for field in same}
	assert (task.subject, task.status, task.source) == (plan.title, "Open", "Plan")
	assert (task.occurrence_date, task.due_on) == (MONDAY, datetime(2026, 3, 9, 12, 30))
	assert json.loads(task._assign) == [user]


def ordinary(row: task_rows.Row) -> str:
	"""The same task as an ordinary insert makes it."""
	values = task_rows.values_of(row)
	values.pop("doctype")
	return tasks.make_task(**values)


@pytest.mark.parametrize("skipped", ["", "missed"])
def test_a_task_made_among_many_equals_one_inserted_by_itself(clock, skipped):
	"""Field by field, its checklist and its assignment as well."""
	checklist = facility.checklist(
		items=({"question": "Dry?"}, {"question": "How warm?", "answer_type": "Number"})
	)
	user = facility.technician()
	plan = made.daily(
		category=facility.category(targets={"Normal": (4, 8)}).name,
		checklist_template=checklist.name,
		description="Look & see",
		assignees=[{"user": user}],
	)
	frappe.clear_document_cache("Facility Plan", plan.name)
	(loaded,) = generator.load_plans([plan.name])
	run = generator.Run(MONDAY, None, None, generator.Made())
	target = run.targets.of(loaded)[0]
	row = task_rows.Row(loaded, target, task_rows.Decision(MONDAY, MONDAY, skipped))
	inserted = stored(ordinary(row))
	if not skipped:
		values = task_rows.todo_values(user, row) | {"doctype": made.TASK, "assign_to": [user]}
		with builders.as_user("Administrator"):  # the mail about an assignment goes nowhere
			frappe.desk.form.assign_to.add(values | {"name": inserted["name"]}, ignore_permissions=True)
		inserted = stored(inserted["name"])
	frappe.db.set_value(made.TASK, inserted["name"], "occurrence_key", None)
	task_rows.Writer().write([row])
	generated = stored(frappe.db.get_value(made.TASK, {"occurrence_key": row.key}))
	assert without_names(generated) == without_names(inserted)


def stored(name: str) -> dict:
	"""Everything the database has of a task: its row, those of its tables, and its assignments."""
	whole = {"name": name, "task": frappe.db.get_value(made.TASK, name, "*", as_dict=True)}
	for field in frappe.get_meta(made.TASK).get_table_fields():
		whole[field.fieldname] = frappe.get_all(field.options, {"parent": name}, ["*"], order_by="idx")
	whole["todos"] = frappe.get_all("ToDo", {"reference_name": name}, ["*"], order_by="name")
	return whole


def without_names(whole: dict) -> list[dict]:
	rows = [
		whole["task"],
		*(row for key, rows in whole.items() if key not in ("name", "task") for row in rows),
	]
	leave_out = {"name", "parent", "reference_name", "_comments", "_seen", "creation", "modified"}
	return [{field: value for field, value in row.items() if field not in leave_out} for row in rows]


def test_where_others_watch_new_tasks_each_is_an_ordinary_insert(clock, monkeypatch):
	monkeypatch.setattr(task_rows, "others_watch_new_tasks", lambda: True)
	user = facility.technician()
	floor = builders.site_with_floor(rooms=2, desks=0).floor
	plan = made.daily(floor, scope="Spaces of a Type Below", space_type="Room", assignees=[{"user": user}])
	with builders.as_user("Administrator"):  # the mail about an assignment goes nowhere
		assert (made.run(plan), made.run(plan)) == (2, 0)
	assert [json.loads(task._assign) for task in made.tasks(plan)] == [[user], [user]]
	assert frappe.db.get_value("ToDo", {"allocated_to": user}, "date") == MONDAY


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Notification", {"document_type": made.TASK, "event": "New", "enabled": 1}),
		("Assignment Rule", {"document_type": made.TASK, "disabled": 0}),
		("Webhook", {"webhook_doctype": made.TASK, "enabled": 1}),
		("Server Script", {"reference_doctype": made.TASK, "disabled": 0}),
	],
)
def test_who_watches_new_tasks(doctype, values):
	assert not task_rows.others_watch_new_tasks()
	frappe.get_doc({"doctype": doctype, "name": builders.unique("Watch "), **values}).db_insert()
	assert task_rows.others_watch_new_tasks()


def test_many_tasks_are_one_notice_for_who_gets_them(clock):
	user = facility.technician()
	plan = made.daily(assignees=[{"user": user}])
	made.run(plan, MONDAY + 9 * DAY)
	notices = frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")
	assert notices == ["Tasks made for you: <strong>10</strong>"]


def test_a_notice_that_fails_undoes_nothing(clock, monkeypatch):
	from frappe.desk.doctype.notification_log.notification_log import NotificationLog

	def fail(self):
		frappe.throw("No mail account", frappe.OutgoingEmailError)

	monkeypatch.setattr(NotificationLog, "after_insert", fail)
	plan = made.daily(assignees=[{"user": facility.technician()}])
	frappe.clear_messages()
	assert made.run(plan) == 1
	assert frappe.local.message_log == []


# --- how far ahead --------------------------------------------------------------------------------------------


def test_tasks_are_made_so_many_days_ahead(clock):
	plan = facility.plan(None, builders.space(), frequency="Weekly", lead_days=3)
	assert made.run() == 1  # due today
	made.on(clock, MONDAY + 3 * DAY)
	assert made.run() == 0
	made.on(clock, MONDAY + 4 * DAY)
	assert made.run() == 1
	assert made.dates(plan) == [MONDAY, MONDAY + 7 * DAY]


def test_the_plan_says_how_far_it_has_come(clock):
	plan = facility.plan(None, builders.space(), frequency="Weekly", lead_days=3)
	made.run()
	plan.reload()
	assert (plan.generated_count, plan.generated_until_date) == (1, MONDAY + 3 * DAY)
	assert (plan.next_due_date, plan.make_on_date) == (MONDAY, MONDAY + 4 * DAY)
	assert plan.last_generated_on


def test_a_date_moved_back_is_made_in_time(clock):
	"""Due on Friday instead of Sunday: made before Friday, not before Sunday."""
	sunday = MONDAY + 6 * DAY
	free = made.holiday_list(sunday - DAY, sunday)
	plan = facility.plan(
		None,
		builders.space(),
		frequency="Weekly",
		weekdays=64,
		holiday_rule="Previous Working Day",
		holiday_list=free,
	)
	made.on(clock, MONDAY + 4 * DAY)
	assert made.run() == 1
	(task,) = made.tasks(plan)
	assert (task.occurrence_date, task.due_on.date()) == (sunday, MONDAY + 4 * DAY)
	made.on(clock, sunday)
	assert made.run() == 0


def test_29_february(clock):
	made.on(clock, date(2027, 12, 31))
	plan = facility.plan(None, builders.space(), frequency="Yearly", month="February", month_day=29)
	for day in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2029, 3, 1)):
		made.on(clock, day)
		made.run()
	plans.refresh_plans()
	assert made.dates(plan) == [date(2028, 2, 29)]
	plan.reload()
	assert plan.next_due_date == date(2032, 2, 29)


def test_summer_time(clock, monkeypatch):
	"""02:30 does not exist in the night of 29 March: the task is due at 03:30; the day after at 02:30 again."""
	monkeypatch.setattr(
		"office_management.facilities.plan_dates.get_system_timezone", lambda: "Europe/Amsterdam"
	)
	made.on(clock, date(2026, 3, 28))
	plan = made.daily(due_time="02:30:00")
	made.run(plan, date(2026, 3, 30))
	assert [task.due_on.hour for task in made.tasks(plan)] == [2, 3, 2]


# --- late, twice, killed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("catch_up", "made_for"),
	[("Skip Missed", [10]), ("Latest Only", [10]), ("All", list(range(1, 11)))],
)
def test_the_scheduler_was_off_for_ten_days(clock, catch_up, made_for):
	"""Today's is made in any case, and each date that passed is a row of its own, as missed where it was not made."""
	plan = made.daily(catch_up=catch_up)
	made.run()
	made.on(clock, MONDAY + 10 * DAY)
	made.run()
	assert made.dates(plan) == [MONDAY + number * DAY for number in range(11)]
	assert made.dates(plan, status="Open") == [MONDAY, *(MONDAY + number * DAY for number in made_for)]
	missed = made.tasks(plan, status="Skipped")
	assert {(task.is_missed, task.status_reason, bool(task.closed_on)) for task in missed} <= {
		(1, "Missed: nobody could make this task in time.", True)
	}


@pytest.mark.parametrize(("catch_up", "count"), [("Skip Missed", 0), ("Latest Only", 1), ("All", 2)])
def test_off_over_dates_none_of_which_is_today(clock, catch_up, count):
	plan = facility.plan(
		None, builders.space(), frequency="Weekly", catch_up=catch_up, start_date=MONDAY + DAY
	)
	made.on(clock, MONDAY + 10 * DAY)
	made.run()
	assert len(made.tasks(plan, status="Open")) == count
	assert len(made.tasks(plan)) == 2


def test_being_off_for_years_is_bounded(clock):
	plan = made.daily(catch_up="All")
	made.on(clock, MONDAY + 1000 * DAY)
	made.run()
	assert len(made.tasks(plan)) == LOOK_BACK_DAYS + 1
	assert len(made.tasks(plan, status="Open")) == 100


def test_dates_before_the_plan_was_made_are_not_missed(clock):
	plan = made.daily(start_date=MONDAY - 30 * DAY)
	made.run()
	assert made.dates(plan) == [MONDAY]


class Killed(BaseException):
	"""The process is gone: nothing catches this."""


STEPS = [
	(prepared_rows, "insert", 1),
	(prepared_rows, "insert", 2),
	(task_rows, "_existing", 1),
	(generator, "lock_plans", 2),
	(generator.Run, "close", 1),
	(generator.Run, "close", 2),
	(generator, "tell_assignees", 1),
]


@pytest.mark.commits
@pytest.mark.parametrize(("where", "step", "time"), STEPS, ids=[f"{step} {time}" for _w, step, time in STEPS])
def test_killed_between_any_two_steps_and_run_again(monkeypatch, where, step, time):
	"""After the second run everything is there once: tasks, checklists, assignments, and the plan's own count."""
	with freeze_time(f"{MONDAY} 14:00:00.5"), committed_plan(monkeypatch) as plan:
		calls = []
		real = getattr(where, step)

		def dies(*args, **kwargs):
			calls.append(1)
			if len(calls) == time:
				raise Killed
			return real(*args, **kwargs)

		with monkeypatch.context() as patch:
			patch.setattr(where, step, dies)
			with pytest.raises(Killed):
				generator.make_tasks([plan.name], MONDAY + 3 * DAY)
		frappe.db.rollback()
		made.run(plan, MONDAY + 3 * DAY)
		names = [task.name for task in made.tasks(plan)]
		assert len(names) == 4 * 3
		lines = frappe.get_all("Facility Task Answer", {"parent": ("in", names)}, pluck="parent")
		todos = frappe.get_all("ToDo", {"reference_name": ("in", names)}, pluck="reference_name")
		assert sorted(lines) == sorted(todos) == sorted(names)
		assert frappe.db.get_value("Facility Plan", plan.name, "generated_count") == 12


class committed_plan:
	"""A committed plan for three rooms whose tasks are stored five at a time; gone at the end."""

	def __init__(self, monkeypatch):
		monkeypatch.setattr(generator, "ROWS_AT_ONCE", 5)

	def __enter__(self):
		self.house = builders.site_with_floor(rooms=3, desks=0, space_code=None)
		self.checklist = facility.checklist()
		self.user = facility.technician()
		self.plan = made.daily(
			self.house.site,
			scope="Spaces of a Type Below",
			space_type="Room",
			checklist_template=self.checklist.name,
			assignees=[{"user": self.user}],
		)
		frappe.db.commit()
		return self.plan

	def __exit__(self, *error):
		frappe.db.rollback()
		names = frappe.get_all(made.TASK, {"plan": self.plan.name}, pluck="name")
		for doctype, field in (("Facility Task Answer", "parent"), ("ToDo", "reference_name")):
			frappe.db.delete(doctype, {field: ("in", names or [""])})
		frappe.db.delete(made.TASK, {"plan": self.plan.name})
		frappe.db.delete("Notification Log", {"for_user": self.user})
		for doctype in ("Facility Plan Assignee", "Facility Plan Skip"):
			frappe.db.delete(doctype, {"parent": self.plan.name})
		frappe.db.delete("Facility Plan", {"name": self.plan.name})
		frappe.delete_doc("Checklist Template", self.checklist.name, force=True)
		frappe.delete_doc("User", self.user, force=True)
		for doctype in ("Office Space", "Location"):
			frappe.db.delete(doctype, {"name": ("like", f"{self.house.site.name}%")})
		frappe.db.commit()


# --- meanwhile ------------------------------------------------------------------------------------------------


def test_one_plan_in_error_stops_no_other(clock):
	broken, other = made.daily(), made.daily()
	frappe.db.set_value("Office Space", broken.space, "status", "Closed")
	made.run()
	assert len(made.tasks(other)) == 1
	broken.reload()
	assert "closed, scrapped, sold" in broken.generation_error
	frappe.db.set_value("Office Space", broken.space, "status", "Active")
	made.run()
	broken.reload()
	assert (len(made.tasks(broken)), broken.generation_error) == (1, None)


def test_one_plan_that_cannot_be_stored_stops_no_other(clock):
	"""Found out only while storing: what came with it in one transaction is stored by itself."""
	broken, other = made.daily(), made.daily()
	frappe.db.set_value("Facility Plan", broken.name, "category", "No such category")
	made.run()
	assert (len(made.tasks(broken)), len(made.tasks(other))) == (0, 1)
	assert frappe.db.get_value("Facility Plan", broken.name, "generation_error")


def test_the_plan_edited_meanwhile_is_begun_again(clock, monkeypatch):
	plan = made.daily()
	real, edits = generator.lock_plans, []

	def edited_first(names):
		if not edits:
			edits.append(1)
			doc = frappe.get_doc("Facility Plan", plan.name)
			clock.tick()
			doc.title = "Another title"
			doc.save()
		return real(names)

	monkeypatch.setattr(generator, "lock_plans", edited_first)
	assert made.run() == 1
	assert [task.subject for task in made.tasks(plan)] == ["Another title"]


def test_the_plan_paused_meanwhile_makes_nothing(clock, monkeypatch):
	plan = made.daily()
	real = generator.lock_plans

	def paused_first(names):
		frappe.db.set_value("Facility Plan", plan.name, "status", "Paused")
		return real(names)

	monkeypatch.setattr(generator, "lock_plans", paused_first)
	assert made.run() == 0


def test_saving_an_old_copy_of_the_plan_takes_nothing_back(clock):
	plan = made.daily()
	old = frappe.get_doc("Facility Plan", plan.name)
	made.run()
	old.title, old.generated_count, old.generated_until_date = "Saved later", 0, None
	old.save()
	plan.reload()
	assert (plan.title, plan.generated_count, plan.generated_until_date) == ("Saved later", 1, MONDAY)


def test_a_place_out_of_service_on_the_day_gets_no_task(clock):
	house = builders.site_with_floor(rooms=2, desks=0)
	out = house.rooms[0].name
	values = {"out_from_date": MONDAY + DAY, "out_until_date": MONDAY + 2 * DAY}
	frappe.db.set_value("Office Space", out, values)
	plan = made.daily(house.site, scope="Spaces of a Type Below", space_type="Room")
	made.run(plan, MONDAY + 3 * DAY)
	assert made.dates(plan, space=out) == [MONDAY, MONDAY + 3 * DAY]
	assert len(made.tasks(plan, space=house.rooms[1].name)) == 4


def test_a_room_closed_since_gets_no_new_task_and_loses_the_coming_one(clock):
	house = builders.site_with_floor(rooms=2, desks=0)
	plan = made.daily(house.site, scope="Spaces of a Type Below", space_type="Room")
	made.run(plan, MONDAY + DAY)
	room = house.rooms[0].name
	frappe.db.set_value("Office Space", room, "status", "Closed")
	made.run(plan, MONDAY + 2 * DAY)
	plans.refresh_plans()
	assert [(task.status, task.status_reason) for task in made.tasks(plan, space=room)] == [
		("Cancelled", "The place was closed, or the asset has gone.")
	] * 2
	assert len(made.tasks(plan, space=house.rooms[1].name, status="Open")) == 3


def test_assets_of_a_category_below_a_place(clock):
	house = builders.site_with_floor(rooms=2, desks=0)
	first, second = (made.asset(room.name) for room in house.rooms)
	made.asset(house.rooms[0].name, category="OM Lifts")
	for status in ("Scrapped", "Sold", "Capitalized"):
		made.asset(house.floor.name, status=status)
	made.asset(house.floor.name, docstatus=0, status="Draft")
	plan = made.daily(house.site, scope="Assets of a Category Below", asset_category="OM Furniture")
	made.run()
	assert {(task.asset, task.space) for task in made.tasks(plan)} == {
		(first, house.rooms[0].name),
		(second, house.rooms[1].name),
	}
	frappe.db.set_value("Asset", first, "status", "Scrapped")
	made.on(clock, MONDAY + DAY)
	made.run()
	assert made.dates(plan, asset=first) == [MONDAY]
	assert made.dates(plan, asset=second) == [MONDAY, MONDAY + DAY]


def test_a_plan_whose_dates_have_passed_ends_by_itself(clock):
	plan = made.daily(end_after=2)
	made.run()
	made.on(clock, MONDAY + DAY)
	made.run()
	made.on(clock, MONDAY + 2 * DAY)
	plans.refresh_plans()
	plan.reload()
	assert (plan.status, plan.next_due_date) == ("Ended", None)
	assert len(made.tasks(plan)) == 2


@pytest.mark.parametrize("what", ["plan", "space"])
def test_after_a_renaming_the_same_dates_are_not_made_again(clock, what):
	"""Also where the plan decides once more about dates it has made tasks for."""
	plan = made.daily()
	made.run(plan, MONDAY + DAY)
	name = {"plan": plan.name, "space": plan.space}[what]
	frappe.rename_doc(
		{"plan": "Facility Plan", "space": "Location"}[what], name, builders.unique("NEW"), force=True
	)
	(new,) = frappe.get_all("Facility Plan", {"title": plan.title}, pluck="name")
	frappe.db.set_value("Facility Plan", new, "generated_until_date", MONDAY - DAY)
	assert made.run(new, MONDAY + DAY) == 0
	row = frappe.get_all(made.TASK, {"plan": new}, ["*"], order_by="occurrence_date", limit=1)[0]
	assert row.occurrence_key == task_rows.occurrence_key(new, row.space, row.occurrence_date)


# --- after completion -----------------------------------------------------------------------------------------


def close(task: str, act: str = "finish", *args) -> None:
	getattr(tasks, act)(task, *args)


def test_the_next_one_counts_from_completion(clock):
	plan = made.daily(every=10, basis="After Completion")
	assert (made.run(), made.run()) == (1, 0)
	made.on(clock, MONDAY + 15 * DAY)
	assert made.run() == 0  # nothing new while one is open
	close(made.tasks(plan)[0].name)
	plan.reload()
	assert plan.next_due_date == MONDAY + 25 * DAY
	made.on(clock, MONDAY + 25 * DAY)
	assert made.run() == 1
	assert made.dates(plan) == [MONDAY, MONDAY + 25 * DAY]


def test_each_place_has_a_chain_of_its_own(clock):
	house = builders.site_with_floor(rooms=2, desks=0)
	plan = made.daily(
		house.site, scope="Spaces of a Type Below", space_type="Room", every=5, basis="After Completion"
	)
	made.run()
	close(made.tasks(plan, space=house.rooms[0].name)[0].name)
	made.on(clock, MONDAY + 5 * DAY)
	assert made.run() == 1
	assert made.dates(plan, space=house.rooms[0].name) == [MONDAY, MONDAY + 5 * DAY]
	assert made.dates(plan, space=house.rooms[1].name) == [MONDAY]


def test_reopened_and_completed_again_makes_no_second_chain(clock):
	plan = made.daily(every=5, basis="After Completion")
	made.run()
	first = made.tasks(plan)[0].name
	close(first)
	tasks.reopen(first)
	made.on(clock, MONDAY + 2 * DAY)
	assert made.run() == 0
	close(first)
	made.on(clock, MONDAY + 30 * DAY)
	assert (made.run(), made.run()) == (1, 0)
	assert made.dates(plan) == [MONDAY, MONDAY + 7 * DAY]


def test_a_skipped_one_counts_from_when_it_was_skipped(clock):
	plan = made.daily(every=5, basis="After Completion")
	made.run()
	made.on(clock, MONDAY + 3 * DAY)
	close(made.tasks(plan)[0].name, "skip", "Not needed")
	plan.reload()
	assert plan.next_due_date == MONDAY + 8 * DAY


def test_a_sweep_mends_a_plan_whose_next_date_was_lost(clock):
	plan = made.daily(every=5, basis="After Completion")
	made.run()
	close(made.tasks(plan)[0].name)
	frappe.db.set_value("Facility Plan", plan.name, {"next_due_date": None, "make_on_date": None})
	plans.refresh_plans()
	plan.reload()
	assert (plan.next_due_date, plan.make_on_date) == (MONDAY + 5 * DAY,) * 2


def test_a_chain_ends_after_so_many(clock):
	plan = made.daily(every=5, basis="After Completion", end_after=1)
	made.run()
	plans.refresh_plans()
	plan.reload()
	assert plan.status == "Active"  # one is open still
	close(made.tasks(plan)[0].name)
	plans.refresh_plans()
	plan.reload()
	assert plan.status == "Ended"


def test_the_place_of_a_cancelled_date_is_free_again(clock):
	plan = made.daily()
	made.run(plan, MONDAY + DAY)
	later = made.tasks(plan, occurrence_date=MONDAY + DAY)[0].name
	plan_changes.cancel_tasks([later], "Not wanted")
	assert frappe.db.get_value(made.TASK, later, ["occurrence_key", "occurrence_date"]) == (None, None)
