// What our reports on places share. They take this file in with an include.

// Names are text: a person or a place may be called anything. A record shows its code, also where Frappe has come
// to know its title: that has a column of its own.
function text_or_code(value, row, column, data, default_formatter) {
	if (column.fieldtype === "Data") {
		return default_formatter(frappe.utils.escape_html(value), row, column, data);
	}
	const doctype = column.fieldtype === "Dynamic Link" && data && data[column.options];
	if (!doctype || !value) {
		return default_formatter(value, row, column, data);
	}
	const code = frappe.utils.escape_html(value);
	return frappe.model.can_read(doctype)
		? `<a href="${frappe.utils.get_form_link(doctype, value)}">${code}</a>`
		: code;
}

// A place given in the address counts from the first run on: its field is empty until its title has come.
function wait_for_titles(report) {
	const links = report.filters.filter(({ df, value }) => df.fieldtype === "Link" && value);
	return Promise.all(links.map((field) => field.set_link_title(field.value)));
}

// Names of days and periods, as domain/periods.py knows them.
function day_filters() {
	const days = [
		{ value: "Today", label: __("Today", null, "Space Occupancy") },
		{ value: "Yesterday", label: __("Yesterday", null, "Space Occupancy") },
		{ value: "Tomorrow", label: __("Tomorrow", null, "Space Occupancy") },
		{ value: "End of Last Week", label: __("End of Last Week", null, "Space Occupancy") },
		{ value: "End of Last Month", label: __("End of Last Month", null, "Space Occupancy") },
		{
			value: "End of Last Quarter",
			label: __("End of Last Quarter", null, "Space Occupancy"),
		},
		{ value: "End of Last Year", label: __("End of Last Year", null, "Space Occupancy") },
		{ value: "End of This Week", label: __("End of This Week", null, "Space Occupancy") },
		{ value: "End of This Month", label: __("End of This Month", null, "Space Occupancy") },
		{
			value: "End of This Quarter",
			label: __("End of This Quarter", null, "Space Occupancy"),
		},
		{ value: "End of This Year", label: __("End of This Year", null, "Space Occupancy") },
		{ value: "In 30 Days", label: __("In 30 Days", null, "Space Occupancy") },
		{ value: "In 90 Days", label: __("In 90 Days", null, "Space Occupancy") },
		{ value: "Custom Date", label: __("Custom Date", null, "Space Occupancy") },
	];
	return [
		{
			fieldname: "as_of",
			label: __("On", null, "Space Occupancy"),
			fieldtype: "Select",
			options: days,
			default: "Today",
		},
		{
			fieldname: "on_date",
			label: __("Date", null, "Space Occupancy"),
			fieldtype: "Date",
			depends_on: "eval:doc.as_of==='Custom Date'",
			mandatory_depends_on: "eval:doc.as_of==='Custom Date'",
		},
	];
}

// What a plan of the year shows: a grid of months, or day by day.
function year_filters() {
	return [
		{
			fieldname: "view",
			label: __("Shown", null, "Planned Work"),
			fieldtype: "Select",
			options: [
				{ value: "By Month", label: __("By Month", null, "Planned Work") },
				{ value: "By Day", label: __("By Day", null, "Planned Work") },
			],
			default: "By Month",
		},
		...period_filters().map((filter) =>
			filter.fieldname === "period" ? { ...filter, default: "This Year" } : filter,
		),
	];
}

function period_filters() {
	const periods = [
		{ value: "Today", label: __("Today", null, "Space Occupancy") },
		{ value: "Yesterday", label: __("Yesterday", null, "Space Occupancy") },
		{ value: "Tomorrow", label: __("Tomorrow", null, "Space Occupancy") },
		{ value: "This Week", label: __("This Week", null, "Space Occupancy") },
		{ value: "Last Week", label: __("Last Week", null, "Space Occupancy") },
		{ value: "Next Week", label: __("Next Week", null, "Space Occupancy") },
		{ value: "This Month", label: __("This Month", null, "Space Occupancy") },
		{ value: "Last Month", label: __("Last Month", null, "Space Occupancy") },
		{ value: "Next Month", label: __("Next Month", null, "Space Occupancy") },
		{ value: "This Quarter", label: __("This Quarter", null, "Space Occupancy") },
		{ value: "Last Quarter", label: __("Last Quarter", null, "Space Occupancy") },
		{ value: "This Year", label: __("This Year", null, "Space Occupancy") },
		{ value: "Last Year", label: __("Last Year", null, "Space Occupancy") },
		{ value: "Next Year", label: __("Next Year", null, "Space Occupancy") },
		{ value: "Last 7 Days", label: __("Last 7 Days", null, "Space Occupancy") },
		{ value: "Last 30 Days", label: __("Last 30 Days", null, "Space Occupancy") },
		{ value: "Last 90 Days", label: __("Last 90 Days", null, "Space Occupancy") },
		{ value: "Last 12 Months", label: __("Last 12 Months", null, "Space Occupancy") },
		{ value: "Next 7 Days", label: __("Next 7 Days", null, "Space Occupancy") },
		{ value: "Next 30 Days", label: __("Next 30 Days", null, "Space Occupancy") },
		{ value: "Next 90 Days", label: __("Next 90 Days", null, "Space Occupancy") },
		{ value: "Custom", label: __("Custom", null, "Space Occupancy") },
	];
	const is_custom = "eval:doc.period==='Custom'";
	return [
		{
			fieldname: "period",
			label: __("Period", null, "Space Occupancy"),
			fieldtype: "Select",
			options: periods,
			default: "This Month",
		},
		{
			fieldname: "from_date",
			label: __("From", null, "Space Occupancy"),
			fieldtype: "Date",
			depends_on: is_custom,
			mandatory_depends_on: is_custom,
		},
		{
			fieldname: "to_date",
			label: __("To", null, "Space Occupancy"),
			fieldtype: "Date",
			depends_on: is_custom,
			mandatory_depends_on: is_custom,
		},
	];
}
