from frappe.model.document import Document


class VisitorDataRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		copies: DF.Int
		handled_by: DF.Link | None
		handled_on: DF.Datetime | None
		note: DF.SmallText | None
		received_date: DF.Date | None
		request_type: DF.Literal["Export", "Erasure"]
		visitor: DF.Link | None
		visits: DF.Int
	# end: auto-generated types
	pass
