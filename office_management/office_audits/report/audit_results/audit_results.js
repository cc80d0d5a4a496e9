// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/office_audits/report/audit_filters.js" %}

frappe.query_reports["Audit Results"] = {
	filters: [
		...audit_periods("Last 12 Months"),
		{
			fieldname: "audit_type",
			label: __("Type", null, "Office Audit"),
			fieldtype: "Select",
			options: [{ value: "", label: "" }],
		},
		audit_filter("place", __("Place", null, "Office Audit"), "Office Space"),
		audit_filter(
			"asset_category",
			__("Category", null, "Asset Discrepancies"),
			"Asset Category",
		),
		audit_filter("lead_auditor", __("Lead Auditor", null, "Office Audit"), "User"),
		audit_filter("company", __("Company", null, "Office Audit"), "Company"),
	],

	onload(report) {
		offer_types(report);
	},

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "change" && data?.change === undefined) {
			return ""; // there is none to compare with
		}
		const text = audit_formatter(value, row, column, data, default_formatter);
		if (column.fieldname !== "change" || !data?.change) {
			return text;
		}
		return `<span class="${data.change < 0 ? "text-danger" : "text-success"}">${text}</span>`;
	},
};

// the types that the form offers
function offer_types(report) {
	frappe.model.with_doctype("Office Audit", () => {
		const types = frappe.meta.get_docfield("Office Audit", "audit_type").options.split("\n");
		const options = types.map((value) => ({ value, label: __(value, null, "Office Audit") }));
		const field = report.get_filter("audit_type");
		field.df.options = [{ value: "", label: "" }, ...options];
		field.set_options();
	});
}
