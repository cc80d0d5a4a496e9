// The form of a delivery: hand it over, lay it elsewhere, send it back.

(function () {
	const DELIVERY = "Delivery";
	const deliveries = () => office_management.deliveries; // loaded after this file

	frappe.ui.form.on(DELIVERY, {
		setup(frm) {
			frm.set_query("recipient", () => ({ filters: { status: ["!=", "Left"] } }));
			frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
		},

		refresh(frm) {
			name_fields(frm);
			frm.toggle_display("status", false); // the indicator says it
			frm.toggle_display("direction", frm.is_new()); // the names of the fields say it from then on
			if (frm.is_new()) {
				return;
			}
			show_state(frm);
			if (frm.perm[0].write) {
				add_buttons(frm);
			}
		},

		direction: (frm) => name_fields(frm),
	});

	function name_fields(frm) {
		const out = frm.doc.direction === "Out";
		const label = (field, inwards, outwards) =>
			frm.set_df_property(field, "label", out ? outwards : inwards);
		label("recipient", __("For", null, DELIVERY), __("Sent By", null, DELIVERY));
		label("sender", __("Sender", null, DELIVERY), __("Addressee", null, DELIVERY));
	}

	function show_state(frm) {
		const { doc } = frm;
		const is_open = deliveries().OPEN.includes(doc.status);
		if (
			is_open &&
			doc.direction === "In" &&
			doc.recipient &&
			!doc.notified_on &&
			!doc.notice_due_on
		) {
			frm.set_intro(
				__(
					"The recipient could not be told: there is no account and no address. Tell them yourself.",
					null,
					DELIVERY,
				),
				"orange",
			);
		}
		if (is_open) {
			const days = moment(frappe.datetime.system_datetime()).diff(
				moment(doc.received_on),
				"days",
			);
			if (days > 0) {
				frm.dashboard.add_indicator(
					__("Here for {0} days", [days], DELIVERY),
					days > 2 ? "orange" : "blue",
				);
			}
		}
	}

	function add_buttons(frm) {
		const { doc } = frm;
		const reload = () => frm.reload_doc();
		if (!deliveries().OPEN.includes(doc.status)) {
			add_undo(frm, reload);
			return;
		}
		const out = doc.direction === "Out";
		frm.add_custom_button(__("Lay Elsewhere", null, DELIVERY), () =>
			deliveries().lay([doc], reload),
		);
		const back = out
			? __("Give Back", null, DELIVERY)
			: __("Return to Sender", null, DELIVERY);
		frm.add_custom_button(back, () => deliveries().give_back([doc], reload));
		const label = out
			? __("Hand to the Carrier", null, DELIVERY)
			: __("Hand Over", null, DELIVERY);
		frm.add_custom_button(label, () => deliveries().hand_over([doc], reload));
		frm.change_custom_button_type(label, null, "primary");
	}

	function add_undo(frm, reload) {
		const { doc } = frm;
		const minutes = doc.__onload?.undo_minutes || 0;
		const since = moment(frappe.datetime.system_datetime()).diff(
			moment(doc.collected_on || doc.returned_on),
			"minutes",
		);
		if (since < minutes) {
			frm.add_custom_button(__("Undo", null, DELIVERY), async () => {
				await deliveries().call("undo_delivery", { delivery: doc.name });
				reload();
			});
		}
	}
})();
