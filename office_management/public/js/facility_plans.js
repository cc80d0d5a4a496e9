// Plans of facility work and other documents with a rule: what their forms and lists share.

frappe.provide("office_management.plans");

(function () {
	const PLAN = "Facility Plan";
	const API = "office_management.facilities.api.";
	const plans = office_management.plans;

	plans.COLORS = { Active: "green", Paused: "orange", Ended: "gray" };
	plans.escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	plans.read = (method, args) => frappe.xcall(API + method, args);
	plans.act = async (method, args) =>
		(await frappe.call({ method: API + method, args, freeze: true })).message;
	plans.done = (text) => frappe.show_alert({ message: text, indicator: "green" });
	plans.may_make = () => frappe.model.can_create(PLAN);

	// A day with its weekday: what people look for in a list of dates.
	plans.day = (value) =>
		moment(value).format("ddd") + " " + plans.escaped(frappe.datetime.str_to_user(value));

	plans.weekday_names = () => [
		__("Mon", null, "Space Allocation"),
		__("Tue", null, "Space Allocation"),
		__("Wed", null, "Space Allocation"),
		__("Thu", null, "Space Allocation"),
		__("Fri", null, "Space Allocation"),
		__("Sat", null, "Space Allocation"),
		__("Sun", null, "Space Allocation"),
	];

	// Seven toggles over the bits Mon=1 … Sun=64; 0 is the weekday of the first day, shown as pressed lightly.
	plans.weekday_picker = function ($wrapper, bits, { first_day, on_change, read_only } = {}) {
		const by_itself = first_day ? (moment(first_day).isoWeekday() + 6) % 7 : -1;
		const style = (day) => {
			if ((bits >> day) & 1) {
				return "btn-primary";
			}
			return !bits && day === by_itself ? "btn-default text-primary" : "btn-default";
		};
		const buttons = plans
			.weekday_names()
			.map(
				(name, day) => `<button type="button" data-day="${day}"
					style="padding: 3px 5px; flex: 0 1 38px" class="btn btn-xs ${style(day)}"
					aria-pressed="${Boolean((bits >> day) & 1)}" ${read_only ? "disabled" : ""}>${name}</button>`,
			)
			.join("");
		const note = bits ? "" : __("The weekday of the first day", null, PLAN);
		$wrapper.html(`<div class="form-group">
			<label class="control-label">${__("Weekdays", null, PLAN)}</label>
			<div class="flex" style="gap: 3px" role="group">${buttons}</div>
			<span class="text-muted small">${note}</span>
		</div>`);
		$wrapper.find("button").on("click", function () {
			on_change?.((bits || 0) ^ (1 << Number(this.dataset.day)));
		});
	};

	plans.show_weekdays = (frm) =>
		plans.weekday_picker(frm.get_field("weekdays_html").$wrapper, frm.doc.weekdays, {
			first_day: frm.doc.start_date,
			read_only: !frm.perm[0].write,
			on_change: (bits) => frm.set_value("weekdays", bits),
		});

	plans.show_indicator = (frm) =>
		frm.page.set_indicator(__(frm.doc.status, null, PLAN), plans.COLORS[frm.doc.status]);

	// --- the next dates --------------------------------------------------------------------------

	// What the dates depend on in every document with a rule.
	plans.OF_RULE = [
		"frequency",
		"every",
		"weekdays",
		"month_rule",
		"month_day",
		"nth",
		"nth_weekday",
		"month",
		"start_date",
		"end_date",
		"end_after",
		"season_from_month",
		"season_to_month",
		"holiday_rule",
		"holiday_list",
		"lead_days",
	];

	for (const doctype of [PLAN, "Audit Programme"]) {
		for (const field of plans.OF_RULE) {
			frappe.ui.form.on(doctype, field, (frm) => frm.show_dates?.());
		}
	}

	plans.muted = (text) => `<p class="text-muted">${plans.escaped(text)}</p>`;

	// `read` answers the dates of the document on the form; `intro` and `none` say what they are, or that none comes.
	plans.show_dates = async function (frm, { read, appears, intro, none }) {
		const { doc } = frm;
		const told = await read(doc);
		if (frm.doc !== doc) {
			return;
		}
		frm.next_dates = told.dates || [];
		const html = () =>
			told.dates.length
				? plans.muted(intro(told)) + plans.dates_html(told, appears)
				: plans.muted(none());
		frm.get_field("preview_html").$wrapper.html(told.error ? plans.muted(told.error) : html());
	};

	plans.dates_html = ({ dates, note }, appears) => `
		<table class="table table-sm table-borderless" style="max-width: 640px; margin-bottom: 8px">
			<thead class="text-muted small"><tr>
				<th style="width: 34%; padding-left: 0; font-weight: normal">${__(
					"Due",
					null,
					"Facility Plan",
				)}</th>
				<th style="width: 24%; padding-left: 0; font-weight: normal">${appears}</th>
				<th style="font-weight: normal"></th>
			</tr></thead>
			<tbody>${dates.map(date_html).join("")}</tbody>
		</table>
		${note ? plans.muted(note) : ""}`;

	function date_html({ occurrence, due, make_on, reason }) {
		const moved = due && due !== occurrence;
		const planned = moved ? `<s class="text-muted">${plans.day(occurrence)}</s><br>` : "";
		const day = due ? plans.day(due) : `<s class="text-muted">${plans.day(occurrence)}</s>`;
		const made_on = make_on ? plans.escaped(frappe.datetime.str_to_user(make_on)) : "";
		return `<tr>
			<td style="padding: 3px 8px 3px 0">${planned}${day}</td>
			<td style="padding: 3px 8px 3px 0" class="text-muted">${made_on}</td>
			<td style="padding: 3px 0" class="text-muted">${plans.escaped(reason)}</td>
		</tr>`;
	}

	// --- acts with a dialog ----------------------------------------------------------------------

	plans.reason_field = () => ({
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason", null, PLAN),
		reqd: 1,
	});

	// `act` is called with what was typed; `done` makes of its answer what is said then.
	plans.ask = function (frm, { title, fields, label, act, done }) {
		const dialog = new frappe.ui.Dialog({
			title,
			fields,
			primary_action_label: label,
			async primary_action(values) {
				dialog.disable_primary_action();
				try {
					const answer = await act(values);
					dialog.hide();
					plans.done(done(answer));
					frm.reload_doc();
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		dialog.show();
		return dialog;
	};

	plans.ask_for_date = function (frm, { act, done }) {
		const dates = (frm.next_dates || []).filter(({ due }) => due);
		if (!dates.length) {
			frappe.msgprint(__("No date to come.", null, PLAN));
			return;
		}
		plans.ask(frm, {
			title: __("Skip a Date", null, PLAN),
			fields: [
				{
					fieldname: "occurrence",
					fieldtype: "Select",
					label: __("Date", null, PLAN),
					options: dates.map(({ occurrence, due }) => ({
						value: occurrence,
						label: plans.day(due),
					})),
					default: dates[0].occurrence,
					reqd: 1,
				},
				plans.reason_field(),
			],
			label: __("Skip", null, PLAN),
			act,
			done,
		});
	};

	// --- fire safety -----------------------------------------------------------------------------

	plans.make_fire_safety = function (given = {}) {
		const dialog = new frappe.ui.Dialog({
			title: __("Plans for Fire Safety", null, PLAN),
			fields: [
				{
					fieldtype: "HTML",
					options: `<p class="text-muted">${__(
						"Daily, weekly, monthly, quarterly and yearly rounds, and the extinguishers, from the standard checklists. Plans that the place has already are left as they are.",
						null,
						PLAN,
					)}</p>`,
				},
				{
					fieldname: "space",
					fieldtype: "Link",
					options: "Office Space",
					label: __("Place", null, PLAN),
					default: given.space,
					reqd: 1,
					get_query: () => ({ filters: { status: ["!=", "Closed"] } }),
				},
				{
					fieldname: "responsible",
					fieldtype: "Link",
					options: "User",
					ignore_user_permissions: 1,
					label: __("Responsible", null, PLAN),
					description: __("Gets the tasks; can be changed in each plan", null, PLAN),
					reqd: 1,
				},
				{
					fieldname: "first_date",
					fieldtype: "Date",
					label: __("First Day", null, PLAN),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
			],
			primary_action_label: __("Make Plans", null, PLAN),
			async primary_action(values) {
				dialog.disable_primary_action();
				try {
					const { made, existing } = await plans.act("make_fire_safety_plans", values);
					dialog.hide();
					plans.done(
						made.length
							? __("Plans made: {0}", [made.length], PLAN)
							: __("All plans were there already: {0}", [existing.length], PLAN),
					);
					frappe.set_route("List", PLAN, "List", {
						space: values.space,
						name: ["in", [...made, ...existing]],
					});
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		dialog.show();
	};
})();
