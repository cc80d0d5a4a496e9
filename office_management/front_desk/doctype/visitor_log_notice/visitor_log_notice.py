from frappe.model.document import Document


class VisitorLogNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_on: DF.Datetime | None
		due_on: DF.Datetime | None
		employee: DF.Link | None
		mailed_on: DF.Datetime | None
		notice: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		seen_on: DF.Datetime | None
		step: DF.Int
		tell_key: DF.Data | None
		told_on: DF.Datetime | None
		user: DF.Link | None
	# end: auto-generated types
	pass
