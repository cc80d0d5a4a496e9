// On the form of a visitor: a copy of their data, its erasure, and who has looked at it. For managers.

(function () {
	const VISITOR = "Visitor";
	const REQUEST = "Visitor Data Request";
	const EXPORT =
		"office_management.front_desk.doctype.visitor_data_request.visitor_data_request.export_visitor";
	const MANAGERS = ["System Manager", "Office Manager"];
	const REASONS = [
		"Asked by the Person",
		"Objection",
		"Asked by an Authority",
		"Entered by Mistake",
	];

	frappe.ui.form.on(VISITOR, {
		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			if (frm.doc.anonymised_on) {
				frm.disable_form();
				frm.set_intro(
					__("Anonymised: nothing is known of this visitor any more.", null, VISITOR),
				);
				return;
			}
			if (!MANAGERS.some((role) => frappe.user.has_role(role))) {
				return;
			}
			const group = __("Personal Data", null, VISITOR);
			const add = (label, act) => frm.add_custom_button(label, () => act(frm), group);
			add(__("Give a Copy", null, VISITOR), give_copy);
			add(__("Erase", null, VISITOR), erase);
			add(__("Who Looked", null, VISITOR), show_who_looked);
		},
	});

	function received_field() {
		return {
			fieldname: "received_date",
			fieldtype: "Date",
			label: __("Request Received", null, REQUEST),
			default: frappe.datetime.get_today(),
			max_date: frappe.datetime.now_date(true),
			description: __("To be answered within one month", null, REQUEST),
			reqd: 1,
		};
	}

	function give_copy(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("A Copy of Everything We Keep", null, VISITOR),
			fields: [received_field()],
			primary_action_label: __("Download", null, VISITOR),
			primary_action({ received_date }) {
				dialog.hide();
				open_url_post(`/api/method/${EXPORT}`, {
					visitor: frm.doc.name,
					received_date,
				});
			},
		});
		dialog.show();
	}

	async function erase(frm) {
		const others = await frappe.xcall(
			"office_management.front_desk.doctype.visitor_data_request.visitor_data_request.get_same_person",
			{ visitor: frm.doc.name },
		);
		const dialog = new frappe.ui.Dialog({
			title: __("Erase This Visitor", null, VISITOR),
			fields: [
				{ fieldname: "told", fieldtype: "HTML", options: what_happens(others) },
				received_field(),
				{
					fieldname: "reason",
					fieldtype: "Select",
					label: __("Why", null, REQUEST),
					options: REASONS.map((value) => ({ value, label: __(value, null, REQUEST) })),
					default: REASONS[0],
					reqd: 1,
				},
			],
			primary_action_label: __("Erase for Good", null, VISITOR),
			async primary_action({ received_date, reason }) {
				dialog.disable_primary_action();
				try {
					const args = { visitor: frm.doc.name, reason, received_date };
					const name = await frappe.xcall(
						"office_management.front_desk.doctype.visitor_data_request.visitor_data_request.erase_visitor",
						args,
					);
					dialog.hide();
					frappe.set_route("Form", REQUEST, name);
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		dialog.show();
	}

	function what_happens(others) {
		const text = __(
			"Name, contact data, photos, signatures, answers and all copies are removed now and cannot be brought back. The visits stay as a count.",
			null,
			VISITOR,
		);
		if (!others.length) {
			return `<p>${text}</p>`;
		}
		const links = others
			.map((name) => frappe.utils.get_form_link(VISITOR, name, true))
			.join(", ");
		const also = __("Also kept under the same e-mail address: {0}", [links], VISITOR);
		return `<p>${text}</p><p>${also}</p>`;
	}

	async function show_who_looked(frm) {
		const rows = await frappe.xcall(
			"office_management.front_desk.doctype.visitor_data_request.visitor_data_request.get_who_looked",
			{ visitor: frm.doc.name },
		);
		const lines = rows.map(
			(row) => `<tr>
				<td>${frappe.utils.escape_html(row.full_name || row.viewed_by)}</td>
				<td>${__(row.reference_doctype)}</td>
				<td>${frappe.datetime.str_to_user(row.creation)}</td>
			</tr>`,
		);
		const heads = [
			__("Who", null, VISITOR),
			__("Looked At", null, VISITOR),
			__("When", null, VISITOR),
		];
		frappe.msgprint({
			title: __("Who Looked at This Visitor", null, VISITOR),
			message: rows.length
				? `<table class="table table-sm"><thead><tr>${heads
						.map((head) => `<th>${head}</th>`)
						.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`
				: __("Nobody yet.", null, VISITOR),
			wide: true,
		});
	}
})();
