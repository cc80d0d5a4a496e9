from frappe.model.document import Document


class PhoneMessageForward(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		forwarded_by: DF.Link | None
		forwarded_on: DF.Datetime | None
		from_employee: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		to_employee: DF.Link | None
	# end: auto-generated types
	pass
