frappe.ui.form.on("Checklist Template", {
	refresh(frm) {
		if (frm.doc.is_standard && !frm.is_new()) {
			frm.disable_form();
			frm.set_intro(
				__(
					"This checklist comes with the app and stays as it is. Copy it to change it.",
					null,
					"Checklist Template",
				),
				"blue",
			);
		}
		if (!frm.is_new() && frappe.model.can_create("Checklist Template")) {
			const copy = frm.add_custom_button(__("Copy", null, "Checklist Template"), () =>
				make_copy(frm),
			);
			frm.doc.is_standard && copy.removeClass("btn-default").addClass("btn-primary");
		}
	},
});

async function make_copy(frm) {
	const name = await frappe.xcall("office_management.facilities.api.copy_checklist", {
		template: frm.doc.name,
	});
	frappe.set_route("Form", "Checklist Template", name);
}
