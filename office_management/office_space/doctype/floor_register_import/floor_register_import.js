// Attach a list, see what would happen row by row, let it happen, and mend what was refused.

(function () {
	const DOCTYPE = "Floor Register Import";
	const API =
		"office_management.office_space.doctype.floor_register_import.floor_register_import.";
	const ASK_AGAIN_MS = 3000;
	const PAGE_ROWS = 100;
	const COLORS = {
		Created: "green",
		Changed: "blue",
		Allocated: "green",
		Refused: "red",
		Nothing: "gray",
	};
	const safe = (text) => frappe.utils.escape_html(String(text ?? ""));

	frappe.ui.form.on(DOCTYPE, {
		setup(frm) {
			frm.get_field("import_file").df.options = {
				restrictions: { allowed_file_types: [".csv", ".txt", ".xlsx"] },
				make_attachments_public: false,
			};
			frm.set_query("company", () => ({ filters: { is_group: 0 } }));
			frappe.realtime.on("floor_register_import", (message) => {
				if (message.name === frm.doc.name) {
					message.total
						? show_progress(frm, message.done, message.total)
						: frm.reload_doc();
				}
			});
		},

		refresh(frm) {
			clearTimeout(frm.register_timer);
			frm.register_filter = frm.register_filter || "";
			frm.page.set_indicator(
				__(frm.doc.status, null, "Floor Register Import"),
				frappe.listview_settings[DOCTYPE]?.get_indicator(frm.doc)[1] || "gray",
			);
			set_menu(frm);
			set_buttons(frm);
			set_headline(frm);
			show_result(frm);
			if (frm.doc.status === "Running") {
				show_progress(frm, frm.doc.done_steps, frm.doc.total_steps);
				ask_again(frm);
			}
		},

		under_space: offer_check,
		default_type: offer_check,
		company: offer_check,
		from_date: offer_check,
		make_missing: offer_check,
		title: offer_check,

		after_save(frm) {
			if (frm.doc.status === "Draft") {
				check(frm);
			}
		},
	});

	function set_menu(frm) {
		const download = (file_type) =>
			office_management_download("download_template", { file_type });
		frm.add_custom_button(
			__("XLSX", null, "Floor Register Import"),
			() => download("xlsx"),
			__("Template", null, "Floor Register Import"),
		);
		frm.add_custom_button(
			__("CSV", null, "Floor Register Import"),
			() => download("csv"),
			__("Template", null, "Floor Register Import"),
		);
		if (!frm.is_new() && frm.doc.refused_count) {
			const refused = (file_type) =>
				office_management_download("download_refused", { name: frm.doc.name, file_type });
			frm.add_custom_button(
				__("XLSX", null, "Floor Register Import"),
				() => refused("xlsx"),
				__("Refused Rows", null, "Floor Register Import"),
			);
			frm.add_custom_button(
				__("CSV", null, "Floor Register Import"),
				() => refused("csv"),
				__("Refused Rows", null, "Floor Register Import"),
			);
		}
	}

	function office_management_download(method, values) {
		open_url_post(`/api/method/${API}${method}`, values);
	}

	function set_buttons(frm) {
		if (frm.is_new() || frm.is_dirty()) {
			return;
		}
		const { status } = frm.doc;
		const todo = frm.doc.created_count + frm.doc.changed_count + frm.doc.allocated_count;
		frm.disable_save();
		if (status === "Checked" && todo) {
			frm.page.set_primary_action(__("Import", null, "Floor Register Import"), () =>
				start(frm),
			);
		} else if (status === "Failed") {
			frm.page.set_primary_action(__("Continue", null, "Floor Register Import"), () =>
				start(frm),
			);
		} else if (status === "Draft") {
			frm.page.set_primary_action(__("Check", null, "Floor Register Import"), () =>
				check(frm),
			);
		}
		if (["Done", "Done with Refusals"].includes(status)) {
			frm.add_custom_button(__("Show Places", null, "Floor Register Import"), () =>
				frappe.set_route("Tree", "Office Space"),
			);
		}
		if (!["Draft", "Running"].includes(status)) {
			frm.add_custom_button(__("Check Again", null, "Floor Register Import"), () =>
				check(frm),
			);
		}
	}

	// attaching a file saves by itself; after any other change the next step is to save, and so to check again
	function offer_check(frm) {
		if (!frm.is_new() && frm.is_dirty() && frm.doc.status !== "Running") {
			frm.page.set_primary_action(__("Check", null, "Floor Register Import"), () =>
				frm.save(),
			);
		}
	}

	async function check(frm) {
		await call(
			"check_file",
			{ name: frm.doc.name },
			__("Reading the list…", null, "Floor Register Import"),
		);
		frm.register_filter = "";
		await frm.reload_doc();
	}

	async function start(frm) {
		await call("start_import", { name: frm.doc.name });
		await frm.reload_doc();
	}

	async function call(method, args, message) {
		frappe.dom.freeze(message);
		try {
			return await frappe.xcall(API + method, args);
		} finally {
			frappe.dom.unfreeze();
		}
	}

	function set_headline(frm) {
		const { doc } = frm;
		if (doc.status === "Draft" || frm.is_new()) {
			frm.set_intro(
				__(
					"Attach the list you have. Nothing is changed before you have seen, row by row, what would happen.",
					null,
					"Floor Register Import",
				),
				"blue",
			);
			return;
		}
		const counts = {
			made: doc.created_count,
			changed: doc.changed_count,
			given: doc.allocated_count,
			refused: doc.refused_count,
		};
		const values = [counts.made, counts.changed, counts.given, counts.refused];
		const done = ["Done", "Done with Refusals"].includes(doc.status);
		const text = done
			? __(
					"Places made: {0}, changed: {1}, seats given: {2}, rows refused: {3}.",
					values,
					"Floor Register Import",
				)
			: __(
					"Places to make: {0}, to change: {1}, seats to give: {2}, rows refused: {3}.",
					values,
					"Floor Register Import",
				);
		const color =
			doc.status === "Failed" ? "red" : doc.message ? "orange" : done ? "green" : "blue";
		frm.set_intro([doc.message, text].filter(Boolean).map(safe).join("<br>"), color);
	}

	function show_progress(frm, done, total) {
		const percent = total ? Math.floor((100 * done) / total) : 0;
		const text = total
			? __(
					"{0} of {1} steps done. You can leave this page.",
					[done, total],
					"Floor Register Import",
				)
			: __("Waiting to begin. You can leave this page.", null, "Floor Register Import");
		frm.dashboard.show_progress(__("Import", null, "Floor Register Import"), percent, text);
	}

	function ask_again(frm) {
		frm.register_timer = setTimeout(async () => {
			if (cur_page_is_not(frm)) {
				return;
			}
			const state = await frappe.xcall(API + "get_progress", { name: frm.doc.name });
			if (state.status !== "Running") {
				frm.reload_doc();
				return;
			}
			show_progress(frm, state.done, state.total);
			if (state.is_stalled) {
				frm.page.set_primary_action(__("Continue", null, "Floor Register Import"), () =>
					start(frm),
				);
			}
			ask_again(frm);
		}, ASK_AGAIN_MS);
	}

	function cur_page_is_not(frm) {
		const [view, doctype, name] = frappe.get_route();
		return view !== "Form" || doctype !== DOCTYPE || name !== frm.doc.name;
	}

	async function show_result(frm) {
		const wrapper = frm.get_field("result_html").$wrapper.empty();
		if (frm.is_new() || frm.doc.status === "Draft") {
			return;
		}
		const data = await get_rows(frm, 0);
		wrapper.empty();
		wrapper.append(columns_html(data.columns));
		show_missing(frm, wrapper, data.missing);
		show_filters(frm, wrapper, data.counts);
		const table = $(table_html()).appendTo(wrapper);
		add_rows(table, data.rows);
		show_more(frm, wrapper, table, data);
	}

	function get_rows(frm, start) {
		return frappe.xcall(API + "get_rows", {
			name: frm.doc.name,
			outcome: frm.register_filter,
			start,
		});
	}

	function columns_html(columns) {
		const named = columns.filter((column) => column.header);
		if (!named.length) {
			return `<p class="text-muted">${__(
				"The list has no headers: desk and name.",
				null,
				"Floor Register Import",
			)}</p>`;
		}
		const parts = named.map((column) =>
			column.label
				? `${safe(column.header)} → <b>${safe(column.label)}</b>`
				: `<s>${safe(column.header)}</s>`,
		);
		return `<p class="text-muted">${__(
			"Columns read as:",
			null,
			"Floor Register Import",
		)} ${parts.join(" · ")}</p>`;
	}

	function show_missing(frm, wrapper, missing) {
		if (!missing.length || frm.doc.make_missing || frm.doc.status !== "Checked") {
			return;
		}
		const names = missing.slice(0, 10).map((name) => `<b>${safe(name)}</b>`);
		const more =
			missing.length > 10
				? ` ${__("and {0} more", [missing.length - 10], "Floor Register Import")}`
				: "";
		const alert = $(`<div class="alert alert-warning flex justify-between align-center">
			<span>${__("Not there, and not in the list:", null, "Floor Register Import")} ${names.join(
				", ",
			)}${more}</span>
			<button class="btn btn-sm btn-default">${__(
				"Make Them Too",
				null,
				"Floor Register Import",
			)}</button>
		</div>`).appendTo(wrapper);
		alert.find("button").on("click", async () => {
			await frm.set_value("make_missing", 1);
			await frm.save();
		});
	}

	function show_filters(frm, wrapper, counts) {
		const group = $(`<div class="btn-group mb-3" role="group"></div>`).appendTo(wrapper);
		const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
		const labels = {
			"": __("All", null, "Floor Register Import"),
			Created: __("Created", null, "Floor Register Import"),
			Changed: __("Changed", null, "Floor Register Import"),
			Allocated: __("Allocated", null, "Floor Register Import"),
			Refused: __("Refused", null, "Floor Register Import"),
			Nothing: __("Nothing to Do", null, "Floor Register Import"),
		};
		for (const [outcome, label] of Object.entries(labels)) {
			const count = outcome ? counts[outcome] : all;
			const active = frm.register_filter === outcome ? "active" : "";
			$(`<button class="btn btn-sm btn-default ${active}">${label} (${count})</button>`)
				.prop("disabled", !count)
				.on("click", () => {
					frm.register_filter = outcome;
					show_result(frm);
				})
				.appendTo(group);
		}
	}

	function table_html() {
		return `<table class="table table-bordered table-sm">
			<thead><tr class="text-muted">
				<th style="width: 5em">${__("Row", null, "Floor Register Import")}</th>
				<th style="width: 22%">${__("Place", null, "Floor Register Import")}</th>
				<th style="width: 9em">${__("Outcome", null, "Floor Register Import")}</th>
				<th>${__("What and Why", null, "Floor Register Import")}</th>
			</tr></thead><tbody></tbody>
		</table>`;
	}

	function add_rows(table, rows) {
		table.find("tbody").append(rows.map(row_html).join(""));
	}

	function row_html(row) {
		const outcome = __(row.outcome, null, "Floor Register Import");
		const lines = [
			...row.what.map((line) => `<div>${safe(line)}</div>`),
			...row.why.map((line) => `<div class="text-danger">${safe(line)}</div>`),
			...row.notes.map((line) => `<div class="text-muted">${safe(line)}</div>`),
		];
		return `<tr>
			<td>${row.row}</td>
			<td>${safe(row.space)}</td>
			<td><span class="indicator-pill ${COLORS[row.outcome]}">${outcome}</span></td>
			<td>${lines.join("")}</td>
		</tr>`;
	}

	function show_more(frm, wrapper, table, data) {
		let shown = data.rows.length;
		if (shown >= data.total) {
			return;
		}
		const label = () =>
			__(
				"Show {0} more of {1}",
				[Math.min(PAGE_ROWS, data.total - shown), data.total - shown],
				"Floor Register Import",
			);
		const button = $(`<button class="btn btn-sm btn-default">${label()}</button>`).appendTo(
			wrapper,
		);
		button.on("click", async () => {
			const next = await get_rows(frm, shown);
			add_rows(table, next.rows);
			shown += next.rows.length;
			shown >= data.total ? button.remove() : button.text(label());
		});
	}
})();
