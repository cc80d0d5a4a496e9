frappe.ui.form.on("Space Allocation", {
	setup(frm) {
		frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
		frm.set_query("within", () => ({
			filters: {
				space: frm.doc.space,
				occupant_type: "Department",
				status: ["in", ["Planned", "Active"]],
			},
		}));
		frm.set_query("cost_center", () => ({
			filters: { is_group: 0, ...(frm.doc.company && { company: frm.doc.company }) },
		}));
		frm.set_query("occupant", () => occupant_query(frm));
	},

	refresh(frm) {
		const status = office_management.seats.status(frm.doc);
		if (!frm.is_new()) {
			frm.page.set_indicator(
				__(status, null, "Space Allocation"),
				office_management.seats.COLORS[status],
			);
			add_buttons(frm, status);
		}
		show_weekdays(frm);
	},

	occupant_type(frm) {
		frm.set_value({ occupant: null, within: null });
	},

	weekdays(frm) {
		show_weekdays(frm);
	},
});

function occupant_query(frm) {
	const { occupant_type } = frm.doc;
	if (occupant_type === "Employee") {
		return { filters: { status: ["in", ["Active", "Suspended"]] } };
	}
	return occupant_type === "Project"
		? { filters: { status: "Open" } }
		: { filters: { disabled: 0 } };
}

function show_weekdays(frm) {
	const may_write = frm.is_new() || (frm.perm[0].write && frm.doc.status !== "Cancelled");
	office_management.seats.weekday_picker(
		frm.get_field("weekdays_html").$wrapper,
		frm.doc.weekdays,
		{
			read_only: !may_write,
			on_change: (bits) => frm.set_value("weekdays", bits),
		},
	);
}

function add_buttons(frm, status) {
	const seats = office_management.seats;
	const names = [frm.doc.name];
	const reload = () => frm.reload_doc();
	const from_department = frm.doc.occupant_type === "Department";
	const open = status === "Planned" || status === "Active";
	if (!frm.perm[0].write) {
		return;
	}
	if (from_department && open && frm.doc.seats && seats.may_give()) {
		frm.add_custom_button(__("Name a Seat", null, "Space Allocation"), () =>
			seats.give({
				space: frm.doc.space,
				occupant_type: "Employee",
				within: frm.doc.name,
				from_date: frm.doc.from_date,
				to_date: frm.doc.to_date,
				on_done: reload,
			}),
		);
	}
	if (open) {
		frm.add_custom_button(__("End", null, "Space Allocation"), () =>
			seats.end(names, reload, { from_department }),
		);
		frm.add_custom_button(__("Cancel Allocation", null, "Space Allocation"), () =>
			seats.cancel(names, reload, { from_department }),
		);
	}
	if (status !== "Cancelled" && frm.doc.to_date) {
		frm.add_custom_button(__("Extend", null, "Space Allocation"), () =>
			seats.extend(names, reload),
		);
	}
}
