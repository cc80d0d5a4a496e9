from frappe.model.document import Document


class VisitorType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visitor_question.visitor_question import VisitorQuestion

		agreement: DF.Link | None
		approval: DF.Literal["Never", "Walk-Ins", "Always"]
		ask_email: DF.Literal["Off", "Optional", "Required"]
		ask_organisation: DF.Literal["Off", "Optional", "Required"]
		ask_phone: DF.Literal["Off", "Optional", "Required"]
		ask_vehicle: DF.Literal["Off", "Optional", "Required"]
		description: DF.SmallText | None
		disabled: DF.Check
		fallback_minutes: DF.Int
		gives_badge: DF.Check
		host_notice: DF.Check
		host_required: DF.Check
		is_default: DF.Check
		needs_escort: DF.Check
		photo_rule: DF.Literal["Off", "Optional", "Required"]
		questions: DF.Table[VisitorQuestion]
		remind_host_hours: DF.Float
		retention_days: DF.Int
		sign_out_at: DF.Time | None
		sign_out_hours: DF.Float
		type_name: DF.Data
	# end: auto-generated types
	pass
