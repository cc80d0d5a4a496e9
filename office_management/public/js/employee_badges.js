// Badges, cards and keys on ERPNext's Employee form: what this person has, and must hand in when leaving.

(function () {
	const CONTEXT = "Access Badge";
	const badges = office_management.badges;

	frappe.ui.form.on("Employee", {
		refresh(frm) {
			if (frm.is_new() || !(frappe.boot.office_management?.uses?.front_desk ?? 1)) {
				return;
			}
			show_badges(frm);
		},
	});

	async function show_badges(frm) {
		const name = frm.doc.name;
		const rows = await frappe.xcall(
			"office_management.front_desk.doctype.access_badge.access_badge.get_badges_of",
			{ employee: name },
		);
		if (frm.doc.name !== name) {
			return;
		}
		if (rows.length) {
			const is_urgent = is_leaving(frm) || rows.some((row) => is_late(row));
			frm.set_intro(block(frm, rows), is_urgent ? "orange" : "blue");
		}
		if (frappe.model.can_write("Access Badge")) {
			add_buttons(frm, rows);
		}
	}

	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const is_late = (row) => badges.is_late({ ...row, status: "Issued" });
	const is_leaving = (frm) => frm.doc.status === "Left" || Boolean(frm.doc.relieving_date);
	const title_of = (row) => `${__(row.badge_type, null, CONTEXT)} ${row.badge_number}`;

	function add_buttons(frm, rows) {
		const group = __("Badges and Keys", null, CONTEXT);
		const reload = () => frm.reload_doc();
		if (frm.doc.status === "Active") {
			frm.add_custom_button(
				__("Give Out a Badge or Key", null, CONTEXT),
				() => badges.give_out({ employee: frm.doc.name }, reload),
				group,
			);
		}
		rows.forEach((row) =>
			frm.add_custom_button(
				escaped(__("Take Back {0}", [title_of(row)], CONTEXT)),
				() => badges.take_back(row.name, reload),
				group,
			),
		);
	}

	function block(frm, rows) {
		const head = is_leaving(frm)
			? __("To be handed in before leaving:", null, CONTEXT)
			: __("Badges and Keys", null, CONTEXT);
		return `<div class="employee-badges"><b>${head}</b>${rows.map(badge_line).join("")}</div>`;
	}

	function badge_line(row) {
		const day = (moment_text) => frappe.datetime.str_to_user(moment_text.split(" ")[0]);
		const due = row.due_back_on ? __("due back {0}", [day(row.due_back_on)], CONTEXT) : "";
		const since = __("since {0}", [day(row.issued_on)], CONTEXT);
		const about = [row.description, row.opens, since, due].filter(Boolean).join(" · ");
		const title = frappe.model.can_read("Access Badge")
			? `<a href="${frappe.utils.get_form_link("Access Badge", row.name)}">${escaped(title_of(row))}</a>`
			: escaped(title_of(row));
		return `<div>
			<span class="indicator ${is_late(row) ? "orange" : "blue"}">${title}</span>
			<span class="text-muted">${escaped(about)}</span>
		</div>`;
	}
})();
