from frappe.model.document import Document

from office_management.office_audits import evidence


class OfficeAuditMade(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		document_name: DF.DynamicLink | None
		document_type: DF.Link | None
		later: DF.Data | None
		lines: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		evidence.refuse_alone(self)

	def on_trash(self) -> None:
		evidence.refuse_alone(self)
