"""The year of allocations, through the same door as everybody's: every rule is tested for every row."""

import frappe

from office_management.demo.plan.shapes import Allocation, Outage, Plan
from office_management.office_space import seats


def make_allocations(plan: Plan, occupants: dict[str, dict[str, str]], spaces: dict[str, str]) -> None:
	"""Give all seats, oldest first within each kind; then take out of service what is.

	Args:
		occupants: occupant type -> the plan's name for it -> its name here.
		spaces: a space's key -> Office Space.
	"""
	made: dict[str, str] = {}
	for allocation in sorted(plan.allocations, key=_order):
		made[allocation.key] = seats.allocate(**_values(allocation, occupants, spaces, made))
	for outage in plan.outages:
		_take_out_of_service(outage, spaces)


def _order(allocation: Allocation) -> tuple:
	"""Zones, then blocks and rooms, then people, so that what is needed is there."""
	kind = 0 if allocation.key.startswith("zone") else 1 if allocation.occupant_type != "Employee" else 2
	return kind, allocation.from_date, allocation.key


def _values(allocation: Allocation, occupants: dict, spaces: dict, made: dict) -> dict:
	return {
		"space": spaces[allocation.space],
		"occupant_type": allocation.occupant_type,
		"occupant": occupants[allocation.occupant_type][allocation.occupant],
		"from_date": allocation.from_date,
		"to_date": allocation.to_date,
		"seats": allocation.seats,
		"seat_label": allocation.seat_label or None,
		"weekdays": allocation.weekdays,
		"is_primary": int(allocation.is_primary),
		"within": made.get(allocation.within),
		"exception_reason": allocation.reason or None,
	}


def _take_out_of_service(outage: Outage, spaces: dict[str, str]) -> None:
	space = frappe.get_doc("Office Space", spaces[outage.space])
	space.out_from_date = outage.from_date
	space.out_until_date = outage.until_date
	space.out_reason = outage.reason
	space.save(ignore_permissions=True)  # create() is for System Managers only
