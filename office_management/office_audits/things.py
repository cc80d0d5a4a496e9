"""What counters say of things that are in no books: item, description, when and for how much it was bought.

In a First Inventory that is all there is: nothing is expected, and what was seen becomes draft assets at the signature.
In a count it helps to register what carries an unknown tag. What is said last holds, whatever the order of arrival.
No function checks a permission: the callers do.
"""

from collections.abc import Collection, Iterable
from datetime import date

import frappe
from frappe.utils import cstr, flt, getdate

from office_management import inputs
from office_management.domain import reconciliation as rules
from office_management.domain import tables
from office_management.erp import asset_purchases
from office_management.office_audits import tag_numbers

AUDIT, LINE, SCAN = "Office Audit", "Audit Asset Line", "Audit Scan"
FIRST_INVENTORY = "First Inventory"
NEW = "new"
LONGEST = 140
MOST_AMOUNT = 10**12
SAID = ("item", "description", "purchase_date", "purchase_amount", "note")


def is_first_inventory(audit: str) -> bool:
	"""Whether an audit is one."""
	return frappe.db.get_value(AUDIT, audit, "audit_type") == FIRST_INVENTORY


# --- reading --------------------------------------------------------------------------------------------------


def said(scan: dict) -> dict:
	"""The columns of a scan that tell what the thing is. What cannot be read is left out; the scan is taken."""
	return {
		"item": _text(scan.get("item")) or None,
		"description": tables.as_text(_text(scan.get("description")))[:LONGEST] or None,
		"purchase_date": _day(scan.get("purchase_date")),
		"purchase_amount": _amount(scan.get("purchase_amount")),
	}


def amended(scan: dict) -> dict:
	"""Of a change to a scan that was sent: the columns that it names. What is no item of fixed assets is left out."""
	found = {field: value for field, value in said(scan).items() if field in scan}
	if found.get("item") and not asset_purchases.item_facts([found["item"]]):
		found["item"] = None
	return found


def _text(value) -> str:
	text = cstr(value).strip() if isinstance(value, str | int | float) else ""
	return frappe.utils.strip_html(text).replace("\0", "").strip()[:LONGEST]


def _day(value) -> date | None:
	try:
		return inputs.day(value) if value else None
	except inputs.InputError:
		frappe.clear_last_message()
		return None


def _amount(value) -> float:
	found = flt(value) if isinstance(value, str | int | float) else 0
	return found if 0 <= found <= MOST_AMOUNT else 0


# --- tags -----------------------------------------------------------------------------------------------------


def with_tags(audit: str, scans: list[dict]) -> list[dict]:
	"""In a First Inventory things without a tag get the next one, where tags make themselves; the same scan the same.

	The audit is locked by the caller, so a scan that is sent twice at once gets one tag.
	"""
	lacking = [scan for scan in scans if not cstr(scan.get("tag")).strip() and not _is_change(scan)]
	if not lacking or not is_first_inventory(audit) or not tag_numbers.is_on():
		return scans
	ids = {cstr(scan.get("scan_id")).strip() for scan in lacking}
	scan = frappe.qb.DocType(SCAN)
	query = frappe.qb.from_(scan).select(scan.scan_id, scan.asset_tag).where(scan.scan_id.isin(sorted(ids)))
	tags = dict(query.run())
	new = sorted(ids - set(tags))
	tags.update(zip(new, tag_numbers.new_tags(len(new)) if new else [], strict=True))
	return [
		{**scan, "tag": tags[cstr(scan.get("scan_id")).strip()]} if scan in lacking else scan
		for scan in scans
	]


def _is_change(scan: dict) -> bool:
	return bool(scan.get("undo") or scan.get("amend"))


# --- what becomes of it ---------------------------------------------------------------------------------------


def follow(audit: str, tags: Collection[str]) -> None:
	"""Write on the lines of these unknown tags what the scans say of them, as long as nothing is decided."""
	lines = _undecided(audit, tags)
	if not lines:
		return
	found = _folded(_scans(audit, {line.asset_tag for line in lines}))
	items = asset_purchases.item_facts({facts["item"] for facts in found.values() if facts.get("item")})
	values = {line.name: _values(found.get(line.asset_tag.casefold(), {}), items) for line in lines}
	frappe.db.bulk_update(LINE, values, update_modified=False)


def _undecided(audit: str, tags: Collection[str]) -> list[frappe._dict]:
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).select(line.name, line.asset_tag)
	query = query.where((line.audit == audit) & (line.result == rules.UNKNOWN_TAG))
	query = query.where(line.asset_tag.isin(sorted(tags) or [""]) & line.asset.isnull())
	query = query.where(line.resolution.isnull() | (line.resolution == ""))
	return query.orderby(line.name).run(as_dict=True)


def _scans(audit: str, tags: Collection[str]) -> list[frappe._dict]:
	scan = frappe.qb.DocType(SCAN)
	query = frappe.qb.from_(scan).select(scan.asset_tag, *(scan[field] for field in SAID))
	query = query.where((scan.audit == audit) & (scan.is_undone == 0) & scan.asset.isnull())
	query = query.where(scan.asset_tag.isin(sorted(tags)))
	return query.orderby(scan.scanned_on).orderby(scan.scan_id).run(as_dict=True)


def photo_of(line: str, audit: str, tag: str) -> str | None:
	"""The address of a photo of the thing with this unknown tag: the first one of its line, else the last scan's."""
	of_line = {"parenttype": LINE, "parent": line}
	of_scan = {"audit": audit, "asset_tag": tag, "is_undone": 0, "photo": ("is", "set")}
	found = frappe.get_all("Audit Photo", of_line, pluck="photo", order_by="idx", limit=1)
	found += frappe.get_all(SCAN, of_scan, pluck="photo", order_by="scanned_on desc", limit=1)
	return next(iter(found), None)


def _folded(scans: Iterable[frappe._dict]) -> dict[str, dict]:
	"""{tag, casefolded: what was said of it last}."""
	found: dict[str, dict] = {}
	for scan in scans:
		facts = found.setdefault(scan.asset_tag.casefold(), {})
		facts.update({field: scan[field] for field in SAID if scan[field]})
	return found


def _values(facts: dict, items: dict[str, frappe._dict]) -> dict:
	item = items.get(facts.get("item")) or frappe._dict()
	amount = flt(facts.get("purchase_amount"))
	return {
		"new_item": facts.get("item") if item else None,
		"asset_name": facts.get("description") or item.item_name,
		"asset_category": item.asset_category,
		"purchase_date": facts.get("purchase_date") and getdate(facts["purchase_date"]),
		"purchase_amount": amount,
		"asset_value": amount,
		"note": facts.get("note"),
	}


# --- answering ------------------------------------------------------------------------------------------------


def answered(audit: str, answers: list[dict], unknown: str) -> list[dict]:
	"""In a First Inventory an unknown tag is no surprise: it is answered as new."""
	if any(answer.get("answer") == unknown for answer in answers) and is_first_inventory(audit):
		for answer in answers:
			if answer.get("answer") == unknown:
				answer["answer"] = NEW
	return answers
