"""Taking reports of problems: from employees at the desk, and from anybody who scans the sign of a room.

A report becomes a task at its place, with who reported it beside it. The same report sent twice (a double tap, an
answer that got lost) is one task: the browser sends the same key. When a place gets more reports in an hour than
people can read, further ones are kept with the newest task instead of making more.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

import frappe
from frappe import _, bold
from frappe.rate_limiter import rate_limit
from frappe.utils import escape_html, now_datetime, validate_email_address
from pypika.terms import Criterion

from office_management.domain import problem_texts
from office_management.erp.people import employee_facts, employee_of
from office_management.facilities import photos, reporters, tasks
from office_management.facilities.permissions import TASK, task_criterion
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space
from office_management.photos import PhotoError, clean_photo
from office_management.savepoints import undone_on_error

PURPOSE = "report a problem"
TASKS_PER_HOUR = 10
"""New tasks that one place gets by its sign in an hour."""
REPORTS_PER_HOUR = 40
"""Reports taken by one sign in an hour, from whatever addresses."""
LANGUAGES = {"en": "English", "nl": "Nederlands", "da": "Dansk"}
SHOWN = 20
OPEN = ("Open", "In Progress", "On Hold")


class ReportTextError(frappe.ValidationError):
	"""What was written is missing, too short or too long, or the address is none."""


class ReportPhotoError(frappe.ValidationError):
	"""The file is no photo that can be taken."""


class ReportPlaceError(frappe.ValidationError):
	"""There is no such place that the user may name."""


@dataclass(frozen=True)
class Report:
	"""What somebody tells. `key`: made by the browser, the same when it sends again. `photo`: from clean_photo."""

	text: str
	key: str | None = None
	photo: bytes | None = None
	name: str | None = None
	email: str | None = None
	language: str = "en"
	employee: str | None = None
	is_dangerous: bool = False
	more: dict = field(default_factory=dict)


# --- reading what came ----------------------------------------------------------------------------------------


def read_report(text: str, key: str | None = None, photo: bytes | None = None, **more) -> Report:
	"""Check and clean what came, before anything is written.

	Raises:
		ReportTextError: the words can't be taken; the message says why.
		ReportPhotoError: nor can the photo.
	"""
	try:
		words = problem_texts.check_text(text)
	except problem_texts.TextProblem as problem:
		frappe.throw(text_message(problem.code), ReportTextError)
	return Report(
		text=words,
		key=key if problem_texts.is_key(key) else None,
		photo=read_photo(photo),
		**more,
	)


def read_photo(content: bytes | None) -> bytes | None:
	"""The photo made anew; None if there is none."""
	if not content:
		return None
	try:
		return clean_photo(content)
	except PhotoError:
		message = _(
			"This file can't be used as a photo. Choose a JPEG, PNG or WebP picture of at most 10 MB, or leave it out.",
			context="Problem Report",
		)
		return frappe.throw(message, ReportPhotoError)


def read_person(name: str | None, email: str | None) -> dict:
	"""Name and address of who wants to hear how it ends, as values of Report.

	Raises:
		ReportTextError: this is no address.
	"""
	address = problem_texts.clean_line(email, problem_texts.LONGEST_EMAIL + 1)
	if address and (len(address) > problem_texts.LONGEST_EMAIL or not validate_email_address(address)):
		frappe.throw(text_message("email_wrong"), ReportTextError)
	return {"name": problem_texts.clean_line(name, problem_texts.LONGEST_NAME), "email": address.lower()}


def text_message(code: str) -> str:
	"""Why the words of a report can't be taken."""
	return {
		"empty": _("Please say what is wrong.", context="Problem Report"),
		"too_short": _("Please say a little more about what is wrong.", context="Problem Report"),
		"too_long": _(
			"This is too long. Please say it in at most 2,000 characters.", context="Problem Report"
		),
		"email_wrong": _(
			"This e-mail address can't be right. Correct it, or leave it out.", context="Problem Report"
		),
	}[code]


# --- taking it ------------------------------------------------------------------------------------------------


def take(report: Report, space: frappe._dict) -> str | None:
	"""Make a task of a report on a place (name, company), or find the one made of it before; return the task.

	Checks no permission: the caller has (the right to create tasks, or the token of a sign).
	"""
	key = key_of(report, space.name)
	if key and (known := frappe.db.get_value(reporters.REPORTER, {"report_key": key}, "parent")):
		return known
	try:
		with undone_on_error():
			return write(report, space, key)
	except frappe.UniqueValidationError:
		# the same report came at the same moment, and the other one was first
		frappe.clear_last_message()
		return frappe.db.get_value(reporters.REPORTER, {"report_key": key}, "parent", for_update=True)


def key_of(report: Report, space: str | None) -> str | None:
	"""By what the same report is known: its key, its place and its words. Other words are another report."""
	if not report.key:
		return None
	parts = "\0".join([report.key, space or "", report.text])
	return hashlib.sha256(parts.encode()).hexdigest()[:40]


def write(report: Report, space: frappe._dict, key: str | None) -> str:
	"""Make the task, or when the place has too many, add to its newest; then the reporter's row and the photo."""
	task = None if report.employee else newest_when_flooded(space.name)
	task = task or tasks.make_task(**task_values(report, space))
	reporters.add_reporter(
		task,
		report_key=key,
		employee=report.employee,
		reporter_name=report.name or None,
		email=report.email or None,
		text=report.text,
		language=report.language,
	)
	if report.photo:
		photos.attach_photo(task, report.photo)
	return task


def task_values(report: Report, space: frappe._dict) -> dict:
	"""The fields of the new task."""
	subject = problem_texts.subject_of(report.text)
	return {
		"subject": subject,
		"description": report.text if report.text != subject else None,
		"space": space.name,
		"company": space.company,
		"source": "Request",
		"urgency": "Emergency" if report.is_dangerous else "Normal",
		"requested_by": report.employee,
		**report.more,
	}


def newest_when_flooded(space: str) -> str | None:
	"""The newest open task of a place whose sign has made too many in the last hour; else None."""
	recent = frappe.get_all(
		TASK,
		filters={
			"space": space,
			"source": "Request",
			"requested_by": ("is", "not set"),
			"creation": (">", now_datetime() - timedelta(hours=1)),
			"status": ("in", OPEN),
		},
		pluck="name",
		order_by="creation desc",
		limit=TASKS_PER_HOUR,
	)
	return recent[0] if len(recent) >= TASKS_PER_HOUR else None


# --- by the sign ----------------------------------------------------------------------------------------------


def takes_problem_reports() -> bool:
	"""Return whether anybody may report by a sign here; the room sign asks it, too."""
	return administration.uses("tasks") and bool(administration.setting("accept_problem_reports"))


def place_of_token(token: object) -> frappe._dict | None:
	"""The place whose sign carries the token (name, space_name, company); None for anything else, whatever it is."""
	return office_space.space_of_token(token, PURPOSE)


def language_of_request() -> str:
	"""The language of the page: one of ours."""
	language = (frappe.local.lang or "en").split("-")[0].split("_")[0]
	return language if language in LANGUAGES else "en"


@rate_limit(key="t", limit=REPORTS_PER_HOUR, seconds=3600, ip_based=False)
def take_from_sign(place: frappe._dict, report: Report) -> str | None:
	"""Take a report that came by a place's sign, however many people stand before it.

	Raises:
		frappe.RateLimitExceededError: more came by this sign in an hour than a place can have problems.
	"""
	return take(report, place)


# --- at the desk ----------------------------------------------------------------------------------------------


def take_from_desk(
	text: str, space: str | None, is_dangerous: bool, key: str | None, photo: bytes | None
) -> str:
	"""Take a report of the session's user and return its task. The caller has checked the right to create tasks."""
	employee = employee_of(frappe.session.user)
	facts = employee_facts([employee]).get(employee) if employee else None
	place = (
		place_at_desk(space) if space else frappe._dict(name=None, company=facts.company if facts else None)
	)
	report = read_report(
		text,
		key,
		photo,
		employee=employee,
		name=facts.employee_name if facts else frappe.utils.get_fullname(),
		email=frappe.db.get_value("User", frappe.session.user, "email"),
		language=language_of_request(),
		is_dangerous=is_dangerous,
		more={"from_department": facts.department if facts else None},
	)
	return take(report, place)


def place_at_desk(space: str) -> frappe._dict:
	"""A place that the user may name in a report.

	Raises:
		ReportPlaceError: the same whether it does not exist or lies outside the user's limits.
	"""
	table = frappe.qb.DocType("Office Space")
	found = places_query(table).select(table.company).where(table.name == space).run(as_dict=True)
	if not found:
		message = _("There is no place {0} here. Choose one from the list.", context="Problem Report")
		frappe.throw(message.format(bold(escape_html(space))), ReportPlaceError)
	return found[0]


def places_query(table):
	"""Places in use, inside the user's limits on places and companies: their names only, which hang on every door.

	An employee reads the records of their own seat alone, but may say that the tap in the kitchen drips.
	"""
	limits = [
		office_space.place_criterion(table.name, TASK),
		office_space.company_criterion(table.company, TASK),
	]
	return (
		frappe.qb.from_(table)
		.select(table.name, table.space_name)
		.where(table.status != "Closed")
		.where(Criterion.all([limit for limit in limits if limit is not None]))
	)


def find_places(text: str) -> list[dict]:
	"""Places whose name or code holds all the words, for the field of the desk: value, label, description."""
	table = frappe.qb.DocType("Office Space")
	query = places_query(table)
	for word in text.split()[:5]:
		like = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
		query = query.where(table.space_name.like(like) | table.name.like(like))
	rows = query.orderby(table.name).limit(SHOWN).run(as_dict=True)
	return [{"value": row.name, "label": row.space_name, "description": row.name} for row in rows]


def own_reports() -> list[dict]:
	"""What the session's user has reported or asked for, the newest first; for each only what concerns them."""
	table, space = frappe.qb.DocType(TASK), frappe.qb.DocType("Office Space")
	rows = (
		frappe.qb.from_(table)
		.left_join(space)
		.on(space.name == table.space)
		.select(table.name, table.subject, table.status, table.creation, table.outcome, space.space_name)
		.where(Criterion.all([limit for limit in (asked(table), task_criterion(table)) if limit is not None]))
		.orderby(table.creation, order=frappe.qb.desc)
		.limit(SHOWN)
		.run(as_dict=True)
	)
	return [{**row, "state": state_of(row.status)} for row in rows]


def asked(table) -> Criterion:
	"""The task was asked for by the session's user, or they reported the same."""
	employee = employee_of(frappe.session.user)
	if not employee:
		return (table.owner == frappe.session.user) & (table.source == "Request")
	row = frappe.qb.DocType(reporters.REPORTER)
	reported = frappe.qb.from_(row).select(row.parent).where(row.employee == employee)
	return (table.requested_by == employee) | table.name.isin(reported)


def state_of(status: str) -> str:
	"""What a reporter is told about where it stands."""
	return {
		"Open": _("Received", context="Problem Report"),
		"In Progress": _("Being worked on", context="Problem Report"),
		"On Hold": _("Waiting", context="Problem Report"),
		"Done": _("Done", context="Problem Report"),
		"Verified": _("Done", context="Problem Report"),
	}.get(status) or _("Closed", context="Problem Report")


def first_place(space: str | None = None) -> dict | None:
	"""The place to begin with: the one asked for, else the user's own seat today; value and label."""
	if space:
		table = frappe.qb.DocType("Office Space")
		found = places_query(table).where(table.name == space).run(as_dict=True)
		return {"value": found[0].name, "label": found[0].space_name} if found else None
	seats = [seat for seat in office_space.my_seat()["seats"] if seat["status"] == "Active"]
	return {"value": seats[0]["space"], "label": seats[0]["space_name"]} if seats else None
