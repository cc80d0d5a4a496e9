frappe.listview_settings["Front Desk Station"] = {
	add_fields: ["status", "key_made_on"],
	get_indicator(doc) {
		if (doc.status === "Enabled" && !doc.key_made_on) {
			return [
				__("No Key Yet", null, "Front Desk Station"),
				"orange",
				"status,=,Enabled|key_made_on,is,not set",
			];
		}
		const colour = doc.status === "Enabled" ? "green" : "gray";
		return [__(doc.status, null, "Front Desk Station"), colour, `status,=,${doc.status}`];
	},
};
