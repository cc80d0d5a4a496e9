"""What is said about a scan after it was sent: it is taken back, or gets a condition, a number or a note.

Only who made a scan changes it, so two phones never overwrite one another. Said twice it changes nothing more.
"""

import frappe
from frappe import _
from frappe.utils import now_datetime

from office_management.office_audits import scan_values as read
from office_management.office_audits import things

SCAN = "Audit Scan"
CONDITIONS = ("", "Good", "Worn", "Damaged", "Unusable")
LONGEST_NOTE = 1000


class ScanChangeError(frappe.ValidationError):
	"""The number or the condition of a scan cannot be."""


def is_change(scan: dict) -> bool:
	"""Whether this is about a scan that was sent before it."""
	return bool(scan.get("undo") or scan.get("amend"))


def check_changes(scans: list[dict]) -> None:
	"""Raises ScanChangeError."""
	for scan in scans:
		if not scan.get("amend"):
			continue
		number = read.number(scan.get("quantity"))
		if (scan.get("condition") or "") not in CONDITIONS or not 0 <= number <= read.MANY:
			frappe.throw(
				_(
					"The number or the condition of a scan cannot be. Take it back and scan again.",
					context=SCAN,
				),
				ScanChangeError,
			)


def apply_changes(audit: str, scans: list[dict]) -> set[str]:
	"""Do what is said about scans of the session's user, in order; answers the assets and tags they are about."""
	changes = [scan for scan in scans if is_change(scan)]
	if not changes:
		return set()
	table = frappe.qb.DocType(SCAN)
	ids = sorted({read.text(scan.get("scan_id")) for scan in changes})
	mine = (table.audit == audit) & table.scan_id.isin(ids) & (table.scanned_by == frappe.session.user)
	found = (
		frappe.qb.from_(table).select(table.scan_id, table.asset, table.asset_tag).where(mine).for_update()
	)
	about = {scan_id: asset or tag for scan_id, asset, tag in found.run()}
	for scan in changes:
		if (scan_id := read.text(scan.get("scan_id"))) in about:
			_write(scan_id, _values(scan))
	return set(about.values())


def _values(scan: dict) -> dict:
	if scan.get("undo"):
		return {"is_undone": 1}
	note = read.words(scan.get("note"), LONGEST_NOTE)
	said = {
		"quantity": read.number(scan.get("quantity")),
		"condition": scan.get("condition") or "",
		"note": note,
	}
	return {**said, **things.amended(scan)}


def _write(scan_id: str, values: dict) -> None:
	table = frappe.qb.DocType(SCAN)
	query = frappe.qb.update(table).where(table.scan_id == scan_id)
	for field, value in {**values, "modified": now_datetime()}.items():
		query = query.set(table[field], value)
	query.run()
