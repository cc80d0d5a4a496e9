import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, now_datetime

from office_management import inputs
from office_management.domain import delivery_states as states
from office_management.front_desk import deliveries, delivery_notices, permissions
from office_management.office_administration import api as administration

OWN = (
	"received_by",
	"notified_on",
	"reminded_on",
	"reminders",
	"notice_due_on",
	"mail_due_on",
	"collected_on",
	"handed_out_by",
	"signature",
	"returned_on",
	"returned_by",
	"tracking_key",
	"anonymised_on",
)
"""Written by our own code; what a client sends is put back."""


class Delivery(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		anonymised_on: DF.Datetime | None
		carrier: DF.Data | None
		client_key: DF.Data | None
		collected_name: DF.Data | None
		collected_on: DF.Datetime | None
		company: DF.Link | None
		department: DF.Link | None
		direction: DF.Literal["In", "Out"]
		handed_out_by: DF.Link | None
		kind: DF.Literal["Letter", "Parcel", "Pallet", "Food", "Other"]
		mail_due_on: DF.Datetime | None
		note: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		notified_on: DF.Datetime | None
		photo: DF.AttachImage | None
		quantity: DF.Int
		received_by: DF.Link | None
		received_on: DF.Datetime | None
		recipient: DF.Link | None
		recipient_name: DF.Data | None
		reminded_on: DF.Datetime | None
		reminders: DF.Int
		returned_by: DF.Link | None
		returned_on: DF.Datetime | None
		sender: DF.Data | None
		signature: DF.AttachImage | None
		space: DF.Link | None
		status: DF.Literal["Received", "Notified", "Collected", "Returned"]
		tracking_key: DF.Data | None
		tracking_number: DF.Data | None
	# end: auto-generated types

	def onload(self):
		self.set_onload("undo_minutes", cint(administration.setting("undo_minutes")))

	def validate(self):
		inputs.check_moments(self)
		self.guard_fields()
		self.tidy()
		self.fill_in()
		deliveries.check_recipient(self)
		deliveries.check_received_on(self)
		self.check_place_permitted()
		deliveries.change_status(self, self.get_doc_before_save())
		self.tracking_key = deliveries.tracking_key(self)
		deliveries.check_number_free(self)
		deliveries.keep_photo(self)
		administration.clean_texts(self)

	def on_update(self):
		delivery_notices.delivery_saved(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes. A closed delivery stays as it was signed for."""
		before = self.get_doc_before_save()
		old = before or frappe.new_doc(self.doctype)
		for field in OWN:
			self.set(field, old.get(field))
		if self.flags.signature_file:
			self.signature = self.flags.signature_file
		if before:
			self.client_key = before.client_key
			self.direction = before.direction
			if before.status in states.CLOSED:
				for field in ("recipient", "recipient_name", "collected_name", "received_on"):
					self.set(field, before.get(field))

	def tidy(self):
		"""One form for each value; what may be left out gets its default."""
		for field in ("carrier", "tracking_number", "sender", "collected_name", "note"):
			self.set(field, cstr(self.get(field)).strip() or None)
		self.direction = self.direction or states.IN
		self.status = self.status or states.RECEIVED
		self.quantity = cint(self.quantity) or 1
		self.received_on = deliveries.received_on(self.received_on)
		if self.status not in states.CLOSED:
			self.collected_name = None

	def fill_in(self):
		"""Whose it is, whose company, and who took it in; a new recipient is told anew."""
		before = self.get_doc_before_save()
		if self.is_new():
			self.received_by = frappe.session.user
		if not before or before.recipient != self.recipient:
			self.fill_recipient()
			self.notified_on = self.reminded_on = self.mail_due_on = None
			self.reminders = 0
			is_told = self.recipient and self.direction == states.IN
			self.notice_due_on = now_datetime() if is_told else None
			if self.status == states.NOTIFIED and before and before.status == states.NOTIFIED:
				self.status = states.RECEIVED
				before.status = states.RECEIVED  # nobody was told yet: no step back of this delivery
		if not self.company:
			place = self.space and frappe.db.get_value("Office Space", self.space, "company")
			self.company = place or administration.setting("office_company")

	def fill_recipient(self):
		facts = ["employee_name", "department", "company"]
		found = self.recipient and frappe.db.get_value("Employee", self.recipient, facts, as_dict=True)
		self.recipient_name = found.employee_name if found else None
		if found:
			self.department, self.company = found.department, found.company
		elif self.department:
			self.company = frappe.db.get_value("Department", self.department, "company")

	# --- rules ------------------------------------------------------------------------------------------------

	def check_place_permitted(self):
		"""The right to save was tested for the place it was in; moving it asks for the new place as well."""
		if self.is_new() or not self.has_value_changed("space") or not self.space:
			return
		if not permissions.may_use(self.space, self.doctype):
			frappe.throw(
				_("You are limited to some places, and {0} is not among them.", context="Delivery").format(
					bold(escape_html(self.space))
				),
				frappe.PermissionError,
			)


def on_doctype_update():
	"""Lists of what is here, oldest first; one person's deliveries."""
	frappe.db.add_index("Delivery", ["status", "received_on"])
	frappe.db.add_index("Delivery", ["recipient", "status"])
