"""Scans of a count: taken once each, whenever they arrive, from however many devices.

A scan carries an id that the device made (`scan_id`, unique): sent again it changes nothing and is answered again. The
clock of a device may be wrong: it says what it shows now (`device_now`), and the difference to ours is taken off its
times. Nothing is ever refused that somebody saw: an unknown tag, an asset of another audit's scope and a place nobody
knows are kept and answered as what they are.
"""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, now_datetime

from office_management.bulk_rows import insert_rows
from office_management.domain import reconciliation as rules
from office_management.office_audits import audits, settling, tags

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
SCAN = "Audit Scan"
WAYS = ("Phone", "Hand Scanner", "Typed", "File", "Custodian")
CONDITIONS = ("", "Good", "Worn", "Damaged", "Unusable")
RIGHT, ELSEWHERE, AGAIN, UNKNOWN, OUTSIDE = "right", "elsewhere", "again", "unknown", "outside"
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
			device_time (by the device's clock), sequence, undo (True: the scan of this id is taken back).
		device: what the device calls itself.
		device_now: what its clock shows while it sends this.

	Returns one dict per scan: scan_id, answer (right, elsewhere, again, unknown, outside), and as far as the audit is
	not blind, asset_name, expected_space, by and on (who counted it already, and when).

	Raises NotCountingError, TooManyScansError, ScanError: then none of these scans was taken.
	"""
	audits.check_counting(audit)
	if len(scans) > AT_ONCE:
		message = _("Send at most {0} scans at once.", context=SCAN)
		frappe.throw(message.format(AT_ONCE), TooManyScansError)
	rows = [_row(audit, scan, device, _slow_by(device_now)) for scan in scans if not scan.get("undo")]
	_note_unknown_places(rows)
	known = _known([row["scan_id"] for row in rows])
	assets = tags.find_assets({row["asset_tag"] for row in rows})
	for row in rows:
		row["asset"] = assets.get(row["asset_tag"])
	earlier = _earlier(audit, rows, known)
	new = list({row["scan_id"]: row for row in rows if row["scan_id"] not in known}.values())
	_store(audit, new)
	undone = _undo(audit, [str(scan["scan_id"]) for scan in scans if scan.get("undo")])
	if touched := {row["asset"] or row["asset_tag"] for row in new} | undone:
		_make_lines(audit, new)
		settling.settle(audit, touched)
	return _answers(audit, scans, rows, earlier)


# --- reading what a device sends ------------------------------------------------------------------------------


def _slow_by(device_now: datetime | str | None) -> timedelta:
	"""How much the device's clock is behind ours."""
	return now_datetime() - get_datetime(device_now) if device_now else timedelta(0)


def _row(audit: str, scan: dict, device: str | None, slow_by: timedelta) -> dict:
	now = now_datetime()
	shown = scan.get("device_time") and get_datetime(scan["device_time"])
	happened = min(shown + slow_by, now) if shown else now
	row = {
		"name": frappe.generate_hash(length=14),
		"creation": now,
		"modified": now,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"audit": audit,
		"scan_id": str(scan.get("scan_id") or "").strip(),
		"asset_tag": str(scan.get("tag") or "").strip(),
		"space": scan.get("space") or None,
		"custodian": scan.get("custodian") or None,
		"quantity": cint(scan["quantity"]) if scan.get("quantity") not in (None, "") else 1,
		"condition": scan.get("condition") or "",
		"source": scan.get("way") if scan.get("way") in WAYS else WAYS[0],
		"scanned_on": happened,
		"device_time": shown,
		"received_on": now,
		"scanned_by": frappe.session.user,
		"device": str(device or "")[:LONGEST_TAG],
		"sequence": cint(scan.get("sequence")),
		"note": str(scan.get("note") or "")[:LONGEST_NOTE],
		"photo": scan.get("photo") or None,
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
	if row["quantity"] < 0 or row["condition"] not in CONDITIONS:
		frappe.throw(
			_("The number of {0} is below zero, or its condition is none of the list.", context=SCAN).format(
				frappe.bold(frappe.utils.escape_html(row["asset_tag"]))
			),
			ScanError,
		)


def _note_unknown_places(rows: list[dict]) -> None:
	"""A place that is none stays as a note: nothing that was seen is refused, and nobody can lie in no place."""
	space = frappe.qb.DocType("Office Space")
	named = sorted({row["space"] for row in rows if row["space"]}) or [""]
	there = set(frappe.qb.from_(space).select(space.name).where(space.name.isin(named)).run(pluck=True))
	for row in rows:
		if row["space"] and row["space"] not in there:
			row["note"] = f"{row['space']}: {row['note']}"[:LONGEST_NOTE]
			row["space"] = None


# --- storing --------------------------------------------------------------------------------------------------


def _known(scan_ids: list[str]) -> set[str]:
	scan = frappe.qb.DocType(SCAN)
	return set(
		frappe.qb.from_(scan).select(scan.scan_id).where(scan.scan_id.isin(scan_ids or [""])).run(pluck=True)
	)


def _store(audit: str, rows: list[dict]) -> None:
	"""Insert what is new; of two requests with the same scan one stores it."""
	insert_rows(SCAN, rows, ignore_duplicates=True)


def _undo(audit: str, scan_ids: list[str]) -> set[str]:
	"""Take scans back; answers the assets and tags they touched."""
	if not scan_ids:
		return set()
	scan = frappe.qb.DocType(SCAN)
	chosen = (scan.audit == audit) & scan.scan_id.isin(scan_ids)
	frappe.qb.update(scan).set(scan.is_undone, 1).where(chosen).run()
	rows = frappe.qb.from_(scan).select(scan.asset, scan.asset_tag).where(chosen).run()
	return {asset or tag for asset, tag in rows}


def _make_lines(audit: str, rows: list[dict]) -> None:
	"""A line for what is seen and not expected: known assets of elsewhere, and tags nobody knows."""
	have = _lines_of(audit, rows)
	wanted = {
		row["asset"] or row["asset_tag"]: row
		for row in rows
		if (row["asset"] or row["asset_tag"]) not in have
	}
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
	answers, told = [], set()
	for scan in scans:
		row = by_id.get(str(scan.get("scan_id") or "").strip())
		if row is None:
			answers.append({"scan_id": scan.get("scan_id"), "answer": "undone"})
			continue
		key = row["asset"] or row["asset_tag"]
		before = earlier.get(key) if key not in told else frappe._dict(scanned_by=frappe.session.user)
		told.add(key)
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
	elif is_blind:
		told.update(answer=UNKNOWN if answer == UNKNOWN else RIGHT)
	else:
		told.update(answer=answer)
	if not is_blind and line:
		told.update(asset=line.asset, asset_name=line.asset_name, expected_space=line.expected_space)
	return told
