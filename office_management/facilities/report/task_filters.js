// Filters and cells that the reports on facility tasks share. Reports take this file in with an include.
function task_filters(...fields) {
	const link = (fieldname, label, options) => ({ fieldname, label, fieldtype: "Link", options });
	const urgencies = ["Low", "Normal", "High", "Emergency"].map((value) => ({
		value,
		label: __(value, null, "Facility Task"),
	}));
	const known = {
		plan: link("plan", __("Plan", null, "Facility Task"), "Facility Plan"),
		category: link(
			"category",
			__("Category", null, "Facility Task"),
			"Facility Task Category",
		),
		supplier: link("supplier", __("Supplier", null, "Facility Task"), "Supplier"),
		urgency: {
			fieldname: "urgency",
			label: __("Urgency", null, "Facility Task"),
			fieldtype: "Select",
			options: [{ value: "", label: "" }, ...urgencies],
		},
		from_department: link(
			"from_department",
			__("From Department", null, "Facility Task"),
			"Department",
		),
	};
	return [
		link("place", __("Place", null, "Facility Task"), "Office Space"),
		...fields.map((field) => known[field]),
		link("company", __("Company", null, "Facility Task"), "Company"),
	];
}

function group_filters(by) {
	const groups = [
		{ value: "Category", label: __("Category", null, "Facility Task") },
		{ value: "Place", label: __("Place", null, "Facility Task") },
		{ value: "Supplier", label: __("Supplier", null, "Facility Task") },
		{ value: "Department", label: __("From Department", null, "Facility Task") },
		{ value: "Urgency", label: __("Urgency", null, "Facility Task") },
		{ value: "Plan", label: __("Plan", null, "Facility Task") },
		{ value: "Month", label: __("Month", null, "Facility Task") },
	];
	const kinds = ["Site", "Building", "Floor", "Zone", "Room", "Desk"].map((value) => ({
		value,
		label: __(value, null, "Office Space"),
	}));
	return [
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Facility Task"),
			fieldtype: "Select",
			options: groups,
			default: by,
		},
		{
			fieldname: "depth",
			label: __("Down To", null, "Facility Task"),
			fieldtype: "Select",
			options: kinds,
			default: "Floor",
			depends_on: "eval:doc.group_by==='Place'",
		},
	];
}

// texts are what people typed: a subject may be anything
function task_formatter(value, row, column, data, default_formatter) {
	const safe = column.fieldtype === "Data" ? frappe.utils.escape_html(value) : value;
	const text = default_formatter(safe, row, column, data);
	return data && data.bold ? `<b>${text}</b>` : text;
}
