"""Whether somebody is away today, by what ERPNext and HRMS (where it is installed) know: only reading."""

from datetime import date

import frappe
from frappe.utils import getdate

from office_management.erp.holidays import company_holiday_list

GONE, ON_LEAVE, DAY_OFF = "gone", "on leave", "day off"
LEAVE = "Leave Application"
FACTS = (
	"name",
	"employee_name",
	"status",
	"relieving_date",
	"company",
	"department",
	"user_id",
	"holiday_list",
	"om_deputy as deputy",
)


def person(employee: str) -> frappe._dict | None:
	"""What matters about one employee here, with who stands in for them (`deputy`); None if unknown."""
	return frappe.db.get_value("Employee", employee, FACTS, as_dict=True)


def why_away(employee: frappe._dict, day: date | str | None = None) -> str | None:
	"""Why somebody is not in on a day: GONE, ON_LEAVE or DAY_OFF; None = as far as known, they are.

	Args:
		employee: as `person` answers.
		day: in the site's time zone; today when left out.
	"""
	day = getdate(day)
	if is_gone(employee, day):
		return GONE
	if is_on_leave(employee.name, day):
		return ON_LEAVE
	return DAY_OFF if is_day_off(employee, day) else None


def is_gone(employee: frappe._dict, day: date) -> bool:
	"""Whether they no longer work here, or not now."""
	relieved = employee.relieving_date
	return employee.status != "Active" or bool(relieved and getdate(relieved) < day)


def is_day_off(employee: frappe._dict, day: date) -> bool:
	"""Whether their Holiday List, or else their company's, says nobody works."""
	holiday_list = employee.holiday_list or company_holiday_list(employee.company)
	if not holiday_list:
		return False
	return bool(frappe.db.exists("Holiday", {"parent": holiday_list, "holiday_date": day}))


def is_on_leave(employee: str, day: date) -> bool:
	"""Whether HRMS knows of an approved leave; half days do not count."""
	if not frappe.db.exists("DocType", LEAVE):
		return False
	filters = {
		"employee": employee,
		"docstatus": 1,
		"status": "Approved",
		"from_date": ("<=", day),
		"to_date": (">=", day),
		"half_day": 0,
	}
	return bool(frappe.db.exists(LEAVE, filters))
