"""What a phone is given to count with: the audits, their places, what is expected, and what others have counted.

All of it is read once and kept on the device, so that a scan is answered at once and without a network. Who counts
blind gets nothing of what is expected. The functions check no permission: the page's methods do.
"""

import hashlib
from datetime import timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, now_datetime

from office_management import inputs
from office_management.domain import audit_states as states
from office_management.domain import reconciliation as rules
from office_management.office_audits import audits, permissions
from office_management.photos import LARGEST_FILE, PhotoError, clean_photo

AUDIT, LINE, PHOTO = "Office Audit", "Audit Asset Line", "Audit Photo"
SCAN = "Audit Scan"
PAGE = 10_000
"""Rows in one answer."""
LATE = timedelta(seconds=60)
"""A scan may be stored so long after the time it carries: news are read again from so much earlier."""
MOST_PHOTOS = 20
ASSETS = ("Asset Count", "First Inventory")
SEATS = ("Desk", "Parking")


class ScanPhotoError(frappe.ValidationError):
	"""The photo of a scan cannot be kept."""


# --- audits and places ----------------------------------------------------------------------------------------


def audits_to_count() -> list[dict]:
	"""The audits under way that the session's user counts in, newest first."""
	audit, space = frappe.qb.DocType(AUDIT), frappe.qb.DocType("Office Space")
	user = frappe.session.user
	if permissions.is_manager(user):
		limit = permissions.audit_criterion(audit, user)
	else:
		limit = permissions.named_in(audit, user)
	query = (
		frappe.qb.from_(audit)
		.left_join(space)
		.on(space.name == audit.space)
		.select(audit.name, audit.title, audit.audit_type, audit.is_blind, audit.status, audit.space)
		.select(space.space_name.as_("place"))
		.where(audit.status.isin(states.LIVE) & audit.audit_type.isin(ASSETS))
	)
	query = query if limit is None else query.where(limit)
	return query.orderby(audit.creation, order=frappe.qb.desc).limit(200).run(as_dict=True)


def places_of(audit: str) -> list[list]:
	"""The places of an audit as [name, label, left, right, is a seat], in the order of the tree.

	A seat is chosen only where somebody looks for it, or something is expected at it.
	"""
	doc = frappe.db.get_value(AUDIT, audit, ["space", "company"], as_dict=True)
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(space.name, space.space_name, location.lft, location.rgt)
		.select(space.space_type.isin(SEATS).as_("is_seat"))
		.where(Coalesce(space.status, "") != "Closed")
	)
	if doc.space:
		left, right = frappe.db.get_value("Location", doc.space, ["lft", "rgt"])
		query = query.where(location.lft[left:right])
	else:
		query = query.where(Coalesce(space.company, doc.company) == doc.company)
	return [list(row) for row in query.orderby(location.lft).run()]


# --- what is expected -----------------------------------------------------------------------------------------


def expected_lines(audit: str, after: str | None = None) -> dict:
	"""A page of what is expected, as [tag, asset, what it is called, place, number, to be seen by a counter].

	`place` is an Office Space, or else the Location's own name. Of a blind count nothing.

	Args:
		after: `next` of the page before; `next` is None on the last one.
	"""
	if frappe.db.get_value(AUDIT, audit, "is_blind"):
		return {"rows": [], "next": None}
	line = frappe.qb.DocType(LINE)
	rows = (
		frappe.qb.from_(line)
		.select(
			line.asset_tag,
			line.asset,
			line.asset_name,
			Coalesce(line.expected_space, line.expected_location),
			line.expected_quantity,
			line.for_counter,
			line.name,
		)
		.where((line.audit == audit) & line.asset.isnotnull() & (line.name > (after or "")))
		.where(line.result.notin((rules.UNEXPECTED, rules.UNKNOWN_TAG)))
		.orderby(line.name)
		.limit(PAGE)
		.run()
	)
	return {"rows": [row[:6] for row in rows], "next": rows[-1][6] if len(rows) == PAGE else None}


def other_tags(audit: str, after: str | None = None) -> dict:
	"""A page of the tags of the company's other assets, which tell "not in this audit" from "nobody knows this tag".

	Of a blind count nothing.
	"""
	doc = frappe.db.get_value(AUDIT, audit, ["is_blind", "company"], as_dict=True)
	if doc.is_blind:
		return {"rows": [], "next": None}
	asset, line = frappe.qb.DocType("Asset"), frappe.qb.DocType(LINE)
	here = frappe.qb.from_(line).select(line.asset).where((line.audit == audit) & line.asset.isnotnull())
	rows = (
		frappe.qb.from_(asset)
		.select(asset.name, asset.om_asset_tag)
		.where((asset.company == doc.company) & (asset.docstatus < 2) & (asset.name > (after or "")))
		.where(asset.name.notin(here))
		.orderby(asset.name)
		.limit(PAGE)
		.run()
	)
	tags = [tag for row in rows for tag in row if tag]
	return {"rows": tags, "next": rows[-1][0] if len(rows) == PAGE else None}


# --- what others have counted ---------------------------------------------------------------------------------


def news(audit: str, since: str | None = None) -> dict:
	"""What was scanned, changed or taken back since then, as [asset or tag, scan, who, place, number, taken back,
	said by the custodian].

	Args:
		since: `next` of the answer before. `more`: there is a further page.

	Raises inputs.InputError.
	"""
	started = now_datetime()
	moment, _bar, after = (since or "").partition("|")
	moment = inputs.moment(moment or "2000-01-01 00:00:00")
	scan, user = frappe.qb.DocType(SCAN), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(scan)
		.left_join(user)
		.on(user.name == scan.scanned_by)
		.select(Coalesce(scan.asset, scan.asset_tag), scan.scan_id)
		.select(Coalesce(user.full_name, scan.scanned_by), scan.space, scan.quantity, scan.is_undone)
		.select(scan.source, scan.modified, scan.name)
		.where(scan.audit == audit)
		.where((scan.modified > moment) | ((scan.modified == moment) & (scan.name > after)))
		.orderby(scan.modified)
		.orderby(scan.name)
		.limit(PAGE)
		.run()
	)
	more = len(rows) == PAGE
	cursor = f"{rows[-1][7]}|{rows[-1][8]}" if more else f"{started - LATE}|"
	told = [[*row[:6], int(row[6] == "Custodian")] for row in rows]
	return {"rows": told, "next": cursor, "more": more}


# --- photos ---------------------------------------------------------------------------------------------------


def keep_photo(audit: str, scan_id: str, photo_id: str, content: bytes) -> str:
	"""Keep a photo with the line that a scan of the session's user is about; sent twice it is kept once.

	Answers kept, or gone where the scan was taken back. Raises audits.NotCountingError, ScanPhotoError.
	"""
	audits.check_counting(audit)
	fields = ["asset", "asset_tag", "is_undone", "scanned_by", "photo"]
	scan = frappe.db.get_value(SCAN, {"audit": audit, "scan_id": scan_id}, fields, as_dict=True)
	if scan and scan.is_undone:
		return "gone"
	if not scan or scan.scanned_by != frappe.session.user:
		_refuse(_("The scan of this photo is not there yet. It is sent again later.", context=SCAN))
	about = {"asset": scan.asset} if scan.asset else {"asset": ("is", "not set"), "asset_tag": scan.asset_tag}
	line = frappe.db.get_value(LINE, {"audit": audit, **about}, "name", for_update=True)
	name = hashlib.sha256(f"{audit}|{photo_id}".encode()).hexdigest()[:20]
	if not line or frappe.db.exists(PHOTO, name):
		return "kept" if line else "gone"
	_attach(line, name, cleaned(content))
	return "kept"


def uploaded_photo() -> bytes | None:
	"""The photo that came with the request, one byte more than is taken at the most."""
	files = getattr(frappe.request, "files", None) if frappe.request else None
	file = files.get("photo") if files else None
	return file.stream.read(LARGEST_FILE + 1) if file else None


def cleaned(content: bytes) -> bytes:
	"""The photo drawn anew. Raises ScanPhotoError."""
	try:
		return clean_photo(content)
	except PhotoError:
		_refuse(_("This photo cannot be used. Take another one.", context=SCAN))


def _attach(line: str, name: str, photo: bytes) -> None:
	there = cint(frappe.db.count(PHOTO, {"parent": line, "parenttype": LINE}))
	if there >= MOST_PHOTOS:
		_refuse(_("There are {0} photos of it already.", context=SCAN).format(there))
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"asset-{name}.jpg",
			"attached_to_doctype": LINE,
			"attached_to_name": line,
			"is_private": 1,
			"content": photo,
		}
	)
	# allowed: the caller has checked that this user counts in the audit, and the picture is one we made
	file.insert(ignore_permissions=True)
	row = frappe.get_doc(
		{
			"doctype": PHOTO,
			"name": name,
			"parent": line,
			"parenttype": LINE,
			"parentfield": "photos",
			"idx": there + 1,
			"photo": file.file_url,
			"taken_by": frappe.session.user,
			"taken_on": now_datetime(),
		}
	)
	row.db_insert()


def _refuse(message: str) -> None:
	frappe.throw(message, ScanPhotoError)
