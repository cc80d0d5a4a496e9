// What an unknown tag stands for: a draft of ERPNext, a thing that was bought lately, or a new draft of an item.

frappe.provide("office_management.audits");

(function () {
	const LINE = "Audit Asset Line";
	const API = "office_management.office_audits.api.";
	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);

	// `rows`: lines of the work list; `done`: called with the answer once they are registered
	async function register(frm, rows, done) {
		const one = rows.length === 1 ? rows[0] : null;
		const found = one
			? await frappe.xcall(`${API}get_register_candidates`, { line: one.name })
			: { drafts: [], purchases: [] };
		const ways = ways_of(rows, found);
		const dialog = new frappe.ui.Dialog({
			title: one
				? __("Register {0}", [escape(one.asset_tag)], LINE)
				: __("Register {0} Things", [rows.length], LINE),
			fields: [
				{ fieldname: "ways", fieldtype: "HTML" },
				{
					fieldname: "item",
					fieldtype: "Autocomplete",
					label: __("Item", null, LINE),
					options: [],
				},
				{
					fieldname: "description",
					fieldtype: "Data",
					label: __("Name of the Asset", null, LINE),
					default: one?.asset_name,
				},
			],
			primary_action_label: __("Register", null, LINE),
			primary_action: () => send(frm, rows, chosen(dialog, ways), dialog, done),
		});
		dialog.fields_dict.ways.$wrapper.html(ways_html(ways));
		dialog.fields_dict.ways.$wrapper.on("change", "input", () =>
			follow(dialog, ways, Boolean(one)),
		);
		offer_items(frm, dialog, found.item || one?.new_item);
		dialog.show();
		follow(dialog, ways, Boolean(one));
	}

	function ways_of(rows, { drafts, purchases }) {
		const said = rows.filter((row) => row.new_item).length;
		const ways = [];
		if (said === rows.length) {
			ways.push({
				label: __("As the counters said", null, LINE),
				note: items_of(rows),
				values: {},
			});
		}
		for (const draft of drafts) {
			ways.push({
				label: __("Draft {0}: {1}", [escape(draft.name), escape(draft.asset_name)], LINE),
				note: [draft.location, date(draft.purchase_date)]
					.filter(Boolean)
					.map(escape)
					.join(" · "),
				values: { asset: draft.name },
			});
		}
		for (const row of purchases) {
			ways.push({
				label: __("Bought: {0}", [escape(row.item_name || row.item_code)], LINE),
				note: [
					`${escape(__(row.doctype))} ${escape(row.name)}`,
					escape(row.supplier),
					date(row.posting_date),
					__("{0} not in the books", [row.lacking], LINE),
				].join(" · "),
				values: { purchase_doctype: row.doctype, purchase_row: row.row },
			});
		}
		ways.push({
			label: __("A new draft of an item", null, LINE),
			note: "",
			is_item: true,
			values: {},
		});
		return ways;
	}

	const date = (value) => (value ? escape(frappe.datetime.str_to_user(value)) : "");
	const items_of = (rows) => escape([...new Set(rows.map((row) => row.new_item))].join(", "));

	function ways_html(ways) {
		const rows = ways.map(
			(way, index) => `<label class="d-flex" style="gap: 8px; font-weight: normal">
				<input type="radio" name="way" value="${index}" ${index ? "" : "checked"}>
				<span>${way.label}${
					way.note ? `<br><span class="text-muted small">${way.note}</span>` : ""
				}</span></label>`,
		);
		return `<div style="max-height: 40vh; overflow: auto; margin-bottom: 12px">${rows.join(
			"",
		)}</div>`;
	}

	const picked = (dialog, ways) =>
		ways[dialog.fields_dict.ways.$wrapper.find("input:checked").val() || 0];

	function follow(dialog, ways, one_line) {
		const way = picked(dialog, ways);
		dialog.set_df_property("item", "hidden", way.is_item ? 0 : 1);
		dialog.set_df_property("description", "hidden", way.is_item && one_line ? 0 : 1);
	}

	function offer_items(frm, dialog, item) {
		const field = dialog.get_field("item");
		const load = async (txt) =>
			field.set_data(
				await frappe.xcall(`${API}search_asset_items`, { audit: frm.doc.name, txt }),
			);
		load("").then(() => item && dialog.set_value("item", item));
		field.$input.on(
			"input",
			frappe.utils.debounce(() => load(field.$input.val()), 300),
		);
	}

	function chosen(dialog, ways) {
		const way = picked(dialog, ways);
		if (!way.is_item) {
			return way.values;
		}
		const { item, description } = dialog.get_values(true);
		return { item, description };
	}

	async function send(frm, rows, values, dialog, done) {
		if ("item" in values && !values.item) {
			dialog.get_field("item").set_focus();
			frappe.show_alert({ message: __("Choose an item.", null, LINE), indicator: "orange" });
			return;
		}
		const answer = await frappe.xcall(`${API}register_lines`, {
			audit: frm.doc.name,
			lines: rows.map((row) => row.name),
			...values,
		});
		dialog.hide();
		done(answer);
	}

	office_management.audits.register = register;
})();
