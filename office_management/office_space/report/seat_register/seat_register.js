// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Seat Register"] = {
	filters: [
		...day_filters(),
		{
			fieldname: "place",
			label: __("Place", null, "Seat Register"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "department",
			label: __("Department", null, "Seat Register"),
			fieldtype: "Link",
			options: "Department",
		},
		{
			fieldname: "employee",
			label: __("Employee", null, "Seat Register"),
			fieldtype: "Link",
			options: "Employee",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Seat Register"),
			fieldtype: "Link",
			options: "Company",
		},
		{
			fieldname: "only_without_seat",
			label: __("Only Without a Seat", null, "Seat Register"),
			fieldtype: "Check",
			on_change: (report) => choose_one(report, "only_without_seat", "only_sitting_double"),
		},
		{
			fieldname: "only_sitting_double",
			label: __("Only Sitting Double", null, "Seat Register"),
			fieldtype: "Check",
			on_change: (report) => choose_one(report, "only_sitting_double", "only_without_seat"),
		},
	],

	onload: wait_for_titles,
	formatter: text_or_code,
};

async function choose_one(report, chosen, other) {
	if (report.get_filter_value(chosen) && report.get_filter_value(other)) {
		await report.set_filter_value(other, 0);
		return;
	}
	report.refresh();
}
