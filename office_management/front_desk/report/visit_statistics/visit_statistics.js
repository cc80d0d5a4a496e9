// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/front_desk/report/visit_filters.js" %}

frappe.query_reports["Visit Statistics"] = {
	filters: [...period_filters(), ...visit_group_filters(), ...visit_filters()],
	formatter: visit_formatter,
	after_datatable_render: () => write_fewer_labels(frappe.query_report.chart),
};

// Below many days there is room for some of the dates, not for a letter of each.
// Frappe lets no report say so itself.
function write_fewer_labels(chart) {
	if (chart?.data.labels.length > 20) {
		chart.config.xIsSeries = 1;
		chart.update(chart.data);
	}
}
