// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Facility Cost"] = {
	filters: [
		...period_filters(),
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Facility Task"),
			fieldtype: "Select",
			options: [
				{ value: "Place", label: __("Place", null, "Facility Task") },
				{ value: "Category", label: __("Category", null, "Facility Task") },
				{ value: "Supplier", label: __("Supplier", null, "Facility Task") },
				{ value: "Asset", label: __("Asset", null, "Facility Task") },
				{ value: "Plan", label: __("Plan", null, "Facility Task") },
				{ value: "Month", label: __("Month", null, "Facility Task") },
				{ value: "Task", label: __("Task", null, "Facility Task") },
				{
					value: "Cost Center",
					label: __("Cost Center and Account, With Budget", null, "Facility Cost"),
				},
			],
			default: "Place",
		},
		{
			fieldname: "depth",
			label: __("Down To", null, "Facility Task"),
			fieldtype: "Select",
			options: ["Site", "Building", "Floor", "Zone", "Room", "Desk"].map((value) => ({
				value,
				label: __(value, null, "Office Space"),
			})),
			default: "Floor",
			depends_on: "eval:doc.group_by==='Place'",
		},
		...task_filters("category", "supplier", "plan"),
		{
			fieldname: "asset",
			label: __("Asset", null, "Facility Task"),
			fieldtype: "Link",
			options: "Asset",
		},
	],
	formatter: task_formatter,
};
