import frappe
from frappe.model.document import Document


class AuditCustodian(Document):
	"""Somebody who was asked to confirm what they have, and whether they were told."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_by: DF.Link | None
		asked_on: DF.Datetime | None
		audit: DF.Link
		employee: DF.Link
		mail_due_on: DF.Datetime | None
		noticed_on: DF.Datetime | None
		request_key: DF.Data | None
		times_told: DF.Int
		told_on: DF.Datetime | None
	# end: auto-generated types
	pass


def on_doctype_update():
	frappe.db.add_index("Audit Custodian", ["mail_due_on"], "custodians_to_tell")
