frappe.query_reports["Open Findings"] = {
	filters: [
		{
			fieldname: "place",
			label: __("Place", null, "Audit Finding"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "severity",
			label: __("Severity", null, "Audit Finding"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				...["Low", "Medium", "High", "Critical"].map((value) => ({
					value,
					label: __(value, null, "Audit Finding"),
				})),
			],
		},
		{
			fieldname: "supplier",
			label: __("Supplier", null, "Audit Finding"),
			fieldtype: "Link",
			options: "Supplier",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Audit Finding"),
			fieldtype: "Link",
			options: "Company",
		},
	],
	formatter(value, row, column, data, default_formatter) {
		// titles are what people typed: they may be anything
		const safe = column.fieldtype === "Data" ? frappe.utils.escape_html(value) : value;
		const text = default_formatter(safe, row, column, data);
		if (column.fieldname !== "days_late" || !data?.days_late) return text;
		return `<span class="text-danger">${text}</span>`;
	},
};
