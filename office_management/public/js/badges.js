// Giving out and taking back badges, cards and keys: shared by their form and list and by the Employee form.

frappe.provide("office_management.badges");

(function () {
	const CONTEXT = "Access Badge";
	const badges = office_management.badges;

	badges.COLORS = { Available: "green", Issued: "blue", Lost: "red", Retired: "gray" };

	// Somebody has what should be back.
	badges.is_late = (badge) =>
		badge.status === "Issued" &&
		badge.due_back_on &&
		badge.due_back_on < frappe.datetime.now_datetime();

	badges.indicator = (badge) =>
		badges.is_late(badge)
			? [__("Not Returned", null, CONTEXT), "orange"]
			: [__(badge.status, null, CONTEXT), badges.COLORS[badge.status]];

	badges.take_back = (badge, done) =>
		frappe
			.xcall("office_management.front_desk.doctype.access_badge.access_badge.take_back", {
				badge,
			})
			.then(done);

	badges.mark_lost = (badge, done) =>
		frappe.prompt(
			{ fieldname: "note", fieldtype: "Data", label: __("Note", null, CONTEXT) },
			({ note }) =>
				frappe
					.xcall(
						"office_management.front_desk.doctype.access_badge.access_badge.mark_lost",
						{
							badge,
							note,
						},
					)
					.then(done),
			__("Lost: {0}", [frappe.utils.escape_html(badge)], CONTEXT),
			__("Lost", null, CONTEXT),
		);

	// `given`: badge or employee, whichever is known.
	badges.give_out = function (given, done) {
		const dialog = new frappe.ui.Dialog({
			title: __("Give Out", null, CONTEXT),
			fields: [
				{
					fieldname: "badge",
					fieldtype: "Link",
					options: "Access Badge",
					label: __("Badge, Card or Key", null, CONTEXT),
					default: given.badge,
					hidden: given.badge ? 1 : 0,
					reqd: 1,
					get_query: () => ({ filters: { status: "Available" } }),
				},
				{
					fieldname: "employee",
					fieldtype: "Link",
					options: "Employee",
					label: __("Employee", null, CONTEXT),
					default: given.employee,
					hidden: given.employee ? 1 : 0,
					ignore_user_permissions: 1,
					reqd: 1,
					get_query: () => ({ filters: { status: "Active" } }),
				},
				{
					fieldname: "due_back_on",
					fieldtype: "Datetime",
					label: __("Due Back", null, CONTEXT),
					description: __("Leave it empty for until further notice.", null, CONTEXT),
				},
				{ fieldname: "note", fieldtype: "Data", label: __("Note", null, CONTEXT) },
			],
			primary_action_label: __("Give Out", null, CONTEXT),
			primary_action: async (values) => {
				await frappe.xcall(
					"office_management.front_desk.doctype.access_badge.access_badge.give_out",
					values,
				);
				dialog.hide();
				done();
			},
		});
		dialog.show();
	};
})();
