// The form of an asset: its label, and when it is to be counted next.

frappe.ui.form.on("Asset", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.docstatus === 2) {
			return;
		}
		frm.page.add_menu_item(__("Print Label", null, "Asset"), () =>
			office_management.assets.print_labels({ assets: [frm.doc.name] }),
		);
		const due = frm.doc.__onload?.om_next_count_due;
		if (due) {
			const is_late = due <= frappe.datetime.get_today();
			frm.dashboard.add_indicator(
				__("Next count due: {0}", [frappe.datetime.str_to_user(due)], "Asset"),
				is_late ? "orange" : "gray",
			);
		}
	},
});
