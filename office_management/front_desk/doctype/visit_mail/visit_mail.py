from frappe.model.document import Document


class VisitMail(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_again: DF.Check
		employee: DF.Link | None
		has_news: DF.Check
		last_mail: DF.Literal["", "Invitation", "Change", "Cancellation", "News"]
		next_mail_on: DF.Datetime | None
		recipient_key: DF.Data | None
		sent_on: DF.Datetime | None
		sequence: DF.Int
		told_state: DF.Data | None
		visit_invitation: DF.Link | None
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
