"""Answering an inspection: question by question, by several people at once, from phones that lose the connection.

Every write begins with the lock of the audit, so an answer neither meets the signature nor another answer half way.
What is sent again (`answer_id`) changes nothing and is answered again. Of two answers to one question the later stands;
who sends it is told whose answer it took the place of, and the audit keeps word of that.

No function here checks a permission but `check_may_answer`; the endpoints do.
"""

import base64
import binascii

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_link_to_form, now_datetime
from frappe.utils.html_utils import is_json, sanitize_html

from office_management.domain import audit_states as states
from office_management.domain import checklists, tables
from office_management.facilities import api as facilities
from office_management.office_audits import audits, inspecting
from office_management.office_audits.permissions import check_may_see, counts_in, is_manager
from office_management.office_audits.scored_lines import keep_photo, photos_by_line, photos_of
from office_management.photos import LARGEST_FILE, PhotoError, clean_photo

AUDIT = "Office Audit"
ANSWER = "Office Audit Answer"
PHOTO = "Audit Photo"
GIVEN = ("answer", "note")
LONGEST_NOTE, LONGEST_ID, KEPT_IDS, MOST_PHOTOS = 2000, 64, 50, 10


class AnswerError(frappe.ValidationError):
	"""The answer does not fit the question, or is too long."""


class NoSuchQuestionError(frappe.ValidationError):
	"""The audit has no such question."""


class AnswerPhotoError(frappe.ValidationError):
	"""Not a photo that can be taken, or one too many."""


class SectionRightError(frappe.PermissionError, frappe.ValidationError):
	"""The user's sections are others."""


# --- who may --------------------------------------------------------------------------------------------------


def sections_for(audit: str) -> set[str] | None:
	"""The sections that the session's user answers: None = all, an empty set = none."""
	user = frappe.session.user
	if not counts_in(audit):
		return set()
	doc = frappe.get_doc(AUDIT, audit)
	if is_manager() or doc.lead_auditor == user:
		return None
	own = [inspecting.sections_named(row) for row in doc.auditors if row.user == user]
	return None if any(not named for named in own) else set().union(*own)


def check_may_answer(audit: str, line_key: str) -> None:
	"""Raises frappe.PermissionError unless the session's user answers the section of this question."""
	check_may_see(audit)
	sections = sections_for(audit)
	section = frappe.db.get_value(ANSWER, {"audit": audit, "line_key": line_key}, "section") or ""
	if sections is None or section in sections:
		return
	if not sections:
		message = _("You are not among the auditors of {0}. Ask its lead to add you.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(audit))), frappe.PermissionError)
	message = _("The section {0} is somebody else's. Ask the lead to name you for it.", context=AUDIT)
	frappe.throw(message.format(bold(escape_html(facilities.checklist_text(section)))), SectionRightError)


# --- what is seen ---------------------------------------------------------------------------------------------

SHOWN = (
	"line_key",
	"answer",
	"result",
	"note",
	"answered_on",
	"changed_on",
	"finding",
)
QUESTION = (
	"number",
	"section",
	"question",
	"help_text",
	"answer_type",
	"choices",
	"unit",
	"has_min_value",
	"min_value",
	"has_max_value",
	"max_value",
	"is_required",
	"is_critical",
	"photo_rule",
	"last_answer",
	"last_result",
)


def get_checklist(audit: str) -> dict:
	"""The questions with their answers, the sections with their scores, and what the session's user may answer."""
	fields = ["name", "weight", "answered_by", *SHOWN, *QUESTION]
	rows = frappe.get_all(ANSWER, {"audit": audit}, fields, order_by="number", limit=0)
	photos = photos_by_line(ANSWER, rows)
	mine = sections_for(audit)
	status = frappe.db.get_value(AUDIT, audit, "status")
	found = inspecting.score_of(rows)
	return {
		"status": status,
		"may_answer": status in states.LIVE and (mine is None or bool(mine)),
		"my_sections": None if mine is None else sorted(mine),
		"percent": found.percent,
		"has_critical_fail": found.has_critical_fail,
		"sections": [
			{**_section(row, rows), "percent": found.sections.get(row.section or "")}
			for row in inspecting.sections_of(audit)
		],
		"lines": [_with_question(row, photos.get(row.name, [])) for row in rows],
	}


def _section(section: frappe._dict, rows: list[frappe._dict]) -> dict:
	own = [row for row in rows if (row.section or "") == (section.section or "")]
	return {
		**inspecting.figures(own),
		"section": section.section or "",
		"title": facilities.checklist_text(section.section),
		"auditors": section.auditors,
		"last": section.last_score if section.has_last else None,
	}


def _with_question(row: frappe._dict, photos: list[str]) -> dict:
	choices = [
		{"value": value, "label": facilities.checklist_text(value)}
		for value in checklists.choices_of(row.choices)
	]
	texts = {field: facilities.checklist_text(row[field]) for field in ("question", "help_text", "unit")}
	last = frappe._dict(row, answer=row.last_answer)
	return {
		**{field: row[field] for field in QUESTION},
		**texts,
		"choices": choices,
		"last": inspecting.said(last) if row.last_answer else "",
		**shown(row, photos),
	}


def shown(row: frappe._dict, photos: list[str]) -> dict:
	"""What a device is told of a question after it was answered."""
	by = get_fullname(row.answered_by) if row.answered_by else ""
	return {
		**{field: row.get(field) for field in SHOWN},
		"by": by,
		"photos": photos,
		"lacks": checklists.missing(facilities.question_of(row), row.answer, bool(photos)),
	}


# --- answering ------------------------------------------------------------------------------------------------


def answer(
	audit: str,
	line_key: str,
	answer: str | None = None,
	note: str | None = None,
	answer_id: str | None = None,
) -> dict:
	"""Answer one question of an inspection under way; what is None stays, "" takes it away.

	Args:
		answer: as domain/checklists.py keeps it: Yes, No or NA; a number with a dot; 1 to 5; a choice; a text.
		answer_id: made by the device; the same id again changes nothing.

	Returns the question as it stands now (see `shown`), and `replaced`: {answer, by} of somebody else's answer that
	this one took the place of, or None.

	Raises audits.NotCountingError, NoSuchQuestionError, AnswerError.
	"""
	line = lock_question(audit, line_key)
	replaced = None
	if not _taken(line, answer_id):
		values = _values(line, {"answer": answer, "note": note})
		if values:
			replaced = _replaced(line, values)
			_store(audit, line, values, answer_id)
			_remember(audit, line, replaced)
	photos = photos_by_line(ANSWER, [line]).get(line.name, [])
	return {**shown(line, photos), "replaced": replaced}


def lock_question(audit: str, line_key: str) -> frappe._dict:
	"""Lock the audit, then read a question as it stands. Raises audits.NotCountingError, NoSuchQuestionError."""
	status = frappe.db.get_value(AUDIT, audit, "status", for_update=True)
	if status not in states.LIVE:
		message = _("{0} is {1}: nothing can be answered in it.", context=AUDIT)
		frappe.throw(
			message.format(get_link_to_form(AUDIT, audit), bold(_(status or "", context=AUDIT))),
			audits.NotCountingError,
		)
	found = frappe.db.get_value(
		ANSWER, {"audit": audit, "line_key": line_key}, "*", as_dict=True, for_update=True
	)
	if not found:
		frappe.throw(
			_("This question is not part of the inspection. Reload the page.", context=AUDIT),
			NoSuchQuestionError,
		)
	return found


def _taken(line: frappe._dict, answer_id: str | None) -> bool:
	return bool(answer_id) and _id(answer_id) in (line.answer_ids or "").split()


def _id(answer_id: str) -> str:
	return "".join(str(answer_id).split())[:LONGEST_ID]


def _values(line: frappe._dict, given: dict[str, str | None]) -> dict:
	"""What changes. Raises AnswerError."""
	values = {}
	for field in GIVEN:
		if given[field] is None:
			continue
		text = _clean(given[field])
		if field == "answer":
			text = _kept(line, text)
		text = tables.as_text(text)
		if text != (line[field] or ""):
			values[field] = text
	if len(values.get("note") or "") > LONGEST_NOTE:
		message = _("The note is longer than {0} characters. Shorten it.", context=AUDIT)
		frappe.throw(message.format(LONGEST_NOTE), AnswerError)
	if "answer" in values:
		done = bool(values["answer"])
		values["result"] = checklists.judge(facilities.question_of(line), values["answer"])
		values["answered_by"] = frappe.session.user if done else None
		values["answered_on"] = now_datetime() if done else None
	return values


def _clean(value: str) -> str:
	value = str(value).strip()
	return sanitize_html(value, always_sanitize=is_json(value)) if "<" in value else value


def _kept(line: frappe._dict, text: str) -> str:
	try:
		return checklists.clean_answer(facilities.question_of(line), text)
	except checklists.AnswerError:
		message = _("{0}: {1} is no answer to this. {2}", context=AUDIT)
		question = bold(escape_html(facilities.checklist_text(line.question)))
		return frappe.throw(
			message.format(question, bold(escape_html(text[:140])), _wanted(line)), AnswerError
		)


def _wanted(line: frappe._dict) -> str:
	choices = ", ".join(checklists.choices_of(line.choices))
	return {
		checklists.YES_NO: _("Answer Yes, No or NA.", context=AUDIT),
		checklists.NUMBER: _("Give a number, like 21.5.", context=AUDIT),
		checklists.RATING: _("Give a number from 1 to 5.", context=AUDIT),
		checklists.CHOICE: _("Take one of the choices: {0}", context=AUDIT).format(escape_html(choices)),
	}.get(line.answer_type) or _("Write at most {0} characters.", context=AUDIT).format(
		checklists.LONGEST_TEXT
	)


def _replaced(line: frappe._dict, values: dict) -> dict | None:
	"""Somebody else's answer that goes, if one does."""
	if "answer" not in values or not line.answer or line.answered_by == frappe.session.user:
		return None
	return {"answer": inspecting.said(line), "by": get_fullname(line.answered_by)}


def _store(audit: str, line: frappe._dict, values: dict, answer_id: str | None = None) -> None:
	"""Write the line; the score follows at once where the inspection has ended."""
	ids = [*(line.answer_ids or "").split(), _id(answer_id)] if answer_id else []
	values = {
		**values,
		"changed_on": now_datetime(),
		**({"answer_ids": "\n".join(ids[-KEPT_IDS:])} if ids else {}),
	}
	frappe.db.set_value(ANSWER, line.name, values)
	line.update(values)
	settled(audit)
	tell_open_forms(audit, line)


def settled(audit: str) -> None:
	"""An answer that came after the end: the score is worked out anew."""
	doc = frappe.get_doc(AUDIT, audit, for_update=True)
	if doc.status == states.RECONCILING:
		inspecting.write_score(doc)


def _remember(audit: str, line: frappe._dict, replaced: dict | None) -> None:
	"""An answer that takes the place of somebody else's leaves word of that on the audit."""
	if not replaced:
		return
	text = _("{0}: {1} instead of {2} by {3}", context=AUDIT).format(
		escape_html(facilities.checklist_text(line.question)),
		bold(escape_html(inspecting.said(line) or _("no answer", context=AUDIT))),
		bold(escape_html(replaced["answer"])),
		escape_html(replaced["by"]),
	)
	audits.note(audit, text)


def tell_open_forms(audit: str, line: frappe._dict) -> None:
	"""Whoever has the audit open sees it."""
	photos = photos_by_line(ANSWER, [line]).get(line.name, [])
	frappe.publish_realtime(
		"office_audit_answered",
		{"audit": audit, **shown(line, photos)},
		doctype=AUDIT,
		docname=audit,
		after_commit=True,
	)


# --- photos ---------------------------------------------------------------------------------------------------


def add_photo(audit: str, line_key: str, content: bytes, answer_id: str | None = None) -> dict:
	"""Keep a photo with a question, drawn anew and private; the same `answer_id` again changes nothing.

	Raises AnswerPhotoError, and what `answer` raises.
	"""
	line = lock_question(audit, line_key)
	photos = photos_by_line(ANSWER, [line], as_now=True).get(line.name, [])
	if not _taken(line, answer_id):
		if line.photo_rule == checklists.PHOTO_OFF or len(photos) >= MOST_PHOTOS:
			message = _("No photo, or no more than {0}, belongs to this question.", context=AUDIT)
			frappe.throw(message.format(MOST_PHOTOS), AnswerPhotoError)
		address = keep_photo(audit, ANSWER, line.name, _picture(content), len(photos) + 1)
		photos = [*photos, address]
		_store(audit, line, {}, answer_id)
	return {**shown(line, photos), "replaced": None}


def _picture(content: bytes) -> bytes:
	try:
		return clean_photo(content)
	except PhotoError:
		message = _(
			"This is no photo that can be kept. Take a JPEG, PNG or WebP picture of at most 10 MB.",
			context=AUDIT,
		)
		return frappe.throw(message, AnswerPhotoError)


def decoded(data_url: str) -> bytes:
	"""The bytes of a picture as a browser sends it. Raises AnswerPhotoError."""
	head, _comma, body = str(data_url).partition(",")
	try:
		if not head.startswith("data:image/") or len(body) > LARGEST_FILE * 2:
			raise ValueError("no picture")
		return base64.b64decode(body, validate=True)
	except (ValueError, binascii.Error):
		return _picture(b"")


def remove_photo(audit: str, line_key: str, photo: str) -> dict:
	"""Take a photo away again while the inspection goes on; taken away already, nothing happens."""
	line = lock_question(audit, line_key)
	row = next((row for row in photos_of(ANSWER, [line], as_now=True) if row.photo == photo), None)
	if row:
		frappe.db.delete(PHOTO, {"name": row.name})
		_forget_file(audit, photo)
		_store(audit, line, {})
	return {**shown(line, photos_by_line(ANSWER, [line]).get(line.name, [])), "replaced": None}


def _forget_file(audit: str, photo: str) -> None:
	"""The file goes with the last question of the audit that shows it."""
	if any(row.photo == photo for row in photos_of(ANSWER, inspecting.answers_of(audit))):
		return
	filters = {"file_url": photo, "attached_to_doctype": AUDIT, "attached_to_name": audit}
	for name in frappe.get_all("File", filters, pluck="name", order_by="name"):
		# allowed: the endpoint has checked that the user answers this question
		frappe.delete_doc("File", name, ignore_permissions=True)


# --- findings -------------------------------------------------------------------------------------------------


def raise_finding(audit: str, line_key: str, values: dict) -> str:
	"""Raise the finding of a failed question by hand; asked again, it answers the one there is.

	Raises inspecting.NotFailedError, audits.NotCountingError.
	"""
	line = lock_question(audit, line_key)
	if line.finding:
		return line.finding
	if line.result != checklists.FAIL:
		frappe.throw(
			_("This question did not fail, so there is nothing to find.", context=AUDIT),
			inspecting.NotFailedError,
		)
	line.finding = inspecting.raise_finding(_audit(audit), line, values)
	tell_open_forms(audit, line)
	return line.finding


def _audit(name: str) -> Document:
	return frappe.get_doc(AUDIT, name)
