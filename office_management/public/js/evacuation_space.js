// On the form of a place: start an evacuation there.

frappe.ui.form.on("Office Space", {
	refresh(frm) {
		const large = ["Site", "Building", "Floor"].includes(frm.doc.space_type);
		const top = large || !frm.doc.parent_space;
		if (frm.is_new() || frm.doc.status === "Closed" || !top) {
			return;
		}
		if (office_management.evacuation.may_start()) {
			frm.add_custom_button(__("Evacuation", null, "Evacuation"), () =>
				office_management.evacuation.start({
					space: frm.doc.name,
					label: frm.doc.space_name,
				}),
			);
		}
	},
});
