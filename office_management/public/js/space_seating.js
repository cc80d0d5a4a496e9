// On the form of a space: who had and will have it, and seating a group in it.

(function () {
	const API = "office_management.office_space.api.";
	const seats = office_management.seats;
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const read = (method, args) => frappe.xcall(API + method, args, "GET");

	frappe.ui.form.on("Office Space", {
		refresh(frm) {
			if (frm.is_new() || !frappe.model.can_read("Space Allocation")) {
				return;
			}
			const group = __("Seats", null, "Space Allocation");
			frm.add_custom_button(
				__("Timeline", null, "Space Allocation"),
				() => timeline(frm.doc),
				group,
			);
			if (seats.may_give() && frm.doc.status !== "Closed") {
				frm.add_custom_button(
					__("Seat People", null, "Space Allocation"),
					() => seat_people(frm),
					group,
				);
			}
		},
	});

	// --- timeline --------------------------------------------------------------------------------

	function timeline({ name, space_name }) {
		const today = frappe.datetime.get_today();
		const dialog = new frappe.ui.Dialog({
			title: __("Timeline of {0}", [escaped(space_name)], "Space Allocation"),
			size: "extra-large",
			fields: [
				{
					fieldname: "start",
					fieldtype: "Date",
					label: __("From", null, "Space Allocation"),
					default: frappe.datetime.add_months(today, -6),
					onchange: () => draw(),
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "end",
					fieldtype: "Date",
					label: __("To", null, "Space Allocation"),
					default: frappe.datetime.add_months(today, 6),
					onchange: () => draw(),
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "bars", fieldtype: "HTML" },
			],
		});
		async function draw() {
			const { start, end } = dialog.get_values(true);
			if (!start || !end || end < start) {
				return;
			}
			const rows = await read("get_timeline", { space: name, start, end });
			dialog.get_field("bars").$wrapper.html(bars(rows, start, end));
		}
		dialog.show();
		draw();
	}

	function bars(rows, start, end) {
		if (!rows.length) {
			return `<p class="text-muted">${__("Nobody in this period.", null, "Space Allocation")}</p>`;
		}
		const days = frappe.datetime.get_day_diff(end, start) + 1;
		const position = (day) => (100 * frappe.datetime.get_day_diff(day, start)) / days;
		const share = (from, to) => (100 * (frappe.datetime.get_day_diff(to, from) + 1)) / days;
		const line = rows.map((row, index) => {
			const from = row.from_date > start ? row.from_date : start;
			const to = row.to_date && row.to_date < end ? row.to_date : end;
			const period = [row.from_date, row.to_date]
				.map((day) => (day ? frappe.datetime.str_to_user(day) : ""))
				.join(" – ");
			const text = [row.occupant_name, row.seat_label]
				.filter(Boolean)
				.map(escaped)
				.join(" · ");
			const place = rows[index - 1]?.space === row.space ? "" : escaped(row.space_name);
			return `<div class="flex" style="align-items: center; height: 28px">
				<div class="small text-muted" style="width: 22%; padding-right: 8px; ${ON_ONE_LINE}"
					title="${escaped(row.space)}">${place}</div>
				<div style="position: relative; flex: 1; height: 100%">
					<a href="${frappe.utils.get_form_link("Space Allocation", row.name)}"
						class="indicator-pill no-indicator-dot ${seats.COLORS[row.status]}" title="${text} ${period} ${escaped(row.days)}"
						style="position: absolute; left: ${position(from)}%; width: ${share(from, to)}%; top: 3px;
							border-radius: 4px; justify-content: flex-start"><span style="${ON_ONE_LINE}">${text}</span></a>
				</div>
			</div>`;
		});
		return `<div style="max-height: 60vh; overflow-y: auto">
			<div style="position: relative; padding-top: 24px">${axis(start, end, position)}${line.join("")}</div>
		</div>`;
	}

	const ON_ONE_LINE = "overflow: hidden; white-space: nowrap; text-overflow: ellipsis";

	// Lines where months begin (of a long period not every month), and a red one for today.
	function axis(start, end, position) {
		const months = [];
		for (const month = moment(start).startOf("month"); month.isSameOrBefore(end); ) {
			months.push(month.format("YYYY-MM-DD"));
			month.add(1, "month");
		}
		const step = Math.ceil(months.length / 12);
		const shown = months.filter((day, number) => number % step === 0 && day >= start);
		const marks = shown.map((day) => mark(position(day), moment(day).format("MMM YYYY")));
		const today = frappe.datetime.get_today();
		if (today >= start && today <= end) {
			marks.push(mark(position(today), "", "1px dashed var(--red-500); z-index: 1"));
		}
		return `<div style="position: absolute; left: 22%; right: 0; top: 0; bottom: 0; pointer-events: none">
			${marks.join("")}
		</div>`;
	}

	const mark = (left, text, line = "1px solid var(--border-color)") =>
		`<div class="small text-muted" style="position: absolute; top: 0; bottom: 0; left: ${left}%;
			padding-left: 4px; white-space: nowrap; border-left: ${line}">${text}</div>`;

	// --- seat a group ----------------------------------------------------------------------------

	function seat_people(frm) {
		const chosen = new Map();
		const dialog = new frappe.ui.Dialog({
			title: __("Seat People in {0}", [escaped(frm.doc.space_name)], "Space Allocation"),
			size: "large",
			fields: [
				{
					fieldname: "department",
					fieldtype: "Link",
					options: "Department",
					label: __("Add Everybody Without a Seat In", null, "Space Allocation"),
					onchange: () => add_department(dialog, chosen),
				},
				{
					fieldname: "employee",
					fieldtype: "Link",
					options: "Employee",
					ignore_user_permissions: 1, // ERPNext limits each employee to themselves
					label: __("Add a Person", null, "Space Allocation"),
					get_query: () => ({ filters: { status: ["in", ["Active", "Suspended"]] } }),
					onchange: () => add_person(frm, dialog, chosen),
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "from_date",
					fieldtype: "Date",
					label: __("From", null, "Space Allocation"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "people", fieldtype: "HTML" },
				{ fieldname: "proposal", fieldtype: "HTML" },
			],
		});
		dialog.show();
		show_people(frm, dialog, chosen);
	}

	async function add_department(dialog, chosen) {
		const { department, from_date } = dialog.get_values(true);
		if (!department || !from_date) {
			return;
		}
		const rows = await read("get_employees_without_seat", { department, from_date });
		rows.forEach((row) => chosen.set(row.employee, row.employee_name));
		dialog.set_value("department", "");
		dialog.show_people();
	}

	async function add_person(frm, dialog, chosen) {
		const { employee, from_date } = dialog.get_values(true);
		if (!employee || !from_date) {
			return;
		}
		dialog.set_value("employee", "");
		// few office managers may read employees; a proposal says what this one is called
		const found = await ask_for_proposal(frm, [employee], from_date);
		const [{ employee_name }] = [...found.seated, ...found.not_seated];
		chosen.set(employee, employee_name);
		dialog.show_people();
	}

	const ask_for_proposal = (frm, employees, from_date) =>
		read("propose_seats", {
			place: frm.doc.name,
			from_date,
			employees: JSON.stringify(employees),
		});

	// Whoever is chosen, each to be taken off again; every change asks for a new proposal.
	function show_people(frm, dialog, chosen) {
		dialog.show_people = () => show_people(frm, dialog, chosen);
		const chips = [...chosen].map(
			([employee, name]) => `<button type="button" class="btn btn-xs btn-default"
				style="margin: 0 4px 4px 0" data-employee="${escaped(employee)}">${escaped(name)} ×</button>`,
		);
		const nobody = __("Nobody chosen yet.", null, "Space Allocation");
		const $people = dialog.get_field("people").$wrapper;
		$people.html(chips.join("") || `<p class="text-muted">${nobody}</p>`);
		$people.find("button").on("click", (event) => {
			chosen.delete(event.currentTarget.getAttribute("data-employee"));
			dialog.show_people();
		});
		dialog.get_field("proposal").$wrapper.empty();
		dialog.set_primary_action(__("Propose", null, "Space Allocation"), () => {
			const { from_date } = dialog.get_values() || {};
			if (from_date && chosen.size) {
				propose(frm, dialog, { employees: [...chosen.keys()], from_date });
			}
		});
	}

	async function propose(frm, dialog, { employees, from_date }) {
		const found = await ask_for_proposal(frm, employees, from_date);
		dialog.get_field("proposal").$wrapper.html(proposal_html(found));
		if (!found.seated.length) {
			return;
		}
		dialog.set_primary_action(
			__("Give {0} Seats", [found.seated.length], "Space Allocation"),
			async () => {
				await frappe.call({
					method: API + "seat_people",
					args: { rows: found.seated, from_date },
					freeze: true,
				});
				dialog.hide();
				frappe.show_alert({
					message: __("Seats given: {0}", [found.seated.length], "Space Allocation"),
					indicator: "green",
				});
				frm.reload_doc();
			},
		);
	}

	function proposal_html({ seated, not_seated }) {
		const rows = seated.map(
			(row) => `<tr><td>${escaped(row.employee_name)}</td>
				<td class="text-muted">${escaped(row.department)}</td>
				<td>${escaped(row.parent_name)} · ${escaped(row.space_name)}</td></tr>`,
		);
		const others = not_seated.map(
			(row) => `<tr><td>${escaped(row.employee_name)}</td>
				<td colspan="2" class="text-danger">${escaped(row.reason)}</td></tr>`,
		);
		return `<div style="max-height: 45vh; overflow-y: auto; margin-top: 12px">
			<table class="table table-bordered small"><tbody>${rows.concat(others).join("")}</tbody></table>
		</div>`;
	}
})();
