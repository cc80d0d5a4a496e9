from frappe.model.document import Document


class AuditFinding(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_photo.audit_photo import AuditPhoto

		asset: DF.Link | None
		audit_asset_line: DF.Link | None
		by_one_person: DF.Check
		cause: DF.SmallText | None
		company: DF.Link | None
		description: DF.Text | None
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		due_date: DF.Date | None
		escalated_on: DF.Datetime | None
		facility_task: DF.Link | None
		finding_key: DF.Data | None
		found_by: DF.Link | None
		found_on: DF.Datetime | None
		line_key: DF.Data | None
		measure: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		office_audit: DF.Link | None
		office_document: DF.Link | None
		photos: DF.Table[AuditPhoto]
		quality_action: DF.Link | None
		rejected_reason: DF.SmallText | None
		repeats: DF.Link | None
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		severity: DF.Literal["Low", "Medium", "High", "Critical"]
		source_task: DF.Link | None
		space: DF.Link | None
		status: DF.Literal["Open", "In Progress", "Done", "Verified", "Rejected"]
		supplier: DF.Link | None
		times_seen: DF.Int
		title: DF.Data
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
	# end: auto-generated types
	pass
