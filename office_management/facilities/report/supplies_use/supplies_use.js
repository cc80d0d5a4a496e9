// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Supplies Use"] = {
	filters: [
		...period_filters(),
		{
			fieldname: "group_by",
			label: __("Add Up By", null, "Supplies Use"),
			fieldtype: "Select",
			options: [
				{
					value: "Department and Item",
					label: __("Department and Item", null, "Supplies Use"),
				},
				{ value: "Department", label: __("Department", null, "Supplies Use") },
				{ value: "Item", label: __("Item", null, "Supplies Use") },
				{ value: "Place", label: __("Place", null, "Supplies Use") },
			],
			default: "Department and Item",
		},
		{
			fieldname: "department",
			label: __("Department", null, "Supplies Use"),
			fieldtype: "Link",
			options: "Department",
		},
		{
			fieldname: "item",
			label: __("Item", null, "Supplies Use"),
			fieldtype: "Data",
		},
		{
			fieldname: "place",
			label: __("Place", null, "Supplies Use"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Supplies Use"),
			fieldtype: "Link",
			options: "Company",
		},
	],

	// names are text: an item may be called anything
	formatter(value, row, column, data, default_formatter) {
		const safe = column.fieldtype === "Data" ? frappe.utils.escape_html(value) : value;
		return default_formatter(safe, row, column, data);
	},
};
