// Giving, ending and extending seats: the same from every form, list and tree.

frappe.provide("office_management.seats");

(function () {
	const API = "office_management.office_space.api.";
	const seats = office_management.seats;

	const call = async (method, args) =>
		(await frappe.call({ method: API + method, args, freeze: true })).message;
	const read = (method, args) => frappe.xcall(API + method, args, "GET");
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const done = (text) => frappe.show_alert({ message: text, indicator: "green" });

	seats.COLORS = { Planned: "blue", Active: "green", Ended: "gray", Cancelled: "red" };

	// The status by the dates, whatever is stored.
	seats.status = function ({ status, from_date, to_date }) {
		const today = frappe.datetime.get_today();
		if (status === "Cancelled") {
			return status;
		}
		if (from_date && from_date > today) {
			return "Planned";
		}
		return to_date && to_date < today ? "Ended" : "Active";
	};

	seats.may_give = () => frappe.model.can_create("Space Allocation");
	seats.is_used = () => (frappe.boot.office_management?.uses?.space ?? 1) && true;

	seats.weekday_names = () => [
		__("Mon", null, "Space Allocation"),
		__("Tue", null, "Space Allocation"),
		__("Wed", null, "Space Allocation"),
		__("Thu", null, "Space Allocation"),
		__("Fri", null, "Space Allocation"),
		__("Sat", null, "Space Allocation"),
		__("Sun", null, "Space Allocation"),
	];

	// Seven toggles over the bits Mon=1 … Sun=64; 0 is every day, and shows all of them pressed.
	seats.weekday_picker = function ($wrapper, bits, { on_change, read_only } = {}) {
		const pressed = (day) => !bits || (bits >> day) & 1;
		const buttons = seats
			.weekday_names()
			.map(
				(name, day) => `<button type="button" data-day="${day}"
					style="padding: 3px 5px; flex: 0 1 34px" class="btn btn-xs ${pressed(day) ? "btn-primary" : "btn-default"}"
					aria-pressed="${Boolean(pressed(day))}" ${read_only ? "disabled" : ""}>${name}</button>`,
			)
			.join("");
		const note = bits ? "" : __("Every day", null, "Space Allocation");
		$wrapper.html(`<div class="form-group">
			<label class="control-label">${__("Weekdays", null, "Space Allocation")}</label>
			<div class="flex" style="gap: 3px" role="group">${buttons}</div>
			<span class="text-muted small">${note}</span>
		</div>`);
		$wrapper.find("button").on("click", function () {
			const day = Number(this.dataset.day);
			const changed = (bits || 127) ^ (1 << day);
			bits = changed === 127 ? 0 : changed;
			seats.weekday_picker($wrapper, bits, { on_change, read_only });
			on_change?.(bits);
		});
	};

	// --- give ------------------------------------------------------------------------------------

	const give_fields = (given) => [
		{
			fieldname: "occupant_type",
			fieldtype: "Select",
			label: __("Given To", null, "Space Allocation"),
			options: ["Employee", "Department", "Project", "Customer"].map((value) => ({
				value,
				label: __(value),
			})),
			default: given.occupant_type || "Employee",
			reqd: 1,
		},
		{
			fieldname: "occupant",
			fieldtype: "Dynamic Link",
			ignore_user_permissions: 1, // ERPNext limits each employee to themselves
			label: __("Occupant", null, "Space Allocation"),
			get_options: (control) => control.layout.get_value("occupant_type"),
			default: given.occupant,
			reqd: 1,
		},
		{
			fieldname: "space",
			fieldtype: "Link",
			options: "Office Space",
			label: __("Space", null, "Space Allocation"),
			default: given.space,
			reqd: 1,
			get_query: () => ({ filters: { status: ["!=", "Closed"] } }),
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "from_date",
			fieldtype: "Date",
			label: __("From", null, "Space Allocation"),
			default: given.from_date || frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			fieldtype: "Date",
			label: __("To", null, "Space Allocation"),
			description: __("Last day; empty = until further notice", null, "Space Allocation"),
			default: given.to_date,
		},
		{ fieldname: "weekdays_html", fieldtype: "HTML" },
		{ fieldtype: "Section Break" },
		{ fieldname: "free_html", fieldtype: "HTML" },
		{
			fieldtype: "Section Break",
			label: __("More", null, "Space Allocation"),
			collapsible: 1,
			collapsed: !given.within,
		},
		{
			fieldname: "seats",
			fieldtype: "Int",
			label: __("Seats", null, "Space Allocation"),
			default: 1,
			non_negative: 1,
		},
		{
			fieldname: "seat_label",
			fieldtype: "Data",
			label: __("Seat Label", null, "Space Allocation"),
		},
		{
			fieldname: "is_primary",
			fieldtype: "Check",
			label: __("Primary Seat", null, "Space Allocation"),
			default: 1,
			depends_on: "eval:doc.occupant_type==='Employee'",
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "within",
			fieldtype: "Link",
			options: "Space Allocation",
			label: __("Out of the Seats Of", null, "Space Allocation"),
			default: given.within,
			depends_on: "eval:doc.occupant_type==='Employee'",
		},
		{
			fieldname: "exception_reason",
			fieldtype: "Small Text",
			label: __("Reason for Sitting in Reserved Space", null, "Space Allocation"),
		},
	];

	// Give a seat. `given` may hold space, occupant_type, occupant, from_date, to_date, within; `on_done(name)`.
	seats.give = function (given = {}) {
		let weekdays = 0;
		const dialog = new frappe.ui.Dialog({
			title: __("Give a Seat", null, "Space Allocation"),
			size: "large",
			fields: give_fields(given),
			primary_action_label: __("Give", null, "Space Allocation"),
			async primary_action(values) {
				const name = await call("allocate", { ...wanted(values), weekdays });
				dialog.hide();
				done(__("Seat given", null, "Space Allocation"));
				given.on_done?.(name);
			},
		});
		const show_free = frappe.utils.debounce(
			() => free_list(dialog, weekdays, given.below),
			300,
		);
		const picker = dialog.get_field("weekdays_html").$wrapper;
		seats.weekday_picker(picker, weekdays, {
			on_change(bits) {
				weekdays = bits;
				show_free();
			},
		});
		dialog.fields_dict.within.get_query = () => ({
			filters: {
				space: dialog.get_value("space"),
				occupant_type: "Department",
				status: ["in", ["Planned", "Active"]],
			},
		});
		dialog.fields_dict.occupant_type.df.onchange = () => dialog.set_value("occupant", "");
		["from_date", "to_date", "seats", "space"].forEach((field) => {
			dialog.fields_dict[field].df.onchange = show_free;
		});
		dialog.show();
		show_free();
		return dialog;
	};

	function wanted(values) {
		const named = values.occupant_type === "Employee";
		return {
			...values,
			is_primary: named ? values.is_primary : 0,
			within: named ? values.within : null,
		};
	}

	async function free_list(dialog, weekdays, below) {
		// one by one: all at once would wipe a name that is being typed, for who is asked for is required
		const fields = ["occupant_type", "space", "from_date", "to_date", "seats"];
		const values = Object.fromEntries(fields.map((name) => [name, dialog.get_value(name)]));
		if (!values.from_date) {
			return;
		}
		const rows = await read("get_free_places", {
			from_date: values.from_date,
			to_date: values.to_date || null,
			weekdays,
			seats: values.seats || 1,
			place: below || null,
		});
		const $wrapper = dialog.get_field("free_html").$wrapper;
		const chosen = values.occupant_type === "Employee" ? values.space : null;
		$wrapper.html(free_html(rows, chosen || values.space, Boolean(chosen)));
		$wrapper
			.find("[data-space]")
			.on("click", (event) =>
				dialog.set_value("space", event.currentTarget.getAttribute("data-space")),
			);
	}

	function free_html(rows, chosen, warn) {
		if (!rows.length) {
			return `<p class="text-muted">${__("Nothing is free then. Choose other dates or weekdays.", null, "Space Allocation")}</p>`;
		}
		const taken =
			warn && !rows.some((row) => row.name === chosen)
				? `<p class="text-warning small">${__("Not among the free places: {0}", [escaped(chosen)], "Space Allocation")}</p>`
				: "";
		const chips = rows.map((row) => {
			const is_chosen = row.name === chosen;
			const kind = is_chosen ? "btn-primary" : "btn-default";
			const muted = is_chosen ? "" : "text-muted";
			const count = row.capacity > 1 ? ` (${row.free}/${row.capacity})` : "";
			const whom = __("for {0}", [escaped(row.reserved_for)], "Space Allocation");
			const zone = row.reserved_for ? ` <i class="${muted}">${whom}</i>` : "";
			return `<button type="button" class="btn btn-xs ${kind}" style="margin: 0 4px 4px 0"
				data-space="${escaped(row.name)}" title="${escaped(row.name)}">
				<span class="${muted}">${escaped(row.parent_name)}</span> ${escaped(row.space_name)}${count}${zone}
			</button>`;
		});
		return `<label class="control-label">${__("Free then", null, "Space Allocation")}</label>${taken}
			<div style="max-height: 160px; overflow-y: auto">${chips.join("")}</div>`;
	}

	// --- end, extend, cancel ---------------------------------------------------------------------

	seats.end = function (names, on_done, { named_too = false, from_department = false } = {}) {
		frappe.prompt(
			[
				{
					fieldname: "to_date",
					fieldtype: "Date",
					label: __("Last Day", null, "Space Allocation"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason", null, "Space Allocation"),
				},
				{
					fieldname: "named_too",
					fieldtype: "Check",
					label: __("End the seats named out of it, too", null, "Space Allocation"),
					default: named_too,
					hidden: !from_department,
				},
			],
			async (values) => {
				await call("end_allocations", { names, ...values });
				done(__("Ended", null, "Space Allocation"));
				on_done?.();
			},
			__("End", null, "Space Allocation"),
			__("End", null, "Space Allocation"),
		);
	};

	seats.extend = function (names, on_done) {
		frappe.prompt(
			[
				{
					fieldname: "to_date",
					fieldtype: "Date",
					label: __("New Last Day", null, "Space Allocation"),
					description: __("Empty = until further notice", null, "Space Allocation"),
				},
			],
			async ({ to_date }) => {
				await call("extend_allocations", { names, to_date: to_date || null });
				done(__("Extended", null, "Space Allocation"));
				on_done?.();
			},
			__("Extend", null, "Space Allocation"),
			__("Extend", null, "Space Allocation"),
		);
	};

	seats.cancel = function (names, on_done, { from_department = false } = {}) {
		frappe.prompt(
			[
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason", null, "Space Allocation"),
					description: __("As if it had never been given", null, "Space Allocation"),
					reqd: 1,
				},
				{
					fieldname: "named_too",
					fieldtype: "Check",
					label: __("Cancel the seats named out of it, too", null, "Space Allocation"),
					hidden: !from_department,
				},
			],
			async (values) => {
				await call("cancel_allocations", { names, ...values });
				done(__("Cancelled", null, "Space Allocation"));
				on_done?.();
			},
			__("Cancel Allocation", null, "Space Allocation"),
			__("Cancel Allocation", null, "Space Allocation"),
		);
	};

	// Two people change places.
	seats.swap = function (names, on_done) {
		if (names.length !== 2) {
			frappe.msgprint(__("Choose the seats of two people.", null, "Space Allocation"));
			return;
		}
		frappe.prompt(
			[
				{
					fieldname: "on_date",
					fieldtype: "Date",
					label: __("From", null, "Space Allocation"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
			],
			async ({ on_date }) => {
				await call("swap_seats", { first: names[0], second: names[1], on_date });
				done(__("Swapped", null, "Space Allocation"));
				on_done?.();
			},
			__("Swap", null, "Space Allocation"),
			__("Swap", null, "Space Allocation"),
		);
	};

	seats.of_employee = (employee) => read("get_seats_of", { employee });

	// What other places call.
	office_management.allocate_dialog = seats.give;
})();
