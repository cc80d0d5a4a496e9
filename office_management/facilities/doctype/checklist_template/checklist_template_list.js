frappe.listview_settings["Checklist Template"] = {
	hide_name_column: true,
	add_fields: ["is_standard", "disabled"],
	get_indicator(doc) {
		if (doc.disabled) {
			return [__("Disabled", null, "Checklist Template"), "gray", "disabled,=,1"];
		}
		return doc.is_standard
			? [__("Standard", null, "Checklist Template"), "blue", "is_standard,=,1"]
			: [__("Own", null, "Checklist Template"), "green", "is_standard,=,0"];
	},
	formatters: {
		title: (value) => frappe.utils.escape_html(__(value)),
	},
};
