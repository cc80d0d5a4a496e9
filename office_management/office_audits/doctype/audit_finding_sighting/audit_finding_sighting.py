from frappe.model.document import Document

from office_management.office_audits import evidence


class AuditFindingSighting(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		note: DF.SmallText | None
		office_audit: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		seen_by: DF.Link | None
		seen_on: DF.Datetime | None
		sighting_key: DF.Data | None
		source_task: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		evidence.refuse_alone(self)

	def on_trash(self) -> None:
		evidence.refuse_alone(self)
