import re
from datetime import date, datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, now_datetime

from office_management.domain.allocation_states import CANCELLED, ENDED, effective_end, state_on
from office_management.domain.intervals import ALL_WEEKDAY_BITS, occurs
from office_management.domain.length_classes import length_class
from office_management.erp import people
from office_management.office_administration import api as administration
from office_management.office_space import seat_rules, seats
from office_management.office_space.seat_facts import known
from office_management.office_space.seat_locks import friendly_when_busy, lock_spaces

USUAL_DAY = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", re.ASCII)

GUARDED = (
	"ended_by",
	"ended_on",
	"is_ended_by_leaving",
	"to_date_before",
	"leaving_date",
	"return_failed_on",
	"manager_told_on",
)
"""Written by our own code only; what a client sends is put back. (Others are computed on every save.)"""

DECIDING = (
	"space",
	"occupant_type",
	"occupant",
	"seat_label",
	"within",
	"weekdays",
	"is_primary",
	"exception_reason",
)
"""A change of one of these is tested like a new allocation."""


class AllocationDatesError(frappe.ValidationError):
	"""The dates or weekdays of an allocation do not make sense."""


class AllocationCancelledError(frappe.ValidationError):
	"""A cancelled allocation stays cancelled."""


class AllocationEndedError(frappe.ValidationError):
	"""What has ended is history, and cannot be cancelled."""


class AllocationSeatsError(frappe.ValidationError):
	"""The number of seats does not make sense, or does not go with a seat label."""


class SpaceAllocation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		company: DF.Link | None
		cost_center: DF.Link | None
		effective_to: DF.Date | None
		end_reason: DF.SmallText | None
		ended_by: DF.Link | None
		ended_on: DF.Datetime | None
		exception_reason: DF.SmallText | None
		from_date: DF.Date
		is_ended_by_leaving: DF.Check
		is_primary: DF.Check
		leaving_date: DF.Date | None
		length_class: DF.Int
		manager_told_on: DF.Datetime | None
		occupant: DF.DynamicLink
		occupant_name: DF.Data | None
		occupant_type: DF.Literal["Employee", "Department", "Project", "Customer"]
		return_failed_on: DF.Datetime | None
		seat_label: DF.Data | None
		seats: DF.Int
		space: DF.Link
		status: DF.Literal["Planned", "Active", "Ended", "Cancelled"]
		to_date: DF.Date | None
		to_date_before: DF.Date | None
		weekdays: DF.Int
		within: DF.Link | None
	# end: auto-generated types

	def load_from_db(self, *args, **kwargs):
		"""The status is right when read, whenever the scheduler last ran."""
		answer = super().load_from_db(*args, **kwargs)
		self.set_state(self.status == CANCELLED)
		return answer

	def load_doc_before_save(self, *args, **kwargs):
		"""Lock the places first, then the own row: the same order as everybody else (see seat_locks)."""
		if not self.is_new() and not self.flags.never_waits:
			lock_spaces({frappe.db.get_value(self.doctype, self.name, "space"), self.space} - {None, ""})
		return super().load_doc_before_save(*args, **kwargs)

	def insert(self, *args, **kwargs):
		with friendly_when_busy():
			return super().insert(*args, **kwargs)

	def save(self, *args, **kwargs):
		with friendly_when_busy():
			return super().save(*args, **kwargs)

	def validate(self):
		self.guard_fields()
		self.tidy()
		if self.lacks_mandatory():
			return  # Frappe names the missing fields right after this
		self.check_dates()
		self.check_still_open()
		self.set_state(self.will_be_cancelled())
		self.check_seat_numbers()
		self.check_rules()
		self.set_ended_by()
		administration.clean_texts(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	def on_trash(self):
		seat_rules.check_named_fit(self, gone=True)

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes."""
		before = self.get_doc_before_save()
		for field in GUARDED:
			if not self.flags.by_leaving:
				self.set(field, before.get(field) if before else None)
		self.company = before.company if before else None
		self.occupant_name = before.occupant_name if before else None

	def tidy(self):
		"""One form for each value: no blanks around a label, no weekday bits beyond Sunday, all days as 0."""
		self.seat_label = cstr(self.seat_label).strip() or None
		self.exception_reason = cstr(self.exception_reason).strip() or None
		self.weekdays, self.seats, self.is_primary = (
			cint(self.weekdays),
			cint(self.seats),
			cint(self.is_primary),
		)
		if self.weekdays == ALL_WEEKDAY_BITS:
			self.weekdays = 0
		if self.occupant_type != "Employee":
			self.is_primary = 0

	def lacks_mandatory(self) -> bool:
		return not (self.space and self.occupant_type and self.occupant and self.from_date)

	def set_state(self, cancelled: bool):
		"""Status and the last day as the index sees it: written here only (and by seats.refresh_statuses)."""
		if not self.from_date:
			return
		last = getdate(self.to_date) if self.to_date else None
		self.effective_to = effective_end(last, cancelled)
		self.length_class = length_class(getdate(self.from_date), last)
		self.status = state_on(getdate(self.from_date), last, cancelled, getdate())

	def will_be_cancelled(self) -> bool:
		"""Cancelled stays cancelled, unless a leaver comes back the same day. The client's own word is not asked."""
		before = self.get_doc_before_save()
		if self.flags.cancelling or self.flags.reviving:
			return bool(self.flags.cancelling)
		return bool(before and before.status == CANCELLED)

	def set_occupant_name(self):
		facts = known(self).occupant_facts(self.occupant_type, self.occupant)
		self.occupant_name = facts.title if facts else self.occupant

	def set_ended_by(self):
		"""Who set or moved forward the end, or cancelled; forgotten when it is moved back."""
		before = self.get_doc_before_save()
		if not before or before.effective_to == self.effective_to or self.flags.by_leaving:
			return
		sooner = self.effective_to < before.effective_to
		self.ended_by = frappe.session.user if sooner else None
		self.ended_on = now_datetime() if sooner else None
		self.is_ended_by_leaving, self.to_date_before, self.leaving_date = 0, None, None

	# --- rules ------------------------------------------------------------------------------------------------

	def check_dates(self):
		if not 0 <= self.weekdays <= ALL_WEEKDAY_BITS:
			frappe.throw(
				_("Weekdays are a sum of Mon=1, Tue=2 … Sun=64.", context="Space Allocation"),
				AllocationDatesError,
			)
		self.check_are_dates()
		if self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_(
					"The last day lies before the first. Choose a later one; what has not begun can be cancelled.",
					context="Space Allocation",
				),
				AllocationDatesError,
			)
		if not occurs(seats.as_use(self)):
			frappe.throw(
				_("None of the chosen weekdays lies between these dates.", context="Space Allocation"),
				AllocationDatesError,
			)

	def check_are_dates(self):
		"""Frappe takes the year 1, and what is no text, for no date at all. From here on they are dates, not text."""
		for field in ("from_date", "to_date"):
			given = self.get(field) or None
			self.set(field, given and as_day(given))
			if given and not self.get(field):
				frappe.throw(
					_("{0} is not a day that can be used.", context="Space Allocation").format(
						frappe.bold(frappe.utils.escape_html(cstr(given)))
					),
					AllocationDatesError,
				)

	def check_still_open(self):
		"""Cancelled is final, and what has ended cannot be cancelled any more."""
		before = self.get_doc_before_save()
		if not before or self.flags.by_leaving:
			return
		if before.status == CANCELLED and (
			self.flags.cancelling or self.differs(before, *DECIDING, "seats", "from_date", "to_date")
		):
			frappe.throw(
				_("This allocation was cancelled. Make a new one instead.", context="Space Allocation"),
				AllocationCancelledError,
			)
		if self.flags.cancelling and before.status == ENDED:
			frappe.throw(
				_(
					"This allocation has ended: it is history and cannot be cancelled.",
					context="Space Allocation",
				),
				AllocationEndedError,
			)

	def check_seat_numbers(self):
		"""A label names one seat."""
		if self.seat_label and self.seats > 1:
			frappe.throw(
				_(
					"A seat label names one seat. Give each seat an allocation of its own.",
					context="Space Allocation",
				),
				AllocationSeatsError,
			)

	def check_rules(self):
		"""Everything that depends on others. Giving back is always possible, asking for more is tested."""
		if self.status == CANCELLED or not self.asks_for_more():
			self.set_occupant_name()  # where rules are tested, they set it
			seat_rules.check_named_fit(self)
			return
		self.check_place_permitted()
		seat_rules.check(self)

	def check_place_permitted(self):
		"""The right to save was tested for the place it was in; moving asks for the new place as well."""
		before = self.get_doc_before_save()
		if before and before.space != self.space and not self.flags.ignore_permissions:
			frappe.has_permission("Office Space", "read", doc=self.space, throw=True)

	def asks_for_more(self) -> bool:
		before = self.get_doc_before_save()
		if not before or self.flags.reviving or self.differs(before, *DECIDING):
			return True
		longer = (
			getdate(self.from_date) < before.from_date or getdate(self.effective_to) > before.effective_to
		)
		return longer or self.seats > before.seats

	def differs(self, before, *fields: str) -> bool:
		"""Was one of the fields changed? Empty values are equal, dates may be text."""
		return any((before.get(field) or None) != (self._plain(field) or None) for field in fields)

	def _plain(self, field: str):
		value = self.get(field)
		return getdate(value) if value and field.endswith("_date") else value


def as_day(given: date | datetime | str) -> date | None:
	"""As getdate; most days, in the form in which browsers and imports send them, need no parser."""
	usual = isinstance(given, str) and USUAL_DAY.fullmatch(given)
	return date(*map(int, usual.groups())) if usual else getdate(given)


def on_doctype_update():
	frappe.db.add_index("Space Allocation", ["space", "effective_to", "from_date"], "allocation_conflict")
	by_length = ["length_class", "effective_to", "from_date"]
	frappe.db.add_index("Space Allocation", ["space", *by_length], "allocation_conflict_by_length")
	add_index_of_primary_seats()
	frappe.db.add_index("Space Allocation", ["status", "effective_to"], "allocation_status")
	# what is in force on a day, for reports
	frappe.db.add_index("Space Allocation", ["effective_to", "from_date"], "allocation_live")


def add_index_of_primary_seats():
	primary = ["occupant", "is_primary", "effective_to", "from_date"]
	frappe.db.add_index("Space Allocation", primary, "allocation_occupant")
