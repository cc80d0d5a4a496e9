"""Who stands in for an employee in general: Deputy (`om_deputy`) on the Employee."""

import frappe
from frappe import _
from frappe.utils import get_link_to_form


class EmployeeOwnDeputyError(frappe.ValidationError):
	"""An employee was to stand in for themselves."""


class DeputyNotActiveError(frappe.ValidationError):
	"""The deputy does not work here."""


def check_deputy(employee) -> None:
	"""While an Employee is saved. Two who stand in for each other are fine: a deputy's deputy is never asked.

	Raises EmployeeOwnDeputyError, or DeputyNotActiveError when a newly named deputy is not active.
	"""
	deputy = employee.get("om_deputy")
	if deputy and deputy == employee.name:
		refuse_own(employee)
	if deputy and employee.has_value_changed("om_deputy"):
		check_active(deputy)


def refuse_own(employee) -> None:
	frappe.throw(
		_(
			"{0} cannot be their own deputy. Choose someone else, or leave Deputy empty.", context="Employee"
		).format(frappe.bold(employee.employee_name)),
		EmployeeOwnDeputyError,
		title=_("Own Deputy", context="Employee"),
	)


def check_active(deputy: str) -> None:
	name, status = frappe.db.get_value("Employee", deputy, ["employee_name", "status"]) or (deputy, None)
	if status != "Active":
		frappe.throw(
			_("{0} does not work here now. Choose an active employee as deputy.", context="Employee").format(
				get_link_to_form("Employee", deputy, name)
			),
			DeputyNotActiveError,
			title=_("Deputy Not Active", context="Employee"),
		)
