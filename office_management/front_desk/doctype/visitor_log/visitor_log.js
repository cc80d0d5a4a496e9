// The form of a visit: where it stands, and what can be done next. On a phone the next steps are large.

(function () {
	const LOG = "Visitor Log";
	const visits = () => office_management.visits; // loaded after this file
	const RARE = ["deny", "cancel", "no_show", "undo_in", "undo_out"];

	frappe.ui.form.on(LOG, {
		setup(frm) {
			frm.set_query("visitor_type", () => ({ filters: { disabled: 0 } }));
			frm.set_query("host", () => ({ filters: { status: ["!=", "Left"] } }));
			frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
		},

		async onload(frm) {
			if (!frm.is_new() || (frm.doc.visitor_type && frm.doc.space)) {
				return;
			}
			const found = await frappe.xcall(
				"office_management.front_desk.api.get_visit_proposal",
			);
			for (const field of ["visitor_type", "space"]) {
				if (!frm.doc[field] && found[field]) {
					frm.set_value(field, found[field]);
				}
			}
		},

		async visitor(frm) {
			if (frm.doc.visitor) {
				const fields = ["full_name", "organisation"];
				const { message } = await frappe.db.get_value("Visitor", frm.doc.visitor, fields);
				frm.set_value({
					visitor_name: message.full_name,
					organisation: message.organisation,
				});
			}
		},

		refresh(frm) {
			frm.$next_steps?.remove();
			frm.toggle_display(
				["events_section", "events"],
				!frm.is_new() && !!(frm.doc.events || []).length,
			);
			if (frm.is_new()) {
				return;
			}
			show_state(frm);
			const steps = next_steps(frm);
			add_buttons(frm, steps);
			show_on_phone(frm, steps);
		},
	});

	function show_state(frm) {
		const { doc } = frm;
		if (doc.needs_escort && visits().ON_SITE.includes(doc.status)) {
			frm.dashboard.add_indicator(__("Must be escorted", null, LOG), "orange");
		}
		if (doc.under_review) {
			frm.dashboard.add_indicator(__("Under review", null, LOG), "orange");
		}
		if (doc.sign_out_method === "Automatic") {
			frm.dashboard.add_indicator(__("Signed out by itself", null, LOG), "gray");
		}
		if ((doc.answers || []).some((row) => row.is_alert)) {
			frm.dashboard.add_indicator(__("Look at the answers", null, LOG), "red");
		}
		if (doc.status_reason) {
			const text = `${__(doc.status, null, LOG)}: ${doc.status_reason}`;
			frm.set_intro(frappe.utils.escape_html(text), "yellow");
		}
	}

	const is_over = (doc) =>
		doc.expected_on && doc.expected_on < frappe.datetime.system_datetime();

	// the acts in the order they are offered; the first is the one most likely wanted
	function next_steps({ doc }) {
		const { may_act, may_decide, may_undo } = doc.__onload?.acts || {};
		const at_desk = (...steps) => (may_act ? steps : []);
		const decide = (...steps) => (may_decide ? steps : []);
		const steps = {
			Expected: [
				...at_desk("check_in"),
				...decide("deny", "cancel"),
				...(is_over(doc) ? at_desk("no_show") : []),
				...(may_undo ? ["undo_in"] : []),
			],
			"Awaiting Approval": [
				...decide("approve", "deny", "cancel"),
				...(is_over(doc) ? at_desk("no_show") : []),
			],
			"Checked In": [
				...decide("check_out"),
				...at_desk("step_out"),
				...(may_undo ? ["undo_in"] : []),
			],
			"Stepped Out": [...at_desk("step_in"), ...decide("check_out")],
			"Checked Out": may_undo ? ["undo_out"] : [],
		};
		return steps[doc.status] || [];
	}

	function add_buttons(frm, steps) {
		for (const step of steps) {
			const group =
				RARE.includes(step) && steps[0] !== step ? __("More", null, LOG) : undefined;
			frm.add_custom_button(visits().ACTS[step].label(), () => run(frm, step), group);
		}
		if (steps.length && !RARE.includes(steps[0])) {
			frm.change_custom_button_type(visits().ACTS[steps[0]].label(), null, "primary");
		}
	}

	async function run(frm, step) {
		if (frm.is_dirty()) {
			await frm.save(); // what was typed counts
		}
		await visits().ACTS[step].run(frm.doc, () => frm.reload_doc());
	}

	// Frappe hides a form's buttons in a menu on small screens
	function show_on_phone(frm, steps) {
		const shown = steps.slice(0, 3);
		if (!shown.length) {
			return;
		}
		const $bar = $(
			'<div class="d-flex d-md-none flex-wrap" style="gap: 8px; padding: 12px 15px;">',
		);
		shown.forEach((step, number) =>
			$('<button class="btn" style="flex: 1 1 40%; min-height: 44px;">')
				.addClass(number ? "btn-default" : "btn-primary")
				.text(visits().ACTS[step].label())
				.on("click", () => run(frm, step))
				.appendTo($bar),
		);
		frm.$next_steps = $bar.prependTo(frm.layout.wrapper);
	}
})();
