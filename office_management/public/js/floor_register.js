// The floor register: import and export buttons for the list and the tree of spaces.

frappe.provide("office_management.floor_register");

(function () {
	const IMPORT = "Floor Register Import";
	const API =
		"/api/method/office_management.office_space.doctype.floor_register_import.floor_register_import.";

	Object.assign(office_management.floor_register, {
		// `space`: a function that answers the place the page stands at, if any
		add_menu(page, space) {
			if (frappe.model.can_create(IMPORT)) {
				page.add_menu_item(__("Import Register", null, "Floor Register Import"), () =>
					frappe.new_doc(IMPORT, space() ? { under_space: space() } : {}),
				);
			}
			if (
				frappe.model.can_export("Office Space") &&
				frappe.model.can_export("Space Allocation")
			) {
				page.add_menu_item(__("Export Register", null, "Floor Register Import"), () =>
					office_management.floor_register.export(space()),
				);
			}
		},

		export(space) {
			const dialog = new frappe.ui.Dialog({
				title: __("Export Register", null, "Floor Register Import"),
				fields: [
					{
						fieldname: "file_type",
						fieldtype: "Select",
						options: [
							{ value: "xlsx", label: "XLSX" },
							{ value: "csv", label: "CSV" },
						],
						label: __("File Type", null, "Floor Register Import"),
						default: "xlsx",
						reqd: 1,
					},
					{
						fieldname: "on_date",
						fieldtype: "Date",
						label: __("As of", null, "Floor Register Import"),
						default: frappe.datetime.get_today(),
						reqd: 1,
					},
					{
						fieldname: "space",
						fieldtype: "Link",
						options: "Office Space",
						label: __("Place", null, "Floor Register Import"),
						description: __(
							"With all below it; empty: everything",
							null,
							"Floor Register Import",
						),
						default: space,
					},
				],
				primary_action_label: __("Download", null, "Floor Register Import"),
				primary_action(values) {
					dialog.hide();
					office_management.floor_register.download("export_register", values);
				},
			});
			dialog.show();
		},

		download(method, values) {
			open_url_post(API + method, values);
		},
	});
})();
