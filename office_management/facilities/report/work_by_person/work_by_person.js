// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Work by Person"] = {
	filters: [...period_filters(), ...task_filters("category", "urgency")],
	formatter: task_formatter,
};
