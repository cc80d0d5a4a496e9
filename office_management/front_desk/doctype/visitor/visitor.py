from frappe.model.document import Document


class Visitor(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		anonymised_on: DF.Datetime | None
		backward_key: DF.Data | None
		email: DF.Data | None
		email_key: DF.Data | None
		full_name: DF.Data
		language: DF.Link | None
		last_visit_on: DF.Datetime | None
		legal_hold: DF.Check
		legal_hold_reason: DF.SmallText | None
		legal_hold_until_date: DF.Date | None
		name_key: DF.Data | None
		organisation: DF.Data | None
		organisation_key: DF.Data | None
		party: DF.DynamicLink | None
		party_type: DF.Literal["", "Customer", "Supplier", "Lead"]
		phone: DF.Data | None
		phone_key: DF.Data | None
		photo: DF.AttachImage | None
		retain_until_date: DF.Date | None
	# end: auto-generated types
	pass
