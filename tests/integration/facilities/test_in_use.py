"""What work names is not deleted, and who closes a place hears what is still open there."""

import frappe
import pytest

from office_management.facilities.in_use import NeededForWorkError
from office_management.office_space import api as office_space
from tests import builders, facility_builders


def closing_words(space) -> str:
	frappe.clear_messages()
	office_space.close_space(space.name)
	return " ".join(message["message"] for message in frappe.get_message_log())


def test_a_place_with_tasks_is_not_deleted_and_the_list_names_them():
	room = builders.space()
	tasks = [facility_builders.task(f"Mend window {number}", room) for number in range(12)]
	with pytest.raises(NeededForWorkError, match="can't be deleted") as refused:
		room.delete()
	assert tasks[11].name in str(refused.value)
	assert tasks[0].name not in str(refused.value)
	assert "and 2 more" in str(refused.value)
	assert frappe.db.exists("Office Space", room.name)


def test_a_plan_keeps_its_place():
	room = builders.space()
	plan = facility_builders.plan("Weekly clean", room)
	with pytest.raises(NeededForWorkError, match=plan.name):
		room.delete()


def test_a_supplier_of_a_task_is_not_deleted():
	supplier = frappe.get_doc(
		{
			"doctype": "Supplier",
			"supplier_name": builders.unique("Glazier "),
			"supplier_group": "All Supplier Groups",
		}
	).insert()
	task = facility_builders.task("Mend <b>window</b>", supplier=supplier.name)
	with pytest.raises(NeededForWorkError, match="&lt;b&gt;window") as refused:
		supplier.delete()
	assert task.name in str(refused.value)


def test_what_nothing_names_is_deleted():
	room = builders.space()
	room.delete()
	assert not frappe.db.exists("Office Space", room.name)


def test_closing_a_place_tells_of_the_tasks_still_open_below_it():
	floor = builders.space()
	room = builders.room(floor)
	task = facility_builders.task("Mend window", room)
	said = closing_words(floor)
	assert task.name in said and "Finish, move or cancel" in said
	assert frappe.db.get_value("Office Space", room.name, "status") == "Closed"
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Open"


def test_closing_a_place_without_open_tasks_says_nothing():
	room = builders.space()
	facility_builders.task("Mend window", room).db_set("status", "Cancelled")
	assert closing_words(room) == ""
