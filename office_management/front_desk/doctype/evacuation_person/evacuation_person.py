from frappe.model.document import Document


class EvacuationPerson(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		added_on: DF.Datetime | None
		employee: DF.Link | None
		kind: DF.Literal["Visitor", "Employee", "Reported"]
		last_place: DF.Link | None
		marked_by: DF.Link | None
		marked_on: DF.Datetime | None
		note: DF.Data | None
		organisation: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person_key: DF.Data | None
		person_name: DF.Data | None
		person_state: DF.Literal["Unaccounted", "Safe", "Needs Help", "Not Here"]
		phone: DF.Data | None
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
