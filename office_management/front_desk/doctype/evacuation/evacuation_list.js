frappe.listview_settings["Evacuation"] = {
	add_fields: ["status", "is_drill", "all_clear_on"],
	hide_name_column: true,
	get_indicator(doc) {
		if (doc.status === "Open") {
			return doc.is_drill
				? [__("Open drill", null, "Evacuation"), "orange", "status,=,Open|is_drill,=,1"]
				: [__("Alarm", null, "Evacuation"), "red", "status,=,Open|is_drill,=,0"];
		}
		return doc.all_clear_on
			? [__("All clear", null, "Evacuation"), "green", "status,=,Closed|all_clear_on,is,set"]
			: [
					__("Closed", null, "Evacuation"),
					"gray",
					"status,=,Closed|all_clear_on,is,not set",
				];
	},
	onload(list) {
		list.page.add_inner_button(__("Roll Call", null, "Roll Call"), () =>
			frappe.set_route("roll-call"),
		);
	},
};
