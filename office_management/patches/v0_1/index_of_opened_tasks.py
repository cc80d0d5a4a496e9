"""The index by the day of opening holds the place as well, so that sums of limited readers stay in it."""

import frappe
from frappe.patches.v14_0.drop_unused_indexes import drop_index_if_exists

from office_management.facilities.doctype.facility_task.facility_task import OPENED_INDEX


def execute() -> None:
	drop_index_if_exists("tabFacility Task", "task_opened")
	frappe.db.add_index("Facility Task", *OPENED_INDEX)
