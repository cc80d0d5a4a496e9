import frappe
from frappe.model.document import Document


class OfficeAuditDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_photo.audit_photo import AuditPhoto

		accessible: DF.Literal["", "Yes", "No", "Not Applicable"]
		audit: DF.Link
		company: DF.Link | None
		document_number: DF.Data | None
		document_title: DF.Data | None
		document_type: DF.Data | None
		finding: DF.Link | None
		frozen_status: DF.Data | None
		last_result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		note: DF.SmallText | None
		number: DF.Int
		office_document: DF.Link
		original_kept_at: DF.Data | None
		photos: DF.Table[AuditPhoto]
		present: DF.Literal["", "Yes", "No", "Not Applicable"]
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		reviewed_by: DF.Link | None
		reviewed_on: DF.Datetime | None
		signed: DF.Literal["", "Yes", "No", "Not Applicable"]
		space: DF.Link | None
		supplier: DF.Link | None
		valid: DF.Literal["", "Yes", "No", "Not Applicable"]
		valid_until_date: DF.Date | None
	# end: auto-generated types
	pass


def on_doctype_update():
	frappe.db.add_unique("Office Audit Document", ["audit", "office_document"], "document_in_audit")
