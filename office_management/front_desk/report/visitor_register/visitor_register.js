// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/front_desk/report/visit_filters.js" %}

frappe.query_reports["Visitor Register"] = {
	filters: [...starting_with("Today", period_filters()), ...visit_filters()],
	formatter: visit_formatter,
};
