from frappe.model.document import Document


class OfficeDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_administration.doctype.office_document_reminder.office_document_reminder import (
			OfficeDocumentReminder,
		)

		asset: DF.Link | None
		company: DF.Link | None
		contract: DF.Link | None
		document_number: DF.Data | None
		document_type: DF.Literal["Licence", "Insurance", "Certificate", "Contract", "Policy", "Other"]
		file: DF.Attach | None
		is_signed: DF.Check
		issued_date: DF.Date | None
		issuer: DF.Data | None
		last_reviewed_date: DF.Date | None
		next_review_date: DF.Date | None
		notes: DF.SmallText | None
		original_kept_at: DF.Data | None
		reminders: DF.Table[OfficeDocumentReminder]
		replacement: DF.Link | None
		replaces: DF.Link | None
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		review_every_months: DF.Int
		space: DF.Link | None
		status: DF.Literal["Valid", "Review Due", "Expired", "Withdrawn"]
		supplier: DF.Link | None
		title: DF.Data
		valid_until_date: DF.Date | None
		withdrawn_reason: DF.SmallText | None
	# end: auto-generated types
	pass
