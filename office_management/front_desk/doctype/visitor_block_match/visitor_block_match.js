(function () {
	const MATCH = "Visitor Block Match";
	const COLORS = { Open: "orange", "Let In": "green", Refused: "red", "Not Needed": "gray" };

	frappe.ui.form.on(MATCH, {
		refresh(frm) {
			frm.disable_save();
			frm.page.set_title(
				frappe.utils.get_link_title("Visitor Log", frm.doc.visitor_log) || frm.docname,
			);
			frm.page.set_indicator(
				__(frm.doc.decision, null, MATCH),
				COLORS[frm.doc.decision] || "gray",
			);
			if (frm.doc.visitor_log) {
				frm.add_custom_button(__("Visit", null, MATCH), () =>
					frappe.set_route("Form", "Visitor Log", frm.doc.visitor_log),
				);
			}
			if (frm.doc.decision === "Open") {
				add_decisions(frm);
			}
		},
	});

	function add_decisions(frm) {
		const decisions = office_management.visitor_decisions;
		frm.set_intro(
			__("The visitor waits until you decide. Nobody else learns why.", null, MATCH),
			"orange",
		);
		frm.add_custom_button(__("Refuse", null, MATCH), async () => {
			await decisions.refuse(frm.docname);
			frm.reload_doc();
		}).addClass("btn-danger");
		frm.page.set_primary_action(__("Let In", null, MATCH), async () => {
			await decisions.let_in(frm.docname);
			frm.reload_doc();
		});
	}
})();
