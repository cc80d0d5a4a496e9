// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Requests between Departments"] = {
	filters: [
		...period_filters(),
		{
			fieldname: "by",
			label: __("Department", null, "Requests between Departments"),
			fieldtype: "Select",
			options: [
				{
					value: "Asked",
					label: __("That Was Asked", null, "Requests between Departments"),
				},
				{
					value: "Asking",
					label: __("That Asked", null, "Requests between Departments"),
				},
			],
			default: "Asked",
			reqd: 1,
		},
		...task_filters("category", "urgency"),
	],
	formatter: task_formatter,
};
