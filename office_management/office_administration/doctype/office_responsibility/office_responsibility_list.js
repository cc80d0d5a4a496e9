frappe.listview_settings["Office Responsibility"] = {
	add_fields: ["certificate_valid_until_date", "status"],
	filters: [["status", "=", "Active"]],
	hide_name_column: true,

	get_indicator(doc) {
		if (doc.status === "Ended") {
			return [__("Ended", null, "Office Responsibility"), "gray", "status,=,Ended"];
		}
		const until = doc.certificate_valid_until_date;
		if (until && until < frappe.datetime.get_today()) {
			return [
				__("Certificate Ran Out", null, "Office Responsibility"),
				"red",
				`certificate_valid_until_date,<,${frappe.datetime.get_today()}`,
			];
		}
		return [__("Active", null, "Office Responsibility"), "green", "status,=,Active"];
	},
};
