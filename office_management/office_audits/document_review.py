"""A document review, as an audit: the documents in its scope are frozen, answered one by one, scored, and signed.

One row of Office Audit Document each; what becomes of a document afterwards changes nothing. Answers are given in
document_answers.py, the rules of what they come to are in domain/document_review.py. Nothing here checks a permission,
and everything is called under the lock of the audit.
"""

from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, flt, get_fullname, get_link_to_form, now_datetime

from office_management.bulk_rows import insert_rows
from office_management.domain import document_review as rules
from office_management.domain.scoring import FAIL, Score
from office_management.office_administration import api as administration
from office_management.office_audits import finding_sources, findings

AUDIT = "Office Audit"
LINE = "Office Audit Document"
SECTION = "Office Audit Section"
PHOTO = "Audit Photo"
DOCUMENTS = "Documents"
SCOPE = ("document_type", "document_owner")
SHOWN = 10
STORED = (
	"name",
	"number",
	"office_document",
	"document_title",
	"document_type",
	"document_number",
	"responsible",
	"responsible_name",
	"space",
	"supplier",
	"frozen_status",
	"valid_until_date",
	"original_kept_at",
	*rules.QUESTIONS,
	"result",
	"last_result",
	"note",
	"reviewed_by",
	"reviewed_on",
	"finding",
)


class NoDocumentsError(frappe.ValidationError):
	"""No document lies in the scope of the review."""


class ReviewIncompleteError(frappe.ValidationError):
	"""Not everything is answered."""


# --- while the audit is saved ---------------------------------------------------------------------------------


def check(audit: Document) -> None:
	"""What a review alone is limited by; other audits have none of it."""
	if audit.audit_type != DOCUMENTS:
		audit.update(dict.fromkeys(SCOPE))


# --- starting -------------------------------------------------------------------------------------------------


def freeze(audit: Document) -> int:
	"""Write a line for each document in the scope, as it is now; answers how many. Raises NoDocumentsError."""
	found = administration.documents_in_scope(
		audit.company, audit.space or None, audit.document_type or None, audit.document_owner or None
	)
	if not found:
		message = _("There is no document in the scope of {0}. Widen it.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(audit.title))), NoDocumentsError)
	last = last_of(audit)
	before = lines_of(last.name) if last else []
	insert_rows(LINE, _rows(audit, found, before))
	_make_sections(audit.name, before)
	if last:
		audit.db_set({"compared_with": last.name, "score_before": last.score})
	return len(found)


def last_of(audit: Document) -> frappe._dict | None:
	"""The signed review of the same scope before this one: name and score."""
	filters = {
		"audit_type": DOCUMENTS,
		"docstatus": 1,
		"company": audit.company,
		"name": ("!=", audit.name),
		**{field: audit.get(field) or ("is", "not set") for field in ("space", *SCOPE)},
	}
	found = frappe.get_all(AUDIT, filters, ["name", "score"], order_by="signed_on desc, name desc", limit=1)
	return found[0] if found else None


def _rows(audit: Document, documents: list[frappe._dict], before: list[frappe._dict]) -> Iterable[dict]:
	now, user = now_datetime(), frappe.session.user
	last = {row.office_document: row.result for row in before}
	for number, one in enumerate(documents, 1):
		yield {
			"name": frappe.generate_hash(length=14),
			"creation": now,
			"modified": now,
			"owner": user,
			"modified_by": user,
			"audit": audit.name,
			"company": audit.company,
			"number": number,
			"office_document": one.name,
			"document_title": one.title,
			"frozen_status": one.status,
			"last_result": last.get(one.name),
			**{
				field: one[field]
				for field in (
					"document_type",
					"document_number",
					"responsible",
					"responsible_name",
					"space",
					"supplier",
					"valid_until_date",
					"original_kept_at",
				)
			},
		}


def _make_sections(audit: str, before: list[frappe._dict]) -> None:
	"""A row for each of the four questions; the score is kept by question."""
	then = rules.score_of(before).sections
	for idx, question in enumerate(rules.QUESTIONS, 1):
		last = then.get(question)
		row = {
			"doctype": SECTION,
			"parenttype": AUDIT,
			"parentfield": "sections",
			"parent": audit,
			"idx": idx,
			"section": question,
			"has_last": int(last is not None),
			"last_score": last or 0,
		}
		frappe.get_doc(row).db_insert()


# --- the score ------------------------------------------------------------------------------------------------


def lines_of(audit: str) -> list[frappe._dict]:
	"""Its documents and answers, in their order."""
	return frappe.get_all(LINE, {"audit": audit}, list(STORED), order_by="number", limit=0)


def write_score(audit: Document) -> Score:
	"""Work the score out and store it, in all and by question."""
	rows = lines_of(audit.name)
	found = rules.score_of(rows)
	audit.db_set(
		{
			"score": found.percent or 0,
			"has_score": int(found.percent is not None),
			"passed": int(found.reaches(flt(audit.pass_score))),
			"failed_count": sum(row.result == FAIL for row in rows),
		}
	)
	for question in rules.QUESTIONS:
		given = [rules.counted(row)[question] for row in rows]
		values = {
			"questions": len(given),
			"answered": sum(bool(answer) for answer in given),
			"failed": given.count(rules.NO),
			"counted": given.count(rules.NO) + given.count(rules.YES),
			"score": found.sections.get(question) or 0,
		}
		filters = {"parent": audit.name, "parenttype": AUDIT, "section": question}
		frappe.db.set_value(SECTION, filters, values, update_modified=False)
	return found


# --- ending and signing ---------------------------------------------------------------------------------------


def end(audit: Document) -> None:
	"""The review ends: everything is answered, the score stands, what is not in order is found.

	Raises ReviewIncompleteError.
	"""
	check_complete(audit)
	write_score(audit)
	if audit.raise_findings:
		for row in lines_of(audit.name):
			if row.result == FAIL and not row.finding:
				raise_finding(audit, row)


def check_complete(audit: Document) -> None:
	"""Raises ReviewIncompleteError, naming what is not answered."""
	open_rows = [row for row in lines_of(audit.name) if not row.result]
	if not open_rows:
		return
	titles = "".join(f"<li>{escape_html(row.document_title)}</li>" for row in open_rows[:SHOWN])
	more = len(open_rows) - SHOWN
	if more > 0:
		titles += "<li>{}</li>".format(_("and {0} more", context=AUDIT).format(more))
	message = _("{0} cannot end yet. These documents are not answered in full:", context=AUDIT)
	link = bold(get_link_to_form(AUDIT, audit.name, escape_html(audit.title)))
	frappe.throw(
		f"{message.format(link)}<ul>{titles}</ul>",
		ReviewIncompleteError,
		title=_("Not Finished", context=AUDIT),
	)


def raise_finding(audit: Document, row: frappe._dict) -> str:
	"""Raise the finding of one document; the same document is recognised the next time."""
	photos = [photo.photo for photo in photos_of([row.name])]
	said = [what_lacks(question) for question in rules.failed(row)]
	name = findings.raise_finding(
		{
			"title": _("{0}: {1}", context=LINE).format(row.document_title, ", ".join(said)),
			"severity": rules.severity_of(row),
			"description": row.note,
			"photos": [{"photo": photo} for photo in photos],
			"space": row.space,
			"company": audit.company,
			"supplier": row.supplier,
			"responsible": row.responsible,
			"office_audit": audit.name,
			"line_key": row.office_document,
		}
	)
	for photo in photos:
		finding_sources.share_photo(photo, name)
	frappe.db.set_value(LINE, row.name, "finding", name, update_modified=False)
	return name


def what_lacks(question: str) -> str:
	"""What is the matter where the answer is No."""
	return {
		rules.PRESENT: _("not there", context=LINE),
		rules.VALID: _("not valid", context=LINE),
		rules.SIGNED: _("not signed", context=LINE),
		rules.ACCESSIBLE: _("not accessible", context=LINE),
	}[question]


def label_of(question: str) -> str:
	"""What a question is called."""
	return {
		rules.PRESENT: _("Present", context=LINE),
		rules.VALID: _("Valid", context=LINE),
		rules.SIGNED: _("Signed", context=LINE),
		rules.ACCESSIBLE: _("Accessible", context=LINE),
	}[question]


def photos_of(lines: list[str]) -> list[frappe._dict]:
	"""The photos of these lines: parent and photo."""
	filters = {"parenttype": LINE, "parent": ("in", lines or [""])}
	return frappe.get_all(PHOTO, filters, ["parent", "photo"], order_by="parent, idx", limit=0)


def photos_by_line(lines: list[str]) -> dict[str, list[str]]:
	"""{line: addresses of its photos}."""
	found: dict[str, list[str]] = {}
	for photo in photos_of(lines):
		found.setdefault(photo.parent, []).append(photo.photo)
	return found


def check_signing(audit: Document) -> None:
	"""What must hold before it is signed. Raises ReviewIncompleteError."""
	end(audit)


def doers_of(audit: str) -> set[str]:
	"""Who reviewed something in it."""
	return {row.reviewed_by for row in lines_of(audit) if row.reviewed_by}


# --- the signed report ----------------------------------------------------------------------------------------


def report(audit: Document) -> frappe._dict:
	"""What the printed report says of a review: the score by question, what is not in order, all documents."""
	rows = lines_of(audit.name)
	photos = photos_by_line([row.name for row in rows])
	for row in rows:
		row.photos = photos.get(row.name, [])
		row.by = get_fullname(row.reviewed_by) if row.reviewed_by else ""
		row.said = ", ".join(what_lacks(question) for question in rules.failed(row))
		row.update(rules.counted(row))
	found = rules.score_of(rows)
	return frappe._dict(
		percent=found.percent,
		sections=[_shown(row, found) for row in audit.sections],
		failed=[row for row in rows if row.result == FAIL],
		lines=rows,
		people=", ".join(sorted({row.by for row in rows if row.by})),
		owner=frappe.db.get_value("Employee", audit.document_owner, "employee_name")
		if audit.document_owner
		else "",
		last=frappe.db.get_value(AUDIT, audit.compared_with, ["name", "signed_on"], as_dict=True)
		if audit.compared_with
		else None,
	)


def _shown(section: Document, found: Score) -> frappe._dict:
	return frappe._dict(
		title=label_of(section.section),
		questions=section.questions,
		failed=section.failed,
		percent=found.sections.get(section.section),
		last=section.last_score if section.has_last else None,
	)
