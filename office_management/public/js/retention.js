// How long visitors' data is kept: confirmed with one click, never shortened without a look at what goes then.

(function () {
	const SETTINGS = "Office Management Settings";
	const TYPE = "Visitor Type";
	const COUNT_WITH =
		"office_management.front_desk.doctype.retention_run.retention_run.count_with";
	const PERIODS = {
		[SETTINGS]: [
			"message_retention_days",
			"delivery_retention_days",
			"evacuation_retention_days",
		],
		[TYPE]: ["retention_days"],
	};
	const COUNTED = {
		visits: () => __("visits", null, "Retention Run"),
		visitors: () => __("visitors", null, "Retention Run"),
		invitations: () => __("invitations", null, "Retention Run"),
		messages: () => __("phone messages", null, "Retention Run"),
		deliveries: () => __("deliveries", null, "Retention Run"),
		evacuations: () => __("evacuations", null, "Retention Run"),
	};

	// --- shortening ------------------------------------------------------------------------------------------------

	function remember_periods(frm) {
		frm.periods_stored = Object.fromEntries(
			PERIODS[frm.doctype].map((field) => [field, frm.doc[field]]),
		);
	}

	function what_goes(counts) {
		return Object.entries(counts)
			.filter(([kind, number]) => number && COUNTED[kind])
			.map(([kind, number]) => `<li><b>${number}</b> ${COUNTED[kind]()}</li>`)
			.join("");
	}

	function ask(field, days, before, counts) {
		const text = __(
			"With {0} days instead of {1}, this is anonymised in the coming night and cannot be brought back:",
			[days, before],
			SETTINGS,
		);
		return new Promise((resolve) => {
			const dialog = frappe.warn(
				__("Shorter Than Before", null, SETTINGS),
				`<p>${text}</p><ul>${what_goes(counts)}</ul>`,
				() => resolve(true),
				__("Shorten", null, SETTINGS),
			);
			dialog.onhide = () => resolve(false);
		});
	}

	async function confirm_shorter(frm) {
		frm.doc.confirmed_shorter = {};
		for (const field of PERIODS[frm.doctype]) {
			const before = cint((frm.periods_stored || {})[field]);
			const days = cint(frm.doc[field]);
			if (frm.is_new() || !before || days < 1 || days >= before) {
				continue;
			}
			const what = frm.doctype === TYPE ? frm.doc.name : field;
			const counts = await frappe.xcall(COUNT_WITH, { what, days });
			if (what_goes(counts) && !(await ask(field, days, before, counts))) {
				frappe.validated = false;
				return;
			}
			frm.doc.confirmed_shorter[field] = days;
		}
	}

	for (const doctype of [TYPE, SETTINGS]) {
		frappe.ui.form.on(doctype, {
			refresh: remember_periods,
			validate: confirm_shorter,
		});
	}

	// --- the confirmation, and what becomes of it ------------------------------------------------------------------

	frappe.ui.form.on(SETTINGS, {
		refresh(frm) {
			frm.set_intro("");
			if (!frm.doc.use_front_desk) {
				return;
			}
			if (!frm.doc.retention_confirmed_by) {
				show_confirm(frm);
			}
			const group = __("Personal Data", null, SETTINGS);
			frm.add_custom_button(
				__("Periods per Visitor Type", null, SETTINGS),
				() => frappe.set_route("List", TYPE),
				group,
			);
			frm.add_custom_button(
				__("Runs", null, SETTINGS),
				() => frappe.set_route("List", "Retention Run"),
				group,
			);
			frm.add_custom_button(
				__("Requests of Visitors", null, SETTINGS),
				() => frappe.set_route("List", "Visitor Data Request"),
				group,
			);
		},
	});

	function show_confirm(frm) {
		frm.set_intro(
			__(
				"Nothing about visitors is kept before you confirm how long. Each Visitor Type says it, 90 days unless changed; after that a visit stays as a count only.",
				null,
				SETTINGS,
			),
			"orange",
		);
		const confirm = async () => {
			await frappe.xcall("office_management.front_desk.api.confirm_retention");
			frappe.show_alert({
				message: __("Confirmed: visitors can be logged now.", null, SETTINGS),
				indicator: "green",
			});
			frm.reload_doc();
		};
		frm.add_custom_button(
			__("Confirm How Long Data Is Kept", null, SETTINGS),
			confirm,
		).addClass("btn-primary");
	}
})();
