from frappe.model.document import Document


class FacilityTask(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_task_answer.facility_task_answer import (
			FacilityTaskAnswer,
		)
		from office_management.facilities.doctype.facility_task_handover.facility_task_handover import (
			FacilityTaskHandover,
		)
		from office_management.facilities.doctype.facility_task_hold.facility_task_hold import (
			FacilityTaskHold,
		)
		from office_management.facilities.doctype.facility_task_material.facility_task_material import (
			FacilityTaskMaterial,
		)
		from office_management.facilities.doctype.facility_task_notice.facility_task_notice import (
			FacilityTaskNotice,
		)
		from office_management.facilities.doctype.facility_task_reporter.facility_task_reporter import (
			FacilityTaskReporter,
		)

		asset: DF.Link | None
		at_risk_on: DF.Datetime | None
		category: DF.Link | None
		checklist: DF.Table[FacilityTaskAnswer]
		checklist_template: DF.Link | None
		company: DF.Link | None
		completed_by: DF.Link | None
		completed_on: DF.Datetime | None
		contract: DF.Link | None
		description: DF.Text | None
		due_on: DF.Datetime | None
		follows_line_key: DF.Data | None
		follows_task: DF.Link | None
		from_department: DF.Link | None
		handover_status: DF.Literal["", "Asked", "Accepted", "Returned"]
		handovers: DF.Table[FacilityTaskHandover]
		holds: DF.Table[FacilityTaskHold]
		insurance_claim: DF.Data | None
		is_missed: DF.Check
		is_verified_by_one_person: DF.Check
		materials: DF.Table[FacilityTaskMaterial]
		merged_into: DF.Link | None
		notices: DF.Table[FacilityTaskNotice]
		occurrence_date: DF.Date | None
		occurrence_key: DF.Data | None
		opened_on: DF.Datetime | None
		outcome: DF.Text | None
		plan: DF.Link | None
		reopened_on: DF.Datetime | None
		reporters: DF.Table[FacilityTaskReporter]
		requested_by: DF.Link | None
		requested_by_name: DF.Data | None
		resolution_minutes: DF.Int
		respond_by: DF.Datetime | None
		responded_on: DF.Datetime | None
		response_minutes: DF.Int
		source: DF.Literal["Request", "Plan", "Audit", "Visit", "Booking", "Manual"]
		space: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Open", "In Progress", "On Hold", "Done", "Verified", "Skipped", "Cancelled"]
		status_reason: DF.SmallText | None
		subject: DF.Data
		supplier: DF.Link | None
		to_department: DF.Link | None
		urgency: DF.Literal["Low", "Normal", "High", "Emergency"]
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
		waited_minutes: DF.Int
	# end: auto-generated types
	pass
