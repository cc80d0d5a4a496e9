"""What Office Administration offers to the other modules, to the desk and to hooks."""

import datetime
from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from office_management.office_administration import (
	areas,
	counting,
	deputies,
	duty_holders,
	office_day,
	report_mail,
	responsibility,
	roles,
	second_person,
	texts,
)


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
