"""What Office Administration offers to the other modules, to the desk and to hooks."""

import datetime
from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from office_management import inputs
from office_management.office_administration import (
	areas,
	counting,
	deputies,
	document_files,
	documents,
	duty_holders,
	office_day,
	report_mail,
	responsibility,
	roles,
	second_person,
	texts,
)
from office_management.office_administration.office_day import show_all, show_these
from office_management.retries import with_retries

DOCUMENT = "Office Document"


def setting(fieldname: str):
	"""The value of one field of Office Management Settings."""
	return areas.setting(fieldname)


def uses(area: str) -> bool:
	"""Whether this office uses the area: space, front_desk, tasks, bills, audits or administration.

	Raises KeyError for anything else.
	"""
	return areas.uses(area)


def whom_to_tell(
	topic: str, space: str | None = None, on_date: datetime.date | str | None = None
) -> list[frappe._dict]:
	"""Whom to tell about the topic at the place, and who is next, the nearest first.

	At the space, then at each place above it, then everywhere: who is responsible, their deputy, then who stands
	in for them in general (Deputy on the Employee). At last the office managers who may see the place. Each
	person once; who does not work here on the date is left out.

	Args:
		topic: a topic of Office Responsibility.
		space: an Office Space, or nothing for matters without a place.
		on_date: the day it is about, in the site's time zone; today when left out.

	Returns one dict per person: employee (or None), user (or None), name, phone, and step (Responsible, Deputy,
	Stand-in or Office Manager). Checks no permission: the caller decides what to show and to whom.
	"""
	return responsibility.people_to_tell(topic, space, on_date)


def duties_around(
	topics: Collection[str], space: str, on_date: datetime.date | None = None
) -> list[frappe._dict]:
	"""Every duty for the topics at the place, above it, below it and everywhere, the deepest place first.

	Args:
		topics: topics of Office Responsibility.
		space: an Office Space.
		on_date: the day it is about, in the site's time zone; today when left out.

	Each has topic, space (None = everywhere), lft and rgt of its place, and holders: responsible, deputy and stand-in
	with employee, user, name, phone, step, is_here (works here that day), certificate_until and certificate (a state
	of domain.validity). Checks no permission.
	"""
	return duty_holders.duties_around(topics, space, on_date)


def holds_duty(topics: Collection[str], employee: str) -> bool:
	"""Whether the employee holds any duty for the topics anywhere: as responsible, deputy or stand-in.

	Quick, for pages that ask for everybody; what holds where and on which day, `duties_around` says.
	"""
	return duty_holders.holds_duty(topics, employee)


def clean_texts(document: Document) -> None:
	"""Take script out of the typed texts of a document, where Frappe leaves it in (text that is valid JSON)."""
	texts.clean_texts(document)


def keep_formulas_text(document: Document) -> None:
	"""What a spreadsheet would take for a formula in the typed texts of a document is kept text by an apostrophe."""
	texts.keep_formulas_text(document)


def check_second_person(doers: str | Collection[str], checker: str, reason: str | None = None) -> bool:
	"""Let `checker` sign what `doers` (users) did, as the rule Second Person in the settings says.

	Returns True when one person did both: what is signed must then say "by one person".
	Raises second_person.SecondPersonError or second_person.SecondPersonReasonError.
	"""
	return second_person.check_second_person(doers, checker, reason)


def name_the_reader(auto_email_report: Document) -> None:
	"""Called while an Auto Email Report is saved: ours keep to the limits of the user the mail is made for."""
	report_mail.name_the_reader(auto_email_report)


def check_deputy(employee) -> None:
	"""Called while an Employee is saved: nobody is their own deputy, and a new deputy works here."""
	deputies.check_deputy(employee)


def propose_workspace_on_new_role(user) -> None:
	"""Called while a User is saved: who gets a first office role and has no default workspace, gets Office."""
	roles.propose_workspace_on_new_role(user)


def has_app_permission() -> bool:
	"""Whether the app is shown to the user on the apps screen."""
	return frappe.session.user == "Administrator" or bool(
		set(frappe.get_roles()).intersection(roles.APP_ROLES)
	)


def boot_values() -> dict:
	"""What the browser needs to know of the settings, for users of the desk."""
	return {
		"uses": areas.used_areas(),
		"second_person_rule": setting("second_person_rule"),
	}


@frappe.whitelist()
def get_office_day() -> dict:
	"""Today at a glance, for the page Office Day: the blocks the user may see, by area.

	Raises PermissionError unless the user holds an office role, is an employee, or manages the system.
	"""
	frappe.only_for(roles.APP_ROLES)
	return {"date": today(), "areas": office_day.collect()}


@frappe.whitelist()
def get_whom_to_tell(topic: str, space: str | None = None) -> list[dict]:
	"""Names and phones of whom to tell about a topic at a place today, in order, for the desk.

	Raises PermissionError unless the user may read responsibilities, and the space when one is given.
	"""
	frappe.has_permission("Office Responsibility", "read", throw=True)
	if space:
		frappe.has_permission("Office Space", "read", doc=space, throw=True)
	return [
		{"name": person.name, "phone": person.phone, "step": _(person.step, context="Office Responsibility")}
		for person in whom_to_tell(topic, space)
	]


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""What `frappe.desk.search.get_link_title` answers; of our records that the user may not read, only the name."""
	check_desk_user()
	return counting.title(doctype, docname)


def check_desk_user() -> None:
	"""Raises frappe.PermissionError for guests."""
	if frappe.session.user == "Guest":
		raise frappe.PermissionError


@frappe.whitelist()
def get_count(
	doctype: str,
	filters: dict | list | str | None = None,
	debug: bool | int | str = False,
	cache: bool | int | str = False,
) -> int:
	"""What `frappe.client.get_count` answers, of our DocTypes for those records only that the user may see."""
	counting.check_may_count(doctype)
	return counting.count(doctype, filters, bool(frappe.utils.cint(debug)), bool(frappe.utils.cint(cache)))


# --- documents ------------------------------------------------------------------------------------------------


def documents_in_scope(
	company: str, space: str | None = None, document_type: str | None = None, responsible: str | None = None
) -> list[frappe._dict]:
	"""The documents in use of a company: at a place with all below it, of a type, of a person.

	Each has name, title, document_type, document_number, responsible, responsible_name, space, supplier,
	valid_until_date, next_review_date, original_kept_at, and status as of today. Checks no permission: the caller has.
	"""
	return documents.in_scope(company, space, document_type, responsible)


def file_added(file: Document) -> None:
	"""A File was added: what hangs on an Office Document is made private."""
	document_files.file_added(file)


@frappe.whitelist(methods=["POST"])
def review_document(
	document: str, note: str | None = None, next_review_date: datetime.date | str | None = None
) -> str | None:
	"""Say that a document was looked at; answers the day of the next review. For who is responsible, too."""
	frappe.has_permission(DOCUMENT, "read", doc=document, throw=True)
	if not documents.may_review(frappe.get_doc(DOCUMENT, document)):
		raise frappe.PermissionError
	day = inputs.day_or_none(next_review_date)
	return with_retries(lambda: documents.review(document, note, day))


@frappe.whitelist(methods=["POST"])
def withdraw_document(document: str, reason: str) -> None:
	"""The document holds no more; nobody is reminded of it."""
	frappe.has_permission(DOCUMENT, "write", doc=document, throw=True)
	with_retries(lambda: documents.withdraw(document, reason))


@frappe.whitelist(methods=["POST"])
def put_back_document(document: str) -> None:
	"""The document was withdrawn by mistake."""
	frappe.has_permission(DOCUMENT, "write", doc=document, throw=True)
	with_retries(lambda: documents.put_back(document))


@frappe.whitelist()
def get_document_calendar(
	start: datetime.date | str, end: datetime.date | str, filters: str | list | dict | None = None
) -> list[dict]:
	"""What runs out and what is to be reviewed in a period; only documents the user may see."""
	frappe.has_permission(DOCUMENT, "read", throw=True)
	first, last = inputs.day(start), inputs.day(end)
	return documents.calendar_events(first, last, inputs.conditions(DOCUMENT, filters))


@frappe.whitelist()
def search_documents(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 10,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""What a Link to Office Document offers (hook standard_queries): only those the user may see.

	Frappe's own search leaves row rules out when the browser asks it to (`ignore_user_permissions`).
	"""
	frappe.has_permission(DOCUMENT, "read", throw=True)
	return documents.search(txt, start, page_length, filters, as_dict)
