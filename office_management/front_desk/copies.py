"""What counts as a copy of a record with personal data, and how it is found and removed.

Three ways, from the sure to the thorough:

- copies that name the record (versions, comments, mails, notices, views, files, …): REFERENCES, by index;
- whole copies of lists (deleted documents, prepared and mailed reports, imported files): `remove_lists`, by age;
- texts that name nobody's record but may hold a value (error logs, logs of exports, mails): SCANNED, read once for
  many people at a time (domain.found_words).

Nothing here commits; what is removed twice is removed once.
"""

import email
import email.policy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import frappe
from pypika.terms import Criterion, LiteralValue

from office_management.batches import run_in_batches
from office_management.domain.found_words import DETAIL, LIKELY, SURE, Needles
from office_management.front_desk.personal_fields import PERSONAL

AT_ONCE = 500
"""Names in one condition: from 1,000 on the database makes a table of them and reads all of the other."""
READ_AT_ONCE = 2000


@dataclass(frozen=True)
class Reference:
	"""A DocType whose rows name a record in two fields; `children` are its tables."""

	doctype: str
	kind: str
	name: str
	children: tuple[str, ...] = ()


REFERENCES = (
	Reference("Version", "ref_doctype", "docname"),
	Reference("Comment", "reference_doctype", "reference_name"),
	Reference("Communication", "reference_doctype", "reference_name", ("Communication Link",)),
	Reference("Communication Link", "link_doctype", "link_name"),
	Reference("Dynamic Link", "link_doctype", "link_name"),
	Reference("Email Queue", "reference_doctype", "reference_name", ("Email Queue Recipient",)),
	Reference("Notification Log", "document_type", "document_name"),
	Reference("View Log", "reference_doctype", "reference_name"),
	Reference("Activity Log", "reference_doctype", "reference_name"),
	Reference("Activity Log", "timeline_doctype", "timeline_name"),
	Reference("ToDo", "reference_type", "reference_name"),
	Reference("DocShare", "share_doctype", "share_name"),
	Reference("Document Follow", "ref_doctype", "ref_docname"),
	Reference("Document Share Key", "reference_doctype", "reference_docname"),
	Reference("Tag Link", "document_type", "document_name"),
	Reference("Energy Point Log", "reference_doctype", "reference_name"),
	Reference("Submission Queue", "ref_doctype", "ref_docname"),
	Reference("Error Log", "reference_doctype", "reference_name"),
)
UNINDEXED = (
	Reference("Access Log", "export_from", "reference_document"),
	Reference("Integration Request", "reference_doctype", "reference_docname"),
	Reference("Event Participants", "reference_doctype", "reference_docname"),
)
"""Without an index: looked through once for many records, not for each batch."""

REDACT, DROP = "redact", "drop"


@dataclass(frozen=True)
class Scan:
	"""A table whose texts are read: what becomes of a row in which somebody was found, and whose rows are read."""

	act: str
	fields: tuple[str, ...]
	only_ours: bool = True
	children: tuple[str, ...] = ()


SCANNED = {
	"Error Log": Scan(REDACT, ("method", "error"), only_ours=False),
	"Scheduled Job Log": Scan(REDACT, ("details", "debug_log"), only_ours=False),
	"Access Log": Scan(REDACT, ("filters", "page", "columns", "reference_document"), only_ours=False),
	"Integration Request": Scan(REDACT, ("data", "output", "error", "url")),
	"Webhook Request Log": Scan(REDACT, ("data", "response", "error", "url")),
	"Activity Log": Scan(REDACT, ("subject", "content")),
	"Notification Log": Scan(DROP, ("subject", "email_content", "document_type", "link")),
	"List Filter": Scan(DROP, ("filter_name", "filters", "reference_doctype")),
	"Deleted Document": Scan(DROP, ("data",)),
	"Email Queue": Scan(DROP, ("message",), only_ours=False, children=("Email Queue Recipient",)),
}
"""Only where a text speaks of the front desk (OURS), unless said otherwise: the same person may be a customer, too."""

OURS = ("front_desk", "front-desk", "Visitor", "Visit Invitation", "Phone Message", "office_management")
DELETED_KINDS = ("Comment", "Communication", "ToDo", "File", "Event", "Notification Log", "Email Queue")
AUTO_EMAIL = "Auto Email Report"
LISTS_KEPT = timedelta(days=1)
IMPORTS_KEPT = timedelta(days=30)


# --- by record ------------------------------------------------------------------------------------------------


def kinds_there(doctype: str) -> tuple[Reference, ...]:
	"""The kinds of copies of which there is any for a DocType; asked once for many batches."""
	return tuple(
		reference
		for reference in REFERENCES
		if frappe.db.table_exists(reference.doctype)
		and frappe.db.exists(reference.doctype, {reference.kind: doctype})
	)


def remove(
	doctype: str,
	names: Sequence[str],
	urls: Iterable[str] = (),
	kinds: Sequence[Reference] = REFERENCES,
) -> dict[str, int]:
	"""Remove the indexed copies of these records, and their files from the disk.

	Args:
		names: at most AT_ONCE records.
		urls: addresses of further files that their fields point to.
		kinds: what to look through, if it is known what there is.

	Returns:
		`copies` and `files`: how many rows and files were removed.
	"""
	files = remove_files(doctype, names, urls)
	copies = sum(_remove_referring(reference, doctype, names) for reference in kinds)
	search = frappe.qb.Table("__global_search")
	frappe.qb.from_(search).delete().where((search.doctype == doctype) & search.name.isin(among(names))).run()
	return {"copies": copies, "files": files}


def remove_notices(doctype: str, names: Sequence[str]) -> int:
	"""Remove mails and notices that name these records: a host's letter lists everybody who was invited."""
	notices = [
		reference for reference in REFERENCES if reference.doctype in ("Email Queue", "Notification Log")
	]
	return sum(_remove_referring(reference, doctype, names) for reference in notices)


def remove_unindexed(doctype: str, names: Sequence[str]) -> int:
	"""Remove what names these records in tables that must be read whole, each once; any number of records."""
	wanted, removed = {name.casefold() for name in names}, 0
	for reference in UNINDEXED:
		if not frappe.db.table_exists(reference.doctype):
			continue
		row = frappe.qb.DocType(reference.doctype)
		query = frappe.qb.from_(row).select(row.name, row[reference.name])
		of_kind = query.where((row[reference.kind] == doctype) & (row[reference.name] != "")).run()
		found = [name for name, record in of_kind if record.casefold() in wanted]
		for part in portions(found):
			remove_rows(reference.doctype, part, reference.children)
		removed += len(found)
	return removed


def among(values: Iterable[str]) -> LiteralValue | list[str]:
	"""A list of values for a condition, escaped once for the many queries of a batch: hundreds of parameters cost more
	time than the database needs."""
	values = list(values)
	if any("%" in value for value in values):
		return values  # a literal with a % would be taken for a parameter
	return LiteralValue(_escaped(tuple(values)))


@lru_cache(maxsize=128)
def _escaped(values: tuple[str, ...]) -> str:
	return "(" + ", ".join(frappe.db.escape(value) for value in values) + ")"


def portions(names: Sequence[str], size: int = AT_ONCE) -> Iterable[Sequence[str]]:
	"""The names, so many at a time."""
	for start in range(0, len(names), size):
		yield names[start : start + size]


def _remove_referring(reference: Reference, doctype: str, names: Sequence[str]) -> int:
	if not names or not frappe.db.table_exists(reference.doctype):
		return 0
	row = frappe.qb.DocType(reference.doctype)
	found = (
		frappe.qb.from_(row)
		.select(row.name)
		.where((row[reference.kind] == doctype) & row[reference.name].isin(among(names)))
		.run(pluck=True)
	)
	for part in portions(found):
		remove_rows(reference.doctype, part, reference.children)
	return len(found)


def remove_rows(doctype: str, names: Sequence[str], children: Sequence[str] = ()) -> None:
	"""Delete rows of a log, with the rows and files that hang on them. Leaves no Deleted Document."""
	tags = _tags_of(names) if doctype == "Tag Link" else []
	if doctype == "Communication":
		remove_files(doctype, names)
		_remove_referring(Reference("Comment", "reference_doctype", "reference_name"), doctype, names)
		_remove_mails_of(names)
	for child in children:
		row = frappe.qb.DocType(child)
		frappe.qb.from_(row).delete().where((row.parenttype == doctype) & row.parent.isin(among(names))).run()
	row = frappe.qb.DocType(doctype)
	frappe.qb.from_(row).delete().where(row.name.isin(among(names))).run()
	_remove_unused(tags)


def _tags_of(links: Sequence[str]) -> list[str]:
	link = frappe.qb.DocType("Tag Link")
	return (
		frappe.qb.from_(link).select(link.tag).distinct().where(link.name.isin(among(links))).run(pluck=True)
	)


def _remove_unused(tags: list[str]) -> None:
	"""A tag may be a name: one that nothing has any more goes, too."""
	if not tags:
		return
	link, tag = frappe.qb.DocType("Tag Link"), frappe.qb.DocType("Tag")
	used = frappe.qb.from_(link).select(link.tag).distinct().where(link.tag.isin(tags)).run(pluck=True)
	unused = [name for name in tags if name not in used]
	if unused:
		frappe.qb.from_(tag).delete().where(tag.name.isin(unused)).run()


def _remove_mails_of(communications: Sequence[str]) -> None:
	mail = frappe.qb.DocType("Email Queue")
	found = (
		frappe.qb.from_(mail)
		.select(mail.name)
		.where(mail.communication.isin(among(communications)))
		.run(pluck=True)
	)
	for part in portions(found):
		remove_rows("Email Queue", part, ("Email Queue Recipient",))


# --- files ----------------------------------------------------------------------------------------------------


def remove_files(doctype: str, names: Sequence[str], urls: Iterable[str] = ()) -> int:
	"""Delete the files attached to these records, rows and bytes; a file that another record uses keeps its bytes.

	The bytes go first: after a kill the row is still there, and the next run meets it again.
	"""
	file = frappe.qb.DocType("File")
	of_records = (file.attached_to_doctype == doctype) & file.attached_to_name.isin(among(names))
	fields = (file.name, file.file_url, file.thumbnail_url)
	rows = frappe.qb.from_(file).select(*fields).where(of_records).run()
	urls = [url for url in urls if url]
	if urls:
		ours = file.attached_to_doctype.isnull() | file.attached_to_doctype.isin([*PERSONAL, ""])
		rows += frappe.qb.from_(file).select(*fields).where(file.file_url.isin(among(urls)) & ours).run()
	gone = {name for name, _url, _thumbnail in rows}
	shared = _used_by_others({url for _name, url, _thumbnail in rows if url} | set(urls), gone)
	for path in {path for _name, *paths in rows for path in paths} | set(urls):
		if path and path not in shared:
			delete_bytes(path)
	for part in portions(list(gone)):
		remove_rows("File", part)
	return len(gone)


def _used_by_others(urls: set[str], gone: set[str]) -> set[str]:
	if not urls:
		return set()
	file = frappe.qb.DocType("File")
	rows = frappe.qb.from_(file).select(file.name, file.file_url).where(file.file_url.isin(among(urls))).run()
	return {url for name, url in rows if name not in gone}


def delete_bytes(url: str) -> None:
	"""Delete a file of the site by its address; one outside the folders of files is left alone."""
	for folder, prefix in (("private", "/private/files/"), ("public", "/files/")):
		if url.startswith(prefix):
			root = Path(frappe.get_site_path(folder, "files")).resolve()
			path = (root / url[len(prefix) :]).resolve()
			if path.is_relative_to(root) and path != root:
				path.unlink(missing_ok=True)


# --- whole lists ----------------------------------------------------------------------------------------------


def remove_lists(now: datetime) -> int:
	"""Remove whole copies: deleted documents of ours, reports that were prepared or mailed, files that were imported.

	Returns:
		how many there were.
	"""
	found = {
		"Deleted Document": _rows("Deleted Document", "deleted_doctype", list(PERSONAL)),
		"Prepared Report": _rows("Prepared Report", "report_name", _reports(), now - LISTS_KEPT),
		"Data Import": _rows("Data Import", "reference_doctype", list(PERSONAL), now - IMPORTS_KEPT),
		"Email Queue": _rows("Email Queue", "reference_name", _mailed_reports(), now - LISTS_KEPT),
	}
	imported = frappe.qb.DocType("Data Import Log")
	if found["Data Import"]:
		frappe.qb.from_(imported).delete().where(imported.data_import.isin(among(found["Data Import"]))).run()
	for doctype, names in found.items():
		children = ("Email Queue Recipient",) if doctype == "Email Queue" else ()
		for part in portions(names):
			remove(doctype, part)
			remove_rows(doctype, part, children)
	return sum(len(names) for names in found.values())


def _rows(doctype: str, field: str, values: list[str], before: datetime | None = None) -> list[str]:
	if not values or not frappe.db.table_exists(doctype):
		return []
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(row).select(row.name).where(row[field].isin(among(values)))
	if before:
		query = query.where(row.creation < before)
	return query.run(pluck=True)


def _reports() -> list[str]:
	return frappe.get_all("Report", {"module": "Front Desk"}, pluck="name", order_by="name")


def _mailed_reports() -> list[str]:
	reports = _reports()
	if not reports:
		return []
	return frappe.get_all(AUTO_EMAIL, {"report": ("in", reports)}, pluck="name", order_by="name")


# --- texts that name no record --------------------------------------------------------------------------------


def scan(needles: Needles) -> int:
	"""Look through the texts of logs and queues for people, and clean or remove what holds one; commits as it goes.

	It reads each table once, so call it for many people at a time, and before their records are anonymised: whoever
	kills the job in between finds the values still there and looks again.

	Returns:
		how many rows were cleaned or removed.
	"""
	if not needles:
		return 0
	outcomes = []
	for doctype in SCANNED:
		if frappe.db.table_exists(doctype):
			pages = list(portions(rows_to_read(doctype), READ_AT_ONCE))
			outcomes += run_in_batches(pages, partial(_clean_page, needles, doctype), size=1)
	outcomes += run_in_batches([needles], _clean_user_settings, size=1)
	for outcome in outcomes:
		if outcome.error:
			raise outcome.error
	return sum(outcome.value for outcome in outcomes)


def rows_to_read(doctype: str) -> list[str]:
	"""The rows that may hold somebody: not the notices, deleted documents and mails of other matters."""
	row, scan_of = frappe.qb.DocType(doctype), SCANNED[doctype]
	query = frappe.qb.from_(row).select(row.name).orderby(row.name)
	if scan_of.only_ours:
		query = query.where(
			Criterion.any(row[field].like(f"%{word}%") for field in scan_of.fields for word in OURS)
		)
	if doctype == "Deleted Document":
		query = query.where(row.deleted_doctype.isin(DELETED_KINDS))
	if doctype == "Email Queue":
		query = query.where(row.reference_doctype.isnull() | row.reference_doctype.isin(["", AUTO_EMAIL]))
	return query.run(pluck=True)


def _clean_page(needles: Needles, doctype: str, names: Sequence[str]) -> int:
	scan_of = SCANNED[doctype]
	row = frappe.qb.DocType(doctype)
	rows = (
		frappe.qb.from_(row)
		.select(row.name, *(row[field] for field in scan_of.fields))
		.where(row.name.isin(among(names)))
		.run()
	)
	found = {name: texts for name, *texts in rows if _holds(needles, scan_of, texts)}
	if scan_of.act == DROP:
		for part in portions(list(found)):
			remove_rows(doctype, part, scan_of.children)
	else:
		for name, texts in found.items():
			_redact(needles, doctype, name, texts)
	return len(found)


def _holds(needles: Needles, scan_of: Scan, texts: list[str | None]) -> bool:
	if scan_of.fields == ("message",):
		texts = [text_of_mail(text or "") for text in texts]
	ours = _is_ours(texts)
	if scan_of.only_ours and not ours:
		return False
	level = SURE
	if ours:
		level = DETAIL if scan_of.act == REDACT else LIKELY
	return any(text and needles.find(text, level) for text in texts)


def _redact(needles: Needles, doctype: str, name: str, texts: list[str | None]) -> None:
	level = DETAIL if _is_ours(texts) else SURE
	fields = SCANNED[doctype].fields
	cleaned = {field: needles.redact(text, level) for field, text in zip(fields, texts, strict=True) if text}
	frappe.db.set_value(doctype, name, cleaned, update_modified=False)


def _is_ours(texts: Iterable[str | None]) -> bool:
	return any(word in text for text in texts if text for word in OURS)


def text_of_mail(message: str) -> str:
	"""The headers and the readable parts of a mail as it lies in the queue."""
	mail = email.message_from_string(message, policy=email.policy.default)
	texts = [f"{name}: {value}" for name, value in mail.items()]
	for part in mail.walk():
		if part.get_content_maintype() == "text":
			texts.append((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))
	return "\n".join(texts)


def _clean_user_settings(needles: Needles) -> int:
	"""Forget the last filters of a list in which somebody was looked for."""
	from frappe.model.utils.user_settings import sync_user_settings

	sync_user_settings()
	kept = frappe.qb.Table("__UserSettings")
	rows = (
		frappe.qb.from_(kept)
		.select(kept.user, kept.doctype, kept.data)
		.where(kept.doctype.isin(list(PERSONAL)))
		.run()
	)
	found = [(user, doctype) for user, doctype, data in rows if needles.find(data, LIKELY)]
	for user, doctype in found:
		frappe.qb.from_(kept).delete().where((kept.user == user) & (kept.doctype == doctype)).run()
		frappe.cache.hdel("_user_settings", f"{doctype}::{user}")
	return len(found)
