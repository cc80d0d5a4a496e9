// Setting up a station: its key is made here, and shown once.

frappe.ui.form.on("Front Desk Station", {
	setup(frm) {
		frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
		frm.set_query("visitor_type", () => ({ filters: { disabled: 0 } }));
		frm.set_query("language", () => ({ filters: { name: ["in", ["en", "nl", "da"]] } }));
	},

	refresh(frm) {
		if (frm.is_new()) {
			return;
		}
		show_state(frm);
		if (frm.perm[0].write && frm.doc.status === "Enabled") {
			const button = frm.add_custom_button(__("New Key", null, "Front Desk Station"), () =>
				new_key(frm),
			);
			!frm.doc.key_made_on && button.addClass("btn-primary");
		}
	},
});

function show_state(frm) {
	frm.dashboard.clear_headline();
	if (frm.doc.status === "Enabled" && !frm.doc.key_made_on) {
		frm.dashboard.set_headline(
			frm.doc.kind === "Kiosk"
				? __(
						"No tablet works with this station yet. Press New Key, and open the link on the tablet.",
						null,
						"Front Desk Station",
					)
				: __(
						"There is no sign for this station yet. Press New Key, and print it.",
						null,
						"Front Desk Station",
					),
			"orange",
		);
	}
}

function new_key(frm) {
	if (!frm.doc.key_made_on) {
		return make_key(frm);
	}
	frappe.confirm(
		frm.doc.kind === "Kiosk"
			? __(
					"The tablet that works with this station then stops, until the new link is opened on it. Go on?",
					null,
					"Front Desk Station",
				)
			: __(
					"The printed sign can then no longer be used. Print the new one and replace it. Go on?",
					null,
					"Front Desk Station",
				),
		() => make_key(frm),
	);
}

async function make_key(frm) {
	const made = await frappe.xcall("office_management.front_desk.api.new_station_key", {
		station: frm.doc.name,
	});
	await frm.reload_doc();
	frm.doc.kind === "Kiosk" ? show_link(frm, made) : show_sign(frm, made);
}

function show_link(frm, made) {
	const dialog = new frappe.ui.Dialog({
		title: __("Set Up {0}", [frm.doc.name], "Front Desk Station"),
		fields: [
			{
				fieldname: "text",
				fieldtype: "HTML",
				options: `<p>${__(
					"Open this link once in the browser of the tablet: scan the code, or copy the link. Whoever has it can check visitors in there, so it is shown this once.",
					null,
					"Front Desk Station",
				)}</p><img class="station-code" style="width: 14rem; max-width: 100%" alt="">`,
			},
			{
				fieldname: "address",
				fieldtype: "Small Text",
				label: __("Link", null, "Front Desk Station"),
				read_only: 1,
			},
		],
		primary_action_label: __("Copy Link", null, "Front Desk Station"),
		primary_action: () => frappe.utils.copy_to_clipboard(made.address),
		secondary_action_label: __("Open on This Device", null, "Front Desk Station"),
		secondary_action: () => window.open(made.address, "_blank", "noopener,noreferrer"),
	});
	dialog.set_value("address", made.address);
	dialog.$wrapper.find(".station-code").attr("src", made.qr);
	dialog.on_hide = () => dialog.$wrapper.remove(); // the key stays nowhere on this page
	dialog.show();
}

function show_sign(frm, made) {
	const dialog = new frappe.ui.Dialog({
		title: __("Sign of {0}", [frm.doc.name], "Front Desk Station"),
		size: "large",
		fields: [
			{
				fieldname: "text",
				fieldtype: "HTML",
				options: `<p>${__(
					"Print the sign now, or save it as PDF: it is shown this once.",
					null,
					"Front Desk Station",
				)}</p><iframe class="station-sign" style="width: 100%; height: 55vh; border: 1px solid var(--border-color); background: #fff" title="${__(
					"Sign",
					null,
					"Front Desk Station",
				)}"></iframe>`,
			},
		],
		primary_action_label: __("Print"),
		primary_action: () => sign.contentWindow.print(),
	});
	const sign = dialog.$wrapper.find(".station-sign").get(0);
	sign.srcdoc = made.sign;
	dialog.on_hide = () => dialog.$wrapper.remove();
	dialog.show();
}
