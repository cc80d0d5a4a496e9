from frappe.model.document import Document


class VisitToken(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		expires_on: DF.Datetime | None
		is_revoked: DF.Check
		purpose: DF.Literal["Visit Page", "Arrival"]
		token_hash: DF.Data | None
		used_on: DF.Datetime | None
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
