// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Plan Compliance"] = {
	filters: [
		...period_filters(),
		...group_filters("Plan"),
		...task_filters("plan", "category", "supplier"),
	],
	formatter: task_formatter,
};
