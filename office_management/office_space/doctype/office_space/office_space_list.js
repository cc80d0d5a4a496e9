frappe.listview_settings["Office Space"] = {
	add_fields: ["status", "space_type", "capacity", "is_allocatable"],
	filters: [["status", "!=", "Closed"]],
	get_indicator(doc) {
		return [
			__(doc.status, null, "Office Space"),
			office_management.space.color(doc.status),
			`status,=,${doc.status}`,
		];
	},
	onload(listview) {
		const space = office_management.space;
		listview.page.add_inner_button(__("Tree", null, "Office Space"), () =>
			frappe.set_route("Tree", "Office Space"),
		);
		if (space.may_create()) {
			listview.page.add_menu_item(__("Take Over Locations", null, "Office Space"), () =>
				space.take_over(() => listview.refresh()),
			);
		}
		office_management.floor_register.add_menu(listview.page, () => null);
		if (!space.may_write()) {
			return;
		}
		const refresh = () => {
			listview.clear_checked_items();
			listview.refresh();
		};
		listview.page.add_actions_menu_item(__("Take Out of Service", null, "Office Space"), () =>
			space.out_of_service(listview.get_checked_items(true), refresh),
		);
		listview.page.add_actions_menu_item(__("Put Back in Service", null, "Office Space"), () =>
			space.back_in_service(listview.get_checked_items(true), refresh),
		);
	},
};
