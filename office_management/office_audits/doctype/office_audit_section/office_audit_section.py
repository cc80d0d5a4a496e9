from frappe.model.document import Document

from office_management.office_audits import evidence


class OfficeAuditSection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered: DF.Int
		auditors: DF.Data | None
		counted: DF.Int
		failed: DF.Int
		has_last: DF.Check
		last_score: DF.Percent
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		questions: DF.Int
		score: DF.Percent
		section: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		evidence.refuse_alone(self)

	def on_trash(self) -> None:
		evidence.refuse_alone(self)
