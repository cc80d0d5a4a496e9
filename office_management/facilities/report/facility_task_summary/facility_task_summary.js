// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Facility Task Summary"] = {
	filters: [
		...period_filters(),
		...group_filters("Category"),
		...task_filters("category", "supplier", "urgency", "from_department"),
	],
	formatter: task_formatter,
};
