// The form of a task: its clock on top, then what can be done next. On a phone the next steps are large.

(function () {
	const TASK = "Facility Task";
	const tasks = () => office_management.tasks; // loaded after this file
	const LOWEST_TEXT = 72; // pixels
	const HIGHEST_TEXT = 300;

	frappe.ui.form.on(TASK, {
		setup(frm) {
			frm.set_query("category", () => ({ filters: { disabled: 0 } }));
			frm.set_query("asset", () => ({
				filters: { docstatus: ["<", 2], status: ["not in", ["Scrapped", "Sold"]] },
			}));
			frm.set_query("contract", () => ({
				filters: frm.doc.supplier ? { party_name: frm.doc.supplier } : {},
			}));
		},

		refresh(frm) {
			frm.$next_steps?.remove();
			fit_texts(frm);
			if (frm.is_new()) {
				return;
			}
			show_clock(frm);
			const steps = next_steps(frm);
			add_buttons(frm, steps);
			show_on_phone(frm, steps);
		},
	});

	// as tall as what is written in them, so that on a phone the checklist is not far down
	function fit_texts(frm) {
		for (const { $input } of [frm.fields_dict.description, frm.fields_dict.outcome]) {
			if ($input) {
				$input.css({ height: 0 });
				const wanted = $input[0].scrollHeight + 2;
				$input.css({ height: Math.min(Math.max(wanted, LOWEST_TEXT), HIGHEST_TEXT) });
			}
		}
	}

	function show_clock(frm) {
		for (const clock of [tasks().due_clock(frm.doc), tasks().response_clock(frm.doc)]) {
			if (clock) {
				const note = clock.note ? ` · ${clock.note}` : "";
				frm.dashboard.add_indicator(clock.text + note, clock.color);
			}
		}
		if (
			["High", "Emergency"].includes(frm.doc.urgency) &&
			tasks().LIVE.includes(frm.doc.status)
		) {
			const color = tasks().URGENCY_COLORS[frm.doc.urgency];
			frm.dashboard.add_indicator(__(frm.doc.urgency, null, TASK), color);
		}
		if (frm.doc.is_verified_by_one_person) {
			frm.dashboard.add_indicator(__("Verified by one person", null, TASK), "gray");
		}
		if (frm.doc.status_reason) {
			const text = `${__(frm.doc.status, null, TASK)}: ${frm.doc.status_reason}`;
			frm.set_intro(frappe.utils.escape_html(text), "yellow");
		}
	}

	// the acts in the order they are offered; the first is the one most likely wanted
	function next_steps(frm) {
		const facts = frm.doc.__onload?.acts;
		if (!facts?.may_act) {
			return [];
		}
		const office = facts.is_office ? ["cancel"] : [];
		const mine = facts.is_mine ? ["give_back"] : [];
		const take = facts.is_free ? ["take"] : [];
		const reopen = facts.may_reopen ? ["reopen"] : [];
		return (
			{
				Open: [...take, "start", "finish", "hold", ...mine, "skip", ...office],
				"In Progress": ["finish", "hold", "stop", ...mine, "skip", ...office],
				"On Hold": ["resume", "finish", ...mine, "skip", ...office],
				Done: [...(facts.may_verify ? ["verify"] : []), ...reopen],
			}[frm.doc.status] || reopen
		);
	}

	function add_buttons(frm, steps) {
		const rare = ["stop", "give_back", "skip", "cancel"];
		const more = __("More", null, TASK);
		for (const step of steps) {
			const group = rare.includes(step) ? more : undefined;
			frm.add_custom_button(tasks().ACTS[step].label(), () => run(frm, step), group);
		}
		if (steps.length && !rare.includes(steps[0])) {
			frm.change_custom_button_type(tasks().ACTS[steps[0]].label(), null, "primary");
		}
		if (may_call_out(frm)) {
			frm.add_custom_button(__("Call Out", null, TASK), () => call_out(frm));
		}
		if (frm.doc.__onload?.acts.is_too_late_to_reopen) {
			frm.add_custom_button(__("Make Another", null, TASK), () => frm.copy_doc());
		}
	}

	const may_call_out = (frm) =>
		frm.doc.__onload?.acts.may_act &&
		frm.doc.__onload.acts.has_supplier &&
		tasks().LIVE.includes(frm.doc.status);

	const call_out = (frm) => tasks().call_out(frm.doc, () => frm.reload_doc());

	async function run(frm, step) {
		if (frm.is_dirty()) {
			await frm.save(); // what was typed counts
		}
		await tasks().act(step, frm.doc);
		frm.reload_doc();
	}

	// Frappe hides a form's buttons in a menu on small screens
	function show_on_phone(frm, steps) {
		const shown = steps.slice(0, 3);
		if (!shown.length && !may_call_out(frm)) {
			return;
		}
		const $bar = $(
			'<div class="d-flex d-md-none flex-wrap" style="gap: 8px; padding: 12px 15px;">',
		);
		const add = (label, look, click) =>
			$(`<button class="btn ${look}" style="flex: 1 1 40%; min-height: 44px;">`)
				.text(label)
				.on("click", click)
				.appendTo($bar);
		shown.forEach((step, number) =>
			add(tasks().ACTS[step].label(), number ? "btn-default" : "btn-primary", () =>
				run(frm, step),
			),
		);
		if (may_call_out(frm)) {
			add(__("Call Out", null, TASK), "btn-danger", () => call_out(frm));
		}
		frm.$next_steps = $bar.prependTo(frm.layout.wrapper);
	}
})();
