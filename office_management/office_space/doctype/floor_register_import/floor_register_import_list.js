frappe.listview_settings["Floor Register Import"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator(doc) {
		const colors = {
			Draft: "gray",
			Checked: "blue",
			Running: "orange",
			Done: "green",
			"Done with Refusals": "yellow",
			Failed: "red",
		};
		return [
			__(doc.status, null, "Floor Register Import"),
			colors[doc.status],
			`status,=,${doc.status}`,
		];
	},
};
