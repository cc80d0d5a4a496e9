// The seat on ERPNext's Employee form: shown, given, ended.

(function () {
	const seats = office_management.seats;
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	frappe.ui.form.on("Employee", {
		refresh(frm) {
			if (frm.is_new() || !seats.is_used() || !frappe.model.can_read("Space Allocation")) {
				return;
			}
			show_seats(frm);
		},
	});

	async function show_seats(frm) {
		const name = frm.doc.name;
		const rows = await seats.of_employee(name);
		if (frm.doc.name !== name) {
			return;
		}
		frm.set_intro(seat_html(rows), rows.length ? "blue" : "yellow");
		add_buttons(frm, rows);
	}

	function add_buttons(frm, rows) {
		const group = __("Seat", null, "Space Allocation");
		const reload = () => frm.reload_doc();
		if (seats.may_give() && ["Active", "Suspended"].includes(frm.doc.status)) {
			frm.add_custom_button(
				__("Give a Seat", null, "Space Allocation"),
				() =>
					seats.give({
						occupant_type: "Employee",
						occupant: frm.doc.name,
						on_done: reload,
					}),
				group,
			);
		}
		if (rows.length && frappe.model.can_write("Space Allocation")) {
			frm.add_custom_button(
				__("End Seat", null, "Space Allocation"),
				() =>
					seats.end(
						rows.map((row) => row.name),
						reload,
					),
				group,
			);
		}
	}

	function seat_html(rows) {
		if (!rows.length) {
			return __("No seat yet.", null, "Space Allocation");
		}
		const lines = rows.map((row) => {
			const link = `<a href="${frappe.utils.get_form_link("Space Allocation", row.name)}">${escaped(row.space_name)}</a>`;
			const label = row.seat_label ? ` <b>${escaped(row.seat_label)}</b>` : "";
			const until = row.to_date
				? __(
						"{0} to {1}",
						[
							frappe.datetime.str_to_user(row.from_date),
							frappe.datetime.str_to_user(row.to_date),
						],
						"Space Allocation",
					)
				: __(
						"from {0} on",
						[frappe.datetime.str_to_user(row.from_date)],
						"Space Allocation",
					);
			const days = row.weekdays ? `, ${escaped(row.days)}` : "";
			return `<div>
				<span class="indicator ${seats.COLORS[row.status]}">${link}${label}</span>
				<span class="text-muted">${escaped(row.part_of)} · ${until}${days}</span>
			</div>`;
		});
		return lines.join("");
	}
})();
