from frappe.model.document import Document

from office_management.office_audits import evidence


class AuditPhoto(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		photo: DF.AttachImage
		taken_by: DF.Link | None
		taken_on: DF.Datetime | None
	# end: auto-generated types

	def validate(self) -> None:
		evidence.refuse_alone(self)

	def on_trash(self) -> None:
		evidence.refuse_alone(self)
