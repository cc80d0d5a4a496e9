from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from office_management import inputs
from office_management.domain.badge_states import AVAILABLE, ISSUED, LOST, RETIRED
from office_management.front_desk import badges
from office_management.office_administration import api as administration
from office_management.retries import with_retries

HOLDER = ("visitor_log", "employee", "issued_on", "due_back_on", "current_issue")
DECIDED = ("status", *HOLDER, "times_issued")
"""Written by the acts in badges.py alone, once the badge is made."""
HISTORY = (
	"visitor_log",
	"employee",
	"employee_name",
	"issued_on",
	"issued_by",
	"due_back_on",
	"returned_on",
	"returned_to",
	"lost_on",
	"note",
)


class BadgeActError(frappe.ValidationError):
	"""Who has a badge was changed otherwise than by giving it out, taking it back and the like."""


class BadgeInUseError(frappe.ValidationError):
	"""The badge has been given out before, so it cannot be deleted."""


class AccessBadge(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.access_badge_issue.access_badge_issue import (
			AccessBadgeIssue,
		)

		badge_number: DF.Data
		badge_type: DF.Literal["Visitor Badge", "Access Card", "Key", "Parking Card", "Other"]
		company: DF.Link | None
		current_issue: DF.Data | None
		description: DF.Data | None
		due_back_on: DF.Datetime | None
		employee: DF.Link | None
		employee_name: DF.Data | None
		issued_on: DF.Datetime | None
		issues: DF.Table[AccessBadgeIssue]
		opens: DF.Data | None
		space: DF.Link | None
		status: DF.Literal["Available", "Issued", "Lost", "Retired"]
		times_issued: DF.Int
		visitor_log: DF.Link | None
	# end: auto-generated types

	def validate(self):
		inputs.check_moments(self)
		administration.clean_texts(self)
		self.set_first_status()
		self.set_first_holder()
		self.guard_what_acts_decide()
		self.set_company()
		self.set_employee_name()

	def on_trash(self):
		self.refuse_if_used()

	def set_first_status(self):
		"""A new badge is here, unless it is known to be lost or out of use; no visitor has it yet."""
		if self.is_new():
			self.status = self.status if self.status in (LOST, RETIRED) else AVAILABLE
			self.update({"visitor_log": None, "current_issue": None, "times_issued": 0})
			self.set("issues", [])

	def set_first_holder(self):
		"""Cards and keys are often out already when they are written down: then the history begins with that."""
		if not self.is_new():
			return
		if not self.employee:
			self.update(dict.fromkeys(HOLDER))
			return
		self.issued_on = self.issued_on or now_datetime()
		self.status, self.times_issued = ISSUED, 1
		row = badges.row_values(None, self.employee, self.issued_on, self.due_back_on)
		self.current_issue = self.append("issues", {**row, "name": frappe.generate_hash(length=10)}).name

	def guard_what_acts_decide(self):
		"""A form, an import or a script may describe a badge, but not say who has it or had it."""
		if self.is_new() or decided(self) == decided(self.get_doc_before_save()):
			return
		frappe.throw(
			_(
				"Use Give Out, Take Back, Lost, Found or Retire to say where a badge is.",
				context="Access Badge",
			),
			BadgeActError,
		)

	def set_company(self):
		"""A badge is of the company whose place it belongs to; without a place it is every reception's."""
		self.company = self.space and frappe.db.get_value("Office Space", self.space, "company")

	def set_employee_name(self):
		self.employee_name = self.employee and frappe.db.get_value("Employee", self.employee, "employee_name")

	def refuse_if_used(self):
		"""Who had which badge stays known."""
		if self.issues:
			message = _("{0} has been given out before. Retire it instead.", context="Access Badge")
			frappe.throw(message.format(badges.link(self)), BadgeInUseError)


def decided(doc: Document) -> tuple:
	"""What the acts decide, comparable whether it comes from the database or from a browser."""
	fields = tuple(plain(doc, field) for field in DECIDED)
	return (fields, tuple(tuple(plain(row, field) for field in HISTORY) for row in doc.issues))


def plain(doc: Document, field: str) -> str | int | datetime | None:
	value = doc.get(field) or None
	return get_datetime(value) if value and field.endswith("_on") else value


# --- what the form and the list ask for -----------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def give_out(badge: str, employee: str, due_back_on: str | None = None, note: str | None = None) -> None:
	"""Give a badge, card or key to an employee, until further notice or until a moment."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.issue(badge, employee=employee, due_back_on=due_back_on or None, note=note))


@frappe.whitelist(methods=["POST"])
def take_back(badge: str) -> None:
	"""A badge was handed in."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.give_back(badge))


@frappe.whitelist(methods=["POST"])
def mark_lost(badge: str, note: str | None = None) -> None:
	"""A badge cannot be found."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.lose(badge, note))


@frappe.whitelist(methods=["POST"])
def mark_found(badge: str) -> None:
	"""A lost badge has turned up."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.find(badge))


@frappe.whitelist(methods=["POST"])
def retire(badge: str) -> None:
	"""A badge is not used any more."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.retire(badge))


@frappe.whitelist(methods=["POST"])
def restore(badge: str) -> None:
	"""A retired badge is used again."""
	frappe.has_permission("Access Badge", "write", doc=badge, throw=True)
	with_retries(lambda: badges.restore(badge))


@frappe.whitelist()
def get_badges_of(employee: str) -> list[dict]:
	"""What an employee must hand in when leaving, for who may read their record."""
	frappe.has_permission("Employee", "read", doc=employee, throw=True)
	return badges.of_employee(employee)
