// Parcels and letters: taken in one after the other by scanner or keyboard, handed over with a signature.
// office_management.deliveries.receive({ direction, recipient, on_done }) is for every page at the desk.

frappe.provide("office_management.deliveries");

(function () {
	const DELIVERY = "Delivery";
	const API = "office_management.front_desk.api.";
	const CARRIERS = ["DHL", "DPD", "FedEx", "GLS", "PostNL", "PostNord", "UPS"];
	const KINDS = ["Letter", "Parcel", "Pallet", "Food", "Other"];
	const KEPT = ["carrier", "kind", "space"]; // the same for the next one
	const deliveries = office_management.deliveries;

	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	deliveries.COLORS = {
		Received: "orange",
		Notified: "blue",
		Collected: "green",
		Returned: "gray",
	};
	deliveries.OPEN = ["Received", "Notified"];
	deliveries.may_receive = () =>
		Boolean(frappe.boot.office_management?.uses?.front_desk ?? 1) &&
		frappe.model.can_create(DELIVERY);

	deliveries.call = async (method, args) =>
		(await frappe.call({ method: API + method, args, freeze: true })).message;

	// --- taking in -------------------------------------------------------------------------------------------

	const labels = (direction) =>
		direction === "Out"
			? {
					title: __("Take In a Parcel to Send", null, DELIVERY),
					recipient: __("Sent By", null, DELIVERY),
					sender: __("Addressee", null, DELIVERY),
				}
			: {
					title: __("Take In Parcels", null, DELIVERY),
					recipient: __("For", null, DELIVERY),
					sender: __("Sender", null, DELIVERY),
				};

	const fields = (given, words) => [
		{
			fieldname: "tracking_number",
			fieldtype: "Data",
			options: "Barcode",
			label: __("Tracking Number", null, DELIVERY),
			description: __("Scan or type it, or leave it empty", null, DELIVERY),
		},
		{ fieldname: "known_html", fieldtype: "HTML" },
		{
			fieldname: "recipient",
			fieldtype: "Link",
			options: "Employee",
			label: words.recipient,
			ignore_user_permissions: 1, // ERPNext limits each employee to themselves
			get_query: () => ({ filters: { status: ["!=", "Left"] } }),
			default: given.recipient,
		},
		{ fieldname: "recipient_html", fieldtype: "HTML" },
		{
			fieldname: "department",
			fieldtype: "Link",
			options: "Department",
			label: __("Or Department", null, DELIVERY),
			depends_on: "eval:!doc.recipient",
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "carrier",
			fieldtype: "Autocomplete",
			options: CARRIERS,
			label: __("Carrier", null, DELIVERY),
		},
		{
			fieldname: "kind",
			fieldtype: "Select",
			label: __("Kind", null, DELIVERY),
			options: KINDS.map((value) => ({ value, label: __(value, null, DELIVERY) })),
			default: "Parcel",
		},
		{
			fieldname: "quantity",
			fieldtype: "Int",
			label: __("Pieces", null, DELIVERY),
			default: 1,
		},
		{
			fieldname: "space",
			fieldtype: "Link",
			options: "Office Space",
			label: __("Lies In", null, DELIVERY),
			get_query: () => ({ filters: { status: ["!=", "Closed"] } }),
		},
		{ fieldtype: "Section Break", label: __("More", null, DELIVERY), collapsible: 1 },
		{ fieldname: "sender", fieldtype: "Data", label: words.sender },
		{ fieldtype: "Column Break" },
		{ fieldname: "note", fieldtype: "Data", label: __("Note", null, DELIVERY) },
		{ fieldtype: "Section Break", hide_border: 1 },
		{ fieldname: "done_html", fieldtype: "HTML" },
	];

	deliveries.receive = function (given = {}) {
		const direction = given.direction || "In";
		const words = labels(direction);
		let client_key = frappe.utils.get_random(24); // a second click is the same delivery
		let count = 0;
		const dialog = new frappe.ui.Dialog({
			title: words.title,
			fields: fields(given, words),
			primary_action_label: __("Take In", null, DELIVERY),
			async primary_action(typed) {
				const values = { ...typed, direction };
				const taken = await deliveries.call("receive_delivery", { values, client_key });
				client_key = frappe.utils.get_random(24);
				count += 1;
				show_taken(dialog, taken);
				begin_next(dialog, typed);
			},
			secondary_action_label: __("Close", null, DELIVERY),
			secondary_action: () => dialog.hide(),
		});
		dialog.on_hide = () => count && given.on_done?.();
		dialog.fields_dict.tracking_number.df.onchange = () => show_known(dialog, direction);
		dialog.fields_dict.recipient.df.onchange = () => show_recipient(dialog);
		dialog.show();
		show_recipient(dialog);
		scan_goes_on(dialog);
		return dialog;
	};

	// a scanner ends with Enter: that leads to the recipient, not to the end
	function scan_goes_on(dialog) {
		const control = dialog.get_field("tracking_number");
		control.$input.on("keydown", (event) => {
			if (event.key === "Enter") {
				event.preventDefault();
				control.$input.trigger("change");
				dialog.get_field("recipient").set_focus();
			}
		});
	}

	function begin_next(dialog, typed) {
		dialog.clear();
		for (const field of KEPT) {
			dialog.set_value(field, typed[field]);
		}
		dialog.set_value("quantity", 1);
		dialog.fields_dict.known_html.$wrapper.empty();
		dialog.get_field("tracking_number").set_focus();
	}

	const link = (name, text) =>
		`<a href="${frappe.utils.get_form_link(DELIVERY, name)}">${escaped(text)}</a>`;

	function show_taken(dialog, taken) {
		const owner = link(taken.delivery, taken.recipient_name);
		const text = taken.existing
			? __("Here already, for {0}", [owner], DELIVERY)
			: __("Taken in for {0}", [owner], DELIVERY);
		const color = taken.existing ? "orange" : "green";
		dialog.fields_dict.done_html.$wrapper.prepend(
			`<div><span class="indicator ${color}"><span>${text}</span></span></div>`,
		);
	}

	// ERPNext shows employees by number: say who it is
	async function show_recipient(dialog) {
		const employee = dialog.get_value("recipient");
		const $hint = dialog.fields_dict.recipient_html.$wrapper.empty();
		if (!employee) {
			return;
		}
		const known = await frappe.xcall(API + "get_message_recipient", { employee }, "GET");
		if (dialog.get_value("recipient") === employee) {
			$hint.html(
				`<div class="small" style="margin: -8px 0 10px"><span class="indicator green">${escaped(
					known.name,
				)}</span></div>`,
			);
		}
	}

	async function show_known(dialog, direction) {
		const tracking_number = dialog.get_value("tracking_number");
		if (tracking_number === dialog.looked_up) {
			return;
		}
		dialog.looked_up = tracking_number;
		const $hint = dialog.fields_dict.known_html.$wrapper.empty();
		if (!tracking_number) {
			return;
		}
		const known = await frappe.xcall(
			API + "find_delivery",
			{ tracking_number, direction },
			"GET",
		);
		if (!known || dialog.get_value("tracking_number") !== tracking_number) {
			return;
		}
		if (deliveries.OPEN.includes(known.status)) {
			dialog.hide();
			frappe.show_alert({
				message: __("This one is here already.", null, DELIVERY),
				indicator: "orange",
			});
			frappe.set_route("Form", DELIVERY, known.name);
			return;
		}
		const status = __(known.status, null, DELIVERY);
		$hint.html(
			`<div class="small text-muted" style="margin: -8px 0 10px">${__(
				"This number was here before: {0}, {1}",
				[link(known.name, status), frappe.datetime.str_to_user(known.closed_on)],
				DELIVERY,
			)}</div>`,
		);
	}

	// --- handing over ----------------------------------------------------------------------------------------

	// rows: Delivery documents or rows of a list, all going the same way
	deliveries.hand_over = function (rows, on_done) {
		const open = rows.filter((row) => deliveries.OPEN.includes(row.status));
		if (!open.length) {
			frappe.show_alert(__("Nothing of this is here any more.", null, DELIVERY));
			return null;
		}
		const out = open[0].direction === "Out";
		const owners = [...new Set(open.map((row) => (out ? row.carrier : row.recipient_name)))];
		const dialog = new frappe.ui.Dialog({
			title: out
				? __("Hand to the Carrier", null, DELIVERY)
				: __("Hand Over", null, DELIVERY),
			fields: [
				{ fieldname: "what", fieldtype: "HTML", options: rows_html(open) },
				{
					fieldname: "collected_name",
					fieldtype: "Data",
					label: __("Collected By", null, DELIVERY),
					default: owners.length === 1 ? owners[0] : "",
					description:
						owners.length > 1
							? __("Leave it empty if each collects their own", null, DELIVERY)
							: "",
				},
				{
					fieldname: "signature",
					fieldtype: "Signature",
					label: __("Signature", null, DELIVERY),
				},
			],
			primary_action_label: out
				? __("Hand to the Carrier", null, DELIVERY)
				: __("Hand Over", null, DELIVERY),
			async primary_action({ collected_name, signature }) {
				await deliveries.call("hand_over_deliveries", {
					deliveries_named: open.map((row) => row.name),
					collected_name,
					signature,
				});
				dialog.hide();
				frappe.show_alert({
					message: __("Handed over: {0}", [open.length], DELIVERY),
					indicator: "green",
				});
				on_done?.();
			},
		});
		dialog.show();
		return dialog;
	};

	function rows_html(rows) {
		const lines = rows.slice(0, 8).map((row) => {
			const what = [
				__(row.kind || "Parcel", null, DELIVERY),
				row.carrier,
				row.tracking_number,
			];
			const owner = row.recipient_name || row.department;
			return `<div><b>${escaped(owner)}</b> <span class="text-muted">${escaped(
				what.filter(Boolean).join(" · "),
			)}</span></div>`;
		});
		const more =
			rows.length > 8 ? `<div>${__("and {0} more", [rows.length - 8], DELIVERY)}</div>` : "";
		return `<div style="margin-bottom: 12px">${lines.join("")}${more}</div>`;
	}

	deliveries.give_back = (rows, on_done) =>
		ask(
			__("Return to Sender", null, DELIVERY),
			{ fieldname: "note", fieldtype: "Small Text", label: __("Reason", null, DELIVERY) },
			(values) => run("return_deliveries", rows, values, on_done),
		);

	deliveries.lay = (rows, on_done) =>
		ask(
			__("Lay Elsewhere", null, DELIVERY),
			{
				fieldname: "space",
				fieldtype: "Link",
				options: "Office Space",
				label: __("Lies In", null, DELIVERY),
				reqd: 1,
			},
			(values) => run("move_deliveries", rows, values, on_done),
		);

	function ask(title, field, act) {
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [field],
			primary_action_label: title,
			async primary_action(values) {
				await act(values);
				dialog.hide();
			},
		});
		dialog.show();
		return dialog;
	}

	async function run(method, rows, values, on_done) {
		const deliveries_named = rows.map((row) => row.name);
		await deliveries.call(method, { deliveries_named, ...values });
		on_done?.();
	}
})();
