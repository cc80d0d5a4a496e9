from frappe.model.document import Document


class OfficeAudit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.office_audit_answer.office_audit_answer import (
			OfficeAuditAnswer,
		)
		from office_management.office_audits.doctype.office_audit_auditor.office_audit_auditor import (
			OfficeAuditAuditor,
		)
		from office_management.office_audits.doctype.office_audit_document.office_audit_document import (
			OfficeAuditDocument,
		)
		from office_management.office_audits.doctype.office_audit_made.office_audit_made import (
			OfficeAuditMade,
		)
		from office_management.office_audits.doctype.office_audit_section.office_audit_section import (
			OfficeAuditSection,
		)

		amended_from: DF.Link | None
		answers: DF.Table[OfficeAuditAnswer]
		asset_category: DF.Link | None
		audit_programme: DF.Link | None
		audit_type: DF.Literal["Asset Count", "First Inventory", "Checklist", "Documents"]
		auditors: DF.Table[OfficeAuditAuditor]
		by_one_person: DF.Check
		checklist_template: DF.Link | None
		company: DF.Link
		counting_ended_on: DF.Datetime | None
		custodian: DF.Link | None
		damaged_count: DF.Int
		department: DF.Link | None
		documents: DF.Table[OfficeAuditDocument]
		expected_count: DF.Int
		expected_value: DF.Currency
		found_count: DF.Int
		from_date: DF.Date | None
		has_critical_fail: DF.Check
		is_blind: DF.Check
		job_error: DF.SmallText | None
		job_progress: DF.Percent
		job_state: DF.Literal["", "Queued", "Running", "Stopped"]
		last_score: DF.Percent
		lead_auditor: DF.Link
		made: DF.Table[OfficeAuditMade]
		min_value: DF.Currency
		misplaced_count: DF.Int
		missing_count: DF.Int
		missing_value: DF.Currency
		naming_series: DF.Literal["OA-.YYYY.-.#####"]
		occurrence_key: DF.Data | None
		open_count: DF.Int
		remarks: DF.Text | None
		sample_percent: DF.Percent
		sample_seed: DF.Data | None
		score: DF.Percent
		second_person_reason: DF.SmallText | None
		sections: DF.Table[OfficeAuditSection]
		self_confirmation: DF.Check
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
	pass
