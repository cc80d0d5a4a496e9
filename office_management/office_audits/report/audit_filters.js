// Filters and cells that the reports on audits share. Reports take this file in with an include.
function audit_filter(fieldname, label, options) {
	return { fieldname, label, fieldtype: "Link", options };
}

// the periods that lie behind us, with one to begin with
function audit_periods(first) {
	return period_filters().map((filter) =>
		filter.fieldname === "period"
			? {
					...filter,
					default: first,
					options: filter.options.filter(
						({ value }) => !value.startsWith("Next") && value !== "Tomorrow",
					),
				}
			: filter,
	);
}

function depth_filter(kind, depends_on) {
	return {
		fieldname: "depth",
		label: __("Down To", null, "Asset Discrepancies"),
		fieldtype: "Select",
		options: ["Site", "Building", "Floor", "Zone", "Room", "Desk"].map((value) => ({
			value,
			label: __(value, null, "Office Space"),
		})),
		default: kind,
		depends_on,
	};
}

// names and reasons are what people typed: they may be anything
function audit_formatter(value, row, column, data, default_formatter) {
	const text = text_or_code(value, row, column, data, default_formatter);
	return data?.bold ? `<b>${text}</b>` : text;
}
