// On the form of an invitation: the whole group comes, or leaves, in one act.

(function () {
	const INVITATION = "Visit Invitation";
	const RECEPTION = ["System Manager", "Office Manager", "Office Receptionist"];

	frappe.ui.form.on(INVITATION, {
		refresh(frm) {
			const is_reception = RECEPTION.some((role) => frappe.user.has_role(role));
			if (frm.is_new() || frm.doc.status !== "Sent" || !is_reception) {
				return;
			}
			const group = __("Group", null, INVITATION);
			const run = async (step) => {
				await office_management.visits.act_on_invitation(step, frm);
				frm.reload_doc();
			};
			frm.add_custom_button(
				__("Check All In", null, INVITATION),
				() => run("check_in"),
				group,
			);
			frm.add_custom_button(
				__("Check All Out", null, INVITATION),
				() => run("check_out"),
				group,
			);
		},
	});
})();
