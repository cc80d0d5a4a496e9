from frappe.model.document import Document


class OfficeDocumentReminder(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		deadline: DF.Literal["Expiry", "Review"]
		deadline_date: DF.Date | None
		mailed_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		recipient: DF.Link | None
		reminder_date: DF.Date | None
		tell_key: DF.Data | None
		told_on: DF.Datetime | None
	# end: auto-generated types
	pass
