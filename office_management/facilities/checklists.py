"""The questions of a task: copied from a template, answered, judged.

A task copies its questions once, and then they are its own. Answers are given line by line (`answer_line`, under the
lock of the task), or with a save of the task. Several people may answer at the same time: a save writes an answer only
where the line is still as its sender saw it (`changed_on`), so nobody undoes what somebody else has answered meanwhile.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_datetime, now_datetime
from frappe.utils.html_utils import is_json, sanitize_html

from office_management.domain import checklists
from office_management.facilities.questions import QUESTION_FIELDS, question_of
from office_management.facilities.standard_checklists import TEMPLATE, text

TASK = "Facility Task"
LINE = "Facility Task Answer"
CLOSED = ("Done", "Verified", "Skipped", "Cancelled")
GIVEN = ("answer", "note", "photo")
"""What people write in a line."""
KEPT = (*GIVEN, "result", "answered_by", "answered_on", "changed_on", "follow_up")
PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif")
LONGEST_NOTE = 2000


class TemplateInUseError(frappe.ValidationError):
	"""The checklist of a task was to be changed after somebody had answered."""


class TemplateDisabledError(frappe.ValidationError):
	"""A checklist that is disabled was chosen."""


class TaskClosedError(frappe.ValidationError):
	"""A line of a task that is done or closed was to be answered."""


class NotAnAnswerError(frappe.ValidationError):
	"""The answer does not fit the question."""


class ChecklistPhotoError(frappe.ValidationError):
	"""The photo is no private picture of this task."""


class NoSuchLineError(frappe.ValidationError):
	"""The task has no such line."""


class ChecklistIncompleteError(frappe.ValidationError):
	"""The task cannot be done: lines of its checklist lack an answer or a photo."""


# --- while a task is saved ------------------------------------------------------------------------------------


def prepare(task: Document) -> None:
	"""While a task is validated: copy the template's questions once, judge each answer, stamp who gave it when.

	A new task without a checklist takes that of its category (a follow-up does not). Another template puts its
	questions in place of the old ones as long as nothing is answered.

	Raises TemplateInUseError, TemplateDisabledError, TaskClosedError, NotAnAnswerError or ChecklistPhotoError.
	"""
	before = task.get_doc_before_save()
	if not before:
		if not task.follows_task:
			task.checklist_template = task.checklist_template or template_of(task.category)
		_copy_lines(task)
		return
	if not task.checklist_template and not before.checklist_template and task.category != before.category:
		task.checklist_template = template_of(task.category)
	if (task.checklist_template or None) != (before.checklist_template or None):
		_swap_lines(task, before)
	else:
		_keep_lines(task, before)


def template_of(category: str | None) -> str | None:
	"""The checklist that tasks of a category begin with; None when there is none, or it is disabled."""
	name = category and frappe.db.get_value("Facility Task Category", category, "default_checklist")
	return name if name and not frappe.db.get_value(TEMPLATE, name, "disabled") else None


def lines_of(template: str | None) -> list[dict]:
	"""The questions of a template as a task copies them, in their order; for tasks made many at once, too."""
	if not template:
		return []
	return frappe.get_all(
		"Checklist Template Item",
		filters={"parent": template, "parenttype": TEMPLATE},
		fields=list(QUESTION_FIELDS),
		order_by="idx",
	)


def _copy_lines(task: Document) -> None:
	if not task.plan and frappe.db.get_value(TEMPLATE, task.checklist_template or "", "disabled"):
		frappe.throw(
			_("The checklist {0} is disabled. Choose another one.", context=TASK).format(
				frappe.bold(escape_html(task.checklist_template))
			),
			TemplateDisabledError,
		)
	task.set("checklist", lines_of(task.checklist_template))


def _swap_lines(task: Document, before: Document) -> None:
	"""Another template was chosen, or none."""
	if before.status in CLOSED:
		_refuse_closed(task.name)
	answered = [row for row in _stored_lines(before) if any(row[field] for field in (*GIVEN, "follow_up"))]
	if answered:
		frappe.throw(
			_(
				"{0} lines of the checklist {1} have been answered, so it stays. Take the answers back first, or"
				" cancel this task and make a new one.",
				context=TASK,
			).format(len(answered), frappe.bold(escape_html(before.checklist_template or ""))),
			TemplateInUseError,
		)
	_copy_lines(task)


def _keep_lines(task: Document, before: Document) -> None:
	"""Let a save change answers, never questions; where somebody answered meanwhile, their answer stands."""
	stored = {row.name: row for row in _stored_lines(before)}
	sent = {row.name: row for row in task.checklist}
	lines = []
	for old in before.checklist:
		kept = stored.get(old.name) or old
		changes = _changes(sent[old.name], kept) if old.name in sent else {}
		if changes and before.status in CLOSED:
			_refuse_closed(task.name)
		line = sent.get(old.name) or frappe.get_doc(old.as_dict())
		line.update({field: kept.get(field) for field in ("idx", *QUESTION_FIELDS, *KEPT)})
		line.update(_values(kept, changes, task.name) if changes else {})
		lines.append(line)
	task.set("checklist", lines)


def _stored_lines(before: Document) -> list[frappe._dict]:
	"""The lines as they stand now, locked; no gap is locked where there are none."""
	return _locked_lines(before.name) if before.checklist else []


def _locked_lines(task: str, line_key: str | None = None) -> list[frappe._dict]:
	row = frappe.qb.DocType(LINE)
	fields = ("name", "idx", *QUESTION_FIELDS, *KEPT)
	query = frappe.qb.from_(row).select(*(row[field] for field in fields)).orderby(row.idx).for_update()
	query = query.where((row.parent == task) & (row.parenttype == TASK) & (row.parentfield == "checklist"))
	if line_key is not None:
		query = query.where(row.line_key == line_key)
	return query.run(as_dict=True)


def _changes(sent: Document, kept: frappe._dict) -> dict[str, str]:
	"""What a save writes in a line; nothing if the sender had not seen its last change."""
	if _moment(sent.changed_on) != _moment(kept.changed_on):
		return {}
	return {
		field: sent.get(field) or "" for field in GIVEN if (sent.get(field) or "") != (kept.get(field) or "")
	}


def _moment(value):
	return get_datetime(value) if value else None


# --- one answer -----------------------------------------------------------------------------------------------


def answer_line(task: str, line_key: str, **given: str | None) -> dict:
	"""Write an answer, note or photo in one line of a task; what is None stays as it is, "" takes it away.

	Begins with the lock of the task, so it neither loses an answer nor meets the task being closed. The caller has
	checked the right to write the task. Answers the line as the browser shows it, and how far the checklist is.

	Raises TaskClosedError, NoSuchLineError, NotAnAnswerError or ChecklistPhotoError.
	"""
	line = lock_line(task, line_key, must_be_open=True)
	changes = {
		field: value for field, value in given.items() if value is not None and value != (line[field] or "")
	}
	if changes:
		values = _values(line, changes, task)
		_remember_replaced(task, line, values)
		frappe.db.set_value(LINE, line.name, values)
		frappe.clear_document_cache(TASK, task)
		line.update(values)
		_tell_open_forms(task, line)
	return shown(line)


def lock_line(task: str, line_key: str, must_be_open: bool = False) -> frappe._dict:
	"""Lock a task, then read one of its lines as it stands.

	Raises TaskClosedError if the task must be open and is not, and NoSuchLineError.
	"""
	status = frappe.db.get_value(TASK, task, "status", for_update=True)
	if must_be_open and status in CLOSED:
		_refuse_closed(task)
	lines = _locked_lines(task, line_key)
	if not lines:
		frappe.throw(
			_("This question is no longer part of the task. Reload the page.", context=TASK),
			NoSuchLineError,
		)
	return lines[0]


def shown(line: Document | frappe._dict) -> dict:
	"""What the browser is told of a line after it was answered."""
	return {field: line.get(field) for field in ("line_key", *KEPT)}


def _values(line: frappe._dict, changes: dict[str, str], task: str) -> dict:
	"""What to store in a line for these changes."""
	moment = now_datetime()
	values = {field: _clean(value) for field, value in changes.items()} | {"changed_on": moment}
	if changes.get("photo"):
		_check_photo(task, changes["photo"])
	if len(values.get("note") or "") > LONGEST_NOTE:
		frappe.throw(
			_("The note is longer than {0} characters. Shorten it.", context=TASK).format(LONGEST_NOTE),
			NotAnAnswerError,
		)
	if "answer" in values:
		answer, result = _judged(line, values["answer"])
		who = (frappe.session.user, moment) if answer else (None, None)
		values |= {"answer": answer, "result": result, "answered_by": who[0], "answered_on": who[1]}
	return values


def _clean(value: str) -> str:
	value = str(value).strip()
	return sanitize_html(value, always_sanitize=is_json(value)) if "<" in value else value


def _judged(line: frappe._dict, answer: str) -> tuple[str, str]:
	question = question_of(line)
	try:
		kept = checklists.clean_answer(question, answer)
		return kept, checklists.judge(question, kept)
	except checklists.AnswerError:
		frappe.throw(
			_("{0}: {1} is no answer to this. {2}", context=TASK).format(
				frappe.bold(escape_html(text(line.question))), frappe.bold(escape_html(answer)), _wanted(line)
			),
			NotAnAnswerError,
		)


def _wanted(line: frappe._dict) -> str:
	return {
		checklists.YES_NO: _("Answer Yes, No or NA.", context=TASK),
		checklists.NUMBER: _("Give a number, like 21.5.", context=TASK),
		checklists.RATING: _("Give a number from 1 to 5.", context=TASK),
		checklists.CHOICE: _("Take one of the choices: {0}", context=TASK).format(
			escape_html(", ".join(checklists.choices_of(line.choices)))
		),
	}.get(line.answer_type) or _("Write at most {0} characters.", context=TASK).format(
		checklists.LONGEST_TEXT
	)


def _check_photo(task: str, address: str) -> None:
	"""A private picture that was uploaded to this very task; not somebody else's file, by its address."""
	of_task = {"attached_to_doctype": TASK, "attached_to_name": task, "is_private": 1, "file_url": address}
	ending = address.rpartition(".")[2].lower()
	if ending not in PICTURES or not frappe.db.exists("File", of_task):
		frappe.throw(
			_(
				"The photo must be a picture (JPG, PNG, WebP or HEIC) attached to this task and private. Upload it"
				" here again.",
				context=TASK,
			),
			ChecklistPhotoError,
		)


def _remember_replaced(task: str, line: frappe._dict, values: dict) -> None:
	"""An answer that takes the place of another one leaves word of that on the task."""
	if "answer" in values and line.answer:
		frappe.get_doc(TASK, task).add_comment(
			"Info",
			_("{0}: {1} instead of {2} by {3}", context=TASK).format(
				escape_html(text(line.question)),
				frappe.bold(escape_html(values["answer"] or _("no answer", context=TASK))),
				frappe.bold(escape_html(line.answer)),
				escape_html(frappe.utils.get_fullname(line.answered_by)),
			),
		)


def _tell_open_forms(task: str, line: frappe._dict) -> None:
	frappe.publish_realtime(
		"facility_line_answered",
		{"task": task, **shown(line)},
		doctype=TASK,
		docname=task,
		after_commit=True,
	)


# --- before a task is done ------------------------------------------------------------------------------------


def check_answered(task: Document) -> None:
	"""Refuse to call a task done while a required line has no answer or lacks its photo, naming the lines.

	Raises ChecklistIncompleteError.
	"""
	lacking = {checklists.NO_ANSWER: [], checklists.NO_PHOTO: []}
	for row in task.checklist:
		if what := checklists.missing(question_of(row), row.answer, bool(row.photo)):
			lacking[what].append(row)
	if any(lacking.values()):
		frappe.throw(
			_(
				"{0} cannot be done yet. Answer what is missing in its checklist, then go on.", context=TASK
			).format(frappe.bold(frappe.utils.get_link_to_form(TASK, task.name, escape_html(task.subject))))
			+ _listed(_("Without an answer:", context=TASK), lacking[checklists.NO_ANSWER])
			+ _listed(_("A photo is needed:", context=TASK), lacking[checklists.NO_PHOTO]),
			ChecklistIncompleteError,
		)


def _listed(heading: str, rows: Iterable[Document]) -> str:
	lines = "".join(f"<li>{row.idx}. {escape_html(text(row.question))}</li>" for row in rows)
	return f"<br><br>{heading}<ul>{lines}</ul>" if lines else ""


def _refuse_closed(task: str) -> None:
	frappe.throw(_closed_text(task), TaskClosedError)


def _closed_text(task: str) -> str:
	subject, status = frappe.db.get_value(TASK, task, ["subject", "status"])
	return _("{0} is {1}, so its checklist stays as it is. Reopen the task to go on.", context=TASK).format(
		frappe.bold(frappe.utils.get_link_to_form(TASK, task, escape_html(subject))),
		frappe.bold(_(status, context=TASK)),
	)
