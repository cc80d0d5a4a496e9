// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/office_audits/report/audit_filters.js" %}

frappe.query_reports["Audits of the Year"] = {
	filters: [
		...year_filters(),
		audit_filter("place", __("Place", null, "Office Audit"), "Office Space"),
		audit_filter("lead_auditor", __("Lead Auditor", null, "Office Audit"), "User"),
		audit_filter("company", __("Company", null, "Office Audit"), "Company"),
	],
	formatter(value, row, column, data, default_formatter) {
		const text = audit_formatter(value, row, column, data, default_formatter);
		return column.fieldname.startsWith("month_") && `${value ?? ""}`.includes("!")
			? `<span class="text-danger">${text}</span>`
			: text;
	},
};
