import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, formatdate, get_link_to_form, getdate

from office_management import inputs
from office_management.domain import document_states as states
from office_management.office_administration import document_files, document_reminders, documents
from office_management.office_administration.areas import setting
from office_management.office_administration.texts import clean_texts
from office_management.office_space import api as office_space

DOCTYPE = "Office Document"
OWN = (
	"last_reviewed_date",
	"reviewed_by",
	"review_note",
	"replacement",
	"withdrawn_from_date",
	"withdrawn_by",
	"withdrawn_reason",
)
"""Written by our own acts; what a client sends is put back."""


class DocumentDatesError(frappe.ValidationError):
	"""The document would end before it begins."""


class RemindDaysError(frappe.ValidationError):
	"""The days on which to remind cannot be read."""


class DocumentOwnerError(frappe.ValidationError):
	"""Who is to be responsible does not work here."""


class OfficeDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_administration.doctype.office_document_reminder.office_document_reminder import (
			OfficeDocumentReminder,
		)

		asset: DF.Link | None
		company: DF.Link
		contract: DF.Link | None
		document_number: DF.Data | None
		document_type: DF.Literal["Licence", "Insurance", "Certificate", "Contract", "Policy", "Other"]
		file: DF.Attach | None
		is_signed: DF.Check
		issuer: DF.Data | None
		last_reviewed_date: DF.Date | None
		next_reminder_date: DF.Date | None
		next_review_date: DF.Date | None
		notes: DF.SmallText | None
		original_kept_at: DF.Data | None
		remind_days: DF.Data | None
		reminders: DF.Table[OfficeDocumentReminder]
		replacement: DF.Link | None
		replaces: DF.Link | None
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		review_every_months: DF.Int
		review_note: DF.SmallText | None
		reviewed_by: DF.Link | None
		space: DF.Link | None
		status: DF.Literal["Valid", "Review Due", "Expired", "Withdrawn"]
		supplier: DF.Link | None
		title: DF.Data
		valid_from_date: DF.Date | None
		valid_until_date: DF.Date | None
		withdrawn_by: DF.Link | None
		withdrawn_from_date: DF.Date | None
		withdrawn_reason: DF.SmallText | None
	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("may_review", documents.may_review(self))

	def validate(self) -> None:
		inputs.check_moments(self)
		self.keep_own_fields()
		self.set_name_of_responsible()
		self.set_company()
		self.check_place()
		self.check_dates()
		self.check_remind_days()
		self.check_responsible_works_here()
		self.check_replaces()
		self.set_next_review()
		self.set_status()
		document_files.keep_private(self)
		clean_texts(self)

	def on_update(self) -> None:
		documents.follow_replaced(self)

	def on_trash(self) -> None:
		documents.let_go(self)

	# --- what follows from what was typed ---------------------------------------------------------------------

	def keep_own_fields(self) -> None:
		"""Put back what only our own code writes. The rows of reminders are always those stored."""
		before = self.get_doc_before_save() or frappe.new_doc(DOCTYPE)
		for field in () if self.flags.by_act else OWN:
			self.set(field, before.get(field))
		self.set("reminders", before.get("reminders") or [])

	def set_name_of_responsible(self) -> None:
		"""Not by fetch_from: that asks for the right to read Employee."""
		self.responsible_name = name_of(self.responsible)

	def set_company(self) -> None:
		"""A place decides."""
		theirs = self.space and frappe.db.get_value("Office Space", self.space, "company")
		self.company = theirs or self.company or setting("office_company")

	def set_next_review(self) -> None:
		"""From the months, until somebody chooses another day."""
		chosen = self.flags.by_act or (not self.is_new() and self.has_value_changed("next_review_date"))
		if chosen or not (self.is_new() or self.has_value_changed("review_every_months")):
			return
		months = cint(self.review_every_months)
		if months and not (self.is_new() and self.next_review_date):
			self.next_review_date = states.months_after(getdate(self.last_reviewed_date), months)
		elif not months and not self.is_new():
			self.next_review_date = None

	def set_status(self) -> None:
		"""Stored for lists; rules and reports go by the dates."""
		self.status = documents.status_of(self)
		self.next_reminder_date = document_reminders.next_reminder_date(self)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_place(self) -> None:
		if not self.space or not self.has_value_changed("space") or self.flags.ignore_permissions:
			return
		if not office_space.may_use_place(self.space):
			message = _("You may not keep documents of {0}.", context=DOCTYPE)
			frappe.throw(message.format(bold(escape_html(self.space))), frappe.PermissionError)

	def check_dates(self) -> None:
		first, last = self.valid_from_date, self.valid_until_date
		if first and last and getdate(last) < getdate(first):
			message = _(
				"{0} would be valid until {1}, before it begins on {2}. Change one of the dates.",
				context=DOCTYPE,
			)
			frappe.throw(
				message.format(
					bold(escape_html(self.title)), bold(formatdate(last)), bold(formatdate(first))
				),
				DocumentDatesError,
			)

	def check_remind_days(self) -> None:
		try:
			days = states.days_in(self.remind_days)
		except ValueError:
			message = _("Write days before the date as numbers, such as {0}; not {1}.", context=DOCTYPE)
			frappe.throw(
				message.format(bold("30, 14, 7, 0"), bold(escape_html(self.remind_days))), RemindDaysError
			)
		self.remind_days = ", ".join(str(number) for number in days)

	def check_responsible_works_here(self) -> None:
		"""Only who is newly named: a document of someone who has left since can still be handed on."""
		if not self.responsible or not self.has_value_changed("responsible"):
			return
		if frappe.db.get_value("Employee", self.responsible, "status") != "Active":
			message = _("{0} is not an active employee. Choose someone who works here.", context=DOCTYPE)
			link = get_link_to_form("Employee", self.responsible, escape_html(self.responsible_name))
			frappe.throw(message.format(link), DocumentOwnerError)

	def check_replaces(self) -> None:
		if self.replaces and (self.is_new() or self.has_value_changed("replaces")):
			documents.check_replaceable(self)


def name_of(employee: str | None) -> str | None:
	return frappe.db.get_value("Employee", employee, "employee_name") if employee else None
