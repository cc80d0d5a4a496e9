"""What the form of a plan and its dialogs send, made what the rules expect, or refused in words."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, getdate, strip_html

from office_management.office_space import api as office_space

PLAN = "Facility Plan"


MOST_DAYS_AHEAD = 400


class PlanInputError(frappe.ValidationError):
	"""A value is not of the kind that is needed."""


def day(value: date | str) -> date:
	"""A day; Frappe takes the year 1 and what is no text for no date at all.

	Raises PlanInputError.
	"""
	found = getdate(value) if value else None
	if not found:
		frappe.throw(
			_("{0} is not a day that can be used.", context=PLAN).format(
				frappe.bold(escape_html(cstr(value)))
			),
			PlanInputError,
		)
	return found


def until(value: date | str | None) -> date | None:
	"""A day up to which tasks are made, if one is given: not before today, and not far ahead.

	Raises PlanInputError.
	"""
	if not value:
		return None
	last = getdate() + timedelta(days=MOST_DAYS_AHEAD)
	if not getdate() <= day(value) <= last:
		frappe.throw(
			_("Choose a day from today to {0}.", context=PLAN).format(
				frappe.bold(frappe.utils.formatdate(last))
			),
			PlanInputError,
		)
	return day(value)


def plan_on_form(doc: dict | str) -> Document:
	"""The plan as it stands on the form, if the user may see it, and use the places it names.

	Raises frappe.PermissionError.
	"""
	values = frappe.parse_json(doc)
	name = cstr(values.get("name"))
	if frappe.db.exists(PLAN, name):
		plan = frappe.get_doc(PLAN, name)
		plan.check_permission("read")
		plan.update({field: value for field, value in values.items() if field in typed_fields()})
	else:
		plan = frappe.get_doc({**{field: values.get(field) for field in typed_fields()}, "doctype": PLAN})
		plan.set("__islocal", 1)
		plan.check_permission("create")
	check_place(plan)
	return plan


def typed_fields() -> set[str]:
	"""What people fill in: plain fields, and not those that our own code writes."""
	tables = ("Table", "Section Break", "Column Break", "HTML")
	fields = frappe.get_meta(PLAN).fields
	return {field.fieldname for field in fields if field.fieldtype not in tables and not field.read_only}


def check_place(plan: Document) -> None:
	"""Refuse what tells about a place that the user may not see."""
	if plan.space and not office_space.may_use_place(plan.space):
		raise frappe.PermissionError
	if plan.asset:
		location = frappe.db.get_value("Asset", plan.asset, "location")
		if location and not office_space.may_use_place(location):
			raise frappe.PermissionError


def why_unfinished(plan: Document) -> str | None:
	"""What is still wrong with the rule or the scope, in words; None if its dates can be worked out."""
	messages = list(frappe.local.message_log)
	try:
		plan.prepare_preview()
	except frappe.PermissionError:
		raise
	except frappe.ValidationError as error:
		frappe.local.message_log = messages
		return strip_html(cstr(error))
	return None
