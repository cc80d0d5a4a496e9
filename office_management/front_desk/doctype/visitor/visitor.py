import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from office_management import inputs
from office_management.domain.problem_texts import without_formula
from office_management.front_desk import copies, legal_hold, retention, visitors
from office_management.front_desk.views import NotesWhoLooks
from office_management.office_administration import api as administration

OWN = ("last_visit_on", "retain_until_date", "anonymised_on")
"""Written by our own code, beside a save; what a client sends is put back."""
SHOWN_ON_VISITS = {"full_name": "visitor_name", "organisation": "organisation", "name_key": "name_key"}


class VisitorNameError(frappe.ValidationError):
	"""A visitor needs a name."""


class VisitorAnonymisedError(frappe.ValidationError):
	"""What has been made anonymous stays so."""


class Visitor(NotesWhoLooks, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		anonymised_on: DF.Datetime | None
		backward_key: DF.Data | None
		email: DF.Data | None
		email_key: DF.Data | None
		full_name: DF.Data
		language: DF.Link | None
		last_visit_on: DF.Datetime | None
		legal_hold: DF.Check
		legal_hold_by: DF.Link | None
		legal_hold_reason: DF.SmallText | None
		legal_hold_until_date: DF.Date | None
		name_key: DF.Data | None
		organisation: DF.Data | None
		organisation_key: DF.Data | None
		party: DF.DynamicLink | None
		party_type: DF.Literal["", "Customer", "Supplier", "Lead"]
		phone: DF.Data | None
		phone_key: DF.Data | None
		photo: DF.AttachImage | None
		retain_until_date: DF.Date | None
	# end: auto-generated types

	def before_insert(self):
		retention.check_confirmed()

	def validate(self):
		inputs.check_moments(self)
		self.guard_fields()
		self.tidy()
		self.check_not_anonymised()
		self.update(visitors.keys_of(self))
		legal_hold.settle_visitor(self)
		administration.clean_texts(self)

	def on_update(self):
		self.follow_on_visits()

	def on_trash(self):
		legal_hold.check_not_held(self.name)

	def after_delete(self):
		copies.remove(self.doctype, [self.name])

	# --- what validate does -----------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes."""
		before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
		self.update({field: before.get(field) for field in OWN})

	def tidy(self):
		"""One space between words, and no formula. Raises VisitorNameError where no name is left."""
		for field in ("full_name", "organisation"):
			self.set(field, without_formula(" ".join(cstr(self.get(field)).split())) or None)
		if not self.full_name:
			frappe.throw(_("Type the visitor's name.", context="Visitor"), VisitorNameError)

	def check_not_anonymised(self):
		"""Raises VisitorAnonymisedError."""
		if self.anonymised_on:
			frappe.throw(
				_(
					"This visitor was made anonymous and is not changed any more. Add a new one.",
					context="Visitor",
				),
				VisitorAnonymisedError,
			)

	def follow_on_visits(self):
		"""Visits show the name and the organisation that the visitor has now."""
		before = self.get_doc_before_save()
		if not before or all(before.get(field) == self.get(field) for field in SHOWN_ON_VISITS):
			return
		log = frappe.qb.DocType("Visitor Log")
		query = frappe.qb.update(log).where(log.visitor == self.name)
		for ours, theirs in SHOWN_ON_VISITS.items():
			query = query.set(log[theirs], self.get(ours))
		query.run()
