"""What office supplies were used, by whom and what they cost, from ERPNext's posted documents.

What is kept in stock counts when the store issues it (Stock Entry, Material Issue), at its stock value; what comes
back (Material Receipt with a department or a person on the row) is taken off. What is not kept in stock counts when
it is invoiced (Purchase Invoice), net, in company currency; credit notes are taken off. So nothing counts twice: the
invoice of what goes into the store is not yet use.

An item counts if it is an office supply, if it is the one for free text, or if the row names who asked for it: an item
that was taken off the list keeps its history.

The department is the one on the row, else the one the cost center of the row belongs to (see erp/departments.py),
else that of the person who asked.
"""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case, Criterion

from office_management.erp import departments, supply_items
from office_management.office_space import api as spaces

TASK = "Facility Task"
"""Whose right to report is asked, and for which User Permissions on places and companies count."""
ISSUE, RECEIPT = "Material Issue", "Material Receipt"
KEYS = ("company", "item_code", "om_for_department", "cost_center", "om_office_space")


@dataclass(frozen=True)
class Wanted:
	"""Which use is asked for. `users`: everybody whose limits apply. `interval`: of the Location tree."""

	users: list[str]
	from_date: date
	to_date: date
	company: str | None = None
	interval: tuple[int, int] | None = None
	item: str = ""


@dataclass(frozen=True)
class Use:
	"""So much of an item, for one department at one place. `issued` and `invoiced`: money, in company currency."""

	company: str
	item: str
	department: str | None
	space: str | None
	quantity: float
	issued: float
	invoiced: float
	rows: int


def uses(wanted: Wanted) -> list[Use]:
	"""All use that the users may see, added up by company, item, department and place."""
	owners = departments.departments_by_cost_center()
	return [
		*(_use(row, owners, issued=row.amount) for row in _issued(wanted)),
		*(_use(row, owners, invoiced=row.amount) for row in _invoiced(wanted)),
	]


def _use(row: frappe._dict, owners: dict[str, str], issued: float = 0.0, invoiced: float = 0.0) -> Use:
	department = row.om_for_department or owners.get(row.cost_center) or row.own_department or None
	return Use(
		row.company,
		row.item_code,
		department,
		row.om_office_space or None,
		row.quantity or 0.0,
		issued or 0.0,
		invoiced or 0.0,
		row.row_count,
	)


def _issued(wanted: Wanted) -> list[frappe._dict]:
	entry, row = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	item = frappe.qb.DocType("Item")
	back = (entry.purpose == RECEIPT) & (row.om_requested_by.isnotnull() | row.om_for_department.isnotnull())
	sign = Case().when(entry.purpose == RECEIPT, -1).else_(1)
	query = _query(entry, row, item, wanted)
	return (
		query.select(Sum(row.transfer_qty * sign).as_("quantity"), Sum(row.amount * sign).as_("amount"))
		.where((item.is_stock_item == 1) & ((entry.purpose == ISSUE) | back))
		.run(as_dict=True)
	)


def _invoiced(wanted: Wanted) -> list[frappe._dict]:
	invoice, row = frappe.qb.DocType("Purchase Invoice"), frappe.qb.DocType("Purchase Invoice Item")
	item = frappe.qb.DocType("Item")
	query = _query(invoice, row, item, wanted)
	return (
		query.select(Sum(row.stock_qty).as_("quantity"), Sum(row.base_net_amount).as_("amount"))
		.where(item.is_stock_item == 0)
		.run(as_dict=True)
	)


def _query(document, row, item, wanted: Wanted):
	"""Rows of posted documents of the period that are about supplies and that the users may see, by KEYS."""
	person = frappe.qb.DocType("Employee")
	keys = [document.company, *(row[key] for key in KEYS[1:]), person.department]
	query = (
		frappe.qb.from_(row)
		.join(document)
		.on(document.name == row.parent)
		.join(item)
		.on(item.name == row.item_code)
		.left_join(person)
		.on(person.name == row.om_requested_by)
		.select(*keys[:-1], person.department.as_("own_department"), Count(row.name).as_("row_count"))
		.where((document.docstatus == 1) & document.posting_date[wanted.from_date : wanted.to_date])
		.where(_is_supply(item, row))
		.groupby(*keys)
	)
	return query.where(Criterion.all(_limits(document, row, item, wanted)))


def _is_supply(item, row) -> Criterion:
	listed = (item.om_is_office_supply == 1) | (item.name == (supply_items.other_item() or ""))
	return listed | (row.om_requested_by.isnotnull() & (row.om_requested_by != ""))


def _limits(document, row, item, wanted: Wanted) -> list[Criterion]:
	found = []
	for user in wanted.users:
		found.append(spaces.company_criterion(document.company, TASK, user))
		found.append(spaces.place_criterion(row.om_office_space, TASK, user))
	if wanted.company:
		found.append(document.company == wanted.company)
	if wanted.interval:
		location = frappe.qb.DocType("Location")
		inside = frappe.qb.from_(location).select(location.name)
		inside = inside.where(location.lft[wanted.interval[0] : wanted.interval[1]])
		found.append(row.om_office_space.isin(inside))
	if wanted.item:
		like = f"%{wanted.item}%"
		found.append(item.item_name.like(like) | item.name.like(like))
	return [limit for limit in found if limit is not None]
