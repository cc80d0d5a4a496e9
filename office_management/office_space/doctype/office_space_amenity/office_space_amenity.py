from frappe.model.document import Document


class OfficeSpaceAmenity(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amenity: DF.Literal[
			"Window",
			"Whiteboard",
			"Screen",
			"Video Conferencing",
			"Telephone",
			"Docking Station",
			"Height-Adjustable Desk",
			"Wheelchair Access",
			"Air Conditioning",
			"Lockable",
			"Quiet Area",
			"Charging Point",
		]
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		quantity: DF.Int
	# end: auto-generated types
