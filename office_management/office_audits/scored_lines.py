"""What inspections and document reviews have in common: lines with a result, photos and a finding, and one score.

The lines are rows of Office Audit Answer and of Office Audit Document; what is asked of them, and what it comes to, is
in inspecting.py and document_review.py. Nothing here checks a permission, and what is written is written under the lock
of the audit.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import flt, get_fullname, now_datetime

from office_management.domain.scoring import FAIL, Score
from office_management.office_audits import finding_sources, findings

AUDIT = "Office Audit"
SECTION = "Office Audit Section"
PHOTO = "Audit Photo"

# --- the last time --------------------------------------------------------------------------------------------


def last_signed(audit: Document, fields: Iterable[str]) -> frappe._dict | None:
	"""The signed audit before this one of the same type, company, place and these fields: name, score and has_score."""
	filters = {
		"audit_type": audit.audit_type,
		"docstatus": 1,
		"company": audit.company,
		"name": ("!=", audit.name),
		**{field: audit.get(field) or ("is", "not set") for field in ("space", *fields)},
	}
	shown = ["name", "score", "has_score"]
	found = frappe.get_all(AUDIT, filters, shown, order_by="signed_on desc, name desc", limit=1)
	return found[0] if found else None


def compare_with(audit: Document, last: frappe._dict | None) -> None:
	"""Store what the score is compared with."""
	if last:
		audit.db_set({"compared_with": last.name, "score_before": last.score})


def add_section(audit: str, idx: int, section: str, last: float | None, **values) -> None:
	"""Store a part of the score. `last`: its score the last time, None where there was none."""
	row = {
		"doctype": SECTION,
		"parenttype": AUDIT,
		"parentfield": "sections",
		"parent": audit,
		"idx": idx,
		"section": section,
		"has_last": int(last is not None),
		"last_score": last or 0,
		**values,
	}
	frappe.get_doc(row).db_insert()


# --- the score ------------------------------------------------------------------------------------------------


def store_score(audit: Document, found: Score, lines: list[frappe._dict]) -> None:
	"""Store the score of the whole, and how many lines failed."""
	audit.db_set(
		{
			"score": found.percent or 0,
			"has_score": int(found.percent is not None),
			"has_critical_fail": int(found.has_critical_fail),
			"passed": int(found.reaches(flt(audit.pass_score))),
			"failed_count": sum(row.result == FAIL for row in lines),
		}
	)


# --- photos ---------------------------------------------------------------------------------------------------


def photos_of(doctype: str, lines: Iterable[frappe._dict], as_now: bool = False) -> list[frappe._dict]:
	"""The photos of these lines: parent, name, photo. `as_now`: locked, whatever the transaction has read before."""
	table = frappe.qb.DocType(PHOTO)
	names = [row.name for row in lines] or [""]
	query = (
		frappe.qb.from_(table)
		.select(table.parent, table.name, table.photo)
		.where((table.parenttype == doctype) & table.parent.isin(names))
		.orderby(table.parent, table.idx)
	)
	return (query.for_update() if as_now else query).run(as_dict=True)


def photos_by_line(doctype: str, lines: Iterable[frappe._dict], as_now: bool = False) -> dict[str, list[str]]:
	"""{line: addresses of its photos}."""
	found: dict[str, list[str]] = {}
	for photo in photos_of(doctype, lines, as_now):
		found.setdefault(photo.parent, []).append(photo.photo)
	return found


def keep_photo(audit: str, doctype: str, line: str, content: bytes, idx: int) -> str:
	"""Keep a picture, private, as the photo with this number of a line; answers its address."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"answer-{frappe.generate_hash(length=12)}.jpg",
			"attached_to_doctype": AUDIT,
			"attached_to_name": audit,
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)  # the endpoint has checked that the user answers in this audit
	row = {
		"doctype": PHOTO,
		"parenttype": doctype,
		"parentfield": "photos",
		"parent": line,
		"idx": idx,
		"photo": file.file_url,
		"taken_on": now_datetime(),
		"taken_by": frappe.session.user,
	}
	frappe.get_doc(row).db_insert()
	return file.file_url


# --- findings -------------------------------------------------------------------------------------------------


def raise_finding(doctype: str, audit: Document, line: frappe._dict, values: dict) -> str:
	"""Raise the finding of one failed line, with its note and its photos; answers its name."""
	photos = [photo.photo for photo in photos_of(doctype, [line], as_now=True)]
	name = findings.raise_finding(
		{
			"description": line.note,
			"photos": [{"photo": photo} for photo in photos],
			**values,
			"company": audit.company,
			"office_audit": audit.name,
		}
	)
	for photo in photos:
		finding_sources.share_photo(photo, name)
	frappe.db.set_value(doctype, line.name, "finding", name, update_modified=False)
	return name


# --- the signed report ----------------------------------------------------------------------------------------


def report(doctype: str, audit: Document, lines: list[frappe._dict], by: str, found: Score) -> frappe._dict:
	"""What the printed report says of either; each line gets its photos, and the name of who answered it (`by`)."""
	photos = photos_by_line(doctype, lines)
	for row in lines:
		row.photos = photos.get(row.name, [])
		row.by = get_fullname(row[by]) if row[by] else ""
	then = ["name", "signed_on", "has_score"]
	return frappe._dict(
		percent=found.percent,
		failed=[row for row in lines if row.result == FAIL],
		people=", ".join(sorted({row.by for row in lines if row.by})),
		last=frappe.db.get_value(AUDIT, audit.compared_with, then, as_dict=True)
		if audit.compared_with
		else None,
	)
