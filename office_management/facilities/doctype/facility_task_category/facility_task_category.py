from frappe.model.document import Document


class FacilityTaskCategory(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_response_target.facility_response_target import (
			FacilityResponseTarget,
		)
		from office_management.facilities.doctype.facility_team_member.facility_team_member import (
			FacilityTeamMember,
		)

		category_name: DF.Data
		default_checklist: DF.Link | None
		description: DF.SmallText | None
		disabled: DF.Check
		is_reportable: DF.Check
		needs_verification: DF.Check
		reopen_hours: DF.Int
		response_targets: DF.Table[FacilityResponseTarget]
		responsibility_topic: DF.Literal[
			"Space",
			"Reception",
			"Cleaning",
			"Maintenance",
			"Safety",
			"Fire Warden",
			"First Aid",
			"Key Holder",
			"Security",
			"IT",
			"Purchasing",
			"Audit",
			"Emergency",
			"Other",
		]
		round_the_clock: DF.Check
		supplier: DF.Link | None
		team: DF.Table[FacilityTeamMember]
		track_response_times: DF.Check
	# end: auto-generated types
	pass
