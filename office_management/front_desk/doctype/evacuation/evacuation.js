// The record of an evacuation. People are marked on the page Roll Call; here is what was written down.

frappe.ui.form.on("Evacuation", {
	refresh(frm) {
		if (frm.is_new()) {
			return;
		}
		const is_open = frm.doc.status === "Open";
		const label = is_open
			? __("Open the List", null, "Evacuation")
			: __("Show the List", null, "Evacuation");
		frm.add_custom_button(label, () => frappe.set_route("roll-call", frm.doc.name));
		if (is_open) {
			frm.change_custom_button_type(label, null, "primary");
		}
		if (is_open && !frm.doc.is_drill) {
			frm.set_intro(__("This is an alarm.", null, "Evacuation"), "red");
		} else if (frm.doc.close_reason) {
			frm.set_intro(frappe.utils.escape_html(frm.doc.close_reason), "yellow");
		}
	},
});
