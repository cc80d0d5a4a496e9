import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from office_management.domain import tag_numbering
from office_management.front_desk import api as front_desk
from office_management.office_administration import areas, second_person, workspaces


class NoAreaUsedError(frappe.ValidationError):
	"""Everything was switched off."""


class TagPatternError(frappe.ValidationError):
	"""The numbering of asset tags cannot be counted by."""


class OfficeManagementSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_administration.doctype.office_working_hours.office_working_hours import (
			OfficeWorkingHours,
		)

		accept_problem_reports: DF.Check
		accept_supply_orders: DF.Check
		asset_tag_pattern: DF.Data | None
		certificate_warning_days: DF.Int
		delivery_reminder_days: DF.Int
		delivery_retention_days: DF.Int
		early_arrival_hours: DF.Int
		emergency_answer_minutes: DF.Int
		evacuation_includes_seated: DF.Check
		evacuation_retention_days: DF.Int
		mend_days_critical: DF.Int
		mend_days_high: DF.Int
		mend_days_low: DF.Int
		mend_days_medium: DF.Int
		message_answer_hours: DF.Float
		message_retention_days: DF.Int
		office_company: DF.Link | None
		other_supplies_item: DF.Link | None
		retention_confirmed_by: DF.Link | None
		retention_confirmed_on: DF.Datetime | None
		seats_from_desks: DF.Check
		second_person_rule: DF.Literal["Required", "Ask for a Reason", "Off"]
		show_neighbours: DF.Check
		undo_minutes: DF.Int
		unread_message_minutes: DF.Int
		urgent_message_answer_hours: DF.Float
		use_administration: DF.Check
		use_audits: DF.Check
		use_bills: DF.Check
		use_front_desk: DF.Check
		use_space: DF.Check
		use_tasks: DF.Check
		working_holiday_list: DF.Link | None
		working_hours: DF.Table[OfficeWorkingHours]
	# end: auto-generated types

	def onload(self):
		self.set_onload("holders", second_person.holders())
		self.set_onload("proposed_rule", second_person.proposed_rule())

	def validate(self):
		self.check_something_is_used()
		self.check_tag_pattern()
		front_desk.keep_retention_settings(self)

	def on_update(self):
		workspaces.show_used(self.switched_on())

	def switched_on(self) -> tuple[str, ...]:
		"""Areas that are used from this save on."""
		changed = {
			area: facts.field for area, facts in areas.AREAS.items() if self.has_value_changed(facts.field)
		}
		return tuple(area for area, field in changed.items() if self.get(field))

	def check_something_is_used(self):
		if not any(self.get(area.field) for area in areas.AREAS.values()):
			frappe.throw(
				_(
					"Leave at least one area on under {0}. Without any, nothing of the app can be seen.",
					context="Office Management Settings",
				).format(frappe.bold(self.meta.get_label("use_section"))),
				NoAreaUsedError,
				title=_("Nothing Left to Use", context="Office Management Settings"),
			)

	def check_tag_pattern(self):
		self.asset_tag_pattern = (self.asset_tag_pattern or "").strip() or None
		if not self.asset_tag_pattern:
			return
		try:
			tag_numbering.series_of(self.asset_tag_pattern, getdate())
		except tag_numbering.PatternError as error:
			message = {
				tag_numbering.BAD_SIGNS: _(
					"{0}: use plain letters, digits and - _ / : + only, so that every scanner reads the tags.",
					context="Office Management Settings",
				),
				tag_numbering.TOO_LONG: _(
					"{0} makes tags that fit on no label. Make it shorter.",
					context="Office Management Settings",
				),
			}.get(
				error.code,
				_(
					"{0}: write the number once, as # between full stops, for example A-.#####",
					context="Office Management Settings",
				),
			)
			frappe.throw(message.format(frappe.bold(escape_html(self.asset_tag_pattern))), TagPatternError)
