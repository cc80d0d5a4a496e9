import frappe
from frappe import _
from frappe.utils import escape_html, get_link_to_form

from office_management.facilities import api as facilities
from office_management.office_administration import api as administration
from office_management.office_audits import audit_rules, inspecting
from office_management.office_space import api as office_space

DOCTYPE = "Audit Programme"
OF_COUNTS = ("asset_category", "custodian", "department", "min_value", "sample_percent", "is_blind")
"""What only a count of assets knows."""
OF_REVIEWS = ("pass_score", "raise_findings")
OF_TYPE = {
	"Asset Count": OF_COUNTS,
	"Checklist": ("checklist_template", *OF_REVIEWS),
	"Documents": ("document_type", "document_owner", *OF_REVIEWS),
}
"""Which fields say more about an audit of a type; the others of these are emptied."""


class ProgrammePlaceError(frappe.ValidationError):
	"""The place is closed."""


class ProgrammeInUseError(frappe.ValidationError):
	"""A programme with audits is ended, not deleted."""


class AuditProgramme(facilities.RecurringDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_programme_skip.audit_programme_skip import (
			AuditProgrammeSkip,
		)
		from office_management.office_audits.doctype.office_audit_auditor.office_audit_auditor import (
			OfficeAuditAuditor,
		)

		asset_category: DF.Link | None
		audit_type: DF.Literal["Asset Count", "Checklist", "Documents"]
		auditors: DF.Table[OfficeAuditAuditor]
		catch_up: DF.Literal["Skip Missed", "Latest Only", "All"]
		checklist_template: DF.Link | None
		company: DF.Link
		custodian: DF.Link | None
		days_to_do: DF.Int
		department: DF.Link | None
		document_owner: DF.Link | None
		document_type: DF.Literal["", "Licence", "Insurance", "Certificate", "Contract", "Policy", "Other"]
		end_after: DF.Int
		end_date: DF.Date | None
		every: DF.Int
		frequency: DF.Literal["Daily", "Weekly", "Monthly", "Yearly"]
		generated_count: DF.Int
		generated_until_date: DF.Date | None
		generation_error: DF.SmallText | None
		holiday_list: DF.Link | None
		holiday_rule: DF.Literal["Keep", "Skip", "Previous Working Day", "Next Working Day"]
		is_blind: DF.Check
		last_generated_on: DF.Datetime | None
		lead_auditor: DF.Link
		lead_days: DF.Int
		make_on_date: DF.Date | None
		min_value: DF.Currency
		month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		month_day: DF.Int
		month_rule: DF.Literal["Day of the Month", "Last Day", "Nth Weekday"]
		next_due_date: DF.Date | None
		nth: DF.Literal["First", "Second", "Third", "Fourth", "Last"]
		nth_weekday: DF.Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		pass_score: DF.Percent
		raise_findings: DF.Check
		sample_percent: DF.Percent
		season_from_month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		season_to_month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		skipped_dates: DF.Table[AuditProgrammeSkip]
		space: DF.Link | None
		start_date: DF.Date
		status: DF.Literal["Active", "Paused", "Ended"]
		status_reason: DF.SmallText | None
		tell_managers: DF.Check
		title: DF.Data
		weekdays: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		self.guard_fields()
		self.tidy()
		self.check_recurrence()
		self.check_has_holidays()
		self.check_place()
		inspecting.check(self)
		audit_rules.check_sample(self)
		audit_rules.check_auditors(self)
		self.set_status()
		self.set_next_dates()
		self.check_goes_on()
		administration.clean_texts(self)
		administration.keep_formulas_text(self)

	def onload(self) -> None:
		self.set_onload("may_act", bool(self.has_permission("write")))

	def prepare_preview(self) -> None:
		"""Everything that the dates depend on, for a programme on a form that may be half filled in."""
		self.tidy()
		self.check_recurrence()
		self.check_has_holidays()

	def on_trash(self) -> None:
		self.check_unused()

	def tidy(self) -> None:
		"""One form for each value, and nothing in fields that do not count."""
		self.tidy_rule()
		every = {field for fields in OF_TYPE.values() for field in fields}
		for field in every - set(OF_TYPE.get(self.audit_type, ())):
			self.set(field, None)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_place(self) -> None:
		"""Only what is newly chosen: a programme whose place was closed since can still be ended or changed."""
		audit_rules.check_place(self)
		if self.has_value_changed("space"):
			check_is_open(self.space)

	def check_unused(self) -> None:
		"""Audits outlive their programme, and must be able to say where they came from."""
		made = frappe.db.count("Office Audit", {"programme": self.name})
		if made:
			message = _(
				"Audits were planned by {0}: {1}. End the programme instead; what was audited stays on record.",
				context=DOCTYPE,
			)
			title = frappe.bold(escape_html(self.title))
			frappe.throw(message.format(title, frappe.bold(made)), ProgrammeInUseError)


def check_is_open(space: str | None) -> None:
	"""Raises ProgrammePlaceError where there is nothing to audit any more."""
	if space and not office_space.places_to_keep_up(names=[space]):
		message = _("{0} is closed. Choose another place.", context=DOCTYPE)
		frappe.throw(message.format(get_link_to_form("Office Space", space)), ProgrammePlaceError)


def on_doctype_update() -> None:
	frappe.db.add_index(DOCTYPE, ["status", "make_on_date"], "programme_to_make")
