const OFFICE_SPACE = "Office Space";

frappe.ui.form.on("Office Space", {
	setup(frm) {
		frm.set_query("parent_space", () => ({ filters: { status: ["!=", "Closed"] } }));
		frm.set_query("cost_center", () => {
			const filters = { is_group: 0 };
			if (frm.doc.company) {
				filters.company = frm.doc.company;
			}
			return { filters };
		});
	},

	refresh(frm) {
		const saved = !frm.is_new();
		["parent_space", "space_code"].forEach((field) =>
			frm.set_df_property(field, "read_only", saved),
		);
		frm.toggle_display("parent_space", frm.doc.space_type !== "Site");
		if (!saved) {
			return;
		}
		set_indicator(frm);
		add_buttons(frm);
		show_overview(frm);
	},

	space_type(frm) {
		frm.toggle_display("parent_space", frm.doc.space_type !== "Site");
		if (!frm.is_new()) {
			return;
		}
		if (frm.doc.space_type === "Site") {
			frm.set_value("parent_space", null);
		}
		if (frm.doc.space_type === "Desk" && !frm.doc.capacity) {
			frm.set_value({ capacity: 1, is_allocatable: 1 });
		}
	},
});

function set_indicator(frm) {
	frm.page.set_indicator(
		__(frm.doc.status, null, "Office Space"),
		office_management.space.color(frm.doc.status),
	);
}

function add_buttons(frm) {
	const actions = office_management.space;
	const { name, status, space_type, is_allocatable } = frm.doc;
	const reload = () => frm.reload_doc();
	const go = (new_name) =>
		new_name && new_name !== name
			? frappe.set_route("Form", OFFICE_SPACE, new_name)
			: frm.reload_doc();
	frm.add_custom_button(__("Print Sign", null, "Office Space"), () => actions.print_sign(name));
	frm.add_custom_button(__("Show in Tree", null, "Office Space"), () => {
		frappe.route_options = { parent_space: frm.doc.parent_space || name };
		frappe.set_route("Tree", OFFICE_SPACE);
	});
	if (is_allocatable && status !== "Closed" && frappe.model.can_create("Space Allocation")) {
		frm.add_custom_button(__("Allocate", null, "Office Space"), () =>
			actions.allocate(name, reload),
		).addClass("btn-primary");
	}
	if (!frm.perm[0].write) {
		return;
	}
	const group = __("Change", null, "Office Space");
	const change = (label, act) => frm.add_custom_button(label, act, group);
	if (status === "Closed") {
		change(__("Reopen", null, "Office Space"), () => actions.reopen(name, reload));
		return;
	}
	if (space_type !== "Site") {
		change(__("Move", null, "Office Space"), () => actions.move(name, go));
	}
	change(__("Rename", null, "Office Space"), () => actions.rename(name, go));
	if (frm.doc.out_from_date && status === "Out of Service") {
		change(__("Back in Service", null, "Office Space"), () =>
			actions.back_in_service([name], reload),
		);
	} else {
		change(__("Out of Service", null, "Office Space"), () =>
			actions.out_of_service([name], reload),
		);
	}
	change(__("Close", null, "Office Space"), () => actions.close(name, reload));
}

async function show_overview(frm) {
	const name = frm.doc.name;
	const data = await frappe.xcall("office_management.office_space.api.get_overview", {
		space: name,
	});
	if (frm.doc.name !== name) {
		return;
	}
	frm.toggle_display("capacity", !data.is_group);
	const parts = [seat_boxes(data), affected(data), people(data), assets(frm, data)];
	frm.get_field("overview_html").$wrapper.html(parts.filter(Boolean).join(""));
}

const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const link_to = (doctype, name, text) =>
	`<a href="${frappe.utils.get_form_link(doctype, name)}">${escaped(text || name)}</a>`;

function seat_boxes({ seats }) {
	if (!seats || !(seats.seats || seats.taken)) {
		return "";
	}
	const boxes = [
		[__("Seats", null, "Office Space"), seats.seats, ""],
		[__("Taken", null, "Office Space"), seats.taken, ""],
		[__("Free", null, "Office Space"), seats.free, seats.free ? "text-success" : "text-muted"],
	];
	if (seats.unavailable) {
		boxes.push([
			__("Out of Service", null, "Office Space"),
			seats.unavailable,
			"text-warning",
		]);
	}
	const html = boxes.map(
		([label, value, style]) => `<div style="min-width: 90px">
			<div class="text-muted small">${label}</div>
			<div class="${style}" style="font-size: var(--text-2xl); font-weight: 600">${value}</div>
		</div>`,
	);
	return `<div class="flex" style="gap: 24px; margin-bottom: 16px">${html.join("")}</div>`;
}

function affected({ affected: rows }) {
	if (!rows.length) {
		return "";
	}
	const names = rows.slice(0, 10).map((row) => escaped(row.occupant_name || row.occupant));
	const more = rows.length > 10 ? __("and {0} more", [rows.length - 10], "Office Space") : "";
	return `<div class="alert alert-warning">${__(
		"Out of service while {0} are given seats in it:",
		[rows.length],
		"Office Space",
	)} ${names.concat(more || []).join(", ")}</div>`;
}

function period(row) {
	const from = frappe.datetime.str_to_user(row.from_date);
	return row.to_date ? `${from} – ${frappe.datetime.str_to_user(row.to_date)}` : from + " –";
}

function people({ people: rows, people_count, is_group }) {
	if (!rows.length) {
		return `<p class="text-muted">${__("Nobody sits here.", null, "Office Space")}</p>`;
	}
	const head = [
		__("Who", null, "Office Space"),
		is_group ? __("Where", null, "Office Space") : null,
		__("Seats", null, "Office Space"),
		__("When", null, "Office Space"),
	].filter(Boolean);
	const body = rows.map((row) => {
		const who = link_to("Space Allocation", row.name, row.occupant_name || row.occupant);
		const where = `${link_to(OFFICE_SPACE, row.space, row.space_name)} ${escaped(row.seat_label)}`;
		const label = is_group || !row.seat_label ? "" : ` <b>${escaped(row.seat_label)}</b>`;
		const later = row.is_later
			? ` <span class="indicator-pill no-indicator-dot blue">${__("Later", null, "Office Space")}</span>`
			: "";
		return [who + label, is_group ? where : null, row.seats || "", period(row) + later].filter(
			(cell) => cell !== null,
		);
	});
	const more =
		people_count > rows.length
			? `<p class="text-muted small">${__(
					"and {0} more",
					[people_count - rows.length],
					"Office Space",
				)}</p>`
			: "";
	return table(head, body) + more;
}

function assets(frm, { assets: rows, asset_count }) {
	if (!rows.length) {
		return "";
	}
	const may_read = frappe.model.can_read("Asset");
	const body = rows.map((row) => [
		may_read ? link_to("Asset", row.name, row.asset_name) : escaped(row.asset_name),
		escaped(row.name),
		escaped(row.location),
		escaped(row.custodian_name || row.custodian),
	]);
	const title = __("Assets standing here ({0})", [asset_count], "Office Space");
	const filter = encodeURIComponent(
		JSON.stringify(["descendants of (inclusive)", frm.doc.location]),
	);
	const all = may_read
		? ` · <a href="${frappe.router.make_url(["List", "Asset", "List"])}?location=${filter}">${__(
				"Show all",
				null,
				"Office Space",
			)}</a>`
		: "";
	const head = [
		__("Asset", null, "Office Space"),
		__("Number", null, "Office Space"),
		__("Where", null, "Office Space"),
		__("Custodian", null, "Office Space"),
	];
	return `<h6 style="margin-top: 20px">${title}${all}</h6>` + table(head, body);
}

function table(head, body) {
	const cells = (row, tag) => row.map((cell) => `<${tag}>${cell}</${tag}>`).join("");
	return `<table class="table table-bordered small">
		<thead><tr>${cells(head, "th")}</tr></thead>
		<tbody>${body.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</tbody>
	</table>`;
}
