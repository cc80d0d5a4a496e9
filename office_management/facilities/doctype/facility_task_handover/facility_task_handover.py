from frappe.model.document import Document


class FacilityTaskHandover(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Accepted", "Returned", "Withdrawn"]
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		from_department: DF.Link | None
		handed_by: DF.Link | None
		handed_on: DF.Datetime | None
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		to_department: DF.Link | None
	# end: auto-generated types
	pass
