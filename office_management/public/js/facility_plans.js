// Plans of facility work: what the form and the list share.

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
