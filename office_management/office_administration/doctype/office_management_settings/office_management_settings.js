frappe.ui.form.on("Office Management Settings", {
	refresh(frm) {
		frm.trigger("propose_rule");
	},

	propose_rule(frm) {
		const { holders, proposed_rule } = frm.doc.__onload || {};
		if (!proposed_rule || frm.doc.second_person_rule === proposed_rule) {
			frm.set_df_property("second_person_rule", "description", second_person_text());
			return;
		}
		frm.set_df_property(
			"second_person_rule",
			"description",
			[second_person_text(), proposal_text(holders)].join("<br>"),
		);
	},

	second_person_rule(frm) {
		frm.trigger("propose_rule");
	},

	after_save() {
		frappe.ui.toolbar.clear_cache();
	},
});

function second_person_text() {
	return __(
		"Who signs or verifies must be someone else than who did the work.",
		null,
		"Office Management Settings",
	);
}

function proposal_text(holders) {
	if (holders <= 1) {
		return __(
			"Only one person holds an office role, so nobody else could sign: Off fits better.",
			null,
			"Office Management Settings",
		);
	}
	return __(
		"{0} people hold office roles, so a second person can be asked for: Required fits better.",
		[holders],
		"Office Management Settings",
	);
}
