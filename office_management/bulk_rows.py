"""Rows of one DocType stored with as few statements as possible, as dicts whose keys are columns."""

from collections.abc import Iterable

import frappe
from frappe.utils import now_datetime


def authorship() -> dict:
	"""The columns of a row that say who made it and when: the session's user, now."""
	now, user = now_datetime(), frappe.session.user
	return {"creation": now, "modified": now, "owner": user, "modified_by": user}


def insert_rows(doctype: str, rows: Iterable[dict], ignore_duplicates: bool = False) -> None:
	"""Store rows as they are: no defaults, no validation, no events. Columns that none of them has are left out.

	Args:
		ignore_duplicates: a row whose unique values are there already is not stored, and nobody is told.
	"""
	by_columns: dict[frozenset[str], list[dict]] = {}
	for row in rows:
		by_columns.setdefault(frozenset(row), []).append(row)
	for columns, same in by_columns.items():
		names = sorted(columns)
		values = [tuple(row[name] for name in names) for row in same]
		frappe.db.bulk_insert(doctype, names, values, ignore_duplicates=ignore_duplicates)
