"""Scans of a count: taken once each, whenever they arrive, from however many devices.

A scan carries an id that the device made (`scan_id`, unique): sent again it changes nothing and is answered again. The
clock of a device may be wrong: it says what it shows now (`device_now`), and the difference to ours is taken off its
times. Nothing is ever refused that somebody saw: an unknown tag, an asset of another audit's scope and a place nobody
knows are kept and answered as what they are.
"""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from office_management.bulk_rows import insert_rows
from office_management.domain import reconciliation as rules
from office_management.domain import tables
from office_management.office_audits import audits, evidence, scan_changes, settling, tags, things
from office_management.office_audits import scan_values as read

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
SCAN = "Audit Scan"
WAYS = ("Phone", "Hand Scanner", "Typed", "File", "Custodian")
CONDITIONS = ("", "Good", "Worn", "Damaged", "Unusable")
RIGHT, ELSEWHERE, AGAIN, UNKNOWN, OUTSIDE = "right", "elsewhere", "again", "unknown", "outside"
UNDONE, AMENDED = "undone", "amended"
AT_ONCE = 500
LONGEST_TAG, LONGEST_NOTE = 140, 1000


class TooManyScansError(frappe.ValidationError):
	"""More scans at once than are taken; the device sends them in portions."""


class ScanError(frappe.ValidationError):
	"""A scan has no id, no tag, or a number or condition that cannot be."""


def take_scans(
	audit: str, scans: list[dict], device: str | None = None, device_now: datetime | str | None = None
) -> list[dict]:
	"""Take scans, settle what they touch, and answer each in the order given. Checks no permission.

	Args:
		audit: an audit that is being counted.
		scans: each with scan_id and tag, and any of space, custodian, quantity, condition, note, photo, way,
			device_time (by the device's clock), sequence, undo (True: the scan of this id is taken back), amend
			(True: its number, condition and note are these now). Of a thing that is in no books yet also item (an
			Item of fixed assets), description, purchase_date and purchase_amount: see things.py. In a First
			Inventory the tag may be left out where tags make themselves; the answer names it.
		device: what the device calls itself.
		device_now: what its clock shows while it sends this.

	Returns one dict per scan: scan_id, tag, answer (right, elsewhere, again, unknown, outside, new), and as far as the audit is
	not blind, asset_name, expected_space, by and on (who counted it already, and when).

	Raises NotCountingError, TooManyScansError, ScanError: then none of these scans was taken.
	"""
	audits.check_counting(audit)
	if len(scans) > AT_ONCE:
		message = _("Send at most {0} scans at once.", context=SCAN)
		frappe.throw(message.format(AT_ONCE), TooManyScansError)
	slow_by = _slow_by(device_now)
	scans = things.with_tags(audit, scans)
	rows = [_row(audit, scan, device, slow_by) for scan in scans if not scan_changes.is_change(scan)]
	scan_changes.check_changes(scans)
	_note_unknown("Office Space", "space", rows)
	_note_unknown("Employee", "custodian", rows)
	_note_unknown("Item", "item", rows)
	_leave_out_no_photos(audit, rows)
	known = _known([row["scan_id"] for row in rows])
	_find_assets(rows)
	earlier = _earlier(audit, rows, known)
	new = list({row["scan_id"]: row for row in rows if row["scan_id"] not in known}.values())
	_store(audit, new)
	undone = scan_changes.apply_changes(audit, scans)
	if touched := {row["asset"] or row["asset_tag"] for row in new} | undone:
		before = settling.sums_of(audit, touched)
		_make_lines(audit, new)
		things.follow(audit, touched)
		settling.settle(audit, touched, before)
	return things.answered(audit, _answers(audit, scans, rows, earlier), UNKNOWN)


# --- reading what a device sends ------------------------------------------------------------------------------


def _slow_by(device_now: datetime | str | None) -> timedelta:
	"""How much the device's clock is behind ours."""
	shown = read.moment(device_now)
	return now_datetime() - shown if shown else timedelta(0)


def _row(audit: str, scan: dict, device: str | None, slow_by: timedelta) -> dict:
	now, shown = now_datetime(), read.moment(scan.get("device_time"))
	row = {
		"name": frappe.generate_hash(length=14),
		"creation": now,
		"modified": now,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"audit": audit,
		"scan_id": read.text(scan.get("scan_id")),
		"asset_tag": read.text(scan.get("tag")),
		"space": read.text(scan.get("space")) or None,
		"custodian": read.text(scan.get("custodian")) or None,
		"quantity": read.number(scan.get("quantity")),
		"condition": scan.get("condition") or "",
		"source": scan.get("way") if scan.get("way") in WAYS else WAYS[0],
		"scanned_on": read.happened(shown, slow_by, now),
		"device_time": shown,
		"received_on": now,
		"scanned_by": frappe.session.user,
		"device": read.text(device)[:LONGEST_TAG],
		"sequence": min(max(cint(scan.get("sequence")), 0), read.MANY),
		"note": read.words(scan.get("note"), LONGEST_NOTE),
		"photo": read.text(scan.get("photo")) or None,
		**things.said(scan),
	}
	_check(row)
	return row


def _check(row: dict) -> None:
	if not row["scan_id"] or len(row["scan_id"]) > LONGEST_TAG:
		frappe.throw(_("A scan came without an id. Reload the page and scan again.", context=SCAN), ScanError)
	if not row["asset_tag"] or len(row["asset_tag"]) > LONGEST_TAG:
		frappe.throw(
			_("A scan came without a tag, or with one of more than 140 signs.", context=SCAN), ScanError
		)
	if not 0 <= row["quantity"] <= read.MANY or row["condition"] not in CONDITIONS:
		frappe.throw(
			_(
				"The number of {0} is below zero or none, or its condition is none of the list.", context=SCAN
			).format(frappe.bold(frappe.utils.escape_html(row["asset_tag"]))),
			ScanError,
		)


def _note_unknown(doctype: str, field: str, rows: list[dict]) -> None:
	"""A place or person that is none stays as a note: nothing that was seen is refused, nor lies in no place."""
	table = frappe.qb.DocType(doctype)
	named = sorted({row[field] for row in rows if row[field]})
	if not named:
		return
	there = set(frappe.qb.from_(table).select(table.name).where(table.name.isin(named)).run(pluck=True))
	for row in rows:
		if row[field] and row[field] not in there:
			row["note"] = read.words(f"{row[field]}: {row['note']}", LONGEST_NOTE)
			row[field] = None


def _leave_out_no_photos(audit: str, rows: list[dict]) -> None:
	"""What is sent as a photo and is none, or is a file of somebody else, is left out; the scan is taken."""
	for row in rows:
		if row["photo"] and not evidence.is_own_photo(row["photo"]):
			said = _("(The photo could not be taken.)", context=SCAN)
			row["note"], row["photo"] = f"{said} {row['note']}"[:LONGEST_NOTE].strip(), None
	evidence.attach_to_audit([row["photo"] for row in rows if row["photo"]], audit)


def _find_assets(rows: list[dict]) -> None:
	"""Which assets they are; the tag of what is none is kept as no spreadsheet takes it for a formula."""
	assets = tags.find_assets({row["asset_tag"] for row in rows})
	for row in rows:
		if row["asset_tag"] not in assets:
			row["asset_tag"] = tables.as_text(row["asset_tag"])[:LONGEST_TAG]
	assets.update(tags.find_assets({row["asset_tag"] for row in rows} - set(assets)))
	for row in rows:
		row["asset"] = assets.get(row["asset_tag"])


# --- storing --------------------------------------------------------------------------------------------------


def _known(scan_ids: list[str]) -> set[str]:
	scan = frappe.qb.DocType(SCAN)
	return set(
		frappe.qb.from_(scan).select(scan.scan_id).where(scan.scan_id.isin(scan_ids or [""])).run(pluck=True)
	)


def _store(audit: str, rows: list[dict]) -> None:
	"""Insert what is new; of two requests with the same scan one stores it."""
	insert_rows(SCAN, rows, ignore_duplicates=True)


def _make_lines(audit: str, rows: list[dict]) -> None:
	"""A line for what is seen and not expected: known assets of elsewhere, and tags nobody knows."""
	have = _lines_of(audit, rows)
	wanted = {
		row["asset"] or row["asset_tag"]: row
		for row in rows
		if (row["asset"] or row["asset_tag"]) not in have
	}
	if not wanted:
		return
	facts = tags.facts_of({row["asset"] for row in wanted.values() if row["asset"]})
	company = frappe.db.get_value(AUDIT, audit, "company")
	new = [_line(audit, company, key, row, facts.get(row["asset"])) for key, row in wanted.items()]
	insert_rows(LINE, new, ignore_duplicates=True)


def _lines_of(audit: str, rows: list[dict]) -> dict[str, frappe._dict]:
	"""The lines these scans are about, by asset or unknown tag."""
	line = frappe.qb.DocType(LINE)
	assets = sorted({row["asset"] for row in rows if row["asset"]}) or [""]
	unknown = sorted({row["asset_tag"] for row in rows if not row["asset"]}) or [""]
	found = (
		frappe.qb.from_(line)
		.select(
			line.asset, line.asset_tag, line.asset_name, line.result, line.expected_space, line.seen_space
		)
		.where(line.audit == audit)
		.where(line.asset.isin(assets) | (line.asset.isnull() & line.asset_tag.isin(unknown)))
		.run(as_dict=True)
	)
	return {row.asset or row.asset_tag: row for row in found}


def _line(audit: str, company: str, key: str, row: dict, asset: frappe._dict | None) -> dict:
	now, asset = now_datetime(), asset or frappe._dict()
	line_key = frappe.utils.data.sha256_hash(f"{audit}|{key}")
	values = {
		"name": line_key[:20],
		"line_key": line_key,
		"creation": now,
		"modified": now,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"audit": audit,
		"company": company,
		"asset": row["asset"],
		"asset_tag": row["asset_tag"],
		"result": rules.UNEXPECTED if row["asset"] else rules.UNKNOWN_TAG,
		"asset_name": asset.asset_name,
		"asset_category": asset.asset_category,
		"asset_value": asset.value or 0,
		"expected_location": asset.location,
		"expected_space": asset.space,
		"expected_custodian": asset.custodian,
		"expected_status": asset.status,
		"condition_before": asset.om_condition,
		"seen_before_on": asset.om_last_verified_on,
		"expected_quantity": 0,
		"note": row["note"],
	}
	return {column: value for column, value in values.items() if value is not None}


# --- answering ------------------------------------------------------------------------------------------------


def _earlier(audit: str, rows: list[dict], known: set[str]) -> dict[str, frappe._dict]:
	"""Who counted these assets before this request, by asset or tag."""
	scan = frappe.qb.DocType(SCAN)
	assets = sorted({row["asset"] for row in rows if row["asset"]}) or [""]
	unknown = sorted({row["asset_tag"] for row in rows if not row["asset"]}) or [""]
	mine = [row["scan_id"] for row in rows] or [""]
	found = (
		frappe.qb.from_(scan)
		.select(scan.asset, scan.asset_tag, scan.scanned_by, scan.scanned_on, scan.space)
		.where((scan.audit == audit) & (scan.is_undone == 0) & scan.scan_id.notin(mine))
		.where(scan.asset.isin(assets) | (scan.asset.isnull() & scan.asset_tag.isin(unknown)))
		.orderby(scan.scanned_on)
		.run(as_dict=True)
	)
	return {row.asset or row.asset_tag: row for row in found}


def _answers(audit: str, scans: list[dict], rows: list[dict], earlier: dict) -> list[dict]:
	is_blind = frappe.db.get_value(AUDIT, audit, "is_blind")
	lines, by_id = _lines_of(audit, rows), {row["scan_id"]: row for row in rows}
	answers, told = [], {}
	for scan in scans:
		row = by_id.get(read.text(scan.get("scan_id")))
		if row is None or scan_changes.is_change(scan):
			what = UNDONE if scan.get("undo") else AMENDED
			answers.append({"scan_id": scan.get("scan_id"), "answer": what})
			continue
		key = row["asset"] or row["asset_tag"]
		before = told.get(key) or earlier.get(key)
		before = None if before and before.scan_id == row["scan_id"] else before
		told[key] = frappe._dict(row, scanned_by=frappe.session.user)
		answers.append(_answer(row, lines.get(key), before, is_blind))
	return answers


def _answer(row: dict, line: frappe._dict | None, before: frappe._dict | None, is_blind: int) -> dict:
	result = line.result if line else rules.UNKNOWN_TAG
	answer = {rules.UNKNOWN_TAG: UNKNOWN, rules.UNEXPECTED: OUTSIDE, rules.MISPLACED: ELSEWHERE}.get(
		result, RIGHT
	)
	told = {"scan_id": row["scan_id"], "tag": row["asset_tag"]}
	if before and (before.space or None) == row["space"]:
		told.update(answer=AGAIN, by=before.scanned_by, on=before.scanned_on)
		told["by_name"] = frappe.utils.get_fullname(before.scanned_by)
	elif is_blind:
		told.update(answer=UNKNOWN if answer == UNKNOWN else RIGHT)
	else:
		told.update(answer=answer)
	if not is_blind and line:
		told.update(asset=line.asset, asset_name=line.asset_name, expected_space=line.expected_space)
	return told
