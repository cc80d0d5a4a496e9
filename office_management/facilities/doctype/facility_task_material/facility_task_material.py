from frappe.model.document import Document


class FacilityTaskMaterial(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		item_code: DF.Link
		item_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		qty: DF.Float
		source: DF.Literal["Purchase", "Store"]
		uom: DF.Link | None
		warehouse: DF.Link | None
	# end: auto-generated types
	pass
