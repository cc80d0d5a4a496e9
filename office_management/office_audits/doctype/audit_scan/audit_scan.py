import frappe
from frappe.model.document import Document

from office_management.office_audits import evidence


class AuditScan(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Data | None
		asset: DF.Link | None
		asset_tag: DF.Data | None
		audit: DF.Link
		condition: DF.Literal["", "Good", "Worn", "Damaged", "Unusable"]
		custodian: DF.Link | None
		description: DF.Data | None
		device: DF.Data | None
		device_time: DF.Datetime | None
		is_undone: DF.Check
		item: DF.Link | None
		note: DF.SmallText | None
		photo: DF.AttachImage | None
		purchase_amount: DF.Currency
		purchase_date: DF.Date | None
		quantity: DF.Int
		received_on: DF.Datetime | None
		scan_id: DF.Data
		scanned_by: DF.Link | None
		scanned_on: DF.Datetime | None
		sequence: DF.Int
		source: DF.Literal["Phone", "Hand Scanner", "Typed", "File", "Custodian"]
		space: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		evidence.check_open("Office Audit", self.audit)

	def on_trash(self) -> None:
		evidence.check_open("Office Audit", self.audit)


def on_doctype_update():
	frappe.db.add_index("Audit Scan", ["audit", "asset"], "scan_of_asset")
	frappe.db.add_index("Audit Scan", ["audit", "asset_tag"], "scan_of_tag")
	frappe.db.add_index("Audit Scan", ["audit", "modified"], "scans_since")
