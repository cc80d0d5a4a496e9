import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, formatdate, get_link_to_form, getdate

from office_management.domain import validity
from office_management.office_administration.areas import setting
from office_management.office_administration.texts import clean_texts


class ResponsibilityDatesError(frappe.ValidationError):
	"""The last day lies before the first."""


class OwnDeputyError(frappe.ValidationError):
	"""Someone was to be their own deputy."""


class PersonNotActiveError(frappe.ValidationError):
	"""The responsible person or deputy does not work here."""


class SameResponsibilityError(frappe.ValidationError):
	"""The person is already responsible for this at that time."""


class CertificateDatesError(frappe.ValidationError):
	"""The certificate ends before it was issued."""


class OfficeResponsibility(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		certificate: DF.Data | None
		certificate_date: DF.Date | None
		certificate_file: DF.Attach | None
		certificate_valid_until_date: DF.Date | None
		company: DF.Link | None
		deputy: DF.Link | None
		deputy_name: DF.Data | None
		from_date: DF.Date | None
		notes: DF.SmallText | None
		phone: DF.Data | None
		rank_order: DF.Int
		responsible: DF.Link
		responsible_name: DF.Data | None
		space: DF.Link | None
		status: DF.Literal["Active", "Ended"]
		to_date: DF.Date | None
		topic: DF.Literal[
			"Space",
			"Reception",
			"Cleaning",
			"Maintenance",
			"Safety",
			"Fire Warden",
			"First Aid",
			"Key Holder",
			"Security",
			"IT",
			"Purchasing",
			"Audit",
			"Emergency",
			"Other",
		]
	# end: auto-generated types

	def onload(self):
		self.set_onload("certificate_state", self.certificate_state())

	def validate(self):
		clean_texts(self)
		self.check_are_dates()
		self.set_names()
		self.set_company()
		self.set_status()
		self.check_dates()
		self.check_deputy()
		self.check_people_work_here()
		self.check_not_twice()
		self.check_certificate()

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	def set_names(self):
		"""Kept here, not by fetch_from: that asks for the right to read Employee, which few of our people have."""
		self.responsible_name = employee_name(self.responsible)
		self.deputy_name = employee_name(self.deputy)

	def set_company(self):
		"""A place decides. Everywhere means: at every place of the company, or of all when there is none."""
		if self.space:
			self.company = frappe.db.get_value("Office Space", self.space, "company")

	def set_status(self):
		self.status = validity.status_on(as_date(self.to_date), getdate())

	def certificate_state(self) -> str | None:
		"""None, Valid, Runs Out or Run Out, as of today."""
		warn_days = setting("certificate_warning_days") or 0
		return validity.certificate_state(as_date(self.certificate_valid_until_date), getdate(), warn_days)

	def check_are_dates(self):
		"""Frappe takes the year 1, and what is no text, for no date at all."""
		for field in ("from_date", "to_date", "certificate_date", "certificate_valid_until_date"):
			if self.get(field) and not getdate(self.get(field)):
				frappe.throw(
					_("{0} is not a day that can be used.", context="Office Responsibility").format(
						frappe.bold(escape_html(frappe.utils.cstr(self.get(field))))
					),
					ResponsibilityDatesError,
				)

	def check_dates(self):
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_(
					"The last day {0} lies before the first day {1}. Change one of them.",
					context="Office Responsibility",
				).format(frappe.bold(formatdate(self.to_date)), frappe.bold(formatdate(self.from_date))),
				ResponsibilityDatesError,
				title=_("Dates the Wrong Way Round", context="Office Responsibility"),
			)

	def check_deputy(self):
		if self.deputy and self.deputy == self.responsible:
			frappe.throw(
				_(
					"{0} cannot be their own deputy. Choose someone else, or leave the deputy empty.",
					context="Office Responsibility",
				).format(frappe.bold(escape_html(self.responsible_name))),
				OwnDeputyError,
				title=_("Same Person Twice", context="Office Responsibility"),
			)

	def check_people_work_here(self):
		"""Only who is newly named: a duty of someone who has left since can still be ended or handed on."""
		for field in ("responsible", "deputy"):
			if self.get(field) and self.has_value_changed(field):
				self.check_works_here(self.get(field))

	def check_works_here(self, employee: str):
		if frappe.db.get_value("Employee", employee, "status") != "Active":
			frappe.throw(
				_(
					"{0} is not an active employee. Choose someone who works here.",
					context="Office Responsibility",
				).format(get_link_to_form("Employee", employee, escape_html(employee_name(employee)))),
				PersonNotActiveError,
				title=_("Not an Active Employee", context="Office Responsibility"),
			)

	def check_not_twice(self):
		"""Several people may share a topic and place (wardens), each of them once at a time."""
		other = self.same_at_that_time()
		if other:
			frappe.throw(
				_(
					"{0} is already responsible for {1} here at that time: {2}. End or change that one instead.",
					context="Office Responsibility",
				).format(
					frappe.bold(escape_html(self.responsible_name)),
					frappe.bold(_(self.topic, context="Office Responsibility")),
					get_link_to_form("Office Responsibility", other),
				),
				SameResponsibilityError,
				title=_("Already Responsible", context="Office Responsibility"),
			)

	def same_at_that_time(self) -> str | None:
		"""The name of another record with the same topic, place and person whose dates overlap; locks what it reads."""
		table = frappe.qb.DocType("Office Responsibility")
		query = (
			frappe.qb.from_(table)
			.select(table.name)
			.where((table.responsible == self.responsible) & (table.topic == self.topic))
			.where(table.name != (self.name or ""))
			.where(table.to_date.isnull() | (table.to_date >= (self.from_date or "1000-01-01")))
			.where(table.from_date.isnull() | (table.from_date <= (self.to_date or "9999-12-31")))
		)
		if self.space:
			query = query.where(table.space == self.space)
		else:
			query = query.where(table.space.isnull() | (table.space == ""))
		found = query.limit(1).for_update().run(pluck=True)
		return found[0] if found else None

	def check_certificate(self):
		issued, until = as_date(self.certificate_date), as_date(self.certificate_valid_until_date)
		if issued and until and until < issued:
			frappe.throw(
				_(
					"The certificate is valid until {0}, before it was issued on {1}. Change one of the dates.",
					context="Office Responsibility",
				).format(frappe.bold(formatdate(until)), frappe.bold(formatdate(issued))),
				CertificateDatesError,
				title=_("Dates the Wrong Way Round", context="Office Responsibility"),
			)


def on_doctype_update():
	frappe.db.add_index("Office Responsibility", ["topic", "space"])
	frappe.db.add_index("Office Responsibility", ["responsible", "topic"])


def as_date(value):
	return getdate(value) if value else None


def employee_name(employee: str | None) -> str | None:
	return frappe.db.get_value("Employee", employee, "employee_name") if employee else None


def end_responsibilities_past():
	"""Daily: set the stored status, which serves lists, of every duty whose last day has passed.

	Reads and rules go by the dates, so a night without this job changes nothing but colours.
	"""
	past = frappe.get_all(
		"Office Responsibility",
		filters={"status": validity.ACTIVE, "to_date": ("<", getdate())},
		pluck="name",
		order_by="name",
	)
	for name in past:
		frappe.db.set_value("Office Responsibility", name, "status", validity.ENDED, update_modified=False)
