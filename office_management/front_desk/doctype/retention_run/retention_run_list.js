frappe.listview_settings["Retention Run"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colours = { Running: "blue", Done: "green", Stopped: "orange" };
		return [
			__(doc.status, null, "Retention Run"),
			colours[doc.status],
			`status,=,${doc.status}`,
		];
	},

	onload(list) {
		if (!["System Manager", "Office Manager"].some((role) => frappe.user.has_role(role))) {
			return;
		}
		const open = (name) => frappe.set_route("Form", "Retention Run", name);
		list.page.add_inner_button(__("Count What Is Due", null, "Retention Run"), async () =>
			open(
				await frappe.xcall(
					"office_management.front_desk.doctype.retention_run.retention_run.dry_run",
				),
			),
		);
		list.page.add_inner_button(__("Anonymise Now", null, "Retention Run"), () =>
			frappe.confirm(
				__(
					"Everything whose time is over is anonymised now instead of tonight. It cannot be brought back.",
					null,
					"Retention Run",
				),
				async () =>
					open(
						await frappe.xcall(
							"office_management.front_desk.doctype.retention_run.retention_run.start_run",
						),
					),
			),
		);
	},
};
