import frappe
from frappe.model.document import Document


class FacilityTaskNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_on: DF.Datetime | None
		employee: DF.Link | None
		mailed_on: DF.Datetime | None
		notice: DF.Literal["Emergency", "Response Late", "Due Soon", "Late"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		step: DF.Int
		tell_key: DF.Data | None
		told_on: DF.Datetime | None
		user: DF.Link | None
	# end: auto-generated types
	pass


def on_doctype_update():
	frappe.db.add_index("Facility Task Notice", ["told_on", "due_on"], "notice_due")
