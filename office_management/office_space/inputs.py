"""What a browser or a script sends to our methods, made what the rules expect, or refused in words."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate


class InputError(frappe.ValidationError):
	"""A value is not of the kind that is needed."""


def names(value: list | str) -> list[str]:
	"""Names as the browser sends them (a list, or one written as JSON), each as text.

	Raises InputError.
	"""
	return [str(name) for name in parsed(value, list)]


def rows(value: list | str, *fields: str) -> list[dict]:
	"""Rows of these fields, all of them given, as text; a list, or one written as JSON.

	Raises InputError.
	"""
	found = parsed(value, list)
	if not all(isinstance(row, dict) and all(row.get(field) for field in fields) for row in found):
		frappe.throw(
			_("Each row needs {0}.", context="Office Space").format(", ".join(fields)),
			InputError,
		)
	return [{field: str(row[field]) for field in fields} for row in found]


def parsed(value, kind: type | tuple[type, ...]):
	"""A value that may be written as JSON, of this kind.

	Raises InputError.
	"""
	try:
		found = frappe.parse_json(value)
	except ValueError:
		found = None
	if not isinstance(found, kind):
		frappe.throw(_("This is no list of the kind that is needed.", context="Office Space"), InputError)
	return found


def day(value: date | str) -> date:
	"""A day; Frappe takes the year 1 and what is no text for no date at all.

	Raises InputError, and frappe.ValidationError for text that is no date.
	"""
	found = getdate(value)
	if not found:
		frappe.throw(
			_("{0} is not a day that can be used.", context="Office Space").format(
				frappe.bold(frappe.utils.escape_html(str(value)))
			),
			InputError,
		)
	return found


def day_or_none(value: date | str | None) -> date | None:
	"""A day, or None where none is given. Raises like `day`."""
	return day(value) if value else None
