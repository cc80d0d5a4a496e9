(() => {
	const CONTEXT = "Access Badge";

	frappe.ui.form.on("Access Badge", {
		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			const [label, color] = office_management.badges.indicator(frm.doc);
			frm.page.set_indicator(label, color);
			show_holder(frm);
			if (frappe.model.can_write("Access Badge")) {
				add_buttons(frm);
			}
		},
	});

	function show_holder(frm) {
		if (frm.doc.status !== "Issued" || !office_management.badges.is_late(frm.doc)) {
			return;
		}
		const since = frappe.datetime.str_to_user(frm.doc.due_back_on);
		frm.set_intro(__("This should have been handed in on {0}.", [since], CONTEXT), "orange");
	}

	function add_buttons(frm) {
		const reload = () => frm.reload_doc();
		const name = frm.doc.name;
		const act = (label, method) =>
			frm.add_custom_button(label, () => frappe.xcall(method, { badge: name }).then(reload));
		const { status } = frm.doc;
		if (status === "Available") {
			frm.add_custom_button(__("Give Out", null, CONTEXT), () =>
				office_management.badges.give_out({ badge: name }, reload),
			).addClass("btn-primary");
			act(
				__("Retire", null, CONTEXT),
				"office_management.front_desk.doctype.access_badge.access_badge.retire",
			);
		}
		if (status === "Issued") {
			frm.add_custom_button(__("Take Back", null, CONTEXT), () =>
				office_management.badges.take_back(name, reload),
			).addClass("btn-primary");
		}
		if (status === "Issued" || status === "Available") {
			frm.add_custom_button(__("Lost", null, CONTEXT), () =>
				office_management.badges.mark_lost(name, reload),
			);
		}
		if (status === "Lost") {
			act(
				__("Found", null, CONTEXT),
				"office_management.front_desk.doctype.access_badge.access_badge.mark_found",
			);
			act(
				__("Retire", null, CONTEXT),
				"office_management.front_desk.doctype.access_badge.access_badge.retire",
			);
		}
		if (status === "Retired") {
			act(
				__("Use Again", null, CONTEXT),
				"office_management.front_desk.doctype.access_badge.access_badge.restore",
			);
		}
	}
})();
