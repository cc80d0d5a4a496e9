// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/office_audits/report/audit_filters.js" %}

frappe.query_reports["Asset Discrepancies"] = {
	filters: [
		...audit_periods("Last 12 Months"),
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Asset Discrepancies"),
			fieldtype: "Select",
			options: [
				{ value: "Place", label: __("Place", null, "Asset Discrepancies") },
				{ value: "Category", label: __("Category", null, "Asset Discrepancies") },
				{ value: "Custodian", label: __("Custodian", null, "Asset Discrepancies") },
				{ value: "Value", label: __("Value", null, "Audit Asset Line") },
				{ value: "Difference", label: __("Difference", null, "Asset Discrepancies") },
				{ value: "Decision", label: __("Decision", null, "Audit Asset Line") },
				{ value: "Audit", label: __("Audit", null, "Audit Asset Line") },
			],
			default: "Place",
		},
		depth_filter("Floor", "eval:doc.group_by==='Place'"),
		audit_filter("audit", __("Audit", null, "Audit Asset Line"), "Office Audit"),
		audit_filter("place", __("Place", null, "Asset Discrepancies"), "Office Space"),
		audit_filter(
			"asset_category",
			__("Category", null, "Asset Discrepancies"),
			"Asset Category",
		),
		audit_filter("custodian", __("Custodian", null, "Asset Discrepancies"), "Employee"),
		{
			fieldname: "difference",
			label: __("Difference", null, "Asset Discrepancies"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "Missing", label: __("Missing", null, "Audit Asset Line") },
				{ value: "Misplaced", label: __("Misplaced", null, "Audit Asset Line") },
				{
					value: "Other Custodian",
					label: __("Other Custodian", null, "Asset Discrepancies"),
				},
				{ value: "Damaged", label: __("Damaged", null, "Audit Asset Line") },
				{ value: "Unexpected", label: __("Unexpected", null, "Audit Asset Line") },
				{ value: "Unknown Tag", label: __("Unknown Tag", null, "Audit Asset Line") },
			],
		},
		{
			fieldname: "state",
			label: __("Decision", null, "Audit Asset Line"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "To Decide", label: __("To Decide", null, "Office Audit") },
				{ value: "Decided", label: __("Decided", null, "Asset Discrepancies") },
			],
		},
		{
			fieldname: "min_value",
			label: __("Worth at Least", null, "Office Audit"),
			fieldtype: "Float",
		},
		audit_filter("company", __("Company", null, "Office Audit"), "Company"),
	],
	formatter: audit_formatter,
	initial_depth: 1,
};
