"""What a device sends, read: texts without script in them, numbers, times. No value that is odd loses a scan."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import cstr
from frappe.utils.html_utils import is_json, sanitize_html

from office_management import inputs
from office_management.domain import tables

MANY = 1_000_000
"""More than this nobody counts under one tag."""


def text(value) -> str:
	"""Text as a device sends it, without script in it; nothing where it is no text."""
	found = cstr(value).strip() if isinstance(value, str | int | float) else ""
	found = found.encode("utf-8", "replace").decode().replace("\0", "")
	return sanitize_html(found, always_sanitize=is_json(found)) if "<" in found else found


def words(value, longest: int) -> str:
	"""What somebody wrote, as no spreadsheet takes it for a formula."""
	return tables.as_text(text(value)[: longest - 1])


def number(value) -> int:
	"""How many were seen: one where nothing is said, below zero for what is no number (which is refused then)."""
	if value in (None, ""):
		return 1
	try:
		return int(value) if isinstance(value, str | int | float) else -1
	except (ValueError, OverflowError):
		return -1


def moment(value) -> datetime | None:
	"""A time as a device writes it; None for none, and for what is no time."""
	try:
		return inputs.moment(value) if value else None
	except inputs.InputError:
		frappe.clear_last_message()
		return None


def happened(shown: datetime | None, slow_by: timedelta, now: datetime) -> datetime:
	"""When it was seen by our clock: never later than now."""
	try:
		return min(shown + slow_by, now) if shown else now
	except OverflowError:
		return now
