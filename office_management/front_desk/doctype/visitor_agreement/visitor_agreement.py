from frappe.model.document import Document


class VisitorAgreement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visitor_agreement_text.visitor_agreement_text import (
			VisitorAgreementText,
		)

		body: DF.TextEditor
		published_by: DF.Link | None
		published_on: DF.Datetime | None
		status: DF.Literal["Draft", "Published", "Superseded"]
		supersedes: DF.Link | None
		texts: DF.Table[VisitorAgreementText]
		title: DF.Data
		valid_days: DF.Int
		version: DF.Int
	# end: auto-generated types
	pass
