// Deciding about a visitor whom a block rule names: the same from the list and on the form.

frappe.provide("office_management.visitor_decisions");

(function () {
	const MATCH = "Visitor Block Match";
	const API = "office_management.front_desk.doctype.visitor_block_match.visitor_block_match.";

	function call(method, args) {
		return frappe.xcall(API + method, args, "POST", { freeze: true });
	}

	async function let_in(match, note) {
		await call("let_in", { match, note: note || null });
		frappe.show_alert({ message: __("Let in.", null, MATCH), indicator: "green" });
	}

	function refuse(match) {
		return new Promise((resolve) => {
			frappe.prompt(
				[
					{
						fieldname: "note",
						fieldtype: "Small Text",
						label: __("Why (Only Managers See This)", null, MATCH),
						reqd: 1,
					},
				],
				async ({ note }) => {
					await call("refuse", { match, note });
					frappe.show_alert({ message: __("Refused.", null, MATCH), indicator: "red" });
					resolve();
				},
				__("Refuse This Visitor", null, MATCH),
				__("Refuse", null, MATCH),
			);
		});
	}

	// label, value: a line of what a manager decides on; nothing without a value
	function line(label, value) {
		if (!value) {
			return "";
		}
		const text = frappe.utils.escape_html(value);
		return `<div class="row" style="margin-bottom: 6px">
			<div class="col-4 text-muted">${label}</div><div class="col-8">${text}</div></div>`;
	}

	function summary(facts) {
		const when = facts.arrived_on || facts.expected_on;
		return [
			line(__("Visitor", null, MATCH), facts.visitor),
			line(__("Organisation", null, MATCH), facts.organisation),
			line(__("Host", null, MATCH), facts.host),
			line(__("Place", null, MATCH), facts.place),
			line(
				facts.arrived_on ? __("Arrived", null, MATCH) : __("Expected", null, MATCH),
				when && frappe.datetime.str_to_user(when),
			),
			line(__("Rule", null, MATCH), facts.rule),
			line(__("Found In", null, MATCH), facts.found_in),
			line(__("Reason of the Rule", null, MATCH), facts.reason),
		].join("");
	}

	async function ask(match, done) {
		const facts = await frappe.xcall(API + "get_match", { match });
		const dialog = new frappe.ui.Dialog({
			title: __("Under Review", null, MATCH),
			fields: [{ fieldname: "facts", fieldtype: "HTML", options: summary(facts) }],
			primary_action_label: __("Let In", null, MATCH),
			async primary_action() {
				await let_in(match);
				dialog.hide();
				done();
			},
			secondary_action_label: __("Refuse", null, MATCH),
			async secondary_action() {
				dialog.hide();
				await refuse(match);
				done();
			},
		});
		dialog.show();
	}

	Object.assign(office_management.visitor_decisions, { ask, let_in, refuse });
})();
