import frappe
from frappe.model.document import Document
from frappe.utils import cstr, now_datetime

from office_management import inputs
from office_management.domain import message_states as states
from office_management.front_desk import message_notices, messages, permissions, post_rights
from office_management.office_administration import api as administration

OWN = (
	"department",
	"taken_by",
	"acknowledged_on",
	"acknowledged_by",
	"done_on",
	"done_by",
	"answer_minutes",
	"told_on",
	"deputy",
	"deputy_told_on",
	"notice_due_on",
	"mail_due_on",
	"mail_for",
	"forwarded_from",
	"anonymised_on",
)
"""Written by our own code; what a client sends is put back."""

SAID = (
	"received_on",
	"urgency",
	"caller_name",
	"caller_organisation",
	"phone",
	"action_wanted",
	"calls_again_on",
	"message",
	"answer_by",
	"company",
)
"""What the caller said: its recipient closes or forwards a message, and does not rewrite it."""

CLOCK = ("urgency", "action_wanted", "received_on")


class PhoneMessage(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.phone_message_forward.phone_message_forward import (
			PhoneMessageForward,
		)

		acknowledged_by: DF.Link | None
		acknowledged_on: DF.Datetime | None
		action_wanted: DF.Literal["Please Call Back", "Will Call Again", "For Information"]
		anonymised_on: DF.Datetime | None
		answer_by: DF.Datetime | None
		answer_minutes: DF.Int
		call_log: DF.Link | None
		caller_name: DF.Data | None
		caller_organisation: DF.Data | None
		calls_again_on: DF.Datetime | None
		client_key: DF.Data | None
		company: DF.Link | None
		contact: DF.Link | None
		department: DF.Link | None
		deputy: DF.Link | None
		deputy_told_on: DF.Datetime | None
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		forwarded_from: DF.Link | None
		forwards: DF.Table[PhoneMessageForward]
		lead: DF.Link | None
		mail_due_on: DF.Datetime | None
		mail_for: DF.Data | None
		message: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		outcome: DF.SmallText | None
		phone: DF.Data | None
		received_on: DF.Datetime | None
		recipient: DF.Link
		recipient_name: DF.Data | None
		status: DF.Literal["Unread", "Acknowledged", "Done"]
		taken_by: DF.Link | None
		told_on: DF.Datetime | None
		urgency: DF.Literal["Normal", "High"]
	# end: auto-generated types

	def onload(self):
		self.set_onload("is_addressee", post_rights.is_addressee(self))
		self.set_onload("number", message_notices.number_of(self))

	def validate(self):
		inputs.check_moments(self)
		self.guard_fields()
		self.tidy()
		if not self.recipient:
			return  # Frappe says so right after this
		self.fill_in()
		messages.check_received_on(self)
		messages.check_not_empty(self)
		messages.check_wish(self)
		self.set_answer_by()
		self.change_status()
		administration.clean_texts(self)

	def on_update(self):
		message_notices.message_saved(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes, and what the caller said unless reception corrects it."""
		before = self.get_doc_before_save()
		old = before or frappe.new_doc(self.doctype)
		for field in OWN:
			self.set(field, old.get(field))
		self.set("forwards", old.forwards)
		if before:
			self.client_key = before.client_key
			if not self.may_rewrite():
				for field in SAID:
					self.set(field, before.get(field))

	def may_rewrite(self) -> bool:
		"""Reception, and who took the message, may correct it."""
		return permissions.is_reception() or self.taken_by == frappe.session.user

	def tidy(self):
		"""One form for each value; what may be left out gets its default."""
		for field in ("caller_name", "caller_organisation", "phone", "message", "outcome"):
			self.set(field, cstr(self.get(field)).strip() or None)
		self.status = self.status or states.UNREAD
		self.urgency = self.urgency or "Normal"
		self.action_wanted = self.action_wanted or states.CALL_BACK
		self.received_on = self.received_on or now_datetime().replace(microsecond=0)
		if self.action_wanted != states.CALLS_AGAIN:
			self.calls_again_on = None

	def fill_in(self):
		"""Whose message it is, and who took it."""
		before = self.get_doc_before_save()
		if self.is_new():
			self.taken_by = frappe.session.user
			self.notice_due_on = now_datetime()
		elif before.recipient != self.recipient:
			messages.forward_to_recipient(self, before)
		facts = ["employee_name", "department", "company"]
		person = frappe.db.get_value("Employee", self.recipient, facts, as_dict=True) or frappe._dict()
		self.recipient_name = person.employee_name
		if self.is_new() or self.flags.forwarded:
			self.department, self.company = person.department, person.company

	def set_answer_by(self):
		"""Reckon the time to answer, unless somebody chose one; anew when what it comes from changes."""
		before = self.get_doc_before_save()
		if self.action_wanted != states.CALL_BACK:
			self.answer_by = None
		elif not self.answer_by or (
			before and self.clock_moved() and not self.has_value_changed("answer_by")
		):
			self.answer_by = messages.answer_by(self)

	def clock_moved(self) -> bool:
		return any(self.has_value_changed(field) for field in CLOCK)

	def change_status(self):
		before = self.get_doc_before_save()
		messages.change_status(self, before.status if before else states.UNREAD)


def on_doctype_update():
	"""One person's messages by status, and the report's period."""
	frappe.db.add_index("Phone Message", ["recipient", "status"])
	frappe.db.add_index("Phone Message", ["status", "answer_by"])
