import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from office_management.domain.space_states import CLOSED
from office_management.office_administration import api as administration

SHORTEST_IDLE, LONGEST_IDLE = 20, 600
LANGUAGES = ("en", "nl", "da")
KEY_FIELDS = ("key_hash", "key_made_on", "last_contact_on")


class StationPlaceError(frappe.ValidationError):
	"""The place of the station is closed."""


class StationOptionError(frappe.ValidationError):
	"""An option of the station has no meaning: a language the page does not speak, a disabled type, an odd time."""


class FrontDeskStation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accept_walk_ins: DF.Check
		company: DF.Link | None
		idle_seconds: DF.Int
		key_hash: DF.Data | None
		key_made_on: DF.Datetime | None
		kind: DF.Literal["Kiosk", "Door Sign"]
		language: DF.Link | None
		last_contact_on: DF.Datetime | None
		space: DF.Link
		station_name: DF.Data
		status: DF.Literal["Enabled", "Disabled"]
		take_photo: DF.Check
		visitor_type: DF.Link | None
		welcome_text: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		self.keep_key()
		self.take_key_when_disabled()
		self.check_place()
		self.check_visitor_type()
		self.check_language()
		self.check_idle_seconds()
		administration.clean_texts(self)

	def keep_key(self) -> None:
		"""The key comes from New Key alone, whatever was sent."""
		if self.flags.key_is_ours:
			return
		before = self.get_doc_before_save()
		for field in KEY_FIELDS:
			self.set(field, before.get(field) if before else None)

	def take_key_when_disabled(self) -> None:
		if self.status == "Disabled":
			self.key_hash = self.key_made_on = None

	def check_place(self) -> None:
		self.company, status = frappe.db.get_value("Office Space", self.space, ["company", "status"])
		if status == CLOSED and self.status == "Enabled":
			message = _(
				"{0} is closed, so nobody can check in there. Choose another place, or disable this station.",
				context="Front Desk Station",
			)
			frappe.throw(message.format(get_link_to_form("Office Space", self.space)), StationPlaceError)

	def check_visitor_type(self) -> None:
		if self.visitor_type and frappe.db.get_value("Visitor Type", self.visitor_type, "disabled"):
			message = _("{0} is disabled. Choose another type, or none.", context="Front Desk Station")
			frappe.throw(
				message.format(get_link_to_form("Visitor Type", self.visitor_type)), StationOptionError
			)

	def check_language(self) -> None:
		if self.language and self.language not in LANGUAGES:
			message = _(
				"The page speaks English, Dutch and Danish, not {0}. Choose one of these, or none.",
				context="Front Desk Station",
			)
			frappe.throw(message.format(bold(frappe.utils.escape_html(self.language))), StationOptionError)

	def check_idle_seconds(self) -> None:
		if not SHORTEST_IDLE <= (self.idle_seconds or 0) <= LONGEST_IDLE:
			message = _(
				"{0} is between {1} and {2} seconds: long enough to find the next word, short enough for the next"
				" visitor.",
				context="Front Desk Station",
			)
			label = _(self.meta.get_label("idle_seconds"), context="Front Desk Station")
			frappe.throw(
				message.format(bold(label), SHORTEST_IDLE, LONGEST_IDLE),
				StationOptionError,
			)
