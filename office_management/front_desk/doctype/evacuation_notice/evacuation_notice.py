from frappe.model.document import Document


class EvacuationNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		employee: DF.Link | None
		mailed_on: DF.Datetime | None
		notice: DF.Literal["Alarm", "Drill"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		tell_key: DF.Data | None
		told_on: DF.Datetime | None
		user: DF.Link | None
	# end: auto-generated types
	pass
