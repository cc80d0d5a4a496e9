from frappe.model.document import Document


class FacilityTaskReporter(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		email: DF.Data | None
		employee: DF.Link | None
		language: DF.Data | None
		next_mail_on: DF.Datetime | None
		outcome_sent_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		receipt_sent_on: DF.Datetime | None
		report_key: DF.Data | None
		reported_on: DF.Datetime | None
		reporter_name: DF.Data | None
		text: DF.SmallText | None
	# end: auto-generated types
	pass
