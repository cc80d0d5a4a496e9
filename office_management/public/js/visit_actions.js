// What can be done with a visit: the same on its form, in the list, on the calendar and for a whole invitation.

frappe.provide("office_management.visits");

(function () {
	const LOG = "Visitor Log";
	const API = "office_management.front_desk.api.";
	const PAGE = "office_management.front_desk.page.front_desk.front_desk.";

	const COLORS = {
		Expected: "blue",
		"Awaiting Approval": "orange",
		"Checked In": "green",
		"Stepped Out": "yellow",
		"Checked Out": "gray",
		Cancelled: "gray",
		Denied: "red",
		"No Show": "gray",
	};
	const COMING = ["Expected", "Awaiting Approval"];
	const ON_SITE = ["Checked In", "Stepped Out"];

	const post = (method, args) => frappe.xcall(API + method, args, "POST", { freeze: true });

	function ask_reason(title, label, needed) {
		return new Promise((resolve) => {
			const field = {
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason", null, LOG),
				reqd: Number(needed),
			};
			frappe.prompt([field], ({ reason }) => resolve(reason || ""), title, label);
		});
	}

	// where the type asks for something, or a badge is given, the desk's own dialog asks for it
	async function check_in(doc, done) {
		const needs = await frappe.xcall(PAGE + "get_needs", { log: doc.name });
		if (needs.asks || needs.badge) {
			office_management.front_desk.ask_at_check_in(doc, needs, done);
			return;
		}
		tell_status(await post("check_in_visit", { log: doc.name }));
		done();
	}

	function tell_status(status) {
		if (status === "Awaiting Approval") {
			frappe.show_alert({
				message: __("Waits for approval. The host is told.", null, LOG),
				indicator: "orange",
			});
		}
	}

	const simply = (method) => async (doc, done) => {
		await post(method, { log: doc.name });
		done();
	};

	// step -> its label, and what it does with a visit; `done` is called when it was done
	const ACTS = {
		check_in: { label: () => __("Check In", null, LOG), run: check_in },
		check_out: { label: () => __("Check Out", null, LOG), run: simply("check_out_visit") },
		step_out: { label: () => __("Step Out", null, LOG), run: simply("step_out_of_visit") },
		step_in: { label: () => __("Back In", null, LOG), run: simply("step_into_visit") },
		approve: { label: () => __("Approve", null, LOG), run: simply("approve_visit") },
		no_show: { label: () => __("Did Not Come", null, LOG), run: simply("note_no_show") },
		undo_in: { label: () => __("Undo Check-In", null, LOG), run: simply("undo_visit") },
		undo_out: { label: () => __("Undo Check-Out", null, LOG), run: simply("undo_visit") },
		deny: {
			label: () => __("Deny", null, LOG),
			async run(doc, done) {
				const title = __("Turn This Visitor Away", null, LOG);
				const reason = await ask_reason(title, __("Deny", null, LOG), true);
				await post("deny_visit", { log: doc.name, reason });
				done();
			},
		},
		cancel: {
			label: () => __("Cancel Visit", null, LOG),
			async run(doc, done) {
				const label = __("Cancel Visit", null, LOG);
				const reason = await ask_reason(label, label, false);
				await post("cancel_visit", { log: doc.name, reason });
				done();
			},
		},
	};

	// what one act on many visits came to
	function tell_many(answer, names, said) {
		if (answer.done) {
			frappe.show_alert({ message: said(answer.done), indicator: "green" });
		}
		if (answer.waiting) {
			const message = __("{0} wait for approval", [answer.waiting], LOG);
			frappe.show_alert({ message, indicator: "orange" });
		}
		if (answer.refused.length) {
			const rows = answer.refused.map((row) => {
				const who = frappe.utils.escape_html(names[row.log] || __("A visitor", null, LOG));
				const link = frappe.utils.get_form_link(LOG, row.log, true, who);
				return `<p><b>${link}</b><br>${row.message}</p>`;
			});
			frappe.msgprint({
				title: __("Not Done", null, LOG),
				indicator: "orange",
				message: rows.join(""),
			});
		}
	}

	const MANY = {
		check_in: {
			method: "check_in",
			said: (count) => __("{0} checked in", [count], LOG),
		},
		check_out: {
			method: "check_out",
			said: (count) => __("{0} checked out", [count], LOG),
		},
	};

	// rows: visits with `name` and `visitor_name`
	async function act_on_many(step, rows) {
		const names = Object.fromEntries(rows.map((row) => [row.name, row.visitor_name]));
		const { method, said } = MANY[step];
		const answer = await post(`${method}_visits`, { logs: rows.map((row) => row.name) });
		tell_many(answer, names, said);
	}

	async function act_on_invitation(step, frm) {
		const names = Object.fromEntries(
			(frm.doc.invitees || []).map((row) => [row.visitor_log, row.full_name]),
		);
		const { method, said } = MANY[step];
		const answer = await post(`${method}_invitation`, { invitation: frm.docname });
		tell_many(answer, names, said);
	}

	Object.assign(office_management.visits, {
		COLORS,
		COMING,
		ON_SITE,
		ACTS,
		act_on_many,
		act_on_invitation,
		tell_status,
		tell_many,
	});
})();
