// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/office_audits/report/audit_filters.js" %}

frappe.query_reports["Audit Coverage"] = {
	filters: [
		...audit_periods("This Year"),
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Asset Discrepancies"),
			fieldtype: "Select",
			options: [
				{ value: "Place", label: __("Place", null, "Audit Coverage") },
				{ value: "Category", label: __("Category", null, "Audit Coverage") },
			],
			default: "Place",
		},
		depth_filter("Floor", "eval:doc.group_by==='Place'"),
		audit_filter("place", __("Place", null, "Audit Coverage"), "Office Space"),
		audit_filter("asset_category", __("Category", null, "Audit Coverage"), "Asset Category"),
		audit_filter("company", __("Company", null, "Office Audit"), "Company"),
	],
	formatter(value, row, column, data, default_formatter) {
		const text = audit_formatter(value, row, column, data, default_formatter);
		return column.fieldname === "due" && data?.due
			? `<span class="text-danger">${text}</span>`
			: text;
	},
};
