// What can be done with a task, and how its clock is said: the same on the form, in the list and on the calendar.

frappe.provide("office_management.tasks");

(function () {
	const TASK = "Facility Task";
	const API = "office_management.facilities.api.";
	const LIVE = ["Open", "In Progress", "On Hold"];
	const RUNNING = ["Open", "In Progress"];
	const OFFICE = ["System Manager", "Office Manager", "Office Receptionist"];
	const MINUTE = 60;
	const HOUR = 60 * MINUTE;
	const DAY = 24 * HOUR;

	const COLORS = {
		Open: "orange",
		"In Progress": "blue",
		"On Hold": "yellow",
		Done: "green",
		Verified: "green",
		Skipped: "gray",
		Cancelled: "gray",
	};

	const URGENCY_COLORS = { Low: "gray", Normal: "gray", High: "orange", Emergency: "red" };

	const is_office = () => OFFICE.some((role) => frappe.user.has_role(role));
	const is_technician = () => frappe.user.has_role("Facility Technician");
	const assignees = (doc) => JSON.parse(doc._assign || "[]");

	// moments are stored in the site's time zone
	const seconds_until = (moment_text) =>
		moment(moment_text).diff(moment(frappe.datetime.system_datetime()), "seconds");

	function duration(seconds) {
		const long = Math.abs(seconds);
		if (long < HOUR) {
			return __("{0} min", [Math.max(Math.round(long / MINUTE), 1)], TASK);
		}
		if (long < 2 * DAY) {
			return __("{0} h", [Math.round(long / HOUR)], TASK);
		}
		return __("{0} days", [Math.round(long / DAY)], TASK);
	}

	function due_clock(doc) {
		if (!doc.due_on || !RUNNING.includes(doc.status)) {
			return null;
		}
		const left = seconds_until(doc.due_on);
		if (left < 0) {
			return { text: __("late by {0}", [duration(left)], TASK), color: "red" };
		}
		const text = __("due in {0}", [duration(left)], TASK);
		if (doc.at_risk_on && seconds_until(doc.at_risk_on) <= 0) {
			return { text, color: "orange", note: __("at risk", null, TASK) };
		}
		return { text, color: left < DAY ? "blue" : "gray" };
	}

	function response_clock(doc) {
		if (!doc.respond_by || doc.responded_on || !RUNNING.includes(doc.status)) {
			return null;
		}
		const left = seconds_until(doc.respond_by);
		return left < 0
			? { text: __("response late by {0}", [duration(left)], TASK), color: "red" }
			: { text: __("respond within {0}", [duration(left)], TASK), color: "orange" };
	}

	async function call(method, args) {
		return (await frappe.call({ method: API + method, args, freeze: true })).message;
	}

	function ask({ title, label, primary, needed = true }) {
		return new Promise((resolve) => {
			const dialog = new frappe.ui.Dialog({
				title,
				fields: [
					{ fieldname: "text", fieldtype: "Small Text", label, reqd: Number(needed) },
				],
				primary_action_label: primary,
				primary_action({ text }) {
					dialog.hide();
					resolve(text || "");
				},
			});
			dialog.show();
		});
	}

	const why = (title, primary) =>
		ask({ title, primary, label: __("Reason", null, TASK), needed: true });

	// each act: what it is called, and what it asks before it is done
	const ACTS = {
		take: { label: () => __("Take", null, TASK) },
		give_back: { label: () => __("Give Back", null, TASK) },
		start: { label: () => __("Start", null, TASK) },
		stop: { label: () => __("Put Back", null, TASK) },
		resume: { label: () => __("Resume", null, TASK) },
		hold: {
			label: () => __("Hold", null, TASK),
			ask: async () => ({
				reason: await why(__("What does it wait for?", null, TASK), ACTS.hold.label()),
			}),
		},
		finish: {
			label: () => __("Done", null, TASK),
			ask: async (doc) => ({
				outcome: await ask({
					title: doc.subject,
					label: __("What was done? (may stay empty)", null, TASK),
					primary: ACTS.finish.label(),
					needed: false,
				}),
			}),
		},
		verify: {
			label: () => __("Verify", null, TASK),
			ask: async (doc) => {
				if (!doc.__onload?.acts.asks_reason_to_verify) {
					return {};
				}
				const title = __("Why do you verify your own work?", null, TASK);
				return { reason: await why(title, ACTS.verify.label()) };
			},
		},
		skip: {
			label: () => __("Skip", null, TASK),
			ask: async () => ({
				reason: await why(
					__("Why is it not needed this time?", null, TASK),
					ACTS.skip.label(),
				),
			}),
		},
		cancel: {
			label: () => __("Cancel Task", null, TASK),
			ask: async () => ({
				reason: await why(
					__("Why is it not wanted any more?", null, TASK),
					ACTS.cancel.label(),
				),
			}),
		},
		reopen: {
			label: () => __("Reopen", null, TASK),
			ask: async () => ({
				reason: await ask({
					title: __("What is not right yet?", null, TASK),
					label: __("Remark (may stay empty)", null, TASK),
					primary: ACTS.reopen.label(),
					needed: false,
				}),
			}),
		},
	};

	async function act(name, doc) {
		const more = ACTS[name].ask ? await ACTS[name].ask(doc) : {};
		return call(`${name}_task`, { task: doc.name, ...more });
	}

	async function call_out(doc, done) {
		const found = await call("get_call_out", { task: doc.name });
		const phone = frappe.utils.escape_html(found.phone || "");
		const dialog = new frappe.ui.Dialog({
			title: __("Call Out {0}", [found.supplier_name], TASK),
			fields: [
				{
					fieldname: "phone_html",
					fieldtype: "HTML",
					options: phone
						? `<p class="h3"><a href="tel:${phone.replace(/[^\d+]/g, "")}">${phone}</a></p>`
						: `<p>${__("No number is known. Enter an Emergency Phone on the supplier.", null, TASK)}</p>`,
				},
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: __("What was agreed? (may stay empty)", null, TASK),
				},
			],
			primary_action_label: __("Note the Call", null, TASK),
			async primary_action({ note }) {
				await call("note_call_out", { task: doc.name, note: note || "" });
				dialog.hide();
				done && done();
			},
		});
		dialog.show();
	}

	Object.assign(office_management.tasks, {
		ACTS,
		COLORS,
		LIVE,
		URGENCY_COLORS,
		act,
		assignees,
		call,
		call_out,
		due_clock,
		duration,
		is_office,
		is_technician,
		response_clock,
	});
})();
