// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Answered in Time"] = {
	filters: [
		...period_filters(),
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Answered in Time"),
			fieldtype: "Select",
			options: [
				{ value: "Person", label: __("Person", null, "Answered in Time") },
				{ value: "Department", label: __("Department", null, "Answered in Time") },
				{ value: "Taken By", label: __("Taken By", null, "Answered in Time") },
				{ value: "Month", label: __("Month", null, "Answered in Time") },
			],
			default: "Person",
		},
		{
			fieldname: "recipient",
			label: __("Person", null, "Answered in Time"),
			fieldtype: "Link",
			options: "Employee",
			ignore_user_permissions: 1,
		},
		{
			fieldname: "department",
			label: __("Department", null, "Answered in Time"),
			fieldtype: "Link",
			options: "Department",
		},
		{
			fieldname: "urgency",
			label: __("Urgency", null, "Answered in Time"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "Normal", label: __("Normal", null, "Phone Message") },
				{ value: "High", label: __("High", null, "Phone Message") },
			],
		},
		{
			fieldname: "company",
			label: __("Company", null, "Answered in Time"),
			fieldtype: "Link",
			options: "Company",
		},
	],
	formatter: text_or_code,
};
