from frappe.model.document import Document


class AccessBadgeIssue(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_back_on: DF.Datetime | None
		employee: DF.Link | None
		employee_name: DF.Data | None
		issued_by: DF.Link | None
		issued_on: DF.Datetime | None
		lost_on: DF.Datetime | None
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		returned_on: DF.Datetime | None
		returned_to: DF.Link | None
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
