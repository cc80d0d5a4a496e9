from frappe.model.document import Document


class VisitorLogBelonging(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		item: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		quantity: DF.Int
		serial_number: DF.Data | None
		taken_out_on: DF.Datetime | None
	# end: auto-generated types
	pass
