import frappe
from frappe.model.document import Document

from office_management.office_audits import evidence


class OfficeAuditAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_photo.audit_photo import AuditPhoto

		answer: DF.SmallText | None
		answer_ids: DF.SmallText | None
		answer_type: DF.Literal["Yes/No/NA", "Number", "Text", "Rating", "Choice"]
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		audit: DF.Link
		changed_on: DF.Datetime | None
		choices: DF.SmallText | None
		finding: DF.Link | None
		has_max_value: DF.Check
		has_min_value: DF.Check
		help_text: DF.SmallText | None
		is_critical: DF.Check
		is_required: DF.Check
		last_answer: DF.SmallText | None
		last_result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		line_key: DF.Data
		max_value: DF.Float
		min_value: DF.Float
		note: DF.SmallText | None
		number: DF.Int
		on_fail: DF.Literal["Nothing", "Ask for a Follow-Up", "Ask for a Finding"]
		photo_rule: DF.Literal["Off", "Optional", "On Fail", "Always"]
		photos: DF.Table[AuditPhoto]
		question: DF.SmallText | None
		result: DF.Literal["", "Pass", "Fail", "Not Applicable"]
		section: DF.Data | None
		unit: DF.Data | None
		weight: DF.Float
	# end: auto-generated types

	def validate(self) -> None:
		evidence.check_open("Office Audit", self.audit)

	def on_trash(self) -> None:
		evidence.check_open("Office Audit", self.audit)


def on_doctype_update():
	frappe.db.add_unique("Office Audit Answer", ["audit", "line_key"], "answer_to_question")
