"""What the form of a plan and its dialogs send, made what the rules expect, or refused in words."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate, strip_html

from office_management import inputs
from office_management.office_space import api as office_space

PLAN = "Facility Plan"


MOST_DAYS_AHEAD = 400


class PlanInputError(frappe.ValidationError):
	"""Tasks are wanted for too far ahead, or for the past."""


def until(value: date | str | None) -> date | None:
	"""A day up to which tasks are made, if one is given: not before today, and not far ahead.

	Raises PlanInputError, inputs.InputError.
	"""
	if not value:
		return None
	last = getdate() + timedelta(days=MOST_DAYS_AHEAD)
	day = inputs.day(value)
	if not getdate() <= day <= last:
		frappe.throw(
			_("Choose a day from today to {0}.", context=PLAN).format(
				frappe.bold(frappe.utils.formatdate(last))
			),
			PlanInputError,
		)
	return day


def plan_on_form(doc: dict | str, doctype: str = PLAN) -> Document:
	"""The plan as it stands on the form, if the user may see it, and use the places it names.

	Raises frappe.PermissionError, inputs.InputError.
	"""
	values = inputs.fields(doc)
	name, typed = cstr(values.get("name")), typed_fields(doctype)
	if frappe.db.exists(doctype, name):
		plan = frappe.get_doc(doctype, name)
		plan.check_permission("read")
		plan.update({field: value for field, value in values.items() if field in typed})
	else:
		plan = frappe.get_doc({**{field: values.get(field) for field in typed}, "doctype": doctype})
		plan.set("__islocal", 1)
		plan.check_permission("create")
	check_place(plan)
	return plan


def typed_fields(doctype: str) -> set[str]:
	"""What people fill in: plain fields, and not those that our own code writes."""
	tables = ("Table", "Section Break", "Column Break", "HTML")
	fields = frappe.get_meta(doctype).fields
	return {field.fieldname for field in fields if field.fieldtype not in tables and not field.read_only}


def check_place(plan: Document) -> None:
	"""Refuse what tells about a place that the user may not see."""
	if plan.space and not office_space.may_use_place(plan.space):
		raise frappe.PermissionError
	if plan.get("asset"):
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
