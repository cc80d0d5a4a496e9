from frappe.model.document import Document


class Evacuation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.evacuation_area.evacuation_area import EvacuationArea
		from office_management.front_desk.doctype.evacuation_person.evacuation_person import EvacuationPerson

		all_clear_by: DF.Link | None
		all_clear_on: DF.Datetime | None
		areas: DF.Table[EvacuationArea]
		company: DF.Link | None
		facility_task: DF.Link | None
		is_drill: DF.Check
		note: DF.Text | None
		persons: DF.Table[EvacuationPerson]
		space: DF.Link
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Open", "Closed"]
	# end: auto-generated types
	pass
