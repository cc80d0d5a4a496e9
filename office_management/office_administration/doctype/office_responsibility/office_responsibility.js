frappe.ui.form.on("Office Responsibility", {
	setup(frm) {
		for (const field of ["responsible", "deputy"]) {
			frm.set_query(field, () => ({ filters: { status: "Active" } }));
		}
	},

	refresh(frm) {
		frm.trigger("show_certificate");
		if (!frm.is_new()) {
			frm.add_custom_button(__("Whom to Tell", null, "Office Responsibility"), () =>
				show_whom_to_tell(frm),
			);
		}
	},

	show_certificate(frm) {
		const state = frm.doc.__onload && frm.doc.__onload.certificate_state;
		const until = frappe.datetime.str_to_user(frm.doc.certificate_valid_until_date);
		if (frm.doc.status === "Ended" || !["Runs Out", "Run Out"].includes(state)) {
			return;
		}
		const [text, colour] =
			state === "Run Out"
				? [__("The certificate ran out on {0}.", [until], "Office Responsibility"), "red"]
				: [
						__("The certificate runs out on {0}.", [until], "Office Responsibility"),
						"orange",
					];
		frm.dashboard.set_headline(text, colour);
	},
});

async function show_whom_to_tell(frm) {
	const people = await frappe.xcall(
		"office_management.office_administration.api.get_whom_to_tell",
		{ topic: frm.doc.topic, space: frm.doc.space },
	);
	const rows = people.map((person, index) => {
		const cells = [index + 1, person.name, person.phone || "", person.step];
		return `<tr>${cells
			.map((cell) => `<td>${frappe.utils.escape_html(String(cell))}</td>`)
			.join("")}</tr>`;
	});
	frappe.msgprint({
		title: __("Whom to Tell Today, in This Order", null, "Office Responsibility"),
		message: `<table class="table table-bordered">${rows.join("")}</table>`,
	});
}
