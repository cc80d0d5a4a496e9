// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Planned Work"] = {
	filters: [
		...year_filters(),
		...task_filters("category", "supplier").filter(({ fieldname }) => fieldname !== "company"),
	],
	formatter: text_or_code,
};
