import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, flt

from office_management.facilities.in_use import refuse_deletion
from office_management.office_administration import api as administration

USUAL_TARGETS = {"Low": (16, 80), "Normal": (8, 40), "High": (4, 16), "Emergency": (1, 8)}
"""Working hours within which to respond and to be done, where times are tracked and nobody said otherwise."""


class CategoryTargetError(frappe.ValidationError):
	"""The hours per urgency contradict each other."""


class CategoryTeamError(frappe.ValidationError):
	"""Somebody is in the team twice, or cannot log in."""


class FacilityTaskCategory(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_response_target.facility_response_target import (
			FacilityResponseTarget,
		)
		from office_management.facilities.doctype.facility_team_member.facility_team_member import (
			FacilityTeamMember,
		)

		category_name: DF.Data
		default_checklist: DF.Link | None
		description: DF.SmallText | None
		disabled: DF.Check
		is_drill: DF.Check
		is_reportable: DF.Check
		needs_verification: DF.Check
		reopen_hours: DF.Int
		response_targets: DF.Table[FacilityResponseTarget]
		responsibility_topic: DF.Literal[
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
		round_the_clock: DF.Check
		supplier: DF.Link | None
		team: DF.Table[FacilityTeamMember]
		track_response_times: DF.Check
	# end: auto-generated types

	def on_trash(self) -> None:
		refuse_deletion(self.doctype, self.name)

	def validate(self):
		self.tidy()
		self.propose_targets()
		self.check_targets()
		self.check_team()
		administration.clean_texts(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	def tidy(self):
		self.category_name = cstr(self.category_name).strip()
		self.reopen_hours = max(cint(self.reopen_hours), 0)

	def propose_targets(self):
		"""Whoever turns time limits on gets usual ones to begin with."""
		if self.track_response_times and not self.response_targets:
			for urgency, (response, resolution) in USUAL_TARGETS.items():
				row = {"urgency": urgency, "response_hours": response, "resolution_hours": resolution}
				self.append("response_targets", row)

	def check_targets(self):
		seen = set()
		for row in self.response_targets:
			row.response_hours, row.resolution_hours = flt(row.response_hours), flt(row.resolution_hours)
			if row.urgency in seen:
				self.refuse_target(
					row, _("Row {0}: {1} is there twice. Keep one of them.", context="Facility Task Category")
				)
			if 0 < row.resolution_hours < row.response_hours:
				text = _(
					"Row {0}: {1} would be done before anybody responds. Give more hours.",
					context="Facility Task Category",
				)
				self.refuse_target(row, text)
			seen.add(row.urgency)

	def refuse_target(self, row: Document, text: str):
		urgency = bold(escape_html(_(row.urgency, context="Facility Task")))
		frappe.throw(text.format(row.idx, urgency), CategoryTargetError)

	def check_team(self):
		users = [row.user for row in self.team]
		enabled = frappe.get_all(
			"User", {"name": ("in", users or [""]), "enabled": 1}, pluck="name", order_by="name"
		)
		for row in self.team:
			if users.count(row.user) > 1:
				text = _(
					"Row {0}: {1} is in the team twice. Keep one of them.", context="Facility Task Category"
				)
			elif row.user not in enabled and self.is_new_member(row.user):
				text = _(
					"Row {0}: {1} is disabled and cannot be given tasks.", context="Facility Task Category"
				)
			else:
				continue
			frappe.throw(text.format(row.idx, bold(escape_html(row.user))), CategoryTeamError)

	def is_new_member(self, user: str) -> bool:
		before = self.get_doc_before_save()
		return not before or user not in {row.user for row in before.team}
