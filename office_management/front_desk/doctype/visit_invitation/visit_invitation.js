// The form of an invitation: what can be done next stands in its buttons; who comes stands on top.

(function () {
	const INVITATION = "Visit Invitation";
	const LOG = "Visitor Log";
	const API = "office_management.front_desk.api.";
	const RECEPTION = ["Office Receptionist", "Office Manager", "System Manager"];
	const MOVED = ["starts_at", "ends_at", "space", "host"];
	const COLORS = {
		Expected: "blue",
		"Awaiting Approval": "orange",
		"Checked In": "green",
		"Stepped Out": "yellow",
		"Checked Out": "gray",
		Cancelled: "red",
		Denied: "red",
		"No Show": "gray",
	};

	frappe.ui.form.on(INVITATION, {
		setup(frm) {
			frm.set_query("space", () => ({ query: API + "search_visit_places" }));
			for (const table of [null, "invitees"]) {
				const query = () => ({ filters: { disabled: 0 } });
				table
					? frm.set_query("visitor_type", table, query)
					: frm.set_query("visitor_type", query);
			}
			const status = frappe.meta.get_docfield("Visit Invitee", "visit_status", frm.doc.name);
			if (status) {
				status.formatter = (value) =>
					value
						? `<span class="indicator-pill ${COLORS[value] || "gray"}">${__(
								value,
								null,
								LOG,
							)}</span>`
						: "";
			}
		},

		async onload(frm) {
			if (frm.is_new()) {
				await propose(frm);
			}
		},

		refresh(frm) {
			for (const field of [...MOVED, "visitor_type", "facility_task"]) {
				frm.set_df_property(field, "read_only", frm.doc.status === "Draft" ? 0 : 1);
			}
			frm.set_df_property("host", "read_only", frm.doc.status === "Draft" ? 0 : 1);
			frm.toggle_display("host", may_choose_host());
			frm.toggle_display("status", false); // it stands beside the title
			show_deputy(frm);
			show_counts(frm);
			add_grid_button(frm);
			if (frm.is_new() || frm.perm[0].write) {
				add_buttons(frm);
			}
			if (frm.doc.status === "Cancelled") {
				frm.disable_save();
			}
		},

		starts_at(frm) {
			const { starts_at, ends_at } = frm.doc;
			if (starts_at && (!ends_at || ends_at <= starts_at)) {
				frm.set_value(
					"ends_at",
					moment(starts_at).add(1, "hour").format("YYYY-MM-DD HH:mm:ss"),
				);
			}
		},
	});

	const may_choose_host = () => RECEPTION.some((role) => frappe.user.has_role(role));

	async function propose(frm) {
		const first = await frappe.xcall(API + "get_first_invitation", {}, "GET");
		for (const [field, value] of Object.entries(first)) {
			if (value && !frm.doc[field]) {
				await frm.set_value(field, value);
			}
		}
	}

	function show_deputy(frm) {
		const deputy = frm.doc.__onload?.deputy;
		if (deputy && !frm.doc.fallback_host) {
			frm.set_df_property(
				"fallback_host",
				"description",
				__(
					"Left empty: the host's deputy, {0}",
					[frappe.utils.escape_html(deputy)],
					INVITATION,
				),
			);
		}
	}

	// --- what is shown on top ----------------------------------------------------------------------------

	function show_counts(frm) {
		const rows = frm.doc.invitees || [];
		if (frm.is_new() || frm.doc.status === "Draft") {
			return;
		}
		const count = (test) => rows.filter(test).length;
		const said = [
			[
				count((row) => row.answer === "Accepted"),
				__("{0} accepted", null, INVITATION),
				"blue",
			],
			[
				count((row) => row.answer === "Declined"),
				__("{0} declined", null, INVITATION),
				"red",
			],
			[
				count((row) => ["Checked In", "Stepped Out"].includes(row.visit_status)),
				__("{0} here", null, INVITATION),
				"green",
			],
		];
		frm.dashboard.add_indicator(__("{0} invited", [rows.length], INVITATION), "gray");
		for (const [number, text, color] of said) {
			if (number) {
				frm.dashboard.add_indicator(text.replace("{0}", number), color);
			}
		}
		const waiting = frm.doc.__onload?.waiting;
		if (waiting) {
			frm.dashboard.add_indicator(
				__("{0} mails on their way", [waiting], INVITATION),
				"orange",
			);
		}
	}

	// --- buttons -----------------------------------------------------------------------------------------

	function add_grid_button(frm) {
		const grid = frm.fields_dict.invitees.grid;
		if (
			frm.doc.status === "Cancelled" ||
			grid.custom_buttons[__("Add People", null, INVITATION)]
		) {
			return;
		}
		grid.add_custom_button(__("Add People", null, INVITATION), () => add_people(frm));
	}

	function add_buttons(frm) {
		if (frm.doc.status === "Draft") {
			frm.add_custom_button(__("Send", null, INVITATION), () => send(frm)).addClass(
				"btn-primary",
			);
		}
		if (frm.doc.status === "Sent") {
			frm.add_custom_button(__("Add People", null, INVITATION), () => add_people(frm));
			frm.add_custom_button(__("Change", null, INVITATION), () => change(frm));
			frm.add_custom_button(__("Send Again", null, INVITATION), () => send_again(frm));
		}
		if (!frm.is_new() && ["Draft", "Sent"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Cancel Visit", null, INVITATION), () => cancel(frm));
		}
	}

	async function act(frm, method, args, done) {
		const { message } = await frappe.call({
			method: API + method,
			args: { invitation: frm.doc.name, ...args },
			freeze: true,
		});
		await frm.reload_doc();
		if (done) {
			frappe.show_alert({ message: done(message), indicator: "green" });
		}
	}

	async function send(frm) {
		if (frm.is_dirty()) {
			await frm.save();
		}
		const without = (frm.doc.invitees || []).filter((row) => !row.email).length;
		const go = () =>
			act(frm, "send_invitation", {}, () =>
				__("Sent. Everybody on the list is expected now.", null, INVITATION),
			);
		if (!without) {
			return go();
		}
		frappe.confirm(
			__(
				"{0} of {1} have no e-mail address and get no mail. They are expected all the same. Send?",
				[without, frm.doc.invitees.length],
				INVITATION,
			),
			go,
		);
	}

	function add_people(frm) {
		office_management.invited_people.dialog(async (people) => {
			if (frm.doc.status === "Sent") {
				return act(frm, "add_invited_people", { people }, (number) =>
					__("{0} more invited", [number], INVITATION),
				);
			}
			const known = new Set(
				(frm.doc.invitees || []).map((row) => row.email).filter(Boolean),
			);
			frm.doc.invitees = (frm.doc.invitees || []).filter(
				(row) => row.full_name || row.email,
			);
			for (const person of people) {
				if (!person.email || !known.has(person.email)) {
					frm.add_child("invitees", person);
				}
			}
			frm.refresh_field("invitees");
			frm.dirty();
		});
	}

	function change(frm) {
		const fields = MOVED.map((name) => frm.fields_dict[name].df)
			.filter((df) => df.fieldname !== "host" || may_choose_host())
			.map((df) => ({
				fieldname: df.fieldname,
				fieldtype: df.fieldtype,
				options: df.options,
				label: __(df.label, null, INVITATION),
				default: frm.doc[df.fieldname],
				reqd: 1,
				get_query:
					df.fieldname === "space"
						? () => ({ query: API + "search_visit_places" })
						: undefined,
			}));
		const dialog = new frappe.ui.Dialog({
			title: __("Change the Visit", null, INVITATION),
			fields: [
				...fields,
				{
					fieldtype: "HTML",
					options: `<p class="text-muted">${__(
						"Everybody concerned gets a mail with a new calendar file.",
						null,
						INVITATION,
					)}</p>`,
				},
			],
			primary_action_label: __("Change and Tell", null, INVITATION),
			async primary_action(values) {
				await act(frm, "change_invitation", { values }, () =>
					__("Changed", null, INVITATION),
				);
				dialog.hide();
			},
		});
		dialog.show();
	}

	function cancel(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Cancel Visit", null, INVITATION),
			fields: [
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Why, for your own record", null, INVITATION),
				},
				{
					fieldtype: "HTML",
					options: `<p class="text-muted">${__(
						"Everybody who was told of it gets a mail that takes it out of their calendar.",
						null,
						INVITATION,
					)}</p>`,
				},
			],
			primary_action_label: __("Cancel Visit", null, INVITATION),
			async primary_action({ reason }) {
				await act(frm, "cancel_invitation", { reason: reason || "" }, () =>
					__("Cancelled", null, INVITATION),
				);
				dialog.hide();
			},
		});
		dialog.show();
	}

	function send_again(frm) {
		const rows = (frm.doc.invitees || []).filter(
			(row) => row.email && row.visit_status === "Expected",
		);
		if (!rows.length) {
			frappe.msgprint(
				__("Nobody who is still expected has an e-mail address.", null, INVITATION),
			);
			return;
		}
		const dialog = new frappe.ui.Dialog({
			title: __("Send Again", null, INVITATION),
			fields: [
				{
					fieldname: "rows",
					fieldtype: "MultiCheck",
					label: __("To", null, INVITATION),
					options: rows.map((row) => ({
						value: row.name,
						label: frappe.utils.escape_html(row.full_name),
						checked: !row.answer,
					})),
				},
			],
			primary_action_label: __("Send Again", null, INVITATION),
			async primary_action(values) {
				if (!values.rows?.length) {
					return;
				}
				await act(frm, "send_invitation_again", { rows: values.rows }, (number) =>
					__("Sent again to {0}", [number], INVITATION),
				);
				dialog.hide();
			},
		});
		dialog.show();
	}
})();
