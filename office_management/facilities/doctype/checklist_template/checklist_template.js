frappe.ui.form.on("Checklist Template", {
	refresh(frm) {
		if (frm.doc.is_standard && !frm.is_new()) {
			frm.disable_form();
			translate(frm);
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

// Nobody saves this form: it may as well speak the user's language, as tasks do.
function translate(frm) {
	const said = (text) => (text ? __(text, null, "Checklist Template") : text);
	frm.doc.description = said(frm.doc.description);
	for (const row of frm.doc.items || []) {
		for (const field of ["section", "question", "help_text"]) {
			row[field] = said(row[field]);
		}
	}
	frm.refresh_fields(["description", "items"]);
}

async function make_copy(frm) {
	const name = await frappe.xcall("office_management.facilities.api.copy_checklist", {
		template: frm.doc.name,
	});
	frappe.set_route("Form", "Checklist Template", name);
}
