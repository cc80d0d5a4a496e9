// The list of audits: what goes on now comes first.

frappe.listview_settings["Office Audit"] = (function () {
	const AUDIT = "Office Audit";
	const COLORS = {
		Planned: "gray",
		"In Progress": "blue",
		Reconciling: "orange",
		"Signed Off": "green",
		Cancelled: "red",
	};

	return {
		add_fields: ["status", "open_count", "missing_count"],
		hide_name_column: true,
		has_indicator_for_draft: true,
		has_indicator_for_cancelled: true,
		onload(list) {
			const assets = office_management.assets;
			list.page.add_menu_item(__("Print Asset Labels", null, "Asset"), () =>
				assets.print_labels(),
			);
			if (["System Manager", "Office Manager"].some((role) => frappe.user.has_role(role))) {
				list.page.add_menu_item(__("Make Asset Tags", null, "Asset"), () =>
					assets.make_tags(),
				);
			}
		},
		get_indicator(doc) {
			const text =
				doc.status === "Reconciling" && doc.open_count
					? __("To decide: {0}", [doc.open_count], AUDIT)
					: __(doc.status, null, AUDIT);
			return [text, COLORS[doc.status], `status,=,${doc.status}`];
		},
	};
})();
