from frappe.model.document import Document


class AuditProgramme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.office_audit_auditor.office_audit_auditor import (
			OfficeAuditAuditor,
		)

		asset_category: DF.Link | None
		audit_type: DF.Literal["Asset Count", "First Inventory", "Checklist", "Documents"]
		auditors: DF.Table[OfficeAuditAuditor]
		checklist_template: DF.Link | None
		company: DF.Link
		custodian: DF.Link | None
		days_to_do: DF.Int
		department: DF.Link | None
		end_date: DF.Date | None
		every: DF.Int
		frequency: DF.Literal["Daily", "Weekly", "Monthly", "Yearly"]
		generated_until_date: DF.Date | None
		generation_error: DF.SmallText | None
		holiday_list: DF.Link | None
		holiday_rule: DF.Literal["Keep", "Skip", "Previous Working Day", "Next Working Day"]
		lead_auditor: DF.Link
		lead_days: DF.Int
		min_value: DF.Currency
		month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		month_day: DF.Int
		month_rule: DF.Literal["Day of the Month", "Last Day", "Nth Weekday"]
		next_due_date: DF.Date | None
		nth: DF.Literal["First", "Second", "Third", "Fourth", "Last"]
		nth_weekday: DF.Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		space: DF.Link | None
		start_date: DF.Date
		status: DF.Literal["Active", "Paused", "Ended"]
		title: DF.Data
		weekdays: DF.Int
	# end: auto-generated types
	pass
