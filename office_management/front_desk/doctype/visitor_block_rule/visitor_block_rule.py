from frappe.model.document import Document


class VisitorBlockRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Alert", "Block"]
		company: DF.Link | None
		email: DF.Data | None
		email_key: DF.Data | None
		full_name: DF.Data | None
		keyword: DF.Data | None
		keyword_key: DF.Data | None
		name_key: DF.Data | None
		organisation: DF.Data | None
		organisation_key: DF.Data | None
		phone: DF.Data | None
		phone_key: DF.Data | None
		reason: DF.SmallText
		space: DF.Link | None
		status: DF.Literal["Active", "Expired"]
		valid_until_date: DF.Date | None
	# end: auto-generated types
	pass
