from frappe.model.document import Document


class VisitInvitation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visit_host.visit_host import VisitHost
		from office_management.front_desk.doctype.visit_invitee.visit_invitee import VisitInvitee

		anonymised_on: DF.Datetime | None
		cancel_reason: DF.SmallText | None
		co_hosts: DF.Table[VisitHost]
		company: DF.Link | None
		ends_at: DF.Datetime
		facility_task: DF.Link | None
		fallback_host: DF.Link | None
		host: DF.Link
		host_name: DF.Data | None
		invitees: DF.Table[VisitInvitee]
		language: DF.Link | None
		mails_due: DF.Check
		message: DF.SmallText | None
		reception_note: DF.SmallText | None
		sent_on: DF.Datetime | None
		sequence: DF.Int
		space: DF.Link
		starts_at: DF.Datetime
		status: DF.Literal["Draft", "Sent", "Cancelled"]
		subject: DF.Data
		visitor_type: DF.Link
	# end: auto-generated types
	pass
