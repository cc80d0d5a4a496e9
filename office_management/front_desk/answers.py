"""The questions of a visitor type, and what the visitor answered."""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, now_datetime

LOG = "Visitor Log"
TYPE = "Visitor Type"
ANSWER = "Visitor Log Answer"
YES, NO = "Yes", "No"
LONGEST_ANSWER = 500


class VisitorAnswerError(frappe.ValidationError):
	"""The answer is not among those that can be given."""


def questions_for(log_or_type: Document | str, language: str | None = None) -> list[dict]:
	"""The questions that a visitor answers, in their order and in this language where it was written.

	Each is a dict: line_key, question, answer_type (Yes or No, Text, Choice), choices (list), is_required (bool).
	"""
	return [
		{
			"line_key": row.line_key,
			"question": in_language(row, language),
			"answer_type": row.answer_type,
			"choices": choices_of(row),
			"is_required": bool(row.is_required),
		}
		for row in _rows(log_or_type)
	]


def store(log: str | Document, answers: dict[str, str]) -> None:
	"""Keep what a visitor answered, by line_key; an earlier answer to the same question is replaced.

	Checks no permission. Keys that are no question of the type are left out. Raises VisitorAnswerError.
	"""
	name = log if isinstance(log, str) else log.name
	frappe.db.get_value(LOG, name, "name", for_update=True)
	visitor_type = frappe.db.get_value(LOG, name, "visitor_type")
	there = {row.line_key: row.name for row in _answers_of(name)}
	for row in _rows(visitor_type):
		if row.line_key in (answers or {}):
			_store_one(name, row, check_answer(row, answers[row.line_key]), there)


def missing(log: Document | str) -> list[str]:
	"""The line_keys of the questions that must be answered and are not."""
	doc = frappe.get_doc(LOG, log) if isinstance(log, str) else log
	asked = [row.line_key for row in _rows(doc.visitor_type) if row.is_required]
	if not asked:
		return []
	answered = {row.line_key for row in _answers_of(doc.name) if row.answer}
	answered |= {row.line_key for row in doc.get("answers") or () if row.answer}
	return [key for key in asked if key not in answered]


def in_language(row, language: str | None) -> str:
	"""The question as it is put to somebody who speaks this language."""
	return row.get(f"question_{(language or '')[:2]}") or row.question


def choices_of(row) -> list[str]:
	"""What can be answered; empty where any text can."""
	if row.answer_type == "Yes or No":
		return [YES, NO]
	return [line.strip() for line in (row.choices or "").splitlines() if line.strip()]


def check_answer(row, answer: object) -> str:
	"""The answer as it is kept. Raises VisitorAnswerError."""
	text = str(answer if answer is not None else "").strip()[:LONGEST_ANSWER]
	if text and row.answer_type != "Text" and text not in choices_of(row):
		frappe.throw(
			_("Choose one of the answers to {0}.", context=ANSWER).format(bold(escape_html(row.question))),
			VisitorAnswerError,
		)
	return text


def is_alert(row, answer: str) -> bool:
	"""Whether reception should look twice at this answer."""
	return bool(answer and row.alert_answer and answer.casefold() == row.alert_answer.strip().casefold())


def _rows(log_or_type: Document | str) -> list:
	if isinstance(log_or_type, str):
		name = log_or_type
	else:
		name = log_or_type.name if log_or_type.doctype == TYPE else log_or_type.visitor_type
	return frappe.get_cached_doc(TYPE, name).questions


def _answers_of(log: str | None) -> list[frappe._dict]:
	if not log:
		return []
	return frappe.get_all(
		ANSWER,
		filters={"parent": log, "parenttype": LOG},
		fields=["name", "line_key", "answer"],
		order_by="idx",
	)


def _store_one(log: str, row, answer: str, there: dict[str, str]) -> None:
	values = {"answer": answer, "is_alert": cint(is_alert(row, answer)), "answered_on": now_datetime()}
	if row.line_key in there:
		frappe.db.set_value(ANSWER, there[row.line_key], values)
		return
	frappe.get_doc(
		{
			"doctype": ANSWER,
			"parent": log,
			"parenttype": LOG,
			"parentfield": "answers",
			"idx": row.idx,
			"line_key": row.line_key,
			"question": row.question,
			**values,
		}
	).insert(ignore_permissions=True)  # the caller has checked
