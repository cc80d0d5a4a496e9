// Labels for the assets of a place.

frappe.ui.form.on("Office Space", {
	refresh(frm) {
		const roles = ["System Manager", "Office Manager", "Office Auditor"];
		if (!frm.is_new() && roles.some((role) => frappe.user.has_role(role))) {
			frm.page.add_menu_item(__("Print Asset Labels", null, "Asset"), () =>
				office_management.assets.print_labels({ space: frm.doc.name }),
			);
		}
	},
});
