from frappe.model.document import Document


class OfficeAuditDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		document_title: DF.Data | None
		finding: DF.Link | None
		is_accessible: DF.Literal["", "Yes", "No", "Not Applicable"]
		is_present: DF.Literal["", "Yes", "No", "Not Applicable"]
		is_signed: DF.Literal["", "Yes", "No", "Not Applicable"]
		is_valid: DF.Literal["", "Yes", "No", "Not Applicable"]
		note: DF.SmallText | None
		office_document: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		photo: DF.AttachImage | None
		result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		reviewed_by: DF.Link | None
		reviewed_on: DF.Datetime | None
	# end: auto-generated types
	pass
