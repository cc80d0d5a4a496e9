(function () {
	const RULE = "Visitor Block Rule";

	frappe.ui.form.on(RULE, {
		setup(frm) {
			frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
		},

		refresh(frm) {
			frm.set_intro(
				__(
					"Any one of these is enough. Only managers see rules and what they find.",
					null,
					RULE,
				),
			);
			if (!frm.is_new()) {
				frm.add_custom_button(__("What It Found", null, RULE), () =>
					frappe.set_route("List", "Visitor Block Match", { rule: frm.docname }),
				);
			}
		},
	});
})();
