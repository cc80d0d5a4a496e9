(function () {
	const RULE = "Visitor Block Rule";

	frappe.listview_settings[RULE] = {
		add_fields: ["status", "action", "valid_until_date"],
		hide_name_column: true,

		// the status is swept at night; what counts is the date
		get_indicator(doc) {
			const today = frappe.datetime.get_today();
			if (doc.valid_until_date && doc.valid_until_date < today) {
				return [__("Expired", null, RULE), "gray", `valid_until_date,<,${today}`];
			}
			return doc.action === "Block"
				? [__("Block", null, RULE), "red", "action,=,Block"]
				: [__("Alert", null, RULE), "orange", "action,=,Alert"];
		},
	};
})();
