// On the form of a task: what it needs is asked for and ordered, and what it cost is shown.

(function () {
	const API = "office_management.facilities.api.";
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const read = (method, args) => frappe.xcall(API + method, args, "GET");
	const act = (method, args) => frappe.xcall(API + method, args);
	const CLOSED = ["Skipped", "Cancelled"];

	frappe.ui.form.on("Facility Task", {
		setup(frm) {
			frm.set_query("warehouse", "materials", () => ({
				filters: {
					is_group: 0,
					disabled: 0,
					...(frm.doc.company && { company: frm.doc.company }),
				},
			}));
		},
		async refresh(frm) {
			frm.fields_dict.cost_html?.$wrapper.empty();
			if (frm.is_new()) {
				return;
			}
			const name = frm.doc.name;
			const found = await read("get_buying", { task: name });
			if (frm.doc.name !== name) {
				return;
			}
			add_buttons(frm, found);
			show(frm, found);
		},
	});

	// --- Create ----------------------------------------------------------------------------------

	function add_buttons(frm, found) {
		if (!found.may_work || CLOSED.includes(frm.doc.status) || frm.doc.merged_into) {
			return;
		}
		const group = __("Create", null, "Facility Task");
		const add = (label, run) => frm.add_custom_button(label, () => saved(frm, run), group);
		if (frm.doc.materials?.length) {
			add(__("Material Request", null, "Facility Task"), () => request_materials(frm));
		}
		const order = found.may_order
			? __("Purchase Order", null, "Facility Task")
			: __("Request for a Service", null, "Facility Task");
		add(order, () => order_service(frm, found));
		if (frm.doc.asset && found.may_repair) {
			add(__("Asset Repair", null, "Facility Task"), () => open_repair(frm));
		}
		if (found.may_link) {
			frm.add_custom_button(__("Link Invoice", null, "Facility Task"), () =>
				link_invoice(frm),
			);
		}
	}

	// what was typed counts: an unsaved form is saved first
	async function saved(frm, run) {
		if (frm.is_dirty()) {
			await frm.save();
		}
		return run();
	}

	async function request_materials(frm) {
		report(frm, await act("create_material_requests", { task: frm.doc.name }));
	}

	async function order_service(frm, { service, may_order }) {
		if (service.item_code && (service.supplier || !may_order)) {
			return report(frm, await act("create_purchase_order", { task: frm.doc.name }));
		}
		const dialog = new frappe.ui.Dialog({
			title: may_order
				? __("Order a Service", null, "Facility Task")
				: __("Request for a Service", null, "Facility Task"),
			fields: [
				{
					fieldname: "item_code",
					fieldtype: "Link",
					options: "Item",
					label: __("Service", null, "Facility Task"),
					reqd: 1,
					default: service.item_code,
					get_query: () => ({
						filters: { disabled: 0, is_purchase_item: 1, has_variants: 0 },
					}),
				},
				{
					fieldname: "supplier",
					fieldtype: "Link",
					options: "Supplier",
					label: __("Supplier", null, "Facility Task"),
					reqd: may_order ? 1 : 0,
					default: service.supplier,
				},
				{
					fieldname: "expected_cost",
					fieldtype: "Currency",
					label: __("Expected Cost", null, "Facility Task"),
					default: service.expected_cost,
				},
			],
			primary_action_label: __("Create Draft", null, "Facility Task"),
			async primary_action(values) {
				dialog.hide();
				report(frm, await act("create_purchase_order", { task: frm.doc.name, ...values }));
			},
		});
		dialog.show();
	}

	async function open_repair(frm) {
		const { name } = await act("create_asset_repair", { task: frm.doc.name });
		frappe.set_route("Form", "Asset Repair", name);
	}

	// what was made, or is there already, and who can go on
	function report(frm, answer) {
		const names = answer.made.length ? answer.made : answer.there;
		const can_open = frappe.model.can_read(answer.doctype);
		const links = names.map((name) =>
			can_open ? frappe.utils.get_form_link(answer.doctype, name, true) : escaped(name),
		);
		const message = answer.made.length
			? __("Drafted: {0}.", [links.join(", ")], "Facility Task")
			: __("This was asked for already: {0}.", [links.join(", ")], "Facility Task");
		frappe.msgprint({
			title: __(answer.doctype),
			message: [message, answer.go_on].filter(Boolean).join("<br><br>"),
			indicator: answer.made.length ? "green" : "blue",
		});
		frm.reload_doc();
	}

	// --- Link Invoice ----------------------------------------------------------------------------

	function link_invoice(frm) {
		let rows = [];
		const search = () => draw();
		const field = (fieldname, fieldtype, label, more) => ({
			fieldname,
			fieldtype,
			label,
			onchange: search,
			...more,
		});
		const dialog = new frappe.ui.Dialog({
			title: __("Link an Invoice That Came Without an Order", null, "Facility Task"),
			size: "extra-large",
			no_focus: true, // a list of suppliers would open over the rows
			fields: [
				field("supplier", "Link", __("Supplier", null, "Facility Task"), {
					options: "Supplier",
					default: frm.doc.supplier,
				}),
				{ fieldtype: "Column Break" },
				field("text", "Data", __("Bill Number or Text", null, "Facility Task")),
				{ fieldtype: "Column Break" },
				field("from_date", "Date", __("From", null, "Facility Task"), {
					default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
				}),
				{ fieldtype: "Column Break" },
				field("to_date", "Date", __("To", null, "Facility Task"), {
					default: frappe.datetime.get_today(),
				}),
				{ fieldtype: "Section Break" },
				{ fieldname: "rows", fieldtype: "HTML" },
			],
			primary_action_label: __("Save", null, "Facility Task"),
			async primary_action() {
				const chosen = new Set(
					dialog.$wrapper
						.find("input[data-row]:checked")
						.toArray()
						.map((box) => box.dataset.row),
				);
				const link = rows.filter((row) => !row.linked && chosen.has(row.name));
				const unlink = rows.filter((row) => row.linked && !chosen.has(row.name));
				const names = (list) => list.map((row) => row.name);
				dialog.hide();
				if (unlink.length) {
					await act("unlink_invoice_rows", { task: frm.doc.name, rows: names(unlink) });
				}
				if (link.length) {
					await act("link_invoice_rows", { task: frm.doc.name, rows: names(link) });
				}
				frm.reload_doc();
			},
		});
		async function draw() {
			const { supplier, text, from_date, to_date } = dialog.get_values(true);
			rows = await read("find_invoice_rows", {
				task: frm.doc.name,
				supplier,
				text,
				from_date,
				to_date,
			});
			dialog.get_field("rows").$wrapper.html(invoice_table(rows));
		}
		dialog.show();
		draw();
	}

	function invoice_table(rows) {
		if (!rows.length) {
			const empty = __(
				"No submitted invoice without an order fits. Change the dates or the supplier.",
				null,
				"Facility Task",
			);
			return `<p class="text-muted">${empty}</p>`;
		}
		const line = (row) => `<tr>
			<td><input type="checkbox" data-row="${escaped(row.name)}" ${row.linked ? "checked" : ""}
				aria-label="${escaped(row.invoice)}"></td>
			<td>${frappe.utils.get_form_link("Purchase Invoice", row.invoice, true)}</td>
			<td>${escaped(row.bill_no)}</td>
			<td>${frappe.datetime.str_to_user(row.posting_date)}</td>
			<td>${escaped(row.supplier_name)}</td>
			<td>${escaped(row.item_name)}</td>
			<td class="text-right">${format_currency(row.amount, currency_of(row.company))}</td>
		</tr>`;
		const headings = [
			__("Invoice", null, "Facility Task"),
			__("Bill Number", null, "Facility Task"),
			__("Date", null, "Facility Task"),
			__("Supplier", null, "Facility Task"),
			__("For", null, "Facility Task"),
		];
		const head = headings.map((heading) => `<th>${escaped(heading)}</th>`).join("");
		const amount = __("Amount", null, "Facility Task");
		return `<table class="table table-sm"><thead><tr><th></th>${head}
			<th class="text-right">${escaped(amount)}</th></tr></thead>
			<tbody>${rows.map(line).join("")}</tbody></table>`;
	}

	const currency_of = (company) =>
		frappe.get_doc(":Company", company)?.default_currency || frappe.boot.sysdefaults.currency;

	// --- what it cost ----------------------------------------------------------------------------

	function show(frm, found) {
		const wrapper = frm.fields_dict.cost_html?.$wrapper;
		const is_bought = found.documents.length || Object.keys(found.hidden).length;
		if (!wrapper || !is_bought) {
			return;
		}
		const parts = [documents(found)];
		if (found.costs) {
			parts.push(office_management.costs.table([["", found.costs]], found.costs.currency));
			if (found.costs.elsewhere) {
				const note = __(
					"Documents in another currency are not in these figures.",
					null,
					"Facility Task",
				);
				parts.push(`<p class="text-muted">${note}</p>`);
			}
		}
		wrapper.html(parts.join(""));
		frm.fields_dict.materials_section?.collapse(false);
	}

	function documents({ documents, hidden }) {
		const line = (row) => `<li>${escaped(__(row.doctype))}
			${frappe.utils.get_form_link(row.doctype, row.name, true)}
			<span class="text-muted">${escaped(__(row.status))}</span></li>`;
		const more = Object.entries(hidden).map(
			([doctype, count]) =>
				`<li class="text-muted">${escaped(__(doctype))} × ${escaped(count)}</li>`,
		);
		return `<ul class="list-unstyled">${documents.map(line).join("")}${more.join("")}</ul>`;
	}
})();
