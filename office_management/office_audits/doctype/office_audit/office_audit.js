// The form of an audit: the next step on top, the sums of a count, the work list of its differences, the signature.

(function () {
	const AUDIT = "Office Audit";
	const LINE = "Audit Asset Line";
	const METHODS = {
		start_audit: "office_management.office_audits.api.start_audit",
		end_counting: "office_management.office_audits.api.end_counting",
		count_again: "office_management.office_audits.api.count_again",
		give_up_audit: "office_management.office_audits.api.give_up_audit",
		get_overlaps: "office_management.office_audits.api.get_overlaps",
		get_work_list: "office_management.office_audits.api.get_work_list",
		decide_lines: "office_management.office_audits.api.decide_lines",
		accept_proposals: "office_management.office_audits.api.accept_proposals",
		confirm_missing: "office_management.office_audits.api.confirm_missing",
		sign_off_audit: "office_management.office_audits.api.sign_off_audit",
		cancel_audit: "office_management.office_audits.api.cancel_audit",
	};
	const COUNTS = ["Asset Count", "First Inventory"];
	const RESULTS = ["Missing", "Misplaced", "Unexpected", "Unknown Tag", "Found"];
	const UNDONE_WITH_IT = ["Asset Movement", "Asset Repair", "Journal Entry", "Asset"];
	const PAGE = 100;
	const MOST_AT_ONCE = 500;
	const EVERYTHING = 100000;
	const WITH_REASON = ["Explain", "Write Off", "Split and Write Off"];

	const is_count = (frm) => COUNTS.includes(frm.doc.audit_type);
	const is_busy = (frm) => ["Queued", "Running"].includes(frm.doc.job_state);
	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);
	const call = (method, args) => frappe.xcall(METHODS[method], args);

	frappe.ui.form.on(AUDIT, {
		setup(frm) {
			const mine = (data) => data.audit === frm.doc.name;
			for (const event of [
				"office_audit_started",
				"office_audit_signed",
				"office_audit_undone",
			]) {
				frappe.realtime.off(event);
				frappe.realtime.on(event, (data) => mine(data) && frm.reload_doc());
			}
			const work = {
				office_audit_signing: __("Signing off", null, AUDIT),
				office_audit_undoing: __("Undoing", null, AUDIT),
			};
			for (const [event, title] of Object.entries(work)) {
				frappe.realtime.off(event);
				frappe.realtime.on(event, (data) => {
					mine(data) && frm.dashboard.show_progress(title, data.progress);
				});
			}
			frm.ignore_doctypes_on_cancel_all = UNDONE_WITH_IT;
		},

		// what is large is undone in the background; the server says which
		async before_cancel(frm) {
			frappe.validated = false;
			const { queued } = await call("cancel_audit", { audit: frm.doc.name });
			if (!queued) {
				frappe.show_alert({ message: __("Cancelled", null, AUDIT), indicator: "red" });
			}
			frm.reload_doc();
		},

		// a place belongs to a company
		async space(frm) {
			const { message } = await frappe.db.get_value(
				"Office Space",
				frm.doc.space || "",
				"company",
			);
			if (message?.company && frm.is_new()) {
				frm.set_value("company", message.company);
			}
		},

		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			if (frm.doc.docstatus === 0) {
				hide_submit(frm);
				add_steps(frm);
			}
			show_state(frm);
		},
	});

	// --- what is shown -----------------------------------------------------------------------------------------

	function show_state(frm) {
		if (is_count(frm) && frm.doc.status !== "Planned") {
			show_sums(frm);
		}
		if (frm.doc.by_one_person) {
			frm.dashboard.add_indicator(__("By one person", null, AUDIT), "gray");
		}
		if (is_busy(frm)) {
			frm.set_intro(
				__(
					"This goes on in the background. You can leave this page and come back.",
					null,
					AUDIT,
				),
				"blue",
			);
		} else if (frm.doc.job_error) {
			frm.set_intro(escape(frm.doc.job_error), "red");
		}
		show_later(frm);
	}

	function show_sums(frm) {
		const unknown =
			frm.doc.audit_type === "First Inventory"
				? __("New: {0}", [frm.doc.unknown_count], AUDIT)
				: __("Unknown tags: {0}", [frm.doc.unknown_count], AUDIT);
		const sums = [
			["found_count", __("Found: {0}", [frm.doc.found_count], AUDIT), "green"],
			["misplaced_count", __("Misplaced: {0}", [frm.doc.misplaced_count], AUDIT), "orange"],
			["missing_count", __("Missing: {0}", [frm.doc.missing_count], AUDIT), "red"],
			[
				"unexpected_count",
				__("Unexpected: {0}", [frm.doc.unexpected_count], AUDIT),
				"orange",
			],
			["unknown_count", unknown, "orange"],
			["open_count", __("To decide: {0}", [frm.doc.open_count], AUDIT), "blue"],
		];
		for (const [field, text, color] of sums) {
			if (frm.doc[field]) {
				frm.dashboard.add_indicator(text, color);
			}
		}
	}

	// what the signed audit made and somebody has cancelled since
	function show_later(frm) {
		const later = Object.entries(frm.doc.__onload?.later || {});
		if (frm.doc.docstatus !== 1 || !later.length) {
			return;
		}
		const words = {
			Cancelled: __("Cancelled", null, AUDIT),
			Deleted: __("Deleted", null, AUDIT),
		};
		const said = later.map(([key, what]) => {
			const [doctype, name] = key.split("|");
			return `${escape(__(doctype))} ${escape(name)}: ${escape(words[what])}`;
		});
		frm.set_intro(
			`${__("Changed since it was signed:", null, AUDIT)} ${said.join("; ")}`,
			"orange",
		);
	}

	// an audit is submitted by signing it
	function hide_submit(frm) {
		frm.dashboard.clear_comment();
		if (!frm.is_dirty()) {
			frm.page.clear_primary_action();
		}
	}

	// --- steps -------------------------------------------------------------------------------------------------

	function add_steps(frm) {
		const may = frm.perm[0]?.write;
		if (!may || is_busy(frm)) {
			return;
		}
		for (const [label, run, is_main] of steps_of(frm)) {
			frm.add_custom_button(label, () => run(frm));
			if (is_main) {
				frm.change_custom_button_type(label, null, "primary");
			}
		}
		if (["Planned", "In Progress", "Reconciling"].includes(frm.doc.status)) {
			frm.add_custom_button(
				__("Give Up", null, AUDIT),
				() => give_up(frm),
				__("More", null, AUDIT),
			);
		}
	}

	function steps_of(frm) {
		const open = is_count(frm) && frm.doc.open_count;
		const end = is_count(frm) ? __("End Counting", null, AUDIT) : __("Finish", null, AUDIT);
		const again = is_count(frm) ? __("Count Again", null, AUDIT) : __("Go On", null, AUDIT);
		const decide = [__("Decide", null, AUDIT), open_work_list, Boolean(open)];
		return (
			{
				Planned: [[__("Start", null, AUDIT), start, true]],
				"In Progress": [[end, end_counting, true]],
				Reconciling: [
					...(is_count(frm) ? [decide] : []),
					[__("Sign Off", null, AUDIT), sign_off, !open],
					[again, count_again, false],
				],
			}[frm.doc.status] || []
		);
	}

	async function act(frm, method, args = {}) {
		if (frm.is_dirty()) {
			await frm.save(); // what was typed counts
		}
		const answer = await call(method, { audit: frm.doc.name, ...args });
		frm.reload_doc();
		return answer;
	}

	async function start(frm) {
		const answer = await act(frm, "start_audit");
		if (answer.queued) {
			frappe.show_alert(__("{0} assets are being listed.", [answer.expected], AUDIT));
			return;
		}
		const others = await call("get_overlaps", { audit: frm.doc.name });
		if (others.length) {
			const names = others.map((row) => escape(row.title)).join(", ");
			frappe.msgprint(__("Also being counted in: {0}", [names], AUDIT));
		}
	}

	const count_again = (frm) => act(frm, "count_again");

	function end_counting(frm) {
		if (!is_count(frm)) {
			act(frm, "end_counting");
			return;
		}
		if (frm.doc.audit_type === "First Inventory") {
			act(frm, "end_counting"); // nothing is expected, so nothing can be missing
			return;
		}
		frappe.confirm(
			__("Whatever nobody has seen is missing from now on. End counting?", null, AUDIT),
			() => act(frm, "end_counting"),
		);
	}

	function give_up(frm) {
		frappe.confirm(
			__("Give up {0}? What was seen is kept.", [escape(frm.doc.title)], AUDIT),
			() => act(frm, "give_up_audit"),
		);
	}

	function sign_off(frm) {
		const fields = [
			{
				fieldtype: "HTML",
				options: `<p>${
					is_count(frm)
						? __(
								"Everything that was decided is made in ERPNext now, or nothing is. After that the audit cannot be changed.",
								null,
								AUDIT,
							)
						: __("After that the audit cannot be changed.", null, AUDIT)
				}</p>`,
			},
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason, if you counted yourself", null, AUDIT),
			},
		];
		const dialog = new frappe.ui.Dialog({
			title: __("Sign Off", null, AUDIT),
			fields,
			primary_action_label: __("Sign Off", null, AUDIT),
			primary_action: async ({ reason }) => {
				dialog.hide();
				show_outcome(await act(frm, "sign_off_audit", { reason }));
			},
		});
		dialog.show();
	}

	function show_outcome({ signed, refused }) {
		if (signed) {
			frappe.show_alert({ message: __("Signed off", null, AUDIT), indicator: "green" });
		} else if (refused.length) {
			const rows = refused
				.slice(0, 20)
				.map((row) => `<li>${row.called}: ${escape(row.refusal)}</li>`);
			const text = __(
				"Nothing was made: {0} lines cannot be done as decided.",
				[refused.length],
				AUDIT,
			);
			frappe.msgprint(
				`<p>${text}</p><ul>${rows.join("")}</ul>`,
				__("Not Signed", null, AUDIT),
			);
		}
	}

	// --- the work list -----------------------------------------------------------------------------------------

	function open_work_list(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Decide on {0}", [frm.doc.title], AUDIT),
			size: "extra-large",
			fields: [
				{
					fieldname: "result",
					fieldtype: "Select",
					label: __("Result", null, LINE),
					options: [
						{ value: "", label: __("All", null, AUDIT) },
						...RESULTS.map((value) => ({ value, label: __(value, null, LINE) })),
					],
					change: () => load(),
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "decided",
					fieldtype: "Check",
					label: __("Show What Is Decided", null, AUDIT),
					change: () => load(),
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "list", fieldtype: "HTML" },
				{ fieldtype: "Section Break" },
				{
					fieldname: "resolution",
					fieldtype: "Select",
					label: __("Decision", null, LINE),
					description: __("For all lines that are ticked", null, AUDIT),
				},
				{ fieldtype: "Column Break" },
				{ fieldname: "reason", fieldtype: "Data", label: __("Reason", null, LINE) },
			],
			primary_action_label: __("Decide", null, AUDIT),
			primary_action: decide,
			secondary_action_label: __("Take All Proposals", null, AUDIT),
			secondary_action: take_proposals,
		});
		let rows = [];
		let is_complete = true;
		const $list = () => dialog.fields_dict.list.$wrapper;
		const ticked = () =>
			$list()
				.find("input[data-line]:checked")
				.map((_number, box) => box.dataset.line)
				.get();

		const load = () => show([], PAGE);

		// what is shown already, with its ticks, and so many lines more
		async function show(before, number) {
			const kept = ticked();
			const filters = {
				audit: frm.doc.name,
				result: dialog.get_value("result") || null,
				decided: dialog.get_value("decided") ? 1 : 0,
			};
			rows = before;
			is_complete = false;
			while (!is_complete && rows.length < before.length + number) {
				const limit = Math.min(MOST_AT_ONCE, before.length + number - rows.length);
				const page = await call("get_work_list", {
					...filters,
					start: rows.length,
					limit,
				});
				rows = [...rows, ...page];
				is_complete = page.length < limit;
			}
			draw(before.length ? kept : []);
		}

		function draw(kept) {
			const ticks = new Set(kept);
			$list().html(list_html(rows, frm) + more_html());
			$list()
				.find("input[data-line]")
				.each((_number, box) => {
					box.checked = ticks.has(box.dataset.line);
				});
			offer();
		}

		function more_html() {
			if (!rows.length) {
				return "";
			}
			const said = is_complete
				? __("Lines: {0}", [rows.length], AUDIT)
				: __("The first {0} lines", [rows.length], AUDIT);
			const buttons = is_complete
				? ""
				: `<button class="btn btn-xs btn-default" data-more="${PAGE}">${__("Show More", null, AUDIT)}</button>
				<button class="btn btn-xs btn-default" data-more="${EVERYTHING}">${__("Show All", null, AUDIT)}</button>`;
			return `<div class="d-flex align-items-center" style="gap: 8px; padding: 8px 0">
				<span class="text-muted small">${said}</span>${buttons}</div>`;
		}

		// up and down go from line to line, space ticks one
		function on_key(event) {
			const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
			if (step) {
				event.preventDefault();
				const boxes = $list().find("input[type=checkbox]").get();
				boxes[boxes.indexOf(event.target) + step]?.focus();
			}
		}

		function on_tick(event) {
			if (event.target.dataset.all !== undefined) {
				$list().find("input[data-line]").prop("checked", event.target.checked);
			}
			offer();
		}

		// only what is possible on every line that is ticked
		function offer() {
			const names = new Set(ticked());
			const chosen = rows.filter((row) => names.has(row.name));
			const common = chosen.length
				? chosen[0].possible.filter((way) =>
						chosen.every((row) => row.possible.includes(way)),
					)
				: [];
			const options = common.map((value) => ({ value, label: __(value, null, LINE) }));
			if (chosen.length && chosen.every((row) => row.result === "Missing")) {
				options.push({
					value: "Still Missing",
					label: __("Counted again: still missing", null, LINE),
				});
			}
			if (chosen.length && chosen.every((row) => row.resolution)) {
				options.push({
					value: "Take Back",
					label: __("Take the decision back", null, LINE),
				});
			}
			dialog.set_df_property("resolution", "options", options);
			const proposed = new Set(chosen.map((row) => row.proposal));
			dialog.set_value(
				"resolution",
				proposed.size === 1 ? [...proposed][0] : options[0]?.value,
			);
		}

		async function decide({ resolution, reason }) {
			const lines = ticked();
			if (!lines.length || !resolution) {
				frappe.show_alert({
					message: __("Tick the lines, and choose a decision.", null, AUDIT),
					indicator: "orange",
				});
				return;
			}
			if (WITH_REASON.includes(resolution) && !reason) {
				dialog.fields_dict.reason.set_focus();
				frappe.show_alert({
					message: __("This decision needs a reason.", null, AUDIT),
					indicator: "orange",
				});
				return;
			}
			if (resolution === "Register") {
				const chosen = rows.filter((row) => lines.includes(row.name));
				office_management.audits.register(frm, chosen, (answer) => {
					show_refused(answer.refused);
					load();
				});
				return;
			}
			const args = { audit: frm.doc.name, lines, reason };
			if (resolution === "Still Missing") {
				await call("confirm_missing", args);
			} else {
				const value = resolution === "Take Back" ? "" : resolution;
				const answer = await call("decide_lines", { ...args, resolution: value });
				show_refused(answer.refused);
			}
			dialog.set_value("reason", "");
			load();
		}

		async function take_proposals() {
			const number = await call("accept_proposals", {
				audit: frm.doc.name,
				result: dialog.get_value("result") || null,
			});
			frappe.show_alert(__("Decided: {0}", [number], AUDIT));
			load();
		}

		$list()
			.on("change", "input", on_tick)
			.on("keydown", "input", on_key)
			.on("click", "[data-more]", (event) => show(rows, Number(event.target.dataset.more)));
		dialog.onhide = () => frm.reload_doc();
		dialog.show();
		load();
	}

	function show_refused(refused) {
		if (refused.length) {
			frappe.show_alert(
				{
					message: __(
						"ERPNext would refuse {0} of them: {1}",
						[refused.length, escape(refused[0].refusal)],
						AUDIT,
					),
					indicator: "orange",
				},
				10,
			);
		}
	}

	function list_html(rows, frm) {
		if (!rows.length) {
			return `<p class="text-muted text-center" style="padding: 24px">${__("Nothing here.", null, AUDIT)}</p>`;
		}
		const head = [
			`<input type="checkbox" data-all aria-label="${__("All", null, AUDIT)}">`,
			__("Asset", null, LINE),
			__("Result", null, LINE),
			__("Expected", null, LINE),
			__("Seen", null, LINE),
			__("Value", null, LINE),
			__("Proposal", null, LINE),
		];
		return `<div style="max-height: 45vh; overflow: auto"><table class="table table-sm">
			<thead><tr>${head.map((text) => `<th>${text}</th>`).join("")}</tr></thead>
			<tbody>${rows.map((row) => row_html(row, frm)).join("")}</tbody></table></div>`;
	}

	// what the books have changed since the count began, and what the custodian says
	function said_later(row) {
		const said = [
			row.moved_since && __("Moved since: {0}", [row.moved_since], LINE),
			row.self_denied && __("Its custodian says: I do not have it", null, LINE),
			row.self_confirmed && __("Confirmed by its custodian alone", null, LINE),
		];
		const words = said.filter(Boolean).map(escape).join("<br>");
		return words && `<div class="text-muted small">${words}</div>`;
	}

	function row_html(row, frm) {
		const currency = frappe.boot.docs?.find(
			(doc) => doc.doctype === ":Company" && doc.name === frm.doc.company,
		)?.default_currency;
		const result = [
			__(row.result, null, LINE),
			row.condition && __(row.condition, null, LINE),
		];
		const where = (place, person) => [place, person].filter(Boolean).map(escape).join("<br>");
		const decided = row.resolution
			? `<b>${escape(__(row.resolution, null, LINE))}</b>`
			: `<span class="text-muted">${escape(__(row.proposal, null, LINE))}</span>`;
		const refusal = row.refusal
			? `<div class="text-danger small">${escape(row.refusal)}</div>`
			: "";
		const group =
			row.expected_quantity > 1 ? ` (${row.seen_quantity}/${row.expected_quantity})` : "";
		const cells = [
			`<input type="checkbox" data-line="${escape(row.name)}" aria-label="${escape(row.asset_name)}">`,
			`${escape(row.asset_name || row.asset_tag)}<div class="text-muted small">${escape(row.asset_tag)}</div>`,
			escape(result.filter(Boolean).join(" · ")) + group,
			where(row.expected_place || row.expected_space, row.expected_person),
			where(row.seen_place || row.seen_space, row.seen_person),
			row.asset_value ? format_currency(row.asset_value, currency) : "",
			decided + said_later(row) + refusal,
		];
		return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
	}
})();
