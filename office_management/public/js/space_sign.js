// On the form of a space: report a problem here, and replace the sign by which others do.

frappe.ui.form.on("Office Space", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status === "Closed") {
			return;
		}
		if (frappe.model.can_create("Facility Task")) {
			frm.add_custom_button(__("Report a Problem", null, "Problem Report"), () => {
				frappe.route_options = { space: frm.doc.name };
				frappe.set_route("report-a-problem");
			});
		}
		if (frm.perm[0].write) {
			frm.add_custom_button(
				__("New Sign", null, "Office Space"),
				() => new_sign(frm),
				__("Change", null, "Office Space"),
			);
		}
	},
});

function new_sign(frm) {
	frappe.confirm(
		__(
			"The printed sign of {0} can then no longer be used to report problems. Print the new one and replace it. Go on?",
			[frappe.utils.escape_html(frm.doc.space_name).bold()],
			"Office Space",
		),
		async () => {
			await frappe.xcall("office_management.office_space.api.new_sign", {
				space: frm.doc.name,
			});
			await frm.reload_doc();
			frappe.show_alert({
				message: __("New sign made. Print it now.", null, "Office Space"),
				indicator: "green",
			});
			office_management.space.print_sign(frm.doc.name);
		},
	);
}
