"""Changing how long something is kept: within sensible bounds, and never shorter without a yes to what goes then."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from office_management.domain.retention import LONGEST, SHORTEST
from office_management.front_desk import due, retention_runs

SETTINGS = due.SETTINGS


class RetentionPeriodError(frappe.ValidationError):
	"""A period is too short or too long."""


class ShorterPeriodError(frappe.ValidationError):
	"""A period was shortened without a yes to what goes then."""


def check_periods(doc: Document, fields: dict[str, str]) -> None:
	"""While a document with periods is saved: they are sensible, and what a shorter one would cost has been seen.

	Args:
		fields: field of the document -> what `due.periods` calls it. The form sets `confirmed_shorter` (field ->
			days) once somebody has said yes to the number shown.

	Raises:
		RetentionPeriodError, ShorterPeriodError.
	"""
	for field, what in fields.items():
		days = cint(doc.get(field))
		if not SHORTEST <= days <= LONGEST:
			_refuse_period(doc, field)
		before = _days_before(doc, field)
		if before and days < before and not _said_yes(doc, field, days):
			_refuse_shorter(doc, field, what, days)
		if before and days != before and doc.doctype == "Visitor Type":
			due.forget_stored_dates(doc.name)


def _days_before(doc: Document, field: str) -> int:
	if doc.meta.issingle:
		return due.setting_days(field)
	return cint(frappe.db.get_value(doc.doctype, doc.name, field)) if not doc.is_new() else 0


def _said_yes(doc: Document, field: str, days: int) -> bool:
	said = doc.get("confirmed_shorter")
	said = frappe.parse_json(said) if isinstance(said, str) else said
	return isinstance(said, dict) and cint(said.get(field)) == days


def _refuse_period(doc: Document, field: str) -> None:
	frappe.throw(
		_("{0} must be between {1} and {2} days.", context="Office Management Settings").format(
			frappe.bold(_(doc.meta.get_label(field), context=doc.doctype)), SHORTEST, LONGEST
		),
		RetentionPeriodError,
	)


def _refuse_shorter(doc: Document, field: str, what: str, days: int) -> None:
	gone = retention_runs.more_with({what: days})
	if not gone.total():
		return
	frappe.throw(
		_(
			"With {0} days instead of {1}, {2} records would be anonymised in the coming night and could not be"
			" brought back. Change it in the form, which asks first.",
			context="Office Management Settings",
		).format(days, _days_before(doc, field), frappe.bold(gone.total())),
		ShorterPeriodError,
		title=_("Shorter Than Before", context="Office Management Settings"),
	)
