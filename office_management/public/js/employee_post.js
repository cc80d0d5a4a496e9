// Messages and parcels on ERPNext's Employee form: what waits for this person, and a message taken for them.

(function () {
	const MESSAGE = "Phone Message";
	const API = "office_management.front_desk.api.";
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	frappe.ui.form.on("Employee", {
		refresh(frm) {
			if (frm.is_new() || !(frappe.boot.office_management?.uses?.front_desk ?? 1)) {
				return;
			}
			if (frappe.model.can_read(MESSAGE)) {
				show_post(frm);
			}
			const { messages } = office_management;
			if (messages.may_take() && frm.doc.status !== "Left") {
				frm.add_custom_button(__("Take a Message", null, MESSAGE), () =>
					messages.take({ recipient: frm.doc.name, on_done: () => frm.reload_doc() }),
				);
			}
		},
	});

	async function show_post(frm) {
		const name = frm.doc.name;
		const post = await frappe.xcall(API + "get_post_of_employee", { employee: name }, "GET");
		if (frm.doc.name !== name || !(post.messages.length + post.deliveries.length)) {
			return;
		}
		const lines = [...post.messages.map(message_line), ...post.deliveries.map(delivery_line)];
		const is_late = post.messages.some((row) => row.is_late);
		frm.set_intro(lines.join(""), is_late ? "orange" : "blue");
	}

	const line = (doctype, row, color, text, note) => `<div>
		<span class="indicator ${color}">
			<a href="${frappe.utils.get_form_link(doctype, row.name)}">${escaped(text)}</a>
		</span>
		<span class="text-muted">${escaped(note)}</span>
	</div>`;

	function message_line(row) {
		const by = row.answer_by ? frappe.datetime.str_to_user(row.answer_by) : "";
		const note = [row.wish, by].filter(Boolean).join(" · ");
		return line(MESSAGE, row, row.is_late ? "red" : "blue", row.caller, note);
	}

	function delivery_line(row) {
		const note = [row.place, frappe.datetime.str_to_user(row.received_on)];
		return line("Delivery", row, "orange", row.what, note.filter(Boolean).join(" · "));
	}
})();
