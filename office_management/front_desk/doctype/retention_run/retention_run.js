frappe.ui.form.on("Retention Run", {
	refresh(frm) {
		frm.disable_save();
		const may_act = ["System Manager", "Office Manager"].some((role) =>
			frappe.user.has_role(role),
		);
		if (frm.doc.is_dry_run) {
			frm.set_intro(
				__(
					"A dry run: this is what would be anonymised. Nothing was changed.",
					null,
					"Retention Run",
				),
				"blue",
			);
		}
		if (frm.doc.status === "Running" && may_act) {
			frm.add_custom_button(__("Stop", null, "Retention Run"), async () => {
				await frappe.xcall(
					"office_management.front_desk.doctype.retention_run.retention_run.stop_run",
					{ name: frm.doc.name },
				);
				frm.reload_doc();
			});
		}
	},
});
