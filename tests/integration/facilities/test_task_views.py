"""Tasks as the desk shows them: Office Day, the tree of spaces, the calendar, buttons, and ERPNext's forms."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.erp import dashboards
from office_management.facilities import api, first_records, office_day, task_views, tasks
from office_management.facilities.doctype.facility_plan.facility_plan import PlanInUseError
from office_management.facilities.in_use import NeededForWorkError
from office_management.office_space import api as space_api
from tests import baseline, builders
from tests import facility_builders as facility
from tests.shared import once_per_module

pytestmark = pytest.mark.usefixtures("doctypes_stay_known")

TASK = "Facility Task"
MANAGER, TECHNICIAN = baseline.USERS["office_manager"], baseline.USERS["technician"]


@once_per_module
def house(site):
	return builders.site_with_floor(rooms=2, desks=0)


def blocks_of(user: str) -> dict[str, dict]:
	with builders.as_user(user):
		return {block["key"].removeprefix("tasks_"): block for block in office_day.get_blocks()}


def titles(block: dict) -> set[str]:
	return {row["title"] for row in block["rows"]}


# --- Office Day -----------------------------------------------------------------------------------------------


def test_office_day_counts_what_needs_somebody(house):
	user = builders.user("Facility Technician")
	now, checked = now_datetime(), facility.category(needs_verification=1)
	facility.task("late", house.rooms[0], due_on=now - timedelta(days=1))
	facility.task(
		"waiting", house.rooms[0], due_on=now - timedelta(days=1), status="On Hold", status_reason="x"
	)
	mine = facility.task("mine", house.rooms[0])
	facility.assign(mine, user)
	risky = facility.task("risky", house.rooms[0], facility.category(targets={"Normal": (1, 100)}))
	frappe.db.set_value(TASK, risky.name, "at_risk_on", now - timedelta(minutes=1))
	facility.task("verify me", house.rooms[0], checked, status="Done")
	facility.task("done for good", house.rooms[0], status="Done")

	found = blocks_of(user)
	assert "late" in titles(found["late"]) and "waiting" not in titles(found["late"])
	assert titles(found["mine"]) == {"mine"} and found["mine"]["count"] == 1
	assert titles(found["at_risk"]) == {"risky"}
	assert "mine" not in titles(found["unassigned"])
	assert "to_verify" not in found
	assert titles(blocks_of(MANAGER)["to_verify"]) == {"verify me"}


def test_office_day_keeps_to_the_users_limits(house):
	facility.task("late", house.site, due_on=now_datetime() - timedelta(days=1))
	limited = builders.limited_user(builders.user("Office Manager"), house.floor.name)
	assert blocks_of(limited)["late"]["count"] == 0
	assert blocks_of(baseline.USERS["employee"]) == {}


def test_due_today_ends_with_the_day(house):
	end = office_day.end_of_day()
	facility.task("today", house.site, due_on=end)
	facility.task("tomorrow", house.site, due_on=end + timedelta(minutes=1))
	assert "today" in titles(blocks_of(MANAGER)["due_today"])
	assert "tomorrow" not in titles(blocks_of(MANAGER)["due_today"])


# --- the tree -------------------------------------------------------------------------------------------------


def counts(user: str, parent: str) -> dict[str, str]:
	with builders.as_user(user):
		nodes = space_api.get_whole_tree(parent)["data"]
	return {node.value: node.counts[0]["text"] for group in nodes for node in group["data"] if node.counts}


def test_the_tree_counts_what_is_to_be_done_here_and_below(house):
	first, second = house.rooms
	facility.task("a", first)
	facility.task("b", first, status="On Hold", status_reason="x")
	facility.task("c", second)
	facility.task("over", second, status="Done")
	facility.task("of the floor", house.floor)
	assert counts(MANAGER, house.site.name) == {
		house.building.name: "4 tasks",
		house.floor.name: "4 tasks",
		first.name: "2 tasks",
		second.name: "1 task",
	}


def test_the_tree_counts_only_what_the_user_sees(house):
	foreign = facility.category(team=(MANAGER,))
	facility.task("not theirs", house.rooms[0], foreign)
	facility.task("theirs", house.rooms[0])
	assert counts(TECHNICIAN, house.floor.name) == {house.rooms[0].name: "1 task"}


def test_the_tree_counts_nothing_where_tasks_are_not_used(house):
	facility.task("a", house.rooms[0])
	frappe.db.set_single_value("Office Management Settings", "use_tasks", 0)
	assert counts(MANAGER, house.site.name) == {}


# --- calendar and buttons -------------------------------------------------------------------------------------


def test_the_calendar_shows_what_is_due_and_what_is_late(house):
	now = now_datetime()
	facility.task("late", house.site, due_on=now - timedelta(hours=1))
	facility.task("soon", house.site, due_on=now + timedelta(hours=1))
	facility.task("far", house.site, due_on=now + timedelta(days=90))
	span = [str(now - timedelta(days=1)), str(now + timedelta(days=1))]
	with builders.as_user(MANAGER):
		events = api.get_task_calendar(*span, filters=[[TASK, "space", "=", house.site.name]])
	assert [(event.subject, event.is_late) for event in events] == [("late", True), ("soon", False)]


def buttons(user: str, name: str) -> dict:
	with builders.as_user(user):
		return task_views.acts_of(frappe.get_doc(TASK, name))


def test_buttons_fit_the_user_and_the_status(house):
	task = facility.task("any", house.site, facility.category(needs_verification=1, reopen_hours=1))
	assert buttons(TECHNICIAN, task.name) | {"is_free": True, "is_office": False} == buttons(
		TECHNICIAN, task.name
	)
	assert buttons(baseline.USERS["employee"], task.name) == {"may_act": False}
	with builders.as_user(TECHNICIAN):
		api.take_task(task.name)
		assert buttons(TECHNICIAN, task.name)["is_mine"]
		tasks.finish(task.name)
	assert not buttons(TECHNICIAN, task.name)["may_verify"]
	assert buttons(MANAGER, task.name)["may_verify"]
	with builders.as_user(MANAGER):
		tasks.verify(task.name)
	frappe.db.set_value(TASK, task.name, "closed_on", now_datetime() - timedelta(days=1))
	assert buttons(MANAGER, task.name)["is_too_late_to_reopen"]


# --- other forms, and first records ---------------------------------------------------------------------------


@pytest.mark.parametrize(
	("doctype", "extend"),
	[("Asset", "asset"), ("Supplier", "supplier"), ("Employee", "employee"), ("Location", "location")],
)
def test_erpnext_forms_show_the_tasks_that_name_them(site, doctype, extend):
	data = getattr(dashboards, extend)({})
	items = [item for group in data["transactions"] for item in group["items"]]
	field = data["non_standard_fieldnames"]["Facility Task"]
	assert "Facility Task" in items
	options = frappe.get_meta(TASK).get_field(field).options
	assert options == ("Office Space" if doctype == "Location" else doctype)
	shown = frappe.get_meta(doctype).get_dashboard_data()
	assert "Facility Task" in [item for group in shown.transactions for item in group["items"]]


def test_first_records_are_made_once_and_never_again(site):
	from office_management import install, setup_record

	assert set(first_records.CATEGORIES) <= set(frappe.get_all("Facility Task Category", pluck="name"))
	assert frappe.db.get_value("Kanban Board", first_records.BOARD_NAME, "reference_doctype") == TASK
	frappe.db.delete("Facility Task Category", {"name": "Waste"})
	frappe.db.set_value("Facility Task Category", "Move", "responsibility_topic", "Reception")
	with setup_record.opened() as record:
		install.make_task_records(record)
	assert not frappe.db.exists("Facility Task Category", "Waste")
	assert frappe.db.get_value("Facility Task Category", "Move", "responsibility_topic") == "Reception"


# --- what tasks point to --------------------------------------------------------------------------------------


def test_a_place_with_tasks_is_renamed_and_closed_but_not_deleted(house):
	room = house.rooms[0]
	task = facility.task("any", room)
	with builders.as_user(MANAGER):
		renamed = space_api.rename_space(room.name, "KITCHEN", "Kitchen")["name"]
		assert frappe.db.get_value(TASK, task.name, "space") == renamed
		with pytest.raises(NeededForWorkError, match=task.name):
			frappe.client.delete("Office Space", renamed)
		space_api.close_space(renamed)
	assert frappe.db.get_value(TASK, task.name, ["status", "space"]) == ("Open", renamed)
	finished = frappe.get_doc(TASK, task.name)
	finished.status = "Done"
	finished.save()


@pytest.mark.parametrize(
	"what", ["Employee", "Supplier", "Department", "Facility Task Category", "Facility Plan"]
)
def test_what_tasks_name_can_be_renamed_and_not_deleted(house, what):
	from frappe.model.rename_doc import rename_doc

	made = {
		"Employee": lambda: builders.employee().name,
		"Supplier": lambda: (
			frappe.get_doc({"doctype": "Supplier", "supplier_name": builders.unique("S ")}).insert().name
		),
		"Department": lambda: builders.department(),
		"Facility Task Category": lambda: facility.category().name,
		"Facility Plan": lambda: facility.plan(space=house.site).name,
	}[what]()
	field = {
		"Employee": "requested_by",
		"Supplier": "supplier",
		"Department": "to_department",
		"Facility Task Category": "category",
		"Facility Plan": "plan",
	}[what]
	task = facility.task("any", house.site, **{field: made})
	new = rename_doc(what, made, f"{made} new", force=True)
	assert frappe.db.get_value(TASK, task.name, field) == new
	refusal = PlanInUseError if what == "Facility Plan" else NeededForWorkError
	with pytest.raises(refusal):
		frappe.delete_doc(what, new)


def test_two_categories_become_one(house):
	from frappe.model.rename_doc import rename_doc

	old, new = facility.category(), facility.category()
	task = facility.task("any", house.site, old)
	rename_doc("Facility Task Category", old.name, new.name, merge=True)
	assert frappe.db.get_value(TASK, task.name, "category") == new.name


def test_an_asset_gives_its_place_and_is_not_taken_when_it_is_gone(house):
	from office_management.facilities.doctype.facility_task.facility_task import TaskAssetError

	name = builders.unique("OM-ASSET-")
	values = {"asset_name": name, "location": house.rooms[0].name, "company": baseline.COMPANY}
	frappe.get_doc(
		{"doctype": "Asset", "name": name, "docstatus": 1, "status": "Submitted", **values}
	).db_insert()
	task = facility.task("Printer jams", asset=name)
	assert (task.space, task.company) == (house.rooms[0].name, baseline.COMPANY)
	frappe.db.set_value("Asset", name, "status", "Scrapped")
	task.description = "What is there already goes on"
	task.save()
	with pytest.raises(TaskAssetError, match="no longer there"):
		facility.task("Printer jams again", asset=name)
	with pytest.raises(NeededForWorkError, match=task.name):
		frappe.db.set_value("Asset", name, "docstatus", 2)
		frappe.delete_doc("Asset", name)
