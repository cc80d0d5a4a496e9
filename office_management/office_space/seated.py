"""Which employees have a seat on a day, and where."""

from datetime import date

import frappe
from pypika.terms import Criterion

from office_management.domain.intervals import weekday_set
from office_management.office_space.occupancy import live_on

ALLOCATION = "Space Allocation"


def people_seated(
	on_date: date, below: str | None = None, employees: list[str] | None = None
) -> dict[str, str]:
	"""Employee -> the space of a seat of theirs on that day and weekday, the primary one if there are several.

	Checks no permission: for rules and jobs.

	Args:
		on_date: the day, in the site's time zone.
		below: only seats at this place and all below it.
		employees: only these people; None = everybody.
	"""
	seat = frappe.qb.DocType(ALLOCATION)
	query = (
		frappe.qb.from_(seat)
		.select(seat.occupant, seat.space, seat.weekdays)
		.where((seat.occupant_type == "Employee") & live_on(seat, on_date))
		.orderby(seat.is_primary)
		.orderby(seat.name)
	)
	for criterion in _limits(seat, below, employees):
		query = query.where(criterion)
	return {
		employee: space
		for employee, space, weekdays in query.run()
		if on_date.weekday() in weekday_set(weekdays or 0)
	}


def _limits(seat, below: str | None, employees: list[str] | None) -> list[Criterion]:
	found = []
	if employees is not None:
		found.append(seat.occupant.isin(sorted(set(employees)) or [""]))
	if below is not None:
		location, top = frappe.qb.DocType("Location"), frappe.qb.DocType("Location").as_("top")
		inside = (
			frappe.qb.from_(location)
			.join(top)
			.on((location.lft >= top.lft) & (location.rgt <= top.rgt))
			.select(location.name)
			.where(top.name == below)
		)
		found.append(seat.space.isin(inside))
	return found
