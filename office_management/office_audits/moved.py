"""What ERPNext changed about the assets of a count after its list was frozen: place, custodian, state.

Such a change is no error of the count. It is told on the line ("moved since"), and an asset that lies where the books
have it by now is found, not misplaced. Depreciation goes on in every month and is no change.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce
from pypika.functions import Concat
from pypika.terms import CustomFunction

from office_management.domain import reconciliation as rules

LINE = "Audit Asset Line"
IN_USE = ("Submitted", "Partially Depreciated", "Fully Depreciated")
"""States that follow each other by depreciation alone."""
NOWHERE = "–"
ConcatWs, NullIf = (
	CustomFunction("CONCAT_WS", ["separator", "place", "custodian", "status"]),
	CustomFunction("NULLIF", ["text", "empty"]),
)


class Now(NamedTuple):
	"""Where the books have an asset now, and with whom."""

	location: str | None
	custodian: str | None


def refresh(audit: str, keys: Collection[str] | None = None) -> None:
	"""Write on the lines of a count what has changed since it began; they are read by one statement.

	Args:
		keys: only the lines of these assets.
	"""
	line, asset = frappe.qb.DocType(LINE), frappe.qb.DocType("Asset")
	text = _text(line, asset)
	query = _joined(frappe.qb.from_(line), line, asset).select(line.name, text)
	wanted = (line.audit == audit) & _is_expected(line)
	wanted &= Coalesce(line.moved_since, "") != Coalesce(text, "")
	if keys is not None:
		wanted &= line.asset.isin(sorted(keys) or [""])
	changed = {name: {"moved_since": found} for name, found in query.where(wanted).run()}
	frappe.db.bulk_update(LINE, changed, update_modified=False)


def texts_of(lines: Collection[str]) -> dict[str, str]:
	"""{line: what has changed since the count began}, as it is now; lines without a change are left out."""
	line, asset = frappe.qb.DocType(LINE), frappe.qb.DocType("Asset")
	text = _text(line, asset)
	query = _joined(frappe.qb.from_(line), line, asset).select(line.name, text)
	chosen = line.name.isin(sorted(lines) or [""]) & _is_expected(line)
	return {name: found for name, found in query.where(chosen).run() if found}


def assets_that_moved(audit: str) -> list[str]:
	"""The assets of a count whose lines say that something has changed."""
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).select(line.asset).where(line.audit == audit)
	return query.where(Coalesce(line.moved_since, "") != "").run(pluck=True)


def books_now(assets: Iterable[str]) -> dict[str, Now]:
	"""Where the books have these assets by now."""
	asset = frappe.qb.DocType("Asset")
	query = frappe.qb.from_(asset).select(asset.name, asset.location, asset.custodian)
	rows = query.where(asset.name.isin(sorted(assets) or [""])).run()
	return {name: Now(location, custodian) for name, location, custodian in rows}


def _is_expected(line):
	return line.result.notin((rules.UNEXPECTED, rules.UNKNOWN_TAG))


def _people():
	return frappe.qb.DocType("Employee").as_("then"), frappe.qb.DocType("Employee").as_("now")


def _joined(query, line, asset):
	then, now = _people()
	return (
		query.join(asset)
		.on(asset.name == line.asset)
		.left_join(then)
		.on(then.name == line.expected_custodian)
		.left_join(now)
		.on(now.name == asset.custodian)
	)


def _text(line, asset):
	"""Old and new side by side, without a word in any language: "HQ-01 → HQ-02; Anna → Bram"; NULL for no change."""
	then, now = _people()
	place = _change(line.expected_location, asset.location)
	person = _change(
		line.expected_custodian,
		asset.custodian,
		Coalesce(then.employee_name, line.expected_custodian),
		Coalesce(now.employee_name, asset.custodian),
	)
	depreciated = line.expected_status.isin(IN_USE) & asset.status.isin(IN_USE)
	state = Case().when(depreciated, None).else_(_change(line.expected_status, asset.status))
	return NullIf(ConcatWs("; ", place, person, state), "")


def _change(before, after, shown_before=None, shown_after=None):
	first, second = (
		Coalesce(NullIf(term, ""), NOWHERE) for term in (shown_before or before, shown_after or after)
	)
	told = Concat(first, " → ", second)
	return Case().when(Coalesce(before, "") != Coalesce(after, ""), told).else_(None)
