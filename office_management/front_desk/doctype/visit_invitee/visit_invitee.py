from frappe.model.document import Document


class VisitInvitee(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Accepted", "Declined"]
		email: DF.Data | None
		full_name: DF.Data
		mailed_on: DF.Datetime | None
		organisation: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phone: DF.Data | None
		visit_status: DF.Data | None
		visitor_language: DF.Link | None
		visitor_log: DF.Link | None
		visitor_type: DF.Link | None
	# end: auto-generated types
	pass
