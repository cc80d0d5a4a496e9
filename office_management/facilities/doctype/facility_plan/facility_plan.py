from frappe.model.document import Document


class FacilityPlan(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_plan_assignee.facility_plan_assignee import (
			FacilityPlanAssignee,
		)

		asset: DF.Link | None
		asset_category: DF.Link | None
		assignees: DF.Table[FacilityPlanAssignee]
		basis: DF.Literal["Fixed", "After Completion"]
		catch_up: DF.Literal["Skip Missed", "Latest Only", "All"]
		category: DF.Link | None
		checklist_template: DF.Link | None
		company: DF.Link | None
		contract: DF.Link | None
		description: DF.Text | None
		due_time: DF.Time | None
		end_after: DF.Int
		end_date: DF.Date | None
		every: DF.Int
		expected_cost: DF.Currency
		frequency: DF.Literal["Daily", "Weekly", "Monthly", "Yearly"]
		generated_count: DF.Int
		generated_until_date: DF.Date | None
		generation_error: DF.SmallText | None
		holiday_list: DF.Link | None
		holiday_rule: DF.Literal["Keep", "Skip", "Previous Working Day", "Next Working Day"]
		last_generated_on: DF.Datetime | None
		lead_days: DF.Int
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
		monthly_by: DF.Literal["Day of the Month", "Last Day", "Nth Weekday"]
		next_due_date: DF.Date | None
		nth: DF.Literal["First", "Second", "Third", "Fourth", "Last"]
		nth_weekday: DF.Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		scope: DF.Literal["One Space", "Spaces of a Type Below", "One Asset", "Assets of a Category Below"]
		season_from_month: DF.Literal[
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
		season_to_month: DF.Literal[
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
		service_item: DF.Link | None
		space: DF.Link | None
		space_type: DF.Literal[
			"Site", "Building", "Floor", "Zone", "Room", "Meeting Room", "Desk", "Parking", "Storage"
		]
		start_date: DF.Date
		status: DF.Literal["Active", "Paused", "Ended"]
		supplier: DF.Link | None
		title: DF.Data
		urgency: DF.Literal["Low", "Normal", "High", "Emergency"]
		weekdays: DF.Int
	# end: auto-generated types
	pass
