from frappe.model.document import Document


class VisitorLog(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visit_host.visit_host import VisitHost
		from office_management.front_desk.doctype.visitor_log_answer.visitor_log_answer import (
			VisitorLogAnswer,
		)
		from office_management.front_desk.doctype.visitor_log_belonging.visitor_log_belonging import (
			VisitorLogBelonging,
		)
		from office_management.front_desk.doctype.visitor_log_event.visitor_log_event import VisitorLogEvent
		from office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice import (
			VisitorLogNotice,
		)

		agreement: DF.Link | None
		agreement_signed_on: DF.Datetime | None
		anonymised_on: DF.Datetime | None
		answers: DF.Table[VisitorLogAnswer]
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		arrival_key: DF.Data | None
		badge: DF.Link | None
		belongings: DF.Table[VisitorLogBelonging]
		checked_in_on: DF.Datetime | None
		checked_out_on: DF.Datetime | None
		co_hosts: DF.Table[VisitHost]
		company: DF.Link | None
		events: DF.Table[VisitorLogEvent]
		expected_on: DF.Datetime | None
		expected_until_on: DF.Datetime | None
		facility_task: DF.Link | None
		fallback_host: DF.Link | None
		host: DF.Link | None
		host_name: DF.Data | None
		host_told_on: DF.Datetime | None
		name_key: DF.Data | None
		needs_escort: DF.Check
		notice_due_on: DF.Datetime | None
		notices: DF.Table[VisitorLogNotice]
		organisation: DF.Data | None
		photo: DF.AttachImage | None
		purpose: DF.Data | None
		reception_note: DF.SmallText | None
		sign_out_due_on: DF.Datetime | None
		sign_out_method: DF.Literal["", "Reception", "Kiosk", "Host", "Automatic"]
		signature: DF.AttachImage | None
		source: DF.Literal["Invitation", "Walk-in", "Kiosk", "Import"]
		space: DF.Link
		status: DF.Literal[
			"Expected",
			"Awaiting Approval",
			"Checked In",
			"Stepped Out",
			"Checked Out",
			"Cancelled",
			"Denied",
			"No Show",
		]
		status_reason: DF.SmallText | None
		stepped_out_on: DF.Datetime | None
		under_review: DF.Check
		vehicle_plate: DF.Data | None
		visit_invitation: DF.Link | None
		visitor: DF.Link
		visitor_name: DF.Data | None
		visitor_type: DF.Link
	# end: auto-generated types
	pass
