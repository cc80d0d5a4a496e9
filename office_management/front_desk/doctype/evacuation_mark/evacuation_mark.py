from frappe.model.document import Document


class EvacuationMark(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		mark_key: DF.Data | None
		marked_by: DF.Link | None
		marked_on: DF.Datetime | None
		new_state: DF.Literal[
			"Not Reported", "Clear", "Not Clear", "Unaccounted", "Safe", "Needs Help", "Not Here"
		]
		note: DF.Data | None
		overtaken: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		received_on: DF.Datetime | None
		row_name: DF.Data | None
		space: DF.Link | None
		what: DF.Literal["Area", "Person"]
	# end: auto-generated types
	pass
