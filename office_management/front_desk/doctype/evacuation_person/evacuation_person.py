import frappe
from frappe.model.document import Document


class EvacuationPerson(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		added_on: DF.Datetime | None
		employee: DF.Link | None
		here_since_on: DF.Datetime | None
		host: DF.Link | None
		host_name: DF.Data | None
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
		presence: DF.Literal[
			"On Site", "Stepped Out", "At Reception", "Checked In", "Has a Seat Here", "Reported Missing"
		]
		visitor_log: DF.Link | None
		visitor_type: DF.Link | None
	# end: auto-generated types
	pass


def on_doctype_update():
	"""Nobody is on the list of an evacuation twice, however many people add them at the same moment."""
	frappe.db.add_unique("Evacuation Person", ["parent", "person_key"], "evacuation_person_once")
