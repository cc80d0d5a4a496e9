// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Planned Work"] = {
	filters: [
		{
			fieldname: "view",
			label: __("Shown", null, "Planned Work"),
			fieldtype: "Select",
			options: [
				{ value: "By Month", label: __("By Month", null, "Planned Work") },
				{ value: "By Day", label: __("By Day", null, "Planned Work") },
			],
			default: "By Month",
		},
		...period_filters().map((filter) =>
			filter.fieldname === "period" ? { ...filter, default: "This Year" } : filter,
		),
		...task_filters("category", "supplier").filter(({ fieldname }) => fieldname !== "company"),
	],
	formatter: text_or_code,
};
