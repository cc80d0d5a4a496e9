"""What facility work still needs a record: who deletes it is refused with the list, who closes a place is told."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import escape_html, get_link_to_form
from pypika import Order
from pypika.terms import Criterion

from office_management.domain.task_states import LIVE
from office_management.facilities.permissions import plan_criterion, task_criterion

TASK = "Facility Task"
PLAN = "Facility Plan"
NAMED_IN = {
	"Asset": [(TASK, "asset"), (PLAN, "asset")],
	"Department": [(TASK, "to_department"), (TASK, "from_department")],
	"Employee": [(TASK, "requested_by")],
	"Facility Task Category": [(TASK, "category"), (PLAN, "category")],
	"Office Space": [(TASK, "space"), (PLAN, "space")],
	"Supplier": [(TASK, "supplier"), (PLAN, "supplier")],
}
"""DocType -> ours that name it, and by which field."""
TITLES = {TASK: "subject", PLAN: "title"}
CRITERIA = {TASK: task_criterion, PLAN: plan_criterion}
LISTED = 10


class NeededForWorkError(frappe.ValidationError):
	"""A record that tasks or plans name cannot be deleted."""


def refuse_deletion(doctype: str, name: str) -> None:
	"""Called before a record is deleted: refuse, with the list, when tasks or plans name it.

	What the user may not see is counted, not named. Raises NeededForWorkError.
	"""
	lists = [_listed(ours, field, [name]) for ours, field in NAMED_IN[doctype]]
	if any(lists):
		message = _("{0} can't be deleted: work is planned or recorded with it.", context=TASK)
		frappe.throw(
			message.format(get_link_to_form(doctype, name)) + "".join(lists),
			NeededForWorkError,
			title=_("In Use", context=TASK),
		)


def tell_of_open_tasks(spaces: list[str]) -> None:
	"""Called after places were closed: show which tasks are still open there. They go on; nobody loses them."""
	table = frappe.qb.DocType(TASK)
	found = _listed(TASK, "space", spaces, table.status.isin(LIVE))
	if found:
		message = _("Tasks are still open here. Finish, move or cancel them:", context=TASK)
		frappe.msgprint(message + found, title=_("Open Tasks", context=TASK), indicator="orange")


def _listed(doctype: str, field: str, names: list[str], *criteria: Criterion) -> str:
	"""A list as HTML of what names one of the records, the newest first; empty when nothing does."""
	table = frappe.qb.DocType(doctype)
	chosen = Criterion.all([table[field].isin(names), *criteria])
	total = frappe.qb.from_(table).select(Count("*")).where(chosen).run()[0][0]
	if not total:
		return ""
	limit = CRITERIA[doctype](table)
	query = frappe.qb.from_(table).select(table.name, table[TITLES[doctype]], table.status).where(chosen)
	query = query.where(limit) if limit is not None else query
	rows = query.orderby(table.creation, order=Order.desc).limit(LISTED).run()
	lines = [_line(doctype, *row) for row in rows]
	if total > len(rows):
		lines.append(_("and {0} more", context=TASK).format(total - len(rows)))
	return "<ul>{}</ul>".format("".join(f"<li>{line}</li>" for line in lines))


def _line(doctype: str, name: str, title: str, status: str) -> str:
	link = get_link_to_form(doctype, name, escape_html(title or name))
	return f"{link} ({_(status, context=doctype)})"
