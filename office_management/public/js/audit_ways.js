// The ways to count, on the form of an audit: the page for phones, a list of scans, and the custodians themselves.

(() => {
	const AUDIT = "Office Audit";
	const API = "office_management.office_audits.api.";
	const LIVE = ["In Progress", "Reconciling"];
	const TYPES = ["Asset Count", "First Inventory"];
	const MOST_SHOWN = 200;
	const COLORS = {
		right: "green",
		new: "green",
		elsewhere: "orange",
		again: "blue",
		unknown: "red",
		outside: "orange",
		before: "gray",
		error: "red",
	};
	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);

	frappe.ui.form.on(AUDIT, {
		refresh(frm) {
			if (
				frm.is_new() ||
				!LIVE.includes(frm.doc.status) ||
				!TYPES.includes(frm.doc.audit_type)
			) {
				return;
			}
			const more = __("More", null, AUDIT);
			frm.add_custom_button(__("Count", null, AUDIT), () =>
				frappe.set_route("asset-count", frm.doc.name),
			);
			frm.add_custom_button(
				__("Scans from a File", null, AUDIT),
				() => choose_file(frm),
				more,
			);
			if (frm.doc.audit_type === "Asset Count" && frm.perm[0]?.write) {
				frm.add_custom_button(__("Ask Custodians", null, AUDIT), () => ask(frm), more);
				show_state(frm);
			}
		},
	});

	// --- custodians ------------------------------------------------------------------------------------------------

	function ask(frm) {
		const words = __(
			"Everybody with something that is not counted yet is asked to say whether they have it. Who was told in the last 12 hours is not told again.",
			null,
			AUDIT,
		);
		frappe.confirm(words, async () => {
			const answer = await frappe.xcall(`${API}ask_custodians`, { audit: frm.doc.name });
			const lines = [__("To be told now: {0}", [answer.asked], AUDIT)];
			if (answer.without_user.length) {
				const more = answer.more_without ? ` + ${answer.more_without}` : "";
				const names = answer.without_user.map(escape).join(", ") + more;
				lines.push(
					__("These cannot log in, so count what they have: {0}", [names], AUDIT),
				);
			}
			frappe.msgprint({
				title: __("Ask Custodians", null, AUDIT),
				message: lines.map((line) => `<p>${line}</p>`).join(""),
			});
			frm.reload_doc();
		});
	}

	async function show_state(frm) {
		const audit = frm.doc.name;
		const state = await frappe.xcall(`${API}get_custodians_state`, { audit });
		if (frm.doc.name !== audit || !state.asked) {
			return;
		}
		const said = [
			[__("Custodians asked: {0}", [state.asked], AUDIT), "blue", true],
			[__("Confirmed by them: {0}", [state.confirmed], AUDIT), "green", state.confirmed],
			[__("Not there, they say: {0}", [state.denied], AUDIT), "red", state.denied],
			[
				__("Drawn to be seen: {0} of {1} seen", [state.seen, state.drawn], AUDIT),
				state.seen < state.drawn ? "orange" : "green",
				state.drawn,
			],
		];
		said.forEach(
			([words, color, shown]) => shown && frm.dashboard.add_indicator(words, color),
		);
		if (state.confirmed || state.drawn) {
			frm.add_custom_button(
				__("Draw from the Confirmed", null, AUDIT),
				() => draw(frm),
				__("More", null, AUDIT),
			);
		}
	}

	function draw(frm) {
		const field = {
			fieldname: "percent",
			fieldtype: "Percent",
			label: __("Percent", null, AUDIT),
			description: __(
				"So many of what custodians confirmed are to be seen by a counter after all.",
				null,
				AUDIT,
			),
			default: 10,
			reqd: 1,
		};
		const title = __("Draw from the Confirmed", null, AUDIT);
		frappe.prompt(
			[field],
			async ({ percent }) => {
				const audit = frm.doc.name;
				const { drawn } = await frappe.xcall(`${API}draw_confirmed`, { audit, percent });
				frappe.show_alert(__("To be seen by a counter: {0}", [drawn], AUDIT));
				frm.reload_doc();
			},
			title,
			__("Draw", null, AUDIT),
		);
	}

	// --- a list of scans -------------------------------------------------------------------------------------------

	function choose_file(frm) {
		let content = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Scans from a File", null, AUDIT),
			size: "large",
			fields: [
				{ fieldtype: "HTML", fieldname: "file" },
				{ fieldtype: "HTML", fieldname: "result" },
			],
			primary_action_label: __("Take Them", null, AUDIT),
			primary_action: take,
		});
		const $take = dialog.get_primary_btn().prop("disabled", true);
		const $result = dialog.fields_dict.result.$wrapper;
		const $file = $(
			'<input type="file" accept=".csv,.txt,.xlsx,text/csv" class="form-control-file">',
		)
			.attr("aria-label", __("CSV file", null, AUDIT))
			.on("change", check);
		const help =
			frm.doc.audit_type === "First Inventory"
				? __(
						"A CSV or XLSX file whose first row names the columns: Tag, Place, Item, Description, Number, Condition, Custodian, Bought On, Bought For, Note. First you see what each row would do.",
						null,
						AUDIT,
					)
				: __(
						"A CSV or XLSX file whose first row names the columns: Tag, and any of Place, Number, Condition, Note, Custodian, Scanned On. First you see what each row would do.",
						null,
						AUDIT,
					);
		dialog.fields_dict.file.$wrapper.append($("<p></p>").text(help), $file);
		dialog.onhide = () => frm.reload_doc();
		dialog.show();

		async function check() {
			$take.prop("disabled", true);
			$result.empty();
			content = await read($file[0].files[0]);
			if (content) {
				const told = await call("check_scan_list");
				$result.html(list_html(told, __("What would happen", null, AUDIT)));
				$take.prop(
					"disabled",
					!told.rows.some((row) => !["error", "before"].includes(row.answer)),
				);
			}
		}

		async function take() {
			$take.prop("disabled", true);
			const told = await call("take_scan_list");
			$result.html(list_html(told, __("What happened", null, AUDIT)));
		}

		const call = (method) => frappe.xcall(API + method, { audit: frm.doc.name, content });
	}

	const read = (file) =>
		new Promise((resolve) => {
			if (!file) {
				resolve(null);
				return;
			}
			const reader = new FileReader();
			reader.onload = () => resolve(reader.result);
			reader.onerror = () => resolve(null);
			reader.readAsDataURL(file);
		});

	// what is wrong first, then the rest in the order of the file
	function list_html({ rows, counts }, title) {
		const pills = Object.entries(counts).map(
			([answer, number]) =>
				`<span class="indicator-pill ${
					COLORS[answer] || "gray"
				}" style="margin-right: 8px">${escape(words_of({ answer }))}: ${number}</span>`,
		);
		const sorted = [...rows].sort((a, b) => (b.answer === "error") - (a.answer === "error"));
		const shown = sorted.slice(0, MOST_SHOWN).map(
			(row) =>
				`<tr><td>${row.row}</td><td>${escape(row.tag)}</td><td>${escape(
					row.asset_name,
				)}</td>
				<td><span class="indicator ${COLORS[row.answer] || "gray"}"></span> ${escape(
					words_of(row),
				)}</td></tr>`,
		);
		const head = [
			__("Row", null, AUDIT),
			__("Tag", null, "Audit Scan"),
			__("Asset", null, "Audit Scan"),
			__("Result", null, AUDIT),
		];
		return `<h5 style="margin-top: 16px">${title}</h5><p>${pills.join("")}</p>
			<div style="max-height: 45vh; overflow: auto"><table class="table table-sm">
			<thead><tr>${head.map((text) => `<th>${text}</th>`).join("")}</tr></thead>
			<tbody>${shown.join("")}</tbody></table></div>`;
	}

	function words_of({ answer, place, by_name, problem }) {
		return (
			{
				right: __("Right", null, AUDIT),
				new: __("New", null, AUDIT),
				elsewhere: place
					? __("Belongs to {0}", [place], AUDIT)
					: __("Belongs elsewhere", null, AUDIT),
				again: by_name
					? __("Counted already by {0}", [by_name], AUDIT)
					: __("Counted already", null, AUDIT),
				unknown: __("Nobody knows this tag", null, AUDIT),
				outside: __("Not in this audit", null, AUDIT),
				before: __("Taken before", null, AUDIT),
				error: problem || __("Cannot be read", null, AUDIT),
			}[answer] || answer
		);
	}
})();
