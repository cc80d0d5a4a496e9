// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/front_desk/report/visit_filters.js" %}

frappe.query_reports["On Site Now"] = {
	filters: visit_filters(),
	formatter: visit_formatter,
};
