(() => {
	const CONTEXT = "Access Badge";

	frappe.listview_settings["Access Badge"] = {
		add_fields: ["status", "due_back_on", "employee_name"],
		get_indicator(badge) {
			const [label, color] = office_management.badges.indicator(badge);
			const filter = office_management.badges.is_late(badge)
				? `status,=,Issued|due_back_on,is,set|due_back_on,<,${frappe.datetime.now_datetime()}`
				: `status,=,${badge.status}`;
			return [label, color, filter];
		},
		onload(listview) {
			listview.page.add_inner_button(__("Not Returned", null, CONTEXT), () => {
				listview.filter_area.clear().then(() =>
					listview.filter_area.add([
						["Access Badge", "status", "=", "Issued"],
						["Access Badge", "due_back_on", "is", "set"],
						["Access Badge", "due_back_on", "<", frappe.datetime.now_datetime()],
					]),
				);
			});
		},
	};
})();
