from frappe.model.document import Document


class EvacuationArea(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		area_state: DF.Literal["Not Reported", "Clear", "Not Clear"]
		certificate_valid_until_date: DF.Date | None
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		regular_warden: DF.Link | None
		regular_warden_name: DF.Data | None
		reported_by: DF.Link | None
		reported_on: DF.Datetime | None
		space: DF.Link
		warden: DF.Link | None
		warden_name: DF.Data | None
		warden_phone: DF.Data | None
		warden_problem: DF.Literal[
			"",
			"No Warden",
			"Nobody Here",
			"Away",
			"Certificate Ran Out",
			"Certificate Runs Out",
			"No Certificate",
		]
		warden_step: DF.Literal["", "Responsible", "Deputy", "Stand-in"]
	# end: auto-generated types
	pass
