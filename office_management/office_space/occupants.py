"""Keep allocations whole when the one they name is renamed, merged, called differently, or to be deleted.

Frappe follows Dynamic Links by itself, mostly; a seat that names nobody is too costly for "mostly".
"""

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from office_management.domain.allocation_states import CANCELLED
from office_management.domain.intervals import FAR_DATE, clash
from office_management.erp import people
from office_management.office_space import leavers, seat_rules, seats

TITLES = {"Employee": "employee_name", **{kind: fields[0] for kind, fields in people.OCCUPANTS.items()}}
LEAVING_FIELDS = ("status", "relieving_date")


class OccupantInUseError(frappe.LinkExistsError):
	"""Places are given to what is to be deleted."""


def saved(doc) -> None:
	"""An occupant was saved: allocations show the name it has now, and seats end when an employee leaves."""
	if doc.is_new() or not doc.get_doc_before_save():
		return
	if doc.has_value_changed(TITLES[doc.doctype]):
		called_differently(doc.doctype, doc.name)
	if doc.doctype == "Employee" and any(doc.has_value_changed(field) for field in LEAVING_FIELDS):
		leavers.settle_in_event(doc.name)


def renamed(doctype: str, old: str, new: str, merged: bool) -> None:
	"""An occupant has another name, or was merged into another: its allocations follow."""
	row = frappe.qb.DocType("Space Allocation")
	mine = (row.occupant_type == doctype) & row.occupant.isin([old, new])
	title = people.occupant_facts(doctype, new).title
	frappe.qb.update(row).set(row.occupant, new).set(row.occupant_name, title).where(mine).run()
	if doctype == "Employee" and merged:
		keep_one_primary(new)


def keep_one_primary(employee: str) -> None:
	"""Two records of one person became one: of two primary seats at the same time, the one given first stays so."""
	rows = seats.primary_seats(employee, seats.allocation_states.NEVER_DATE, FAR_DATE)
	kept: list[frappe._dict] = []
	for row in sorted(rows, key=lambda row: (row.from_date, row.name)):
		if any(clash(seats.as_use(row), seats.as_use(other)) for other in kept):
			frappe.db.set_value("Space Allocation", row.name, "is_primary", 0)
		else:
			kept.append(row)


def called_differently(doctype: str, name: str) -> None:
	"""The occupant's title was changed: lists and refusals show the new one."""
	facts = people.occupant_facts(doctype, name)
	row = frappe.qb.DocType("Space Allocation")
	query = frappe.qb.update(row).set(row.occupant_name, facts.title)
	query.where(
		(row.occupant_type == doctype) & (row.occupant == name) & (row.occupant_name != facts.title)
	).run()


def check_deletable(doctype: str, name: str) -> None:
	"""Refuse to delete an occupant of any place, now, later or before: history names it, too.

	Raises OccupantInUseError with the list of what is still live.
	"""
	row = frappe.qb.DocType("Space Allocation")
	mine = (row.occupant_type == doctype) & (row.occupant == name)
	if not frappe.qb.from_(row).select(Count("*")).where(mine).run()[0][0]:
		return
	live = (row.status != CANCELLED) & (row.effective_to >= frappe.utils.getdate())
	query = frappe.qb.from_(row).select(*(row[column] for column in seats.USE_COLUMNS)).where(mine & live)
	rows = query.orderby(row.space).limit(100).run(as_dict=True)
	if rows:
		text = _(
			"{0} has places. End these allocations first, then delete them or keep the record.",
			context="Space Allocation",
		)
	else:
		text = _(
			"{0} had places, and the history names it. Delete those allocations first.",
			context="Space Allocation",
		)
	title = people.occupant_facts(doctype, name)
	shown = seat_rules.bold(title.title if title else name)
	frappe.throw(
		text.format(shown) + (seat_rules.in_the_way(rows) if rows else ""),
		OccupantInUseError,
		title=_("Places Are Given To It", context="Space Allocation"),
	)
