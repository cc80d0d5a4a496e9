from frappe.model.document import Document


class AccessBadge(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.access_badge_issue.access_badge_issue import (
			AccessBadgeIssue,
		)

		badge_number: DF.Data
		badge_type: DF.Literal["Visitor Badge", "Access Card", "Key", "Parking Card", "Other"]
		company: DF.Link | None
		description: DF.Data | None
		due_back_on: DF.Datetime | None
		employee: DF.Link | None
		employee_name: DF.Data | None
		issued_on: DF.Datetime | None
		issues: DF.Table[AccessBadgeIssue]
		opens: DF.Data | None
		space: DF.Link | None
		status: DF.Literal["Available", "Issued", "Lost", "Retired"]
		visitor_log: DF.Link | None
	# end: auto-generated types
	pass
