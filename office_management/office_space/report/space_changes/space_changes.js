// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Space Changes"] = {
	filters: [
		...period_filters(),
		{
			fieldname: "place",
			label: __("Place", null, "Space Changes"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "department",
			label: __("Department", null, "Space Changes"),
			fieldtype: "Link",
			options: "Department",
		},
		{
			fieldname: "employee",
			label: __("Employee", null, "Space Changes"),
			fieldtype: "Link",
			options: "Employee",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Space Changes"),
			fieldtype: "Link",
			options: "Company",
		},
	],

	onload: wait_for_titles,
	formatter: text_or_code,
};
