from frappe.model.document import Document


class VisitorLogEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		act: DF.Data | None
		from_status: DF.Data | None
		happened_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		station: DF.Link | None
		to_status: DF.Data | None
		user: DF.Link | None
	# end: auto-generated types
	pass
