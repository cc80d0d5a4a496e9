"""What a browser or a script sends to our methods, made what the rules expect, or refused in words."""

from collections.abc import Callable
from datetime import date, datetime
from math import isfinite

import frappe
from frappe import _
from frappe.model import optional_fields
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, flt, get_datetime, getdate

LONGEST_SHOWN = 140
"""Letters of a value that cannot be read, in the message that says so."""


class InputError(frappe.ValidationError):
	"""A value is not of the kind that is needed."""


# --- lists and fields, which may be written as JSON -----------------------------------------------------------


def parsed(value, kind: type | tuple[type, ...], otherwise: str | None = None):
	"""A value that may be written as JSON, of this kind; `otherwise` says what was needed instead.

	Raises InputError.
	"""
	try:
		found = frappe.parse_json(value)
	except (ValueError, RecursionError):
		found = None
	if not isinstance(found, kind):
		refuse(otherwise or _("This is no list of the kind that is needed.", context="Office Space"))
	return found


def fields(value: dict | str) -> dict:
	"""Fields by their names.

	Raises InputError.
	"""
	return parsed(value, dict, _("Send the fields as name and value.", context="Visitor Log"))


def listed(value: list | str) -> list:
	"""A list of anything.

	Raises InputError.
	"""
	return parsed(value, list, _("Send the rows as a list.", context="Visitor Log"))


def names(value: list | str) -> list[str]:
	"""Names of records, each once.

	Raises InputError.
	"""
	message = _("Send the names as a list.", context="Visitor Log")
	found = parsed(value, list, message)
	if not all(isinstance(name, str | int) for name in found):
		refuse(message)
	return list(dict.fromkeys(str(name) for name in found))


def rows(value: list | str, *needed: str) -> list[dict]:
	"""Rows of these fields, all of them given, as text.

	Raises InputError.
	"""
	found = parsed(value, list)
	if not all(isinstance(row, dict) and all(row.get(field) for field in needed) for row in found):
		refuse(_("Each row needs {0}.", context="Office Space").format(", ".join(needed)))
	return [{field: str(row[field]) for field in needed} for row in found]


def plain(value) -> str | float | bool:
	"""A single value, not a list or the like.

	Raises InputError.
	"""
	if not isinstance(value, str | int | float | bool | date):
		refuse(_("{0} is no single value.", context="Office Space").format(shown(value)))
	return value


def number(value: float | str | None) -> float:
	"""A number; 0 where none is given.

	Raises InputError.
	"""
	found = flt(value)
	if not isfinite(found):
		refuse(_("{0} is no number that can be used.", context="Office Space").format(shown(value)))
	return found


# --- days and moments -----------------------------------------------------------------------------------------


def day(value: date | str) -> date:
	"""A day; Frappe takes the year 1 and what is no text for no date at all.

	Raises InputError.
	"""
	return _taken_by(getdate, value, _("{0} is not a day that can be used.", context="Office Space"))


def day_or_none(value: date | str | None) -> date | None:
	"""A day, or None where none is given. Raises like `day`."""
	return day(value) if value else None


def moment(value: datetime | str) -> datetime:
	"""A day with its time.

	Raises InputError.
	"""
	found = _taken_by(get_datetime, value, _("{0} is not a time that can be used.", context="Office Space"))
	return found.replace(tzinfo=None)


def _taken_by(read: Callable, value, message: str):
	"""What Frappe's function reads, unless it finds nothing or stumbles."""
	try:
		found = read(value) if value and isinstance(value, str | date) else None
	except (ValueError, OverflowError, TypeError, frappe.ValidationError):
		frappe.clear_last_message()
		found = None
	if not found:
		refuse(message.format(shown(value)))
	return found


def check_moments(document: Document) -> None:
	"""Days and times of a record can be read, whoever sent them, before anything is worked out from them.

	Raises InputError.
	"""
	for field in document.meta.fields:
		value = document.get(field.fieldname)
		if value and field.fieldtype in READERS:
			READERS[field.fieldtype](value)


READERS = {"Date": day, "Datetime": moment}


# --- what lists, calendars and links ask for ------------------------------------------------------------------


def conditions(doctype: str, filters: list | dict | str | None) -> list[list]:
	"""Filters of a list, each as DocType, field, operator and value.

	Raises InputError for what is no filter, and for fields that the records do not have.
	"""
	given = parsed(filters or [], (list, dict))
	if isinstance(given, dict):
		given = [_of_pair(field, value) for field, value in given.items()]
	return [_condition(doctype, one) for one in given]


def _of_pair(field: str, value) -> list:
	if not isinstance(value, list | tuple):
		return [field, "=", value]
	return [field, *value] if len(value) == 2 else []


def _condition(doctype: str, given) -> list:
	parts = list(given)[:4] if isinstance(given, list | tuple) else []
	parts = [doctype, *parts] if len(parts) == 3 else parts
	if len(parts) != 4 or not all(isinstance(part, str) for part in parts[:3]):
		refuse(_("This is no list of the kind that is needed.", context="Office Space"))
	asked, field, operator, value = parts
	tables = {doctype, *(table.options for table in frappe.get_meta(doctype).get_table_fields())}
	meta = asked in tables and frappe.get_meta(asked)
	if not meta or field not in (*meta.get_valid_columns(), *optional_fields):
		refuse(_("{0} is no field to choose by.", context="Office Space").format(shown(field)))
	kind = "Datetime" if field in ("creation", "modified") else meta.get_field(field)
	return [asked, field, operator, _compared(getattr(kind, "fieldtype", kind), operator.lower(), value)]


def _compared(fieldtype: str | None, operator: str, value):
	"""What a field is compared with: where that is about time, it can be read."""
	in_time = fieldtype in READERS
	if operator == "between":
		ends = value if isinstance(value, list | tuple) and len(value) == 2 else []
		if not (in_time and ends):
			refuse(_("{0} is no period.", context="Office Space").format(shown(value)))
		return [READERS[fieldtype](end) for end in ends]
	return READERS[fieldtype](value) if in_time and value and operator in COMPARES else value


COMPARES = ("=", "!=", "<", ">", "<=", ">=")


def page(start: int | str | None, page_length: int | str | None, most: int, usual: int = 10) -> dict:
	"""Which rows of a list are wanted, for frappe.get_list: never from before the first one, never more than `most`."""
	wanted = cint(page_length)
	return {
		"limit_start": max(cint(start), 0),
		"limit_page_length": min(wanted if wanted > 0 else usual, most),
	}


# --- saying so ------------------------------------------------------------------------------------------------


def refuse(message: str) -> None:
	"""Raises InputError."""
	frappe.throw(message, InputError)


def shown(value) -> str:
	"""A value that cannot be used, as a message shows it."""
	return frappe.bold(escape_html(cstr(value)[:LONGEST_SHOWN]))
