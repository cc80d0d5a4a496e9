// Badges, cards and keys on ERPNext's Employee form: what this person has, and must hand in when leaving.

(function () {
	const CONTEXT = "Access Badge";
	const badges = office_management.badges;

	frappe.ui.form.on("Employee", {
		refresh(frm) {
			if (frm.is_new() || !frappe.boot.office_management?.uses?.front_desk) {
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
		const may_act = frappe.model.can_write("Access Badge");
		if (rows.length) {
			frm.dashboard.add_section(
				block(frm, rows, may_act),
				__("Badges and Keys", null, CONTEXT),
				"employee-badges",
			);
			frm.dashboard.show();
		}
		if (may_act && frm.doc.status === "Active") {
			frm.add_custom_button(
				__("Give Out a Badge or Key", null, CONTEXT),
				() => badges.give_out({ employee: name }, () => frm.reload_doc()),
				__("Badges and Keys", null, CONTEXT),
			);
		}
	}

	function block(frm, rows, may_act) {
		const box = $(`<div class="employee-badges-rows"></div>`);
		const leaves = frm.doc.status === "Left" || frm.doc.relieving_date;
		if (leaves) {
			$(`<p class="text-warning"></p>`)
				.text(__("To be handed in before leaving:", null, CONTEXT))
				.appendTo(box);
		}
		rows.forEach((row) => box.append(badge_line(frm, row, may_act)));
		return box;
	}

	function badge_line(frm, row, may_act) {
		const [, color] = badges.indicator({ ...row, status: "Issued" });
		const kind = __(row.badge_type, null, CONTEXT);
		const title = $(`<a></a>`)
			.attr("href", frappe.utils.get_form_link("Access Badge", row.name))
			.text(`${kind} ${row.badge_number}`);
		const about = [row.description, row.opens].filter(Boolean).join(" · ");
		const since = __(
			"since {0}",
			[frappe.datetime.str_to_user(row.issued_on.split(" ")[0])],
			CONTEXT,
		);
		const due = row.due_back_on
			? __(
					"due back {0}",
					[frappe.datetime.str_to_user(row.due_back_on.split(" ")[0])],
					CONTEXT,
				)
			: "";
		const line = $(
			`<div class="flex align-center" style="gap: 10px; padding: 3px 0"></div>`,
		).append(
			$(`<span class="indicator"></span>`)
				.addClass(color)
				.append(frappe.model.can_read("Access Badge") ? title : title.text()),
			$(`<span class="text-muted"></span>`).text(
				[about, since, due].filter(Boolean).join(" · "),
			),
		);
		if (may_act) {
			$(`<button type="button" class="btn btn-default btn-xs"></button>`)
				.text(__("Take Back", null, CONTEXT))
				.attr("aria-label", `${__("Take Back", null, CONTEXT)}: ${row.badge_number}`)
				.on("click", () => badges.take_back(row.name, () => frm.reload_doc()))
				.appendTo(line);
		}
		return line;
	}
})();
