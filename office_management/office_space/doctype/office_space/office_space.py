from contextlib import contextmanager

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, flt, formatdate, get_link_to_form, getdate

from office_management.domain import space_codes
from office_management.domain.file_addresses import is_local_file
from office_management.domain.space_states import CLOSED
from office_management.erp import places
from office_management.office_administration import api as administration
from office_management.office_space import pairs, seat_locks, seats, spaces
from office_management.office_space.sign import new_sign_id
from office_management.office_space.spaces import CodeTakenError, LeafInUseError, ParentError, StillInUseError
from office_management.savepoints import undone_on_error


class CodeError(frappe.ValidationError):
	"""The code can't be used: empty, too long, or with characters that break names and addresses."""


class NameTooLongError(frappe.ValidationError):
	"""The path of codes is longer than a Location's name may be."""


class LocationTakenError(frappe.ValidationError):
	"""The Location of this name lies elsewhere, or belongs to another space."""


class MoveInsteadError(frappe.ValidationError):
	"""Parent, code, Location and status change through their own actions only."""


class CapacityError(frappe.ValidationError):
	"""Seats: not negative, none on a space with spaces below, not fewer than are promised."""


class CompanyError(frappe.ValidationError):
	"""Company and cost center: present where needed, and in agreement with each other and with who is here."""


class OutOfServiceError(frappe.ValidationError):
	"""A period out of service has a first day, a last day after it or none, and a reason."""


class FloorPlanError(frappe.ValidationError):
	"""A floor plan is a file of this site, and a place on it lies within it."""


GUARDED = ("parent_space", "space_code", "location", "location_made", "closed_on", "sign_id")
PLAN_FIELDS = ("plan_x", "plan_y", "plan_width", "plan_height")


class OfficeSpace(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_space.doctype.office_space_amenity.office_space_amenity import (
			OfficeSpaceAmenity,
		)

		amenities: DF.Table[OfficeSpaceAmenity]
		capacity: DF.Int
		closed_on: DF.Datetime | None
		company: DF.Link | None
		cost_center: DF.Link | None
		floor_area: DF.Float
		floor_plan: DF.AttachImage | None
		is_allocatable: DF.Check
		is_bookable: DF.Check
		location: DF.Link | None
		location_made: DF.Check
		out_from_date: DF.Date | None
		out_reason: DF.SmallText | None
		out_until_date: DF.Date | None
		parent_space: DF.Link | None
		plan_height: DF.Float
		plan_width: DF.Float
		plan_x: DF.Float
		plan_y: DF.Float
		sign_id: DF.Data | None
		space_code: DF.Data
		space_manager: DF.Link | None
		space_name: DF.Data
		space_type: DF.Literal[
			"Site", "Building", "Floor", "Zone", "Room", "Meeting Room", "Desk", "Parking", "Storage"
		]
		status: DF.Literal["Active", "Out of Service", "Closed"]
	# end: auto-generated types

	# --- life -----------------------------------------------------------------------------------------------

	def insert(self, *args, **kwargs) -> "OfficeSpace":
		"""Insert the Location and the space, or neither, also for a caller that goes on after an error."""
		self.remember_what_was_given()
		with all_or_nothing():
			return super().insert(*args, **kwargs)

	def save(self, *args, **kwargs) -> "OfficeSpace":
		"""Say "try again" where somebody promises its seats at this moment, instead of a server error."""
		with seat_locks.friendly_when_busy():
			return super().save(*args, **kwargs)

	def before_insert(self) -> None:
		self.flags.parent = spaces.parent_facts([self.parent_space]).get(self.parent_space)
		self.prepare()
		self.check_code_is_free()
		self.make_or_adopt_location()

	def prepare(self) -> None:
		"""What a new space needs before its Location; `flags.parent` holds the facts of the parent."""
		self.set_defaults()
		self.check_code()
		self.check_parent()
		self.check_parent_can_have_children()

	def autoname(self) -> None:
		self.name = self.location

	def validate(self) -> None:
		administration.clean_texts(self)
		self.check_guarded_fields()
		self.check_code()
		self.check_parent()
		self.check_seats()
		self.check_allocatable()
		self.check_cost_center()
		self.check_company()
		self.check_out_of_service()
		self.check_floor_plan()
		self.check_place_on_plan()
		self.set_status()

	def after_insert(self) -> None:
		spaces.clear_group_capacity([self.parent_space])

	def on_update(self) -> None:
		self.tell_who_is_affected()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self.check_renamed_with_location(old, new)

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		"""Once more: Frappe lets whoever reads a document rename it without before_rename (Document.rename)."""
		self.check_renamed_with_location(old, new)

	def check_renamed_with_location(self, old: str, new: str) -> None:
		"""Only pairs.location_renamed renames a space."""
		if frappe.flags.renames_space != (old, new):
			frappe.throw(
				_(
					"A space is renamed together with its Location. Open {0} and use the Rename button.",
					context="Office Space",
				).format(get_link_to_form("Office Space", old)),
				MoveInsteadError,
				title=_("Use Rename", context="Office Space"),
			)

	def on_trash(self) -> None:
		self.check_nothing_below()
		self.check_no_allocations()

	def after_delete(self) -> None:
		if cint(self.location_made):
			pairs.delete_location_later(self.location)

	# --- a new space ----------------------------------------------------------------------------------------

	def remember_what_was_given(self) -> None:
		"""Before Frappe fills in defaults (the user's own company, 0 seats); and drop what nobody may give."""
		self.flags.capacity_given = self.capacity is not None
		self.flags.company_given = self.company
		self.location = self.closed_on = None
		self.location_made = 0
		self.sign_id = new_sign_id()

	def set_defaults(self) -> None:
		"""Company of the parent, else the main one; a new desk counts as one seat, if the settings say so."""
		self.space_code = space_codes.clean_code(self.space_code)
		parent = self.flags.parent or frappe._dict()
		self.company = self.flags.company_given or parent.company or spaces.main_company() or self.company
		if self.space_type == "Desk" and not self.flags.capacity_given and spaces.desks_have_a_seat():
			self.capacity = self.is_allocatable = 1

	def check_code(self) -> None:
		problem = space_codes.code_problem(self.space_code)
		if not problem or (not self.is_new() and not self.has_value_changed("space_code")):
			return
		messages = {
			"empty": _("Give the space a code, for example 2.14.", context="Office Space"),
			"too_long": _("The code {0} is longer than 40 characters. Shorten it.", context="Office Space"),
			"characters": _(
				"The code {0} can't be used. Start and end with a letter or a digit; in between, blanks"
				" and . _ - + ( ) are fine.",
				context="Office Space",
			),
		}
		message = messages[problem].format(bold(frappe.utils.escape_html(self.space_code or "")))
		frappe.throw(message, CodeError, title=_("Code", context="Office Space"))

	def check_parent(self) -> None:
		if self.space_type == "Site" and self.parent_space:
			message = _(
				"A site lies in nothing else. Empty {0}, or choose another type.", context="Office Space"
			)
		elif self.space_type != "Site" and not self.parent_space:
			message = _(
				"Choose in {0} what this space lies in; only a site has none.", context="Office Space"
			)
		else:
			return
		frappe.throw(
			message.format(bold(_(self.meta.get_label("parent_space"), context="Office Space"))),
			ParentError,
			title=_("Part Of", context="Office Space"),
		)

	def check_parent_can_have_children(self) -> None:
		if self.parent_space:
			spaces.check_can_have_children(self.parent_space, self.flags.parent)

	def check_code_is_free(self) -> None:
		spaces.check_code_is_free(self.parent_space, self.space_code, self.name)

	def make_or_adopt_location(self) -> None:
		"""Insert the Location, or adopt the one of that name if it lies under the right parent."""
		name = space_codes.full_name(self.parent_space, self.space_code)
		check_length(name)
		place = places.location_facts([name]).get(name)
		if place:
			self.check_may_adopt(place)
		else:
			self.make_location(name)
		self.location, self.location_made = (place.name if place else name), int(not place)

	def make_location(self, name: str) -> None:
		is_group = self.space_type not in ("Desk", "Parking")
		try:
			places.make_location(name, self.parent_space, is_group)
		except frappe.DuplicateEntryError:
			# somebody else made it since we looked
			spaces.throw_code_taken(name, self.space_code)

	def check_may_adopt(self, place: frappe._dict) -> None:
		if frappe.db.exists("Office Space", place.name):
			spaces.throw_code_taken(place.name, self.space_code)
		if (place.parent_location or None) == (self.parent_space or None):
			return
		frappe.throw(
			_(
				"There is a Location {0} already, but it lies in {1}. Move or rename that Location, take it over"
				" where it is, or choose another code.",
				context="Office Space",
			).format(
				get_link_to_form("Location", place.name),
				bold(place.parent_location or _("nothing", context="Office Space")),
			),
			LocationTakenError,
			title=_("Location Exists", context="Office Space"),
		)

	# --- what only our own actions change -------------------------------------------------------------------

	def check_guarded_fields(self) -> None:
		if self.is_new():
			return
		before = self.get_doc_before_save()
		changed = [field for field in GUARDED if _value(self, field) != _value(before, field)]
		if (self.status == CLOSED) != (before.status == CLOSED):
			changed.append("status")
		if changed:
			labels = ", ".join(_(self.meta.get_label(field), context="Office Space") for field in changed)
			frappe.throw(
				_(
					"{0} can't be typed over. Use Move, Rename, Close or Reopen on {1}.",
					context="Office Space",
				).format(bold(labels), get_link_to_form("Office Space", self.name)),
				MoveInsteadError,
				title=_("Not Here", context="Office Space"),
			)

	def set_status(self) -> None:
		self.status = spaces.status_of(self)

	# --- seats ----------------------------------------------------------------------------------------------

	def check_seats(self) -> None:
		self.capacity = cint(self.capacity)
		if self.capacity < 0:
			self.throw_capacity(_("The number of seats can't be below 0.", context="Office Space"))
		if self.is_new() or not self.has_value_changed("capacity"):
			return
		if self.capacity and spaces.has_children(self.name):
			self.throw_capacity(
				_(
					"{0} has spaces below it, so its seats are added up from there. Leave its own seats empty.",
					context="Office Space",
				).format(get_link_to_form("Office Space", self.name))
			)
		if self.capacity < cint(self.get_doc_before_save().capacity):
			self.check_promised_seats()

	def check_promised_seats(self) -> None:
		"""Under the row's lock, so that nobody is promised a seat meanwhile."""
		seats.lock_spaces([self.name])
		today = getdate()
		peak = seats.peak_promised(self.name, today)
		if self.capacity < peak:
			message = _(
				"{0} seats are promised in {1}, so it can't have {2}. End or move some of these first:",
				context="Office Space",
			).format(bold(peak), get_link_to_form("Office Space", self.name), bold(self.capacity))
			self.throw_capacity(message + spaces.as_list(seats.live_uses(self.name, today)))

	def throw_capacity(self, message: str) -> None:
		frappe.throw(message, CapacityError, title=_("Seats", context="Office Space"))

	def check_allocatable(self) -> None:
		if self.is_allocatable and not self.company and (self.is_new() or not spaces.has_children(self.name)):
			frappe.throw(
				_(
					"Choose the company of {0}: a space that is given to people belongs to one.",
					context="Office Space",
				).format(bold(frappe.utils.escape_html(self.space_name or ""))),
				CompanyError,
				title=_("Company", context="Office Space"),
			)
		if not self.is_allocatable and not self.is_new() and self.has_value_changed("is_allocatable"):
			self.check_nobody_is_here()

	def check_nobody_is_here(self) -> None:
		spaces.check_nobody_is_in(
			self.name,
			_(
				"{0} is given to these. End or move them before it can't be given any more:",
				context="Office Space",
			),
		)

	# --- company and cost center ----------------------------------------------------------------------------

	def check_cost_center(self) -> None:
		if not self.cost_center:
			return
		company, is_group = frappe.get_cached_value("Cost Center", self.cost_center, ["company", "is_group"])
		self.company = self.company or company
		if is_group:
			message = _("{0} is a group. Choose one of the cost centers below it.", context="Office Space")
		elif company != self.company:
			message = _("{0} belongs to {1}. Choose a cost center of {2}.", context="Office Space")
		else:
			return
		frappe.throw(
			message.format(bold(self.cost_center), bold(company), bold(self.company)),
			CompanyError,
			title=_("Cost Center", context="Office Space"),
		)

	def check_company(self) -> None:
		"""Who is here belongs to the same company; customers may come from anywhere."""
		if self.is_new() or not self.has_value_changed("company"):
			return
		rows = [row for row in spaces.live_rows([self.name]) if row.occupant_type != "Customer"]
		same = frappe.get_all(
			"Space Allocation",
			filters={"name": ("in", [row.name for row in rows]), "company": ("in", ["", self.company or ""])},
			pluck="name",
			order_by="name",
		)
		others = [row for row in rows if row.name not in same]
		if others:
			frappe.throw(
				_(
					"These in {0} belong to another company. End or move them first:", context="Office Space"
				).format(get_link_to_form("Office Space", self.name))
				+ spaces.as_list(others),
				CompanyError,
				title=_("Company", context="Office Space"),
			)

	# --- out of service -------------------------------------------------------------------------------------

	def check_are_days(self) -> None:
		"""Frappe takes the year 1, and what is no text, for no date at all."""
		for field in ("out_from_date", "out_until_date"):
			if self.get(field) and not getdate(self.get(field)):
				self.throw_out(
					_("{0} is not a day that can be used.", context="Office Space").format(
						bold(frappe.utils.escape_html(str(self.get(field))))
					)
				)

	def check_out_of_service(self) -> None:
		self.check_are_days()
		if not self.out_from_date:
			if self.out_until_date:
				self.throw_out(_("Say from which day the space is out of service.", context="Office Space"))
			return
		if self.out_until_date and getdate(self.out_until_date) < getdate(self.out_from_date):
			self.throw_out(
				_(
					"The last day out of service ({0}) lies before the first ({1}).", context="Office Space"
				).format(formatdate(self.out_until_date), formatdate(self.out_from_date))
			)
		if not (self.out_reason or "").strip():
			self.throw_out(_("Give a reason: people will ask why.", context="Office Space"))

	def throw_out(self, message: str) -> None:
		frappe.throw(message, OutOfServiceError, title=_("Out of Service", context="Office Space"))

	# --- floor plan -----------------------------------------------------------------------------------------

	def check_floor_plan(self) -> None:
		"""The address is shown as a picture, so it leads to a file of this site and nowhere else."""
		if self.floor_plan and not is_local_file(self.floor_plan):
			self.throw_floor_plan(
				_(
					"{0} is no file of this site. Upload the picture with the button beside the field.",
					context="Office Space",
				).format(bold(frappe.utils.escape_html(self.floor_plan)))
			)

	def check_place_on_plan(self) -> None:
		"""Left, top, width and height are percent of the parent's plan, and the whole lies on it."""
		for field in PLAN_FIELDS:
			if not 0 <= flt(self.get(field)) <= 100:
				self.throw_floor_plan(
					_("{0} is a percentage of the floor plan: 0 to 100.", context="Office Space").format(
						bold(_(self.meta.get_label(field), context="Office Space"))
					)
				)
		for start, length in (("plan_x", "plan_width"), ("plan_y", "plan_height")):
			if flt(flt(self.get(start)) + flt(self.get(length)), 2) > 100:
				self.throw_floor_plan(
					_("{0} and {1} reach beyond the floor plan.", context="Office Space").format(
						*(
							bold(_(self.meta.get_label(one), context="Office Space"))
							for one in (start, length)
						)
					)
				)

	def throw_floor_plan(self, message: str) -> None:
		frappe.throw(message, FloorPlanError, title=_("Floor Plan", context="Office Space"))

	def tell_who_is_affected(self) -> None:
		"""After the period was set or changed, show who sits here in it."""
		before = self.get_doc_before_save() or frappe._dict()
		period = ("out_from_date", "out_until_date")
		changed = any(str(self.get(field) or "") != str(before.get(field) or "") for field in period)
		if not self.out_from_date or not changed:
			return
		rows = seats.allocations_affected(self.name, self.out_from_date, self.out_until_date)
		if rows:
			frappe.msgprint(
				_("{0} is out of service while these are given seats in it:", context="Office Space").format(
					get_link_to_form("Office Space", self.name, frappe.utils.escape_html(self.space_name))
				)
				+ spaces.as_list(rows),
				title=_("Who Is Affected", context="Office Space"),
				indicator="orange",
			)

	# --- deleting -------------------------------------------------------------------------------------------

	def check_nothing_below(self) -> None:
		if not spaces.has_children(self.name):
			return
		frappe.throw(
			_("{0} has spaces below it. Delete or move those first.", context="Office Space").format(
				get_link_to_form("Office Space", self.name)
			),
			StillInUseError,
			title=_("Not Empty", context="Office Space"),
		)

	def check_no_allocations(self) -> None:
		spaces.check_nobody_is_in(
			self.name, _("{0} is given to these. End them, then close the space:", context="Office Space")
		)
		if frappe.db.exists("Space Allocation", {"space": self.name}):
			frappe.throw(
				_(
					"{0} has a history of who sat there, which would be lost. Close it instead.",
					context="Office Space",
				).format(get_link_to_form("Office Space", self.name)),
				StillInUseError,
				title=_("Has a History", context="Office Space"),
			)


def check_length(name: str) -> None:
	"""Refuse a full name that Frappe can't store."""
	if space_codes.is_too_long(name):
		frappe.throw(
			_(
				"{0} is {1} characters long, the most is 140. Use shorter codes here or above.",
				context="Office Space",
			).format(bold(frappe.utils.escape_html(name)), bold(len(name))),
			NameTooLongError,
			title=_("Code", context="Office Space"),
		)


@contextmanager
def all_or_nothing():
	"""Undo everything inside after an error, and say "try again" when others hold the same rows."""
	with seat_locks.friendly_when_busy(), undone_on_error():
		yield


def _value(doc, field: str):
	"""Field values of a form and of the database, made comparable."""
	value = doc.get(field)
	if field == "location_made":
		return cint(value)
	if field == "closed_on":
		return str(value).split(".")[0] if value else None
	return value or None
