// The list of deliveries: what lies here, what nobody claims, what waits for the carrier; many at once.

frappe.listview_settings["Delivery"] = (function () {
	const DELIVERY = "Delivery";
	const deliveries = () => office_management.deliveries; // loaded after this file
	const open = ["status", "in", ["Received", "Notified"]];
	const inwards = ["direction", "=", "In"];
	const outwards = ["direction", "=", "Out"];
	const days_ago = (days) => frappe.datetime.add_days(frappe.datetime.system_datetime(), -days);

	const views = () => [
		[__("Here Now", null, DELIVERY), [open, inwards]],
		[__("Unclaimed", null, DELIVERY), [open, inwards, ["received_on", "<", days_ago(2)]]],
		[__("For the Carrier", null, DELIVERY), [open, outwards]],
	];

	async function show(listview, filters) {
		await listview.filter_area.clear(false);
		await listview.filter_area.add(filters.map((filter) => [DELIVERY, ...filter]));
	}

	function act_on_chosen(listview, act) {
		const chosen = listview.get_checked_items();
		const directions = new Set(chosen.map((row) => row.direction));
		if (directions.size > 1) {
			frappe.msgprint(__("Choose either what came in or what goes out.", null, DELIVERY));
			return;
		}
		act(chosen, () => {
			listview.clear_checked_items();
			listview.refresh();
		});
	}

	return {
		add_fields: [
			"status",
			"direction",
			"kind",
			"quantity",
			"carrier",
			"tracking_number",
			"recipient_name",
			"department",
			"received_on",
		],
		hide_name_column: true,

		get_indicator: (doc) => [
			__(doc.status, null, DELIVERY),
			deliveries().COLORS[doc.status],
			`status,=,${doc.status}`,
		],

		formatters: {
			recipient_name: (value, _df, doc) => value || doc.department || "",
		},

		onload(listview) {
			for (const [label, filters] of views()) {
				listview.page.add_inner_button(label, () => show(listview, filters));
			}
			if (!deliveries().may_receive()) {
				return;
			}
			for (const [label, act] of [
				[__("Hand Over", null, DELIVERY), deliveries().hand_over],
				[__("Lay Elsewhere", null, DELIVERY), deliveries().lay],
				[__("Return to Sender", null, DELIVERY), deliveries().give_back],
			]) {
				listview.page.add_actions_menu_item(label, () => act_on_chosen(listview, act));
			}
			listview.page.add_menu_item(__("Take In a Parcel to Send", null, DELIVERY), () =>
				deliveries().receive({ direction: "Out", on_done: () => listview.refresh() }),
			);
		},

		refresh(listview) {
			if (deliveries().may_receive()) {
				listview.page.set_primary_action(
					__("Take In Parcels", null, DELIVERY),
					() => deliveries().receive({ on_done: () => listview.refresh() }),
					"add",
				);
			}
		},
	};
})();
