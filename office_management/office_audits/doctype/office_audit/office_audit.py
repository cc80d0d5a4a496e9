import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_link_to_form, getdate

from office_management.domain import audit_states as states
from office_management.office_administration import api as administration
from office_management.office_audits import audit_rules, document_review, inspecting, signed_report, undoing

DOCTYPE = "Office Audit"
SCOPE = (
	"audit_type",
	"company",
	"space",
	"checklist_template",
	"document_type",
	"document_owner",
	"pass_score",
	"asset_category",
	"custodian",
	"department",
	"min_value",
	"sample_percent",
)
"""What is counted; fixed once the audit has begun."""
OWN = (
	"sample_seed",
	"expected_count",
	"found_count",
	"misplaced_count",
	"missing_count",
	"unexpected_count",
	"unknown_count",
	"damaged_count",
	"open_count",
	"score",
	"passed",
	"has_critical_fail",
	"failed_count",
	"score_before",
	"compared_with",
	"has_score",
	"expected_value",
	"missing_value",
	"written_off_value",
	"started_on",
	"started_by",
	"counting_ended_on",
	"signed_by",
	"signed_on",
	"by_one_person",
	"second_person_reason",
	"cancelled_by",
	"job_state",
	"job_progress",
	"job_error",
	"programme",
	"occurrence_date",
	"occurrence_key",
	"plan_notice_due_on",
)
"""Written by our own code; what a client sends is put back."""


class AuditBegunError(frappe.ValidationError):
	"""The audit has begun: its scope is frozen, and it is not deleted any more."""


class AuditDatesError(frappe.ValidationError):
	"""The audit would end before it begins."""


class NotSignedOffError(frappe.ValidationError):
	"""The audit was submitted in another way than by signing it off."""


class NoAmendingError(frappe.ValidationError):
	"""A signed audit is never amended."""


class OfficeAudit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.office_audit_auditor.office_audit_auditor import (
			OfficeAuditAuditor,
		)
		from office_management.office_audits.doctype.office_audit_made.office_audit_made import (
			OfficeAuditMade,
		)
		from office_management.office_audits.doctype.office_audit_section.office_audit_section import (
			OfficeAuditSection,
		)

		amended_from: DF.Link | None
		asset_category: DF.Link | None
		audit_type: DF.Literal["Asset Count", "First Inventory", "Checklist", "Documents"]
		auditors: DF.Table[OfficeAuditAuditor]
		by_one_person: DF.Check
		cancelled_by: DF.Link | None
		checklist_template: DF.Link | None
		company: DF.Link
		compared_with: DF.Link | None
		counting_ended_on: DF.Datetime | None
		custodian: DF.Link | None
		damaged_count: DF.Int
		department: DF.Link | None
		document_owner: DF.Link | None
		document_type: DF.Literal["", "Licence", "Insurance", "Certificate", "Contract", "Policy", "Other"]
		expected_count: DF.Int
		expected_value: DF.Currency
		failed_count: DF.Int
		found_count: DF.Int
		from_date: DF.Date | None
		has_critical_fail: DF.Check
		has_score: DF.Check
		is_blind: DF.Check
		job_error: DF.SmallText | None
		job_progress: DF.Percent
		job_state: DF.Literal["", "Queued", "Running", "Stopped"]
		lead_auditor: DF.Link
		made: DF.Table[OfficeAuditMade]
		min_value: DF.Currency
		misplaced_count: DF.Int
		missing_count: DF.Int
		missing_value: DF.Currency
		naming_series: DF.Literal["OA-.YYYY.-.#####"]
		occurrence_date: DF.Date | None
		occurrence_key: DF.Data | None
		open_count: DF.Int
		pass_score: DF.Percent
		passed: DF.Check
		plan_notice_due_on: DF.Datetime | None
		programme: DF.Link | None
		raise_findings: DF.Check
		remarks: DF.Text | None
		sample_percent: DF.Percent
		sample_seed: DF.Data | None
		score: DF.Percent
		score_before: DF.Percent
		second_person_reason: DF.SmallText | None
		sections: DF.Table[OfficeAuditSection]
		signed_by: DF.Link | None
		signed_on: DF.Datetime | None
		space: DF.Link | None
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Planned", "In Progress", "Reconciling", "Signed Off", "Cancelled"]
		title: DF.Data
		to_date: DF.Date | None
		unexpected_count: DF.Int
		unknown_count: DF.Int
		written_off_value: DF.Currency
	# end: auto-generated types

	def validate(self) -> None:
		self.check_not_amended()
		self.guard_fields()
		self.check_scope_is_free()
		self.check_dates()
		audit_rules.check_place(self)
		audit_rules.check_sample(self)
		audit_rules.check_auditors(self)
		inspecting.check(self)
		document_review.check(self)
		administration.clean_texts(self)
		administration.keep_formulas_text(self)

	def before_submit(self) -> None:
		if not self.flags.signing_off:
			frappe.throw(
				_(
					"An audit is signed off by its button Sign Off, which makes what was decided.",
					context=DOCTYPE,
				),
				NotSignedOffError,
			)
		self.set_signature(self.flags.signing_off)

	def before_cancel(self) -> None:
		undoing.check_size(self)
		undoing.check_rights(self)
		self.ignore_linked_doctypes = undoing.LINKED

	def on_cancel(self) -> None:
		undoing.undo(self)

	def onload(self) -> None:
		self.set_onload("later", signed_report.later(self))

	def report_contents(self) -> frappe._dict:
		"""For the print format "Audit Report"."""
		return signed_report.contents(self)

	def on_trash(self) -> None:
		self.check_not_begun()

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self) -> None:
		"""Put back what only our own code writes; a programme says what is planned by it."""
		before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
		for field in OWN:
			self.set(field, before.get(field))
		self.status = before.status or states.PLANNED
		self.set("made", before.get("made") or [])
		self.set("sections", before.get("sections") or [])
		self.update(self.flags.planned or {})

	def set_signature(self, values: dict) -> None:
		"""What sign_off.py writes: who signed, when, and what was made of it."""
		made = values.pop("made", [])
		self.update(values)
		for row in made:
			self.append("made", row)

	def check_scope_is_free(self) -> None:
		"""What is counted cannot change once it is frozen."""
		before = self.get_doc_before_save()
		if not before or before.status == states.PLANNED:
			return
		for field in SCOPE:
			if cstr(self.get(field)) != cstr(before.get(field)):
				message = _("{0} cannot change any more: the audit has begun.", context=DOCTYPE)
				label = _(self.meta.get_label(field), context=DOCTYPE)
				frappe.throw(message.format(bold(label)), AuditBegunError)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_not_amended(self) -> None:
		if self.amended_from:
			frappe.throw(
				_("A signed audit is not amended. Make a new one.", context=DOCTYPE), NoAmendingError
			)

	def check_dates(self) -> None:
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_("The audit would end before it begins. Swap its dates.", context=DOCTYPE), AuditDatesError
			)

	def check_not_begun(self) -> None:
		if self.status != states.PLANNED:
			message = _("{0} has begun and is kept. Cancel it instead.", context=DOCTYPE)
			frappe.throw(message.format(get_link_to_form(DOCTYPE, self.name)), AuditBegunError)
