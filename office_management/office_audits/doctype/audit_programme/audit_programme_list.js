frappe.listview_settings["Audit Programme"] = {
	add_fields: ["status", "generation_error"],
	filters: [["status", "!=", "Ended"]],
	hide_name_column: true,

	get_indicator({ status, generation_error }) {
		if (status === "Active" && generation_error) {
			return [__("Not Planned", null, "Audit Programme"), "red", "generation_error,is,set"];
		}
		const color = office_management.plans.COLORS[status];
		return [__(status, null, "Audit Programme"), color, `status,=,${status}`];
	},

	onload(list) {
		list.page.add_inner_button(__("The Year", null, "Facility Plan"), () =>
			frappe.set_route("query-report", "Audits of the Year"),
		);
	},
};
