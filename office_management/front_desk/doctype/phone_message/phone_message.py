from frappe.model.document import Document


class PhoneMessage(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledged_by: DF.Link | None
		acknowledged_on: DF.Datetime | None
		action_wanted: DF.Literal["Please Call Back", "Will Call Again", "For Information"]
		answer_by: DF.Datetime | None
		call_log: DF.Link | None
		caller_name: DF.Data | None
		caller_organisation: DF.Data | None
		calls_again_on: DF.Datetime | None
		company: DF.Link | None
		contact: DF.Link | None
		deputy: DF.Link | None
		deputy_told_on: DF.Datetime | None
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		forwarded_from: DF.Link | None
		lead: DF.Link | None
		message: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		outcome: DF.SmallText | None
		phone: DF.Data | None
		received_on: DF.Datetime | None
		recipient: DF.Link
		recipient_name: DF.Data | None
		status: DF.Literal["Unread", "Acknowledged", "Done"]
		taken_by: DF.Link | None
		told_on: DF.Datetime | None
		urgency: DF.Literal["Normal", "High"]
	# end: auto-generated types
	pass
