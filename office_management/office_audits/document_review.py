"""A document review, as an audit: the documents in its scope are frozen, answered one by one, scored, and signed.

One row of Office Audit Document each; what becomes of a document afterwards changes nothing. Answers are given in
document_answers.py, the rules of what they come to are in domain/document_review.py. Nothing here checks a permission,
and everything is called under the lock of the audit.
"""

from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form

from office_management.bulk_rows import authorship, insert_rows
from office_management.domain import document_review as rules
from office_management.domain.scoring import FAIL, Score
from office_management.office_administration import api as administration
from office_management.office_audits import scored_lines

AUDIT = "Office Audit"
LINE = "Office Audit Document"
SECTION = "Office Audit Section"
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
	last = scored_lines.last_signed(audit, SCOPE)
	before = lines_of(last.name) if last else []
	insert_rows(LINE, _rows(audit, found, before))
	_make_sections(audit.name, before)
	scored_lines.compare_with(audit, last)
	return len(found)


def _rows(audit: Document, documents: list[frappe._dict], before: list[frappe._dict]) -> Iterable[dict]:
	made = authorship()
	last = {row.office_document: row.result for row in before}
	for number, one in enumerate(documents, 1):
		yield {
			"name": frappe.generate_hash(length=14),
			**made,
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
		scored_lines.add_section(audit, idx, question, then.get(question))


# --- the score ------------------------------------------------------------------------------------------------


def lines_of(audit: str) -> list[frappe._dict]:
	"""Its documents and answers, in their order."""
	return frappe.get_all(LINE, {"audit": audit}, list(STORED), order_by="number", limit=0)


def write_score(audit: Document) -> Score:
	"""Work the score out and store it, in all and by question."""
	rows = lines_of(audit.name)
	found = rules.score_of(rows)
	scored_lines.store_score(audit, found, rows)
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
	said = [what_lacks(question) for question in rules.failed(row)]
	values = {
		"title": _("{0}: {1}", context=LINE).format(row.document_title, ", ".join(said)),
		"severity": rules.severity_of(row),
		"space": row.space,
		"supplier": row.supplier,
		"responsible": row.responsible,
		"line_key": row.office_document,
	}
	return scored_lines.raise_finding(LINE, audit, row, values)


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
	found = rules.score_of(rows)
	shared = scored_lines.report(LINE, audit, rows, "reviewed_by", found)
	for row in rows:
		row.said = ", ".join(what_lacks(question) for question in rules.failed(row))
		row.update(rules.counted(row))
	return frappe._dict(
		shared,
		sections=[_shown(row, found) for row in audit.sections],
		lines=rows,
		owner=frappe.db.get_value("Employee", audit.document_owner, "employee_name")
		if audit.document_owner
		else "",
	)


def _shown(section: Document, found: Score) -> frappe._dict:
	return frappe._dict(
		title=label_of(section.section),
		questions=section.questions,
		failed=section.failed,
		percent=found.sections.get(section.section),
		last=section.last_score if section.has_last else None,
	)
