(function () {
	const AGREEMENT = "Visitor Agreement";
	const COLORS = { Draft: "orange", Published: "green", Superseded: "gray" };

	frappe.listview_settings[AGREEMENT] = {
		add_fields: ["status"],
		hide_name_column: true,

		get_indicator(doc) {
			return [__(doc.status, null, AGREEMENT), COLORS[doc.status], `status,=,${doc.status}`];
		},
	};
})();
