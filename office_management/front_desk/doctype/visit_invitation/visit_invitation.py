from frappe.model.document import Document

from office_management import inputs
from office_management.front_desk import hosts, invitation_views, invitations, retention
from office_management.office_administration import api as administration


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
		mail_language: DF.Link | None
		message: DF.SmallText | None
		reception_note: DF.SmallText | None
		sent_on: DF.Datetime | None
		space: DF.Link
		starts_at: DF.Datetime
		status: DF.Literal["Draft", "Sent", "Cancelled"]
		subject: DF.Data
		visitor_type: DF.Link
	# end: auto-generated types

	def onload(self) -> None:
		invitation_views.fill_in(self)

	def validate(self) -> None:
		retention.check_confirmed()
		inputs.check_moments(self)
		invitations.check_status(self)
		invitations.check_host(self)
		invitations.check_other_hosts(self)
		hosts.name_hosts(self)
		invitations.check_place(self)
		invitations.check_times(self)
		invitations.check_type(self)
		invitations.check_task(self)
		invitations.check_invitees(self)
		administration.clean_texts(self)

	def on_update(self) -> None:
		invitations.follow(self)

	def on_trash(self) -> None:
		invitations.forget(self)
