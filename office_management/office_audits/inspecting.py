"""An inspection by checklist, as an audit: its questions are frozen, scored, compared with the last time, and signed.

The questions of the template are copied when the audit starts, one row of Office Audit Answer each; what becomes of the
template afterwards changes nothing. Answers are given in checklist_audits.py. Nothing here checks a permission, and
everything is called under the lock of the audit.
"""

from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, flt, get_fullname, get_link_to_form

from office_management.bulk_rows import authorship, insert_rows
from office_management.domain import checklists, scoring
from office_management.facilities import api as facilities
from office_management.office_audits import scored_lines

AUDIT = "Office Audit"
ANSWER = "Office Audit Answer"
SECTION = "Office Audit Section"
CHECKLIST = "Checklist"
ANSWERED = (
	"name",
	"number",
	*facilities.QUESTION_FIELDS,
	"answer",
	"result",
	"note",
	"answered_by",
	"last_answer",
	"last_result",
	"finding",
)


class InspectionEmptyError(frappe.ValidationError):
	"""The checklist has no questions, or is not there any more."""


class InspectionIncompleteError(frappe.ValidationError):
	"""Required questions have no answer, or lack the photo they ask for."""


class NotFailedError(frappe.ValidationError):
	"""A finding was to be raised of a question that did not fail."""


class AuditChecklistError(frappe.ValidationError):
	"""An inspection without a checklist, with one that is disabled, or with an auditor for a section it has not."""


# --- while the audit is saved ---------------------------------------------------------------------------------


def check(audit: Document) -> None:
	"""An inspection has a checklist in use, and auditors of its sections; other audits have none.

	Raises AuditChecklistError.
	"""
	if audit.audit_type != CHECKLIST:
		audit.checklist_template = None
		return
	if not audit.checklist_template:
		frappe.throw(_("Choose the checklist to inspect by.", context=AUDIT), AuditChecklistError)
	if audit.has_value_changed("checklist_template") and frappe.db.get_value(
		"Checklist Template", audit.checklist_template, "disabled"
	):
		message = _("The checklist {0} is disabled. Choose another one.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(audit.checklist_template))), AuditChecklistError)
	check_sections(audit)


def check_sections(audit: Document) -> None:
	"""Auditors are named for sections that there are. Raises AuditChecklistError."""
	named = set().union(*(sections_named(row) for row in audit.auditors))
	if not named:
		return
	lines = facilities.checklist_lines(audit.checklist_template)
	frozen = audit.get("sections") or []  # a programme has none
	known = {(line["section"] or "").strip() for line in lines} | {row.section for row in frozen}
	if odd := sorted(named - known):
		message = _("The checklist has no section {0}. It has: {1}", context=AUDIT)
		there = ", ".join(sorted(name for name in known if name))
		frappe.throw(message.format(bold(escape_html(odd[0])), escape_html(there)), AuditChecklistError)


# --- starting -------------------------------------------------------------------------------------------------


def freeze(audit: Document) -> int:
	"""Copy the questions, and what was answered to them the last time; answers how many. Raises InspectionEmptyError."""
	questions = facilities.checklist_lines(audit.checklist_template)
	if not questions:
		message = _("The checklist {0} has no questions. Choose another one.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(audit.checklist_template or ""))), InspectionEmptyError)
	last = scored_lines.last_signed(audit, ("checklist_template",))
	insert_rows(ANSWER, _rows(audit.name, questions, answers_of(last.name) if last else []))
	_make_sections(audit, questions, last)
	scored_lines.compare_with(audit, last)
	return len(questions)


def _rows(audit: str, questions: list[dict], before: Iterable[frappe._dict]) -> Iterable[dict]:
	made = authorship()
	last = {row.line_key: row for row in before}
	for number, question in enumerate(questions, 1):
		then = last.get(question["line_key"]) or frappe._dict()
		yield {
			**question,
			"name": frappe.generate_hash(length=14),
			**made,
			"audit": audit,
			"number": number,
			"section": (question["section"] or "").strip(),
			"last_answer": then.answer,
			"last_result": then.result,
		}


def _make_sections(audit: Document, questions: list[dict], last: frappe._dict | None) -> None:
	"""A row for each section, in the order of the questions."""
	before = {row.section or "": row for row in sections_of(last.name)} if last else {}
	names = [(question["section"] or "").strip() for question in questions]
	for idx, name in enumerate(dict.fromkeys(names), 1):
		then = before.get(name)
		last_score = then.score if then and then.counted else None
		values = {"auditors": auditors_of(audit, name), "questions": names.count(name)}
		scored_lines.add_section(audit.name, idx, name, last_score, **values)


def auditors_of(audit: Document, section: str) -> str:
	"""Who answers this section, as people read it: those named for it, else those named for all, else the lead."""
	named = [row.user for row in audit.auditors if section and section in sections_named(row)]
	named = named or [row.user for row in audit.auditors if not sections_named(row)]
	return ", ".join(get_fullname(user) for user in named or [audit.lead_auditor])[:140]


def sections_named(row) -> set[str]:
	"""The section that a row of auditors names; none where they do everything."""
	return {row.section.strip()} if (row.section or "").strip() else set()


# --- the score ------------------------------------------------------------------------------------------------


def answers_of(audit: str, as_now: bool = False) -> list[frappe._dict]:
	"""Its questions and answers, in their order. `as_now`: locked, whatever the transaction has read before."""
	table = frappe.qb.DocType(ANSWER)
	query = frappe.qb.from_(table).select(*(table[field] for field in ANSWERED))
	query = query.where(table.audit == audit).orderby(table.number)
	return (query.for_update() if as_now else query).run(as_dict=True)


def sections_of(audit: str) -> list[frappe._dict]:
	"""Its sections as they are stored, in their order."""
	filters = {"parent": audit, "parenttype": AUDIT}
	fields = [
		"name",
		"section",
		"auditors",
		"questions",
		"answered",
		"failed",
		"counted",
		"score",
		"has_last",
		"last_score",
	]
	return frappe.get_all(SECTION, filters, fields, order_by="idx", limit=0)


def score_of(rows: Iterable[frappe._dict]) -> scoring.Score:
	"""The score of these answers, by section and in all."""
	return scoring.score(_scored(row) for row in rows)


def _scored(row: frappe._dict) -> scoring.Answer:
	return scoring.answer_to(
		row.answer_type,
		row.answer or "",
		row.result or "",
		row.section or "",
		flt(row.weight),
		bool(row.is_critical),
	)


def write_score(audit: Document) -> scoring.Score:
	"""Work the score out and store it, in all and by section."""
	rows = answers_of(audit.name, as_now=True)
	found = score_of(rows)
	scored_lines.store_score(audit, found, rows)
	for section in sections_of(audit.name):
		own = [row for row in rows if (row.section or "") == (section.section or "")]
		frappe.db.set_value(SECTION, section.name, figures(own), update_modified=False)
	return found


def figures(rows: list[frappe._dict]) -> dict:
	"""What is known of a section: questions, answered, failed, counted in the score, score (0 where none counts)."""
	answered, failed, questions = checklists.progress(row.result for row in rows)
	return {
		"questions": questions,
		"answered": answered,
		"failed": failed,
		"counted": sum(_scored(row).counts for row in rows),
		"score": score_of(rows).percent or 0,
	}


# --- ending and signing ---------------------------------------------------------------------------------------


def end(audit: Document) -> None:
	"""The inspection ends: nothing required is open, the score stands, what failed is found.

	Raises InspectionIncompleteError.
	"""
	check_complete(audit)
	write_score(audit)
	raise_findings(audit)


def check_complete(audit: Document) -> None:
	"""Raises InspectionIncompleteError, naming every question without its answer or photo."""
	rows = answers_of(audit.name, as_now=True)
	photographed = scored_lines.photos_by_line(ANSWER, rows, as_now=True)
	lacking = {checklists.NO_ANSWER: [], checklists.NO_PHOTO: []}
	for row in rows:
		question = facilities.question_of(row)
		if what := checklists.missing(question, row.answer, row.name in photographed):
			lacking[what].append(row)
	if not any(lacking.values()):
		return
	message = _("{0} cannot end yet. Answer what is missing, then go on.", context=AUDIT)
	frappe.throw(
		message.format(bold(get_link_to_form(AUDIT, audit.name, escape_html(audit.title))))
		+ _listed(_("Without an answer:", context=AUDIT), lacking[checklists.NO_ANSWER])
		+ _listed(_("A photo is needed:", context=AUDIT), lacking[checklists.NO_PHOTO]),
		InspectionIncompleteError,
		title=_("Not Finished", context=AUDIT),
	)


def _listed(heading: str, rows: list[frappe._dict]) -> str:
	lines = "".join(
		f"<li>{row.number}. {escape_html(facilities.checklist_text(row.question))}</li>" for row in rows
	)
	return f"<br><br>{heading}<ul>{lines}</ul>" if lines else ""


def raise_findings(audit: Document) -> None:
	"""A finding of every failed question that asks for one; those there are stay."""
	if not audit.raise_findings:
		return
	for row in answers_of(audit.name, as_now=True):
		if row.result == checklists.FAIL and row.on_fail != "Nothing" and not row.finding:
			raise_finding(audit, row, {})


def raise_finding(audit: Document, row: frappe._dict, values: dict) -> str:
	"""Raise the finding of one failed question; the same question at the same place is recognised."""
	all_values = {
		"title": facilities.checklist_text(row.question),
		"severity": "High" if row.is_critical else "Medium",
		**{key: value for key, value in values.items() if value},
		"space": audit.space,
		"line_key": row.line_key,
	}
	return scored_lines.raise_finding(ANSWER, audit, row, all_values)


def check_signing(audit: Document) -> None:
	"""What must hold before it is signed. Raises InspectionIncompleteError."""
	end(audit)


def doers_of(audit: str) -> set[str]:
	"""Who answered in it."""
	return {row.answered_by for row in answers_of(audit) if row.answered_by}


# --- the signed report ----------------------------------------------------------------------------------------


def report(audit: Document) -> frappe._dict:
	"""What the printed report says of an inspection: sections, failed questions with photos and decision, remarks."""
	rows = answers_of(audit.name)
	found = score_of(rows)
	shared = scored_lines.report(ANSWER, audit, rows, "answered_by", found)
	for row in rows:
		row.text = facilities.checklist_text(row.question)
		row.said = said(row)
	return frappe._dict(
		shared,
		sections=[_shown_section(section, rows, found) for section in sections_of(audit.name)],
		noted=[row for row in rows if row.result != checklists.FAIL and (row.note or row.photos)],
		texts=[row for row in rows if row.answer_type == checklists.TEXT and row.answer],
		questions=len(rows),
		answered=sum(bool(row.result) for row in rows),
	)


def _shown_section(section: frappe._dict, rows: list[frappe._dict], found: scoring.Score) -> frappe._dict:
	own = [row for row in rows if (row.section or "") == (section.section or "")]
	return frappe._dict(
		section,
		**{key: value for key, value in figures(own).items() if key != "score"},
		title=facilities.checklist_text(section.section),
		percent=found.sections.get(section.section or ""),
		last=section.last_score if cint(section.has_last) else None,
	)


def said(row: frappe._dict) -> str:
	"""The answer as people read it."""
	if row.answer_type == checklists.CHOICE:
		return facilities.checklist_text(row.answer)
	if row.answer_type == checklists.YES_NO and row.answer:
		words = {
			checklists.YES: _("Yes", context=AUDIT),
			checklists.NO: _("No", context=AUDIT),
			checklists.NOT_APPLICABLE_ANSWER: _("N/A", context=AUDIT),
		}
		return words[row.answer]
	unit = facilities.checklist_text(row.unit) if row.answer and row.answer_type == checklists.NUMBER else ""
	return f"{row.answer or ''} {unit}".strip()
