"""Scans from a spreadsheet: a dry run that says what each row would do, and the same for good.

Both go through scans.take_scans, so the rules are those of a phone. The dry run takes the scans and then takes
everything back. A row that cannot be read is told and left out; the others are taken. Handed in again, a list changes
nothing (domain/scan_lists.py makes the ids).
"""

import base64
import binascii
from datetime import datetime, time

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce

from office_management.domain import scan_lists as rules
from office_management.domain.tables import UnreadableTable
from office_management.erp import asset_purchases
from office_management.office_audits import audits, counting, scans, tag_numbers, things
from office_management.office_space import api as office_space
from office_management.savepoints import undone_in_any_case

AUDIT = "Office Audit"
SCAN = "Audit Scan"
MOST_ROWS = 5000
LARGEST = 5 * 1024 * 1024
ERROR, BEFORE = "error", "before"


class ScanListError(frappe.ValidationError):
	"""The file is no list of scans."""


def dry_run(audit: str, content: str) -> dict:
	"""What taking a list would do (see take_list); nothing of it stays."""
	with undone_in_any_case():
		return take_list(audit, content)


def take_list(audit: str, content: str) -> dict:
	"""Take the scans of a CSV or XLSX file.

	Args:
		content: the file in base64, as a browser reads it; a data URL, too.

	Returns rows, each with row (line of the file), tag, answer (as of a scan; error; before: taken earlier), and
	asset_name, place, by_name or problem where there is one; and counts, {answer: how many}.
	Raises ScanListError, audits.NotCountingError.
	"""
	audits.check_counting(audit)
	rows = read(audit, content)
	good = [row for row in rows if not row.problems]
	known = already_taken([row.scan[rules.SCAN_ID] for row in good])
	answers: dict[str, dict] = {}
	for start in range(0, len(good), scans.AT_ONCE):
		portion = [row.scan for row in good[start : start + scans.AT_ONCE]]
		answers.update({told["scan_id"]: told for told in scans.take_scans(audit, portion, "CSV")})
	told = [_told(row, answers.get(row.scan[rules.SCAN_ID]), known) for row in rows]
	counts: dict[str, int] = {}
	for row in told:
		counts[row["answer"]] = counts.get(row["answer"], 0) + 1
	return {"rows": told, "counts": counts}


def already_taken(ids: list[str]) -> set[str]:
	"""Those of the ids that are stored."""
	scan = frappe.qb.DocType(SCAN)
	query = frappe.qb.from_(scan).select(scan.scan_id)
	return set(query.where(scan.scan_id.isin(ids or [""])).run(pluck=True))


def read(audit: str, content: str) -> list[rules.Row]:
	"""The rows of a file. Raises ScanListError."""
	try:
		table = as_text(office_space.read_table(decoded(content), "list.csv"))
		if len(table) > MOST_ROWS + 1:
			raise UnreadableTable("too_many_rows")
		needs_tag = not (things.is_first_inventory(audit) and tag_numbers.is_on())
		places, people = places_of(audit), people_of(audit)
		items = {rules.fold(word): item for word, item in asset_purchases.item_words().items()}
		return rules.read_rows(table, audit, places, people, conditions(), items, needs_tag)
	except UnreadableTable as error:
		words = {
			"too_many_rows": _("The list has more than {0} rows. Hand it in in parts.", context=SCAN),
		}
		unread = _("This file is no list of text. Save it as CSV or XLSX, and choose that.", context=SCAN)
		frappe.throw(words.get(error.code, unread).format(MOST_ROWS), ScanListError)
	except rules.NoTagColumn:
		frappe.throw(
			_("No column is called {0}. The first row must name the columns.", context=SCAN).format(
				frappe.bold(_("Tag", context=SCAN))
			),
			ScanListError,
		)


def as_text(table: list[list]) -> list[list[str]]:
	"""Cells as a reader sees them: a spreadsheet's numbers and dates, too."""
	return [[_cell(value) for value in line] for line in table]


def _cell(value) -> str:
	if isinstance(value, float) and value.is_integer():
		return str(int(value))
	if isinstance(value, datetime) and value.time() == time():
		return str(value.date())
	return "" if value is None else str(value)


def decoded(content: str) -> bytes:
	"""The bytes of the file. Raises ScanListError."""
	try:
		found = base64.b64decode(str(content).rpartition(",")[2], validate=True)
	except (ValueError, binascii.Error):
		found = b""
	if not found or len(found) > LARGEST:
		frappe.throw(_("The file is empty, or larger than 5 MB.", context=SCAN), ScanListError)
	return found


def places_of(audit: str) -> dict[str, list[str]]:
	"""{name or label, folded: the places of the audit called so}."""
	found: dict[str, list[str]] = {}
	for name, label, *_rest in counting.places_of(audit):
		for word in {rules.fold(name), rules.fold(label or name)}:
			found.setdefault(word, []).append(name)
	return found


def people_of(audit: str) -> dict[str, str]:
	"""{number or name of the record, folded: employee} of the audit's company."""
	company = frappe.db.get_value(AUDIT, audit, "company")
	person = frappe.qb.DocType("Employee")
	query = frappe.qb.from_(person).select(person.name, Coalesce(person.employee_number, ""))
	found = {}
	for name, number in query.where(person.company == company).run():
		found[rules.fold(name)] = name
		if number:
			found.setdefault(rules.fold(number), name)
	return found


def conditions() -> dict[str, str]:
	"""{word in English or the user's language, folded: condition}."""
	words = {}
	for condition in filter(None, scans.CONDITIONS):
		words[rules.fold(condition)] = words[rules.fold(_(condition, context=SCAN))] = condition
	return words


def _told(row: rules.Row, answer: dict | None, known: set[str]) -> dict:
	told = {"row": row.number, "tag": row.scan[rules.TAG] or (answer or {}).get("tag")}
	if row.problems or not answer:
		return {**told, "answer": ERROR, "problem": "; ".join(_words(*problem) for problem in row.problems)}
	if answer["scan_id"] in known:
		return {**told, "answer": BEFORE}
	shown = {
		"asset_name": answer.get("asset_name"),
		"place": answer.get("expected_space"),
		"by_name": answer.get("by_name"),
	}
	return {**told, "answer": answer["answer"], **{key: value for key, value in shown.items() if value}}


def _words(code: str, value: str) -> str:
	words = {
		rules.NO_TAG: _("no tag", context=SCAN),
		rules.LONG_TAG: _("a tag of more than 140 signs", context=SCAN),
		rules.LONG_ID: _("a scan id of more than 140 signs", context=SCAN),
		rules.BAD_NUMBER: _("{0} is no number", context=SCAN),
		rules.BAD_CONDITION: _("{0} is none of Good, Worn, Damaged, Unusable", context=SCAN),
		rules.BAD_TIME: _("{0} is no time; write it as 2026-12-31 14:30", context=SCAN),
		rules.NO_PLACE: _("{0} is no place of this audit", context=SCAN),
		rules.SAME_PLACES: _("several places are called {0}; write the full code", context=SCAN),
		rules.NO_PERSON: _("{0} is no employee", context=SCAN),
		rules.NO_ITEM: _("{0} is no item of fixed assets, or several are called so", context=SCAN),
		rules.BAD_DATE: _("{0} is no date, such as 2026-12-31", context=SCAN),
		rules.BAD_AMOUNT: _("{0} is no amount", context=SCAN),
	}
	return words[code].format(value)
