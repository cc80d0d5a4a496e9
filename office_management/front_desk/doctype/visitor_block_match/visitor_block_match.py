from frappe.model.document import Document


class VisitorBlockMatch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Alert", "Block"]
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		decision: DF.Literal["Open", "Let In", "Refused"]
		match_key: DF.Data | None
		matched_on: DF.Datetime | None
		note: DF.SmallText | None
		rule: DF.Link | None
		stage: DF.Literal["Invitation", "Check-in"]
		visit_invitation: DF.Link | None
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
