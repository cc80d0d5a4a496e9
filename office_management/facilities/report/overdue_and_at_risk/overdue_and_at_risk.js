// {% include "office_management/facilities/report/task_filters.js" %}

frappe.query_reports["Overdue and At Risk"] = {
	filters: [
		{
			fieldname: "days_ahead",
			label: __("Also Due Within (Days)", null, "Overdue and At Risk"),
			fieldtype: "Int",
			default: 0,
		},
		...task_filters("category", "supplier", "urgency", "from_department"),
	],
	formatter(value, row, column, data, default_formatter) {
		const text = task_formatter(value, row, column, data, default_formatter);
		const colours = {
			Late: "red",
			"Response Late": "orange",
			"At Risk": "yellow",
			"Due Soon": "blue",
		};
		if (column.fieldname !== "state" || !data) return text;
		return `<span class="indicator-pill ${colours[data.state_key] || "gray"}">${text}</span>`;
	},
};
