frappe.listview_settings["Facility Plan"] = {
	add_fields: ["status", "generation_error", "contract_end_date"],
	filters: [["status", "!=", "Ended"]],
	hide_name_column: true,

	get_indicator({ status, generation_error, contract_end_date }) {
		const today = frappe.datetime.get_today();
		if (status === "Active" && generation_error) {
			return [__("Not Made", null, "Facility Plan"), "red", "generation_error,is,set"];
		}
		if (status === "Active" && contract_end_date && contract_end_date < today) {
			const label = __("Contract Ended", null, "Facility Plan");
			return [label, "orange", `contract_end_date,<,${today}`];
		}
		const color = office_management.plans.COLORS[status];
		return [__(status, null, "Facility Plan"), color, `status,=,${status}`];
	},

	onload(list) {
		if (office_management.plans.may_make()) {
			list.page.add_inner_button(__("Plans for Fire Safety", null, "Facility Plan"), () =>
				office_management.plans.make_fire_safety(),
			);
		}
		list.page.add_inner_button(__("The Year", null, "Facility Plan"), () =>
			frappe.set_route("query-report", "Planned Work"),
		);
	},
};
