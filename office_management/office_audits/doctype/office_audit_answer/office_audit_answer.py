from frappe.model.document import Document


class OfficeAuditAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Data | None
		answer_type: DF.Literal["Yes/No/NA", "Number", "Text", "Rating", "Choice"]
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		choices: DF.SmallText | None
		finding: DF.Link | None
		has_max_value: DF.Check
		has_min_value: DF.Check
		help_text: DF.SmallText | None
		is_critical: DF.Check
		is_required: DF.Check
		line_key: DF.Data | None
		max_value: DF.Float
		min_value: DF.Float
		note: DF.SmallText | None
		on_fail: DF.Literal["Nothing", "Ask for a Follow-Up", "Ask for a Finding"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		photo: DF.AttachImage | None
		photo_rule: DF.Literal["Off", "Optional", "On Fail", "Always"]
		question: DF.SmallText | None
		result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		section: DF.Data | None
		unit: DF.Data | None
		weight: DF.Float
	# end: auto-generated types
	pass
