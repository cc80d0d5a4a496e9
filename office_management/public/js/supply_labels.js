// Labels for a cupboard: what is scanned opens the order form with the item and this place chosen.
frappe.ui.form.on("Office Space", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.space_type !== "Storage" || frm.doc.status === "Closed") {
			return;
		}
		frm.add_custom_button(__("Supply Labels", null, "Supply Label"), () => choose_labels(frm));
	},
});

function choose_labels(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Supply Labels", null, "Supply Label"),
		fields: [
			{
				fieldname: "items",
				fieldtype: "MultiSelectList",
				label: __("Items kept here", null, "Supply Label"),
				description: __(
					"One label for each. Without items: one label for the place.",
					null,
					"Supply Label",
				),
				get_data: (txt) =>
					frappe.xcall("office_management.facilities.api.search_label_items", {
						space: frm.doc.name,
						txt,
					}),
			},
		],
		primary_action_label: __("Print", null, "Supply Label"),
		primary_action({ items }) {
			dialog.hide();
			print_labels(frm.doc.name, items || []);
		},
	});
	dialog.show();
}

function print_labels(space, items) {
	const address = new URLSearchParams({
		doctype: "Office Space",
		name: space,
		format: "Supply Labels",
		no_letterhead: 1,
		settings: JSON.stringify({ supply_items: items }),
		trigger_print: 1,
	});
	window.open(frappe.urllib.get_full_url(`/printview?${address}`));
}
