(function () {
	const MATCH = "Visitor Block Match";
	const COLORS = { Open: "orange", "Let In": "green", Refused: "red", "Not Needed": "gray" };

	frappe.listview_settings[MATCH] = {
		add_fields: ["decision", "visitor_log"],
		filters: [["decision", "=", "Open"]],
		hide_name_column: true,

		formatters: {
			visitor_log: (value) =>
				(value && frappe.utils.get_link_title("Visitor Log", value)) || value || "",
		},

		get_indicator(doc) {
			return [
				__(doc.decision, null, MATCH),
				COLORS[doc.decision] || "gray",
				`decision,=,${doc.decision}`,
			];
		},

		button: {
			show: (doc) => doc.decision === "Open",
			get_label: () => __("Decide", null, MATCH),
			get_description: () => __("Let the visitor in, or refuse", null, MATCH),
			action: (doc) =>
				office_management.visitor_decisions.ask(doc.name, () => cur_list.refresh()),
		},
	};
})();
