frappe.listview_settings["Space Allocation"] = {
	add_fields: ["status", "from_date", "to_date", "occupant_type"],
	filters: [["status", "in", ["Planned", "Active"]]],
	hide_name_column: true,

	get_indicator(doc) {
		const status = office_management.seats.status(doc);
		return [
			__(status, null, "Space Allocation"),
			office_management.seats.COLORS[status],
			`status,=,${status}`,
		];
	},

	async onload(list) {
		add_actions(list);
		const changed = await frappe.xcall(
			"office_management.office_space.api.bring_statuses_up_to_date",
		);
		if (changed) {
			list.refresh();
		}
	},
};

function add_actions(list) {
	const seats = office_management.seats;
	const refresh = () => {
		list.clear_checked_items();
		list.last_args = null; // the same question as a moment ago has another answer now
		list.refresh();
	};
	const chosen = (act) => () => {
		const rows = list.get_checked_items();
		const from_department = rows.some((row) => row.occupant_type === "Department");
		act(
			rows.map((row) => row.name),
			refresh,
			{ from_department },
		);
	};
	if (seats.may_give()) {
		list.page.add_inner_button(__("Give a Seat", null, "Space Allocation"), () =>
			seats.give({ on_done: refresh }),
		);
	}
	if (frappe.model.can_write("Space Allocation")) {
		list.page.add_action_item(__("End", null, "Space Allocation"), chosen(seats.end));
		list.page.add_action_item(__("Extend", null, "Space Allocation"), chosen(seats.extend));
		list.page.add_action_item(__("Swap", null, "Space Allocation"), chosen(seats.swap));
		list.page.add_action_item(
			__("Cancel Allocation", null, "Space Allocation"),
			chosen(seats.cancel),
		);
	}
}
