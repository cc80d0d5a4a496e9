from frappe.model.document import Document


class FrontDeskStation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accept_walk_ins: DF.Check
		company: DF.Link | None
		idle_seconds: DF.Int
		key_hash: DF.Data | None
		key_made_on: DF.Datetime | None
		kind: DF.Literal["Kiosk", "Door Sign"]
		language: DF.Link | None
		last_seen_on: DF.Datetime | None
		space: DF.Link
		station_name: DF.Data
		status: DF.Literal["Enabled", "Disabled"]
		take_photo: DF.Check
		visitor_type: DF.Link | None
		welcome_text: DF.SmallText | None
	# end: auto-generated types
	pass
