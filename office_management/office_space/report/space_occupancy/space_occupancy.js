// {% include "office_management/office_space/report/report_days.js" %}

frappe.query_reports["Space Occupancy"] = {
	filters: [
		...day_filters(),
		{
			fieldname: "depth",
			label: __("Down To", null, "Space Occupancy"),
			fieldtype: "Select",
			options: [
				{ value: "Total", label: __("Total", null, "Space Occupancy") },
				{ value: "Site", label: __("Site", null, "Space Occupancy") },
				{ value: "Building", label: __("Building", null, "Space Occupancy") },
				{ value: "Floor", label: __("Floor", null, "Space Occupancy") },
				{ value: "Zone", label: __("Zone", null, "Space Occupancy") },
				{ value: "Room", label: __("Room", null, "Space Occupancy") },
				{ value: "Desk", label: __("Desk", null, "Space Occupancy") },
			],
			default: "Floor",
		},
		{
			fieldname: "place",
			label: __("Below", null, "Space Occupancy"),
			fieldtype: "Link",
			options: "Office Space",
		},
		{
			fieldname: "company",
			label: __("Company", null, "Space Occupancy"),
			fieldtype: "Link",
			options: "Company",
		},
		{
			fieldname: "by_department",
			label: __("By Department", null, "Space Occupancy"),
			fieldtype: "Check",
		},
		{
			fieldname: "without_seats",
			label: __("Also Places Without Seats", null, "Space Occupancy"),
			fieldtype: "Check",
		},
		{
			fieldname: "flat",
			label: __("Flat List", null, "Space Occupancy"),
			fieldtype: "Check",
		},
	],
	name_field: "place",
	initial_depth: 3,

	onload: wait_for_titles,
	formatter(value, row, column, data, default_formatter) {
		const text = text_or_code(value, row, column, data, default_formatter);
		return data && data.bold ? `<b>${text}</b>` : text;
	},
};
