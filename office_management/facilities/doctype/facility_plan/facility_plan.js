// public/js/facility_plans.js watches the rule itself
const SHOWN_IN_PREVIEW = ["scope", "space", "space_type", "asset", "asset_category", "basis"];
const USUAL_LEAD_DAYS = { Daily: 0, Weekly: 2, Monthly: 7, Yearly: 30 };

frappe.ui.form.on("Facility Plan", {
	setup(frm) {
		const open = () => ({ filters: { status: ["!=", "Closed"] } });
		frm.set_query("space", open);
		frm.set_query("asset", () => ({
			filters: { docstatus: 1, status: ["not in", ["Scrapped", "Sold", "Capitalized"]] },
		}));
		frm.set_query("contract", () => ({
			filters: {
				party_type: "Supplier",
				party_name: frm.doc.supplier,
				docstatus: ["!=", 2],
			},
		}));
		frm.set_query("checklist_template", () => ({ filters: { disabled: 0 } }));
		frm.set_query("category", () => ({ filters: { disabled: 0 } }));
		frm.set_query("service_item", () => ({ filters: { is_stock_item: 0, disabled: 0 } }));
		frm.show_dates = frappe.utils.debounce(() => show_dates(frm), 400);
	},

	onload(frm) {
		if (frm.is_new()) {
			// Frappe fills every Time with this very moment
			frm.set_value("due_time", "17:00:00");
			frm.set_value("lead_days", USUAL_LEAD_DAYS[frm.doc.frequency]);
		}
	},

	refresh(frm) {
		office_management.plans.show_weekdays(frm);
		frm.show_dates();
		if (frm.is_new()) {
			return;
		}
		office_management.plans.show_indicator(frm);
		warn(frm);
		if (frm.doc.__onload?.may_act) {
			add_buttons(frm);
		}
	},

	frequency(frm) {
		if (!frm.doc.generated_count) {
			frm.set_value("lead_days", USUAL_LEAD_DAYS[frm.doc.frequency]);
		}
		office_management.plans.show_weekdays(frm);
	},

	start_date: (frm) => office_management.plans.show_weekdays(frm),
	weekdays: (frm) => office_management.plans.show_weekdays(frm),
	supplier: (frm) => frm.set_value("contract", null),

	async before_save(frm) {
		frm.bring_in_line = false;
		if (!frm.is_new() && frm.doc.generated_count) {
			await ask_about_tasks(frm);
		}
	},

	async after_save(frm) {
		if (frm.bring_in_line) {
			frm.bring_in_line = false;
			await bring_in_line(frm);
		}
	},
});

for (const field of SHOWN_IN_PREVIEW) {
	frappe.ui.form.on("Facility Plan", field, (frm) => frm.show_dates());
}

// --- what is shown -------------------------------------------------------------------------------

function warn(frm) {
	const { escaped } = office_management.plans;
	const contract = frm.doc.__onload?.contract_state;
	if (frm.doc.status === "Active" && frm.doc.generation_error) {
		frm.set_intro(
			__(
				"Tasks could not be made: {0}",
				[escaped(frm.doc.generation_error)],
				"Facility Plan",
			),
			"red",
		);
	}
	if (contract) {
		frm.set_intro(contract_text(contract), "orange");
	}
}

function contract_text({ why, end_date }) {
	const day = end_date ? frappe.datetime.str_to_user(end_date) : "";
	return {
		expired: __("The contract ended on {0}.", [day], "Facility Plan"),
		draft: __("The contract has not been submitted.", null, "Facility Plan"),
		cancelled: __("The contract was cancelled.", null, "Facility Plan"),
		not_begun: __("The contract has not begun yet.", null, "Facility Plan"),
	}[why];
}

const muted = (text) => office_management.plans.muted(text);

const show_dates = (frm) =>
	office_management.plans.show_dates(frm, {
		read: (doc) => office_management.plans.read("preview_plan", { doc }),
		appears: __("Task Appears", null, "Facility Plan"),
		intro: ({ targets }) => targets_text(frm, targets),
		none: () => no_dates_text(frm),
	});

function no_dates_text(frm) {
	return frm.doc.basis === "After Completion" && !frm.is_new()
		? __("The next date follows when the open task is done.", null, "Facility Plan")
		: __("No date to come.", null, "Facility Plan");
}

function targets_text(frm, targets) {
	if (!targets) {
		return __("There is nothing to make a task for now.", null, "Facility Plan");
	}
	if (frm.doc.scope === "One Space" || frm.doc.scope === "One Asset") {
		return __("One task on each of these days.", null, "Facility Plan");
	}
	return __(
		"{0} tasks on each of these days: one for each place or asset.",
		[targets],
		"Facility Plan",
	);
}

// --- a change and the tasks made already ---------------------------------------------------------

async function ask_about_tasks(frm) {
	const told = await office_management.plans.read("preview_plan_change", { doc: frm.doc });
	if (told.error || !(told.move + told.go)) {
		return;
	}
	const choice = await choose(told);
	frappe.validated = Boolean(choice);
	frm.bring_in_line = choice === "replace";
}

function choose(told) {
	return new Promise((resolve) => {
		let choice = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Tasks Made Already", null, "Facility Plan"),
			fields: [{ fieldtype: "HTML", options: change_html(told) }],
			primary_action_label: __("Save and Change Them", null, "Facility Plan"),
			primary_action: () => {
				choice = "replace";
				dialog.hide();
			},
			secondary_action_label: __("Save and Keep Them", null, "Facility Plan"),
			secondary_action: () => {
				choice = "keep";
				dialog.hide();
			},
		});
		dialog.onhide = () => resolve(choice);
		dialog.show();
	});
}

function change_html({ stay, move, go, rows }) {
	const plans = office_management.plans;
	const facts = [
		go && __("No longer planned, would be cancelled: {0}", [go], "Facility Plan"),
		move && __("Due at another time: {0}", [move], "Facility Plan"),
		stay && __("Stay as they are: {0}", [stay], "Facility Plan"),
	].filter(Boolean);
	const list = rows
		.map(
			({ place, due_on, new_due_on }) => `<tr>
				<td style="padding: 2px 12px 2px 0">${plans.escaped(place)}</td>
				<td style="padding: 2px 12px 2px 0">${frappe.datetime.str_to_user(due_on)}</td>
				<td style="padding: 2px 0">${
					new_due_on
						? frappe.datetime.str_to_user(new_due_on)
						: __("cancelled", null, "Facility Plan")
				}</td></tr>`,
		)
		.join("");
	const more = go + move - rows.length;
	const rest = more > 0 ? muted(__("and {0} more", [more], "Facility Plan")) : "";
	const note = __(
		"Tasks that were begun or whose time has passed are never touched.",
		null,
		"Facility Plan",
	);
	return `<p>${facts.join("<br>")}</p><table class="small">${list}</table>${rest}${muted(note)}`;
}

async function bring_in_line(frm) {
	const plan = frm.doc.name;
	const told = await office_management.plans.act("bring_plan_in_line", { plan });
	office_management.plans.done(
		__(
			"Tasks cancelled: {0}, moved: {1}, made: {2}",
			[told.cancelled, told.moved, told.made],
			"Facility Plan",
		),
	);
	frm.reload_doc();
}

// --- acts ----------------------------------------------------------------------------------------

function add_buttons(frm) {
	const active = frm.doc.status === "Active";
	const add = (label, act) => frm.add_custom_button(label, () => act(frm));
	if (active) {
		add(__("Make Tasks Now", null, "Facility Plan"), make_now);
		add(__("Skip a Date", null, "Facility Plan"), skip_date);
		add(__("Pause", null, "Facility Plan"), pause);
	} else {
		add(__("Resume", null, "Facility Plan"), resume);
	}
	if (frm.doc.status !== "Ended") {
		add(__("End", null, "Facility Plan"), end);
	}
}

function ask(frm, { method, ...more }) {
	const act = (values) => office_management.plans.act(method, { plan: frm.doc.name, ...values });
	return office_management.plans.ask(frm, { act, ...more });
}

const reason_field = () => office_management.plans.reason_field();

function pause(frm) {
	ask(frm, {
		title: __("Pause This Plan", null, "Facility Plan"),
		fields: [reason_field()],
		label: __("Pause", null, "Facility Plan"),
		method: "pause_plan",
		done: () => __("Paused", null, "Facility Plan"),
	});
}

async function resume(frm) {
	await office_management.plans.act("resume_plan", { plan: frm.doc.name });
	office_management.plans.done(__("The plan goes on from today", null, "Facility Plan"));
	frm.reload_doc();
}

function end(frm) {
	ask(frm, {
		title: __("End This Plan", null, "Facility Plan"),
		fields: [
			reason_field(),
			{
				fieldname: "cancel_tasks",
				fieldtype: "Check",
				label: __("Cancel its tasks that nobody has begun", null, "Facility Plan"),
			},
		],
		label: __("End", null, "Facility Plan"),
		method: "end_plan",
		done: (count) =>
			count
				? __("Ended. Tasks cancelled: {0}", [count], "Facility Plan")
				: __("Ended", null, "Facility Plan"),
	});
}

function skip_date(frm) {
	office_management.plans.ask_for_date(frm, {
		act: (values) =>
			office_management.plans.act("skip_plan_date", { plan: frm.doc.name, ...values }),
		done: () => __("Skipped; the reason stays on record", null, "Facility Plan"),
	});
}

function make_now(frm) {
	const dialog = ask(frm, {
		title: __("Make Tasks Now", null, "Facility Plan"),
		fields: [
			{
				fieldname: "until",
				fieldtype: "Date",
				label: __("Everything Due Until", null, "Facility Plan"),
				description: __(
					"Empty: what is due within the days set in the plan",
					null,
					"Facility Plan",
				),
				onchange: () => preview(),
			},
			{ fieldname: "preview", fieldtype: "HTML" },
		],
		label: __("Make Tasks", null, "Facility Plan"),
		method: "make_plan_tasks",
		done: ({ made, queued }) =>
			queued
				? __("The tasks are being made in the background", null, "Facility Plan")
				: __("Tasks made: {0}", [made], "Facility Plan"),
	});
	async function preview() {
		const args = { plan: frm.doc.name, until: dialog.get_value("until") || null };
		const told = await office_management.plans.read("preview_plan_tasks", args);
		dialog.get_field("preview").$wrapper.html(making_html(told));
		dialog.get_primary_btn().prop("disabled", !told.rows);
	}
	preview();
}

function making_html({ number, rows, dates, more }) {
	if (!rows) {
		return muted(__("Everything due by then has been made.", null, "Facility Plan"));
	}
	const list = dates
		.map(
			(one) => `<tr>
				<td style="padding: 2px 16px 2px 0">${office_management.plans.day(one.due)}</td>
				<td style="padding: 2px 16px 2px 0; text-align: right">${one.number}</td>
				<td class="text-muted">${making_note(one)}</td></tr>`,
		)
		.join("");
	const rest = more ? muted(__("and {0} more days", [more], "Facility Plan")) : "";
	return `<p>${__("New tasks: {0}", [number], "Facility Plan")}</p>
		<table class="small">${list}</table>${rest}`;
}

function making_note({ missed, skipped, late }) {
	if (missed) {
		return __("missed: put on record as skipped", null, "Facility Plan");
	}
	if (skipped) {
		return __("skipped, as decided", null, "Facility Plan");
	}
	return late ? __("late already", null, "Facility Plan") : "";
}
