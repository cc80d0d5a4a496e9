import frappe
from frappe.model.document import Document

from office_management.office_audits import evidence


class AuditAssetLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_photo.audit_photo import AuditPhoto

		asset: DF.Link | None
		asset_category: DF.Link | None
		asset_movement: DF.Link | None
		asset_name: DF.Data | None
		asset_repair: DF.Link | None
		asset_tag: DF.Data | None
		asset_value: DF.Currency
		audit: DF.Link
		company: DF.Link | None
		condition: DF.Literal["", "Good", "Worn", "Damaged", "Unusable"]
		condition_before: DF.Data | None
		expected_custodian: DF.Link | None
		expected_location: DF.Link | None
		expected_quantity: DF.Int
		expected_space: DF.Link | None
		expected_status: DF.Data | None
		facility_task: DF.Link | None
		finding: DF.Link | None
		is_new_asset: DF.Check
		is_sampled: DF.Check
		journal_entry: DF.Link | None
		line_key: DF.Data | None
		moved_since: DF.SmallText | None
		new_asset: DF.Link | None
		new_item: DF.Link | None
		note: DF.SmallText | None
		photos: DF.Table[AuditPhoto]
		purchase_amount: DF.Currency
		purchase_date: DF.Date | None
		purchase_doctype: DF.Literal["", "Purchase Receipt", "Purchase Invoice"]
		purchase_name: DF.DynamicLink | None
		purchase_row: DF.Data | None
		recounted_by: DF.Link | None
		recounted_on: DF.Datetime | None
		refusal: DF.SmallText | None
		resolution: DF.Literal[
			"",
			"Transfer Here",
			"Change Custodian",
			"Repair",
			"Facility Task",
			"Recount",
			"Explain",
			"Write Off",
			"Split and Write Off",
			"Register",
			"Restore",
		]
		resolution_reason: DF.SmallText | None
		resolved_by: DF.Link | None
		resolved_on: DF.Datetime | None
		result: DF.Literal["Not Counted", "Found", "Misplaced", "Missing", "Unexpected", "Unknown Tag"]
		scan_id: DF.Data | None
		scanned_by: DF.Link | None
		scanned_on: DF.Datetime | None
		seen_before_on: DF.Datetime | None
		seen_custodian: DF.Link | None
		seen_quantity: DF.Int
		seen_space: DF.Link | None
		self_confirmed: DF.Check
		self_denied: DF.Check
		for_counter: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		evidence.check_open("Office Audit", self.audit)

	def on_trash(self) -> None:
		evidence.check_open("Office Audit", self.audit)


def on_doctype_update():
	frappe.db.add_index("Audit Asset Line", ["audit", "asset"], "line_of_asset")
	frappe.db.add_index("Audit Asset Line", ["audit", "asset_tag"], "line_of_tag")
	frappe.db.add_index("Audit Asset Line", ["audit", "result", "resolution"], "line_to_decide")
