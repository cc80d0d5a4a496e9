from frappe.model.document import Document


class VisitorQuestion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		alert_answer: DF.Data | None
		answer_type: DF.Literal["Yes or No", "Text", "Choice"]
		choices: DF.SmallText | None
		is_required: DF.Check
		line_key: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.Data
		question_da: DF.Data | None
		question_nl: DF.Data | None
	# end: auto-generated types
	pass
