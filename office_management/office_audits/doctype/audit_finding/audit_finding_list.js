frappe.listview_settings["Audit Finding"] = {
	hide_name_column: true,
	add_fields: ["status", "severity", "due_date"],
	filters: [["status", "!=", "Verified"]],
	get_indicator(doc) {
		const late =
			["Open", "In Progress", "Rejected"].includes(doc.status) &&
			doc.due_date &&
			doc.due_date < frappe.datetime.get_today();
		const colours = {
			Open: "orange",
			"In Progress": "blue",
			Done: "yellow",
			Verified: "green",
			Rejected: "red",
		};
		const label = __(doc.status, null, "Audit Finding");
		return [label, late ? "red" : colours[doc.status], `status,=,${doc.status}`];
	},
};
