"""The index by occupant is in order of primary seats and their ends; it was in order of lengths."""

from frappe.patches.v14_0.drop_unused_indexes import drop_index_if_exists

from office_management.office_space.doctype.space_allocation.space_allocation import (
	add_index_of_primary_seats,
)


def execute() -> None:
	drop_index_if_exists("tabSpace Allocation", "allocation_occupant")
	add_index_of_primary_seats()
