// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Documents Expiring"] = {
	filters: [
		...period_filters().map((filter) =>
			filter.fieldname === "period" ? { ...filter, default: "Next 90 Days" } : filter,
		),
		{
			fieldname: "with_overdue",
			label: __("What Is Overdue, Too", null, "Documents Expiring"),
			fieldtype: "Check",
			default: 1,
		},
		{
			fieldname: "document_type",
			label: __("Type", null, "Office Document"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				...["Licence", "Insurance", "Certificate", "Contract", "Policy", "Other"].map(
					(value) => ({ value, label: __(value, null, "Office Document") }),
				),
			],
		},
		{
			fieldname: "place",
			label: __("Place", null, "Office Document"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "responsible",
			label: __("Responsible", null, "Office Document"),
			fieldtype: "Link",
			options: "Employee",
		},
		{
			fieldname: "supplier",
			label: __("Supplier", null, "Office Document"),
			fieldtype: "Link",
			options: "Supplier",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Office Document"),
			fieldtype: "Link",
			options: "Company",
		},
	],
	formatter(value, row, column, data, default_formatter) {
		const text = text_or_code(value, row, column, data, default_formatter);
		return column.fieldname === "days_left" && data?.days_left < 0
			? `<span class="text-danger">${text}</span>`
			: text;
	},
};
