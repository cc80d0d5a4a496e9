// Phone messages: taken in a few keystrokes from anywhere on the desk, and moved on.
// office_management.messages.take({ recipient, phone, on_done }) is for every page that has a telephone beside it.

frappe.provide("office_management.messages");

(function () {
	const MESSAGE = "Phone Message";
	const API = "office_management.front_desk.api.";
	const WISHES = ["Please Call Back", "Will Call Again", "For Information"];
	const messages = office_management.messages;

	const read = (method, args) => frappe.xcall(API + method, args, "GET");
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	messages.COLORS = { Unread: "orange", Acknowledged: "blue", Done: "green" };
	messages.may_take = () =>
		Boolean(frappe.boot.office_management?.uses?.front_desk ?? 1) &&
		frappe.model.can_create(MESSAGE);

	messages.call = async (method, args) =>
		(await frappe.call({ method: API + method, args, freeze: true })).message;

	messages.is_late = (doc) =>
		doc.status !== "Done" &&
		doc.answer_by &&
		moment(doc.answer_by).isBefore(frappe.datetime.system_datetime());

	// --- taking one ------------------------------------------------------------------------------------------

	const fields = (given) => [
		{
			fieldname: "recipient",
			fieldtype: "Link",
			options: "Employee",
			label: __("For", null, MESSAGE),
			ignore_user_permissions: 1, // ERPNext limits each employee to themselves
			get_query: () => ({ filters: { status: ["!=", "Left"] } }),
			default: given.recipient,
			reqd: 1,
		},
		{ fieldname: "recipient_html", fieldtype: "HTML" },
		{
			fieldname: "caller_name",
			fieldtype: "Data",
			label: __("Caller", null, MESSAGE),
			default: given.caller_name,
		},
		{
			fieldname: "phone",
			fieldtype: "Data",
			options: "Phone",
			label: __("Phone", null, MESSAGE),
			default: given.phone,
		},
		{ fieldname: "callers_html", fieldtype: "HTML" },
		{ fieldtype: "Column Break" },
		{
			fieldname: "action_wanted",
			fieldtype: "Select",
			label: __("Wish", null, MESSAGE),
			options: WISHES.map((value) => ({ value, label: __(value, null, MESSAGE) })),
			default: WISHES[0],
			reqd: 1,
		},
		{
			fieldname: "calls_again_on",
			fieldtype: "Datetime",
			label: __("Calls Again", null, MESSAGE),
			depends_on: "eval:doc.action_wanted==='Will Call Again'",
			mandatory_depends_on: "eval:doc.action_wanted==='Will Call Again'",
		},
		{
			fieldname: "message",
			fieldtype: "Small Text",
			label: __("Message", null, MESSAGE),
		},
		{ fieldname: "is_urgent", fieldtype: "Check", label: __("Urgent", null, MESSAGE) },
		{
			fieldtype: "Section Break",
			label: __("More", null, MESSAGE),
			collapsible: 1,
		},
		{
			fieldname: "caller_organisation",
			fieldtype: "Data",
			label: __("Organisation", null, MESSAGE),
		},
	];

	messages.take = function (given = {}) {
		const found = { links: { call_log: given.call_log } };
		const client_key = frappe.utils.get_random(24); // a second click is the same message
		const dialog = new frappe.ui.Dialog({
			title: __("Take a Message", null, MESSAGE),
			fields: fields(given),
			primary_action_label: __("Tell", null, MESSAGE),
			async primary_action(typed) {
				const { is_urgent, ...rest } = typed;
				const values = { ...rest, ...found.links, urgency: is_urgent ? "High" : "Normal" };
				const told = await messages.call("take_message", { values, client_key });
				dialog.hide();
				say_who_is_told(told);
				given.on_done?.(told.message);
			},
		});
		dialog.fields_dict.recipient.df.onchange = () => show_recipient(dialog);
		dialog.fields_dict.phone.df.onchange = () => show_callers(dialog, found);
		dialog.show();
		if (given.recipient) {
			show_recipient(dialog);
			dialog.$wrapper.one("shown.bs.modal", () =>
				dialog.get_field("caller_name").set_focus(),
			);
		}
		return dialog;
	};

	function say_who_is_told(told) {
		const name = escaped(told.name);
		const away = told.away ? ` ${away_text(told)}` : "";
		frappe.show_alert(
			{
				message: told.away === "gone" ? away : __("{0} is told.", [name], MESSAGE) + away,
				indicator: told.away ? "orange" : "green",
			},
			told.away ? 10 : 5,
		);
	}

	// why somebody does not read it today, and who does
	function away_text(known) {
		const reasons = {
			gone: __("{0} does not work here now.", [escaped(known.name)], MESSAGE),
			"on leave": __("On leave today.", null, MESSAGE),
			"day off": __("Not in today.", null, MESSAGE),
		};
		const deputy = known.deputy
			? __("{0} stands in.", [escaped(known.deputy)], MESSAGE)
			: __("Nobody stands in.", null, MESSAGE);
		return `${reasons[known.away]} ${deputy}`;
	}

	async function show_recipient(dialog) {
		const employee = dialog.get_value("recipient");
		const $hint = dialog.fields_dict.recipient_html.$wrapper.empty();
		if (!employee) {
			return;
		}
		const known = await read("get_message_recipient", { employee });
		if (dialog.get_value("recipient") !== employee) {
			return;
		}
		const text = known.away
			? `${escaped(known.name)}: ${away_text(known)}`
			: escaped(known.name);
		hint($hint, known.away ? "orange" : "green", text);
	}

	const hint = ($where, color, html) =>
		$where.html(
			`<div class="small" style="margin: -8px 0 10px"><span class="indicator ${color}">${html}</span></div>`,
		);

	async function show_callers(dialog, found) {
		const phone = dialog.get_value("phone");
		if (phone === found.looked_up) {
			return;
		}
		found.looked_up = phone;
		const $hint = dialog.fields_dict.callers_html.$wrapper.empty();
		found.links = { call_log: found.links.call_log };
		if ((phone || "").replace(/\D/g, "").length < 5) {
			return;
		}
		const { callers, call_log } = await read("find_callers", { phone });
		if (dialog.get_value("phone") !== phone) {
			return;
		}
		found.links.call_log = call_log || found.links.call_log;
		if (callers.length === 1 && !dialog.get_value("caller_name")) {
			link_caller(dialog, found, callers[0], $hint);
		} else if (callers.length) {
			propose_callers(dialog, found, callers, $hint);
		}
	}

	function propose_callers(dialog, found, callers, $hint) {
		const buttons = callers.map(
			(caller, at) =>
				`<button type="button" class="btn btn-xs btn-default" data-at="${at}">${named(
					caller,
				)}</button>`,
		);
		$hint.html(`<div class="small" style="margin: -8px 0 10px">${buttons.join(" ")}</div>`);
		$hint.find("button").on("click", function () {
			link_caller(dialog, found, callers[Number(this.dataset.at)], $hint);
		});
	}

	const named = (caller) =>
		escaped([caller.caller_name, caller.caller_organisation].filter(Boolean).join(", "));

	function link_caller(dialog, found, caller, $hint) {
		found.links[caller.doctype === "Lead" ? "lead" : "contact"] = caller.name;
		dialog.set_value("caller_name", dialog.get_value("caller_name") || caller.caller_name);
		dialog.set_value("caller_organisation", caller.caller_organisation || "");
		hint($hint, "green", `${__(caller.doctype)}: ${named(caller)}`);
	}

	// --- moving one on ---------------------------------------------------------------------------------------

	messages.finish = (name, outcome) =>
		messages.call("finish_message", { message: name, outcome });

	messages.forward = function (name, on_done) {
		const dialog = new frappe.ui.Dialog({
			title: __("Forward the Message", null, MESSAGE),
			fields: [{ ...fields({})[0], label: __("To", null, MESSAGE) }],
			primary_action_label: __("Forward", null, MESSAGE),
			async primary_action({ recipient }) {
				await messages.call("forward_message", { message: name, recipient });
				dialog.hide();
				on_done?.();
			},
		});
		dialog.show();
	};
})();
