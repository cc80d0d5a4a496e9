// Filters that the reports on visits share. Reports take this file in with an include.
function visit_filters() {
	const link = (fieldname, label, options) => ({ fieldname, label, fieldtype: "Link", options });
	return [
		link("place", __("Place", null, "Visitor Log"), "Office Space"),
		link("host", __("Host", null, "Visitor Log"), "Employee"),
		link("visitor_type", __("Visitor Type", null, "Visitor Type"), "Visitor Type"),
		{
			fieldname: "organisation",
			label: __("Organisation", null, "Visitor Log"),
			fieldtype: "Data",
		},
		link("company", __("Company", null, "Visitor Log"), "Company"),
	];
}

// names are what people typed: they may be anything
function visit_formatter(value, row, column, data, default_formatter) {
	const text = text_or_code(value, row, column, data, default_formatter);
	return data && data.bold ? `<b>${text}</b>` : text;
}

// the same filters with another period to begin with
function starting_with(period, filters) {
	return filters.map((filter) =>
		filter.fieldname === "period" ? { ...filter, default: period } : filter,
	);
}

function visit_group_filters() {
	const groups = [
		{ value: "Day", label: __("Day", null, "Visit Statistics") },
		{ value: "Week", label: __("Week", null, "Visit Statistics") },
		{ value: "Month", label: __("Month", null, "Visit Statistics") },
		{ value: "Weekday", label: __("Weekday", null, "Visit Statistics") },
		{ value: "Hour", label: __("Hour", null, "Visit Statistics") },
		{ value: "Place", label: __("Place", null, "Visitor Log") },
		{ value: "Visitor Type", label: __("Visitor Type", null, "Visitor Type") },
		{ value: "Host", label: __("Host", null, "Visitor Log") },
		{ value: "Department", label: __("Department", null, "Visit Statistics") },
	];
	const kinds = ["Site", "Building", "Floor", "Zone", "Room"].map((value) => ({
		value,
		label: __(value, null, "Office Space"),
	}));
	return [
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Visit Statistics"),
			fieldtype: "Select",
			options: groups,
			default: "Day",
		},
		{
			fieldname: "depth",
			label: __("Down To", null, "Visit Statistics"),
			fieldtype: "Select",
			options: kinds,
			default: "Building",
			depends_on: "eval:doc.group_by==='Place'",
		},
	];
}
