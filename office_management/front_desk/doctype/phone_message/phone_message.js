// The form of a phone message: opening it is reading it; one click when the caller was called back.

(function () {
	const MESSAGE = "Phone Message";
	const API = "office_management.front_desk.api.";
	const SAID = [
		"recipient",
		"received_on",
		"urgency",
		"caller_name",
		"caller_organisation",
		"phone",
		"action_wanted",
		"calls_again_on",
		"message",
		"answer_by",
	];
	const LINKS = [
		["call_log", "Call Log"],
		["contact", "Contact"],
		["lead", "Lead"],
	];
	const messages = () => office_management.messages; // loaded after this file

	frappe.ui.form.on(MESSAGE, {
		setup(frm) {
			frm.set_query("recipient", () => ({ filters: { status: ["!=", "Left"] } }));
		},

		refresh(frm) {
			frm.toggle_display("status", false); // the indicator says it
			for (const [field, doctype] of LINKS) {
				const may_choose = frappe.model.can_read(doctype) || frm.doc[field];
				frm.toggle_display(field, Boolean(may_choose));
			}
			if (frm.is_new()) {
				return;
			}
			if (frm.doc.__onload?.is_addressee && frm.doc.status === "Unread") {
				read_it(frm);
			}
			show_state(frm);
			add_buttons(frm);
			keep_what_was_said(frm);
		},
	});

	async function read_it(frm) {
		const name = frm.doc.name;
		await frappe.xcall(API + "acknowledge_message", { message: name });
		if (frm.doc.name === name) {
			await frm.reload_doc();
		}
	}

	// the recipient closes or forwards a message; only reception corrects it
	function keep_what_was_said(frm) {
		const may_correct = messages().may_take() || frm.doc.taken_by === frappe.session.user;
		for (const field of SAID) {
			frm.set_df_property(field, "read_only", may_correct ? 0 : 1);
		}
	}

	function show_state(frm) {
		const { doc } = frm;
		if (doc.urgency === "High" && doc.status !== "Done") {
			frm.dashboard.add_indicator(__("Urgent", null, MESSAGE), "red");
		}
		if (doc.answer_by && doc.status !== "Done") {
			const late = messages().is_late(doc);
			const when = frappe.datetime.str_to_user(doc.answer_by);
			frm.dashboard.add_indicator(
				late
					? __("Late: should have been answered by {0}", [when], MESSAGE)
					: __("Answer by {0}", [when], MESSAGE),
				late ? "red" : "blue",
			);
		}
		if (doc.status === "Unread" && !doc.told_on && !doc.deputy_told_on && !doc.notice_due_on) {
			frm.set_intro(
				__(
					"Nobody could be told: there is no account and no address, and nobody stands in. Forward the message, or tell it yourself.",
					null,
					MESSAGE,
				),
				"orange",
			);
		}
	}

	function add_buttons(frm) {
		const { doc } = frm;
		const number = doc.__onload?.number;
		if (doc.status === "Done") {
			if (frm.perm[0].write) {
				frm.add_custom_button(__("Open Again", null, MESSAGE), () =>
					act(frm, "reopen_message"),
				);
			}
			return;
		}
		if (number) {
			frm.add_custom_button(
				__("Call {0}", [frappe.utils.escape_html(number)], MESSAGE),
				() => window.open(`tel:${number.replace(/[^\d+*#]/g, "")}`, "_self"),
			);
		}
		if (!frm.perm[0].write) {
			return;
		}
		frm.add_custom_button(__("Forward", null, MESSAGE), () =>
			messages().forward(doc.name, () => left_to_others(frm)),
		);
		const wants_call = doc.action_wanted === "Please Call Back";
		const label = wants_call ? __("Called Back", null, MESSAGE) : __("Done", null, MESSAGE);
		frm.add_custom_button(label, () =>
			act(frm, "finish_message", { outcome: doc.outcome || label }),
		);
		frm.change_custom_button_type(label, null, "primary");
	}

	async function act(frm, method, more = {}) {
		await messages().call(method, { message: frm.doc.name, ...more });
		await frm.reload_doc();
	}

	// who forwards a message of their own does not see it any more
	function left_to_others(frm) {
		frappe.show_alert({ message: __("Forwarded", null, MESSAGE), indicator: "green" });
		if (messages().may_take()) {
			frm.reload_doc();
		} else {
			frappe.model.remove_from_locals(MESSAGE, frm.doc.name);
			frappe.set_route("List", MESSAGE);
		}
	}
})();
