"""What the signed report of an audit says: totals, exceptions with their decisions, people, documents made.

Facts of the count are stored and do not change after signing; what became of the documents later is read when the
report is shown. The functions check no permission: whoever may read the audit may read its report.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, flt

from office_management.office_audits import document_review, inspecting

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
SCAN = "Audit Scan"
PHOTO = "Audit Photo"
EXCEPTION_FIELDS = (
	"name",
	"asset",
	"asset_tag",
	"asset_name",
	"asset_value",
	"result",
	"condition",
	"expected_space",
	"expected_custodian",
	"expected_quantity",
	"seen_space",
	"seen_custodian",
	"seen_quantity",
	"scanned_by",
	"scanned_on",
	"recounted_by",
	"note",
	"resolution",
	"resolution_reason",
	"resolved_by",
	"asset_movement",
	"asset_repair",
	"facility_task",
	"new_asset",
	"journal_entry",
)


def later(audit) -> dict[str, str]:
	"""{"DocType|name": "Cancelled" or "Deleted"} of the documents made at signing that are no longer what they were."""
	found = {}
	for doctype, names in _by_doctype(audit.get("made") or []).items():
		states = {
			row.name: row.docstatus
			for row in frappe.get_all(
				doctype, {"name": ("in", names)}, ["name", "docstatus"], order_by="name"
			)
		}
		for name in names:
			if states.get(name, 2) == 2:
				found[f"{doctype}|{name}"] = "Cancelled" if name in states else "Deleted"
	return found


def _by_doctype(rows: Iterable) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for row in rows:
		if row.document_type and row.document_name:
			found.setdefault(row.document_type, []).append(row.document_name)
	return found


def totals(audit: str) -> list[frappe._dict]:
	"""By result: lines and value."""
	line = frappe.qb.DocType(LINE)
	return (
		frappe.qb.from_(line)
		.select(line.result, Count("*").as_("lines"), Sum(line.asset_value).as_("value"))
		.where(line.audit == audit)
		.groupby(line.result)
		.orderby(line.result)
		.run(as_dict=True)
	)


def exceptions(audit: str) -> list[frappe._dict]:
	"""The lines that were decided on, with names for people and places, and their photos."""
	rows = frappe.get_all(
		LINE,
		{"audit": audit, "resolution": ("is", "set")},
		EXCEPTION_FIELDS,
		order_by="result, asset_value desc, name",
	)
	add_titles(rows)
	photos = photos_of(audit, rows)
	for row in rows:
		row.photos = photos.get(row.name, [])
	return rows


def add_titles(rows: list) -> None:
	"""Add what people call the places and people of lines: expected_place, seen_place, expected_person, seen_person."""
	places = _titles("Office Space", "space_name", rows, ("expected_space", "seen_space"))
	people = _titles("Employee", "employee_name", rows, ("expected_custodian", "seen_custodian"))
	for row in rows:
		row.expected_place = places.get(row.expected_space, row.expected_space)
		row.seen_place = places.get(row.seen_space, row.seen_space)
		row.expected_person = people.get(row.expected_custodian, row.expected_custodian)
		row.seen_person = people.get(row.seen_custodian, row.seen_custodian)


def _titles(doctype: str, field: str, rows: list, columns: tuple[str, ...]) -> dict[str, str]:
	names = sorted({row[column] for row in rows for column in columns if row[column]}) or [""]
	found = frappe.get_all(doctype, {"name": ("in", names)}, ["name", field], order_by="name")
	return {row.name: row[field] for row in found}


def photos_of(audit: str, rows: list) -> dict[str, list[str]]:
	"""{line: addresses of its photos}: those of its scans, and those of the line itself."""
	found: dict[str, list[str]] = {}
	lines = {row.asset or row.asset_tag: row.name for row in rows}
	filters = {"audit": audit, "is_undone": 0, "photo": ("is", "set")}
	for scan in frappe.get_all(SCAN, filters, ["asset", "asset_tag", "photo"], order_by="scanned_on, name"):
		if line := lines.get(scan.asset or scan.asset_tag):
			found.setdefault(line, []).append(scan.photo)
	names = [row.name for row in rows] or [""]
	filters = {"parenttype": LINE, "parent": ("in", names)}
	for photo in frappe.get_all(PHOTO, filters, ["parent", "photo"], order_by="parent, idx"):
		if photo.photo:
			found.setdefault(photo.parent, []).append(photo.photo)
	return {line: list(dict.fromkeys(photos)) for line, photos in found.items()}


def counters(audit: str) -> list[frappe._dict]:
	"""Who took how many scans: full_name, scans."""
	scan, user = frappe.qb.DocType(SCAN), frappe.qb.DocType("User")
	return (
		frappe.qb.from_(scan)
		.left_join(user)
		.on(user.name == scan.scanned_by)
		.select(user.full_name, Count("*").as_("scans"))
		.where((scan.audit == audit) & (scan.is_undone == 0))
		.groupby(scan.scanned_by, user.full_name)
		.orderby(user.full_name)
		.run(as_dict=True)
	)


def contents(audit) -> frappe._dict:
	"""All that the printed report shows beside the fields of the audit."""
	found = later(audit)
	words = {"Cancelled": _("Cancelled", context=AUDIT), "Deleted": _("Deleted", context=AUDIT)}
	made = [
		frappe._dict(
			document_type=row.document_type,
			document_name=row.document_name,
			lines=cint(row.lines),
			amount=flt(row.amount),
			later=words.get(found.get(f"{row.document_type}|{row.document_name}"), row.later or ""),
		)
		for row in audit.made
	]
	return frappe._dict(
		currency=frappe.get_cached_value("Company", audit.company, "default_currency"),
		totals=totals(audit.name),
		exceptions=exceptions(audit.name),
		counters=counters(audit.name),
		made=made,
		place=frappe.db.get_value("Office Space", audit.space, "space_name") if audit.space else "",
		signed_by=frappe.utils.get_fullname(audit.signed_by) if audit.signed_by else "",
		checklist=inspecting.report(audit) if audit.audit_type == inspecting.CHECKLIST else None,
		documents=document_review.report(audit) if audit.audit_type == document_review.DOCUMENTS else None,
		lead=frappe.utils.get_fullname(audit.lead_auditor),
	)
