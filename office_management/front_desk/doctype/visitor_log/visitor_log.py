import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, get_datetime, now_datetime

from office_management import inputs
from office_management.domain import visit_states as states
from office_management.front_desk import arrivals, hosts, moves, places, retention, visit_views, visitors
from office_management.front_desk.permissions import may_use
from office_management.front_desk.views import NotesWhoLooks
from office_management.office_administration import api as administration
from office_management.retries import TryAgainError, friendly_when_busy

OWN = (
	"arrived_on",
	"checked_in_on",
	"stepped_out_on",
	"checked_out_on",
	"sign_out_method",
	"sign_out_due_on",
	"host_told_on",
	"approved_by",
	"approved_on",
	"under_review",
	"badge",
	"agreement",
	"agreement_signed_on",
	"agreement_language",
	"photo",
	"signature",
	"notice_due_on",
	"remind_host_on",
	"host_reminded_on",
	"anonymised_on",
)
"""Written by our own code, while the visit is validated or beside a save; what a client sends is put back."""

ORIGIN = ("source", "visit_invitation", "arrival_key")
"""Where the visit comes from: our own code may say so (it saves with `ignore_permissions`), people may not."""

OWN_TABLES = ("events", "notices")
"""Rows that only our own code adds."""


class VisitBusyError(TryAgainError):
	"""Somebody else is changing the same visit at this moment."""


class VisitVisitorError(frappe.ValidationError):
	"""The visit names nobody, or somebody who was made anonymous."""


class VisitTimeError(frappe.ValidationError):
	"""The visit would end before it begins."""


class VisitTypeError(frappe.ValidationError):
	"""The visitor type is not used any more."""


class VisitHostError(frappe.ValidationError):
	"""The host has left."""


class VisitClosedError(frappe.ValidationError):
	"""A visit that was made anonymous is not changed."""


def throw_busy() -> None:
	"""Raises VisitBusyError."""
	frappe.throw(
		_("Somebody else is changing this visit at this moment. Please try again.", context="Visitor Log"),
		VisitBusyError,
		title=_("Please Try Again", context="Visitor Log"),
	)


class VisitorLog(NotesWhoLooks, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visit_host.visit_host import VisitHost
		from office_management.front_desk.doctype.visitor_log_answer.visitor_log_answer import (
			VisitorLogAnswer,
		)
		from office_management.front_desk.doctype.visitor_log_belonging.visitor_log_belonging import (
			VisitorLogBelonging,
		)
		from office_management.front_desk.doctype.visitor_log_event.visitor_log_event import VisitorLogEvent
		from office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice import (
			VisitorLogNotice,
		)

		agreement: DF.Link | None
		agreement_language: DF.Link | None
		agreement_signed_on: DF.Datetime | None
		anonymised_on: DF.Datetime | None
		answers: DF.Table[VisitorLogAnswer]
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		arrival_key: DF.Data | None
		arrived_on: DF.Datetime | None
		badge: DF.Link | None
		belongings: DF.Table[VisitorLogBelonging]
		checked_in_on: DF.Datetime | None
		checked_out_on: DF.Datetime | None
		co_hosts: DF.Table[VisitHost]
		company: DF.Link | None
		events: DF.Table[VisitorLogEvent]
		expected_on: DF.Datetime | None
		expected_until_on: DF.Datetime | None
		facility_task: DF.Link | None
		fallback_host: DF.Link | None
		host: DF.Link | None
		host_name: DF.Data | None
		host_reminded_on: DF.Datetime | None
		host_told_on: DF.Datetime | None
		name_key: DF.Data | None
		needs_escort: DF.Check
		notice_due_on: DF.Datetime | None
		notices: DF.Table[VisitorLogNotice]
		organisation: DF.Data | None
		photo: DF.Data | None
		purpose: DF.Data | None
		reception_note: DF.SmallText | None
		remind_host_on: DF.Datetime | None
		sign_out_due_on: DF.Datetime | None
		sign_out_method: DF.Literal["", "Reception", "Kiosk", "Host", "Automatic"]
		signature: DF.Data | None
		source: DF.Literal["Invitation", "Walk-in", "Kiosk", "Import"]
		space: DF.Link
		status: DF.Literal[
			"Expected",
			"Awaiting Approval",
			"Checked In",
			"Stepped Out",
			"Checked Out",
			"Cancelled",
			"Denied",
			"No Show",
		]
		status_reason: DF.SmallText | None
		stepped_out_on: DF.Datetime | None
		under_review: DF.Check
		vehicle_plate: DF.Data | None
		visit_invitation: DF.Link | None
		visitor: DF.Link | None
		visitor_name: DF.Data
		visitor_type: DF.Link
	# end: auto-generated types

	def insert(self, *args, **kwargs):
		with friendly_when_busy(throw_busy):
			return super().insert(*args, **kwargs)

	def save(self, *args, **kwargs):
		with friendly_when_busy(throw_busy):
			return super().save(*args, **kwargs)

	def onload(self):
		self.set_onload("acts", visit_views.acts_of(self))

	def load_doc_before_save(self, *args, **kwargs):
		"""An act has just read the visit under its lock (visits.locked): that is what was before."""
		if self.flags.as_held:
			self._doc_before_save = self.flags.as_held
		else:
			super().load_doc_before_save(*args, **kwargs)

	def update_child_table(self, fieldname, df=None):
		"""An act only ever adds rows; to others it does nothing, since those who keep them may be writing them."""
		if not self.flags.as_held:
			super().update_child_table(fieldname, df)
			return
		for row in self.get(fieldname):
			if row.is_new():
				row.db_insert()

	def before_insert(self):
		retention.check_confirmed()

	def validate(self):
		self.guard_fields()
		inputs.check_moments(self)
		self.check_not_anonymised()
		self.fill_visitor()
		self.fill_place()
		self.fill_type()
		self.fill_times()
		self.fill_hosts()
		self.check_place_permitted()
		self.flags.act = moves.change_status(self)
		administration.clean_texts(self)

	def after_insert(self):
		arrivals.examine_new(self)

	def on_update(self):
		arrivals.follow(self, self.flags.pop("act", None))

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes."""
		before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
		trusted = self.flags.ignore_permissions or frappe.session.user == "Administrator"
		for field in OWN if trusted else (*OWN, *ORIGIN):
			self.set(field, before.get(field))
		for table in OWN_TABLES:
			self.set(table, before.get(table))
		if self.is_new() and frappe.flags.in_import:
			self.source = "Import"
		self.status = self.status or states.EXPECTED

	def check_not_anonymised(self):
		"""Raises VisitClosedError."""
		if self.anonymised_on:
			frappe.throw(
				_("This visit was made anonymous and is not changed any more.", context="Visitor Log"),
				VisitClosedError,
			)

	# --- what follows from what was chosen --------------------------------------------------------------------

	def fill_visitor(self):
		"""Who it is: the visitor chosen, else who bears the name, made if nobody does. Raises VisitVisitorError."""
		if not self.visitor:
			self.visitor = self.visitor_by_name()
		facts = frappe.db.get_value(
			"Visitor", self.visitor, ["full_name", "organisation", "name_key", "anonymised_on"], as_dict=True
		)
		if not facts or facts.anonymised_on:
			frappe.throw(
				_("Choose another visitor: this one is not kept any more.", context="Visitor Log"),
				VisitVisitorError,
			)
		self.visitor_name, self.organisation, self.name_key = (
			facts.full_name,
			facts.organisation,
			facts.name_key,
		)

	def visitor_by_name(self) -> str:
		if not cstr(self.visitor_name).strip():
			frappe.throw(_("Type the visitor's name.", context="Visitor Log"), VisitVisitorError)
		return visitors.find_or_make({"full_name": self.visitor_name, "organisation": self.organisation})

	def fill_place(self):
		self.space = places.place_or_proposed(self.space)
		self.company = frappe.db.get_value("Office Space", self.space, "company")

	def fill_type(self):
		"""The type proposed where none was chosen, and what it says. Raises VisitTypeError."""
		if not self.visitor_type:
			self.visitor_type = frappe.db.get_value("Visitor Type", {"is_default": 1, "disabled": 0})
		if not self.visitor_type or not (self.is_new() or self.has_value_changed("visitor_type")):
			return
		rules = frappe.get_cached_doc("Visitor Type", self.visitor_type)
		if rules.disabled:
			frappe.throw(
				_("The type {0} is disabled. Choose another one.", context="Visitor Log").format(
					bold(escape_html(rules.name))
				),
				VisitTypeError,
			)
		self.needs_escort = cint(rules.needs_escort)
		if self.status in states.ON_SITE and self.checked_in_on:
			moves.set_sign_out(self, get_datetime(self.checked_in_on))

	def fill_times(self):
		"""Who is not announced is expected now. Raises VisitTimeError."""
		self.expected_on = self.expected_on or now_datetime().replace(microsecond=0)
		if self.expected_until_on and get_datetime(self.expected_until_on) < get_datetime(self.expected_on):
			frappe.throw(
				_("The visit ends before it begins. Change one of the times.", context="Visitor Log"),
				VisitTimeError,
			)

	def fill_hosts(self):
		"""Names of the hosts, and who answers if nobody does: the host's deputy. Raises VisitHostError."""
		facts = hosts.name_hosts(self).get(self.host)
		if not facts or not (self.is_new() or self.has_value_changed("host")):
			return
		if facts.status == "Left":
			frappe.throw(
				_("{0} has left. Choose another host.", context="Visitor Log").format(
					bold(escape_html(self.host_name))
				),
				VisitHostError,
			)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_place_permitted(self):
		"""The right to save was tested for the place it was in; moving it asks for the new place as well."""
		if self.is_new() or self.flags.ignore_permissions or not self.has_value_changed("space"):
			return
		if self.space and not may_use(self.space, self.doctype):
			frappe.throw(
				_("You are limited to some places, and {0} is not among them.", context="Visitor Log").format(
					bold(escape_html(self.space))
				),
				frappe.PermissionError,
			)


def on_doctype_update():
	frappe.db.add_index("Visitor Log", ["status", "expected_on"], "visit_expected")
	frappe.db.add_index("Visitor Log", ["status", "checked_in_on"], "visit_on_site")
	frappe.db.add_index("Visitor Log", ["name_key", "status", "expected_on"], "visit_by_name")
	frappe.db.add_index("Visitor Log", ["checked_in_on", "space"], "visit_register")
	frappe.db.add_index("Visitor Log", ["status", "space"], "visit_state_place")
	frappe.db.add_index("Visitor Log", ["visitor", "anonymised_on"], "visit_of_person")
	retention = ["anonymised_on", "visitor_type", "status", "checked_out_on"]
	frappe.db.add_index("Visitor Log", retention, "visit_retention")
