"""Answering a document review, document by document; two can do it at once, and nobody overwrites another unseen.

Each answer is one request for one line, under the lock of the audit. It says what the screen showed before; where
somebody else has answered otherwise meanwhile, it is refused and says who. The endpoints check who may.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_fullname, now_datetime
from frappe.utils.html_utils import sanitize_html

from office_management.domain import audit_states as states
from office_management.domain import document_review as rules
from office_management.domain import tables
from office_management.domain.scoring import FAIL
from office_management.office_audits import audits, checklist_audits, document_review
from office_management.office_audits.permissions import counts_in
from office_management.office_audits.scored_lines import keep_photo, photos_by_line
from office_management.photos import PhotoError, clean_photo

AUDIT = "Office Audit"
LINE = "Office Audit Document"
FIELDS = (*rules.QUESTIONS, "note")
LONGEST_NOTE = 2000
MOST_PHOTOS = 10


class DocumentAnswerError(frappe.ValidationError):
	"""No such line or question, or no such answer."""


class AnsweredMeanwhileError(frappe.ValidationError):
	"""Somebody else has answered otherwise since the screen was drawn."""


class DocumentPhotoError(frappe.ValidationError):
	"""Not a photo that can be taken, or one too many."""


class NothingLackingError(frappe.ValidationError):
	"""A finding was to be raised of a document that is in order."""


# --- what is seen ---------------------------------------------------------------------------------------------


def get_lines(audit: str) -> dict:
	"""The documents with their answers, the scores, and whether the session's user may answer. Checks no permission."""
	status = frappe.db.get_value(AUDIT, audit, "status")
	rows = document_review.lines_of(audit)
	found = rules.score_of(rows)
	photos = photos_by_line(LINE, rows)
	places = place_names({row.space for row in rows if row.space})
	files = files_for_me([row.office_document for row in rows])
	return {
		"status": status,
		"may_answer": status in states.LIVE and counts_in(audit),
		"percent": found.percent,
		"sections": found.sections,
		"lines": [
			{
				**shown(row, photos.get(row.name, [])),
				"place": places.get(row.space, ""),
				"may_open": row.office_document in files,
				"file": files.get(row.office_document),
			}
			for row in rows
		],
	}


def place_names(spaces: set[str]) -> dict[str, str]:
	"""What people call the places."""
	rows = frappe.get_all(
		"Office Space", {"name": ("in", sorted(spaces) or [""])}, ["name", "space_name"], order_by="name"
	)
	return {row.name: row.space_name for row in rows}


def files_for_me(documents: list[str]) -> dict[str, str | None]:
	"""{document: its file} of those that the session's user may open."""
	if not frappe.has_permission("Office Document", "read"):
		return {}
	filters = {"name": ("in", documents or [""])}
	rows = frappe.get_list("Office Document", filters, ["name", "file"], order_by="name", limit=0)
	return {row.name: row.file for row in rows}


def shown(row: frappe._dict, photos: list[str]) -> dict:
	"""What a screen is told of a line."""
	hidden = ("responsible", "supplier", "reviewed_by")
	return {
		**{field: row.get(field) for field in document_review.STORED if field not in hidden},
		"by": get_fullname(row.reviewed_by) if row.reviewed_by else "",
		"photos": photos,
	}


# --- answering ------------------------------------------------------------------------------------------------


def answer(audit: str, line: str, answers: dict, before: dict | None = None) -> dict:
	"""Answer questions about one document, or note something; returns the line as it stands now.

	Args:
		answers: {present, valid, signed, accessible or note: what is answered}; what is left out stays.
		before: the same fields as the screen showed them; what is left out is overwritten.

	Raises audits.NotCountingError, DocumentAnswerError, AnsweredMeanwhileError.
	"""
	row = locked(audit, line)
	given = cleaned(answers)
	refuse_clash(row, before or {}, given)
	changed = {field: value for field, value in given.items() if value != (row[field] or "")}
	if changed:
		row.update(changed)
		values = {
			**changed,
			"result": rules.result_of(row),
			"reviewed_by": frappe.session.user,
			"reviewed_on": now_datetime(),
		}
		store(audit, row, values)
	return told(row)


def locked(audit: str, line: str) -> frappe._dict:
	"""Lock the audit, then read a line as it stands. Raises audits.NotCountingError, DocumentAnswerError."""
	audits.check_counting(audit)
	row = frappe.db.get_value(
		LINE, {"name": line, "audit": audit}, list(document_review.STORED), as_dict=True, for_update=True
	)
	if not row:
		message = _("This document is not part of the review. Reload the page.", context=LINE)
		frappe.throw(message, DocumentAnswerError)
	return row


def cleaned(answers: dict) -> dict[str, str]:
	"""Answers of the kind that is needed. Raises DocumentAnswerError."""
	found = {}
	for field, value in answers.items():
		text = cstr(value).strip()
		if field not in FIELDS or (field != "note" and text not in ("", *rules.ANSWERS)):
			message = _("{0} is no answer here. Answer Yes, No or Not Applicable.", context=LINE)
			frappe.throw(message.format(bold(escape_html(f"{field}: {text}"[:140]))), DocumentAnswerError)
		if len(text) > LONGEST_NOTE:
			message = _("The note is longer than {0} characters. Shorten it.", context=LINE)
			frappe.throw(message.format(LONGEST_NOTE), DocumentAnswerError)
		text = sanitize_html(text, always_sanitize=True) if "<" in text else text
		found[field] = tables.as_text(text)
	return found


def refuse_clash(row: frappe._dict, before: dict, given: dict[str, str]) -> None:
	"""Raises AnsweredMeanwhileError, naming who answered what."""
	clash = rules.clashes(row, before, given)
	if not clash:
		return
	message = _(
		"{0} has answered about {1} meanwhile. Look at the line again; it shows their answer now.",
		context=LINE,
	)
	frappe.throw(
		message.format(
			bold(escape_html(get_fullname(row.reviewed_by) if row.reviewed_by else "?")),
			bold(escape_html(row.document_title)),
		),
		AnsweredMeanwhileError,
	)


def store(audit: str, row: frappe._dict, values: dict) -> None:
	"""Write the line; the score follows at once where the review has ended, and open forms see it."""
	frappe.db.set_value(LINE, row.name, values)
	row.update(values)
	doc = audit_of(audit)
	if doc.status == states.RECONCILING:
		document_review.write_score(doc)
	frappe.publish_realtime(
		"office_audit_document",
		{"audit": audit, **told(row)},
		doctype=AUDIT,
		docname=audit,
		after_commit=True,
	)


def told(row: frappe._dict) -> dict:
	"""The line as it stands now, with its photos."""
	return shown(row, photos_by_line(LINE, [row]).get(row.name, []))


def audit_of(name: str) -> Document:
	"""The audit."""
	return frappe.get_doc(AUDIT, name)


# --- photos and findings --------------------------------------------------------------------------------------


def add_photo(audit: str, line: str, photo: str) -> dict:
	"""Keep a photo (a data URL) with a line, drawn anew and private.

	Raises DocumentPhotoError, and what `locked` raises.
	"""
	row = locked(audit, line)
	there = photos_by_line(LINE, [row]).get(row.name, [])
	if len(there) >= MOST_PHOTOS:
		message = _("No more than {0} photos belong to a document.", context=LINE)
		frappe.throw(message.format(MOST_PHOTOS), DocumentPhotoError)
	keep_photo(audit, LINE, row.name, picture(photo), len(there) + 1)
	store(audit, row, {})
	return told(row)


def picture(photo: str) -> bytes:
	"""The picture in a data URL, drawn anew. Raises DocumentPhotoError."""
	try:
		return clean_photo(checklist_audits.decoded(photo))
	except (PhotoError, checklist_audits.AnswerPhotoError):
		frappe.clear_last_message()
		message = _(
			"This is no photo that can be kept. Take a JPEG, PNG or WebP picture of at most 10 MB.",
			context=LINE,
		)
		return frappe.throw(message, DocumentPhotoError)


def raise_finding(audit: str, line: str) -> str:
	"""Raise the finding of one document before the review ends; asked again, it answers the one there is.

	Raises NothingLackingError, and what `locked` raises.
	"""
	row = locked(audit, line)
	if row.finding:
		return row.finding
	if row.result != FAIL:
		message = _("{0} is in order, as far as it was answered: there is nothing to find.", context=LINE)
		frappe.throw(message.format(bold(escape_html(row.document_title))), NothingLackingError)
	row.finding = document_review.raise_finding(audit_of(audit), row)
	store(audit, row, {})
	return row.finding
