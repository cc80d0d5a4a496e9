// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Unclaimed Deliveries"] = {
	filters: [
		{
			fieldname: "days",
			label: __("Here For at Least (Days)", null, "Unclaimed Deliveries"),
			fieldtype: "Int",
			default: 2,
		},
		{
			fieldname: "direction",
			label: __("Direction", null, "Delivery"),
			fieldtype: "Select",
			options: [
				{ value: "In", label: __("In", null, "Delivery") },
				{ value: "Out", label: __("Out", null, "Delivery") },
			],
			default: "In",
		},
		{
			fieldname: "place",
			label: __("Lies In", null, "Delivery"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "recipient",
			label: __("For", null, "Delivery"),
			fieldtype: "Link",
			options: "Employee",
			ignore_user_permissions: 1,
		},
		{
			fieldname: "department",
			label: __("Department", null, "Delivery"),
			fieldtype: "Link",
			options: "Department",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Delivery"),
			fieldtype: "Link",
			options: "Company",
		},
	],
	formatter(value, row, column, data, default_formatter) {
		const text = text_or_code(value, row, column, data, default_formatter);
		const old = column.fieldname === "days" && data && data.days > 7;
		return old ? `<span class="text-danger">${text}</span>` : text;
	},
};
