"""What our reports on places share: the chosen place and all below it. For the rest see report_tools."""

import frappe
from frappe import _
from pypika.terms import Criterion

from office_management.office_space.occupancy import limits


class PlaceNotFoundError(frappe.ValidationError):
	"""No such place, or none the user may see."""


def interval_of(place: str | None, users: list[str]) -> tuple[int, int] | None:
	"""The (lft, rgt) of a chosen place and all below it; None when none is chosen.

	Raises:
		PlaceNotFoundError: the same whether it does not exist or one of the users may not see it.
	"""
	if not place:
		return None
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	found = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(location.lft, location.rgt)
		.where(Criterion.all([space.name == place, *limits(space, users)]))
		.run()
	)
	if not found:
		message = _("There is no place {0} that you may see. Choose another one.", context="Office Space")
		frappe.throw(message.format(frappe.bold(place)), PlaceNotFoundError)
	return found[0]
