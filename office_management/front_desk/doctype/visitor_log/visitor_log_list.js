// The list of visits: who is coming and who is in come first. A new visitor needs a name, and is in at once.

frappe.listview_settings["Visitor Log"] = (function () {
	const LOG = "Visitor Log";
	const visits = () => office_management.visits; // loaded after this file
	const LIVE = ["Expected", "Awaiting Approval", "Checked In", "Stepped Out"];
	const live = ["status", "in", LIVE];

	// ready-made filters, each in place of what was filtered before
	const views = () => [
		[__("Coming and In", null, LOG), [live]],
		[__("On Site Now", null, LOG), [["status", "in", ["Checked In", "Stepped Out"]]]],
		[
			__("Expected Today", null, LOG),
			[
				["status", "in", ["Expected", "Awaiting Approval"]],
				["expected_on", "Timespan", "today"],
			],
		],
		[__("To Approve", null, LOG), [["status", "=", "Awaiting Approval"]]],
		[
			__("Signed Out by Itself", null, LOG),
			[
				["sign_out_method", "=", "Automatic"],
				["checked_in_on", "Timespan", "last week"],
			],
		],
	];

	async function show(list, filters) {
		await list.filter_area.clear(false);
		await list.filter_area.add(filters.map((filter) => [LOG, ...filter]));
	}

	function add_group_act(list, step, label, from) {
		list.page.add_actions_menu_item(
			label,
			async () => {
				const rows = list.get_checked_items().filter((row) => from.includes(row.status));
				if (rows.length) {
					await visits().act_on_many(step, rows);
					list.refresh();
				}
			},
			false,
		);
	}

	return {
		add_fields: [
			"status",
			"visitor_name",
			"organisation",
			"host_name",
			"expected_on",
			"checked_in_on",
			"under_review",
		],
		filters: [live],
		hide_name_column: true,

		formatters: {
			// Frappe shows what comes from here as text
			visitor_name: (value, _df, doc) =>
				doc.organisation ? `${value}, ${doc.organisation}` : value,
			host: (value, _df, doc) => frappe.utils.escape_html(doc.host_name || value || ""),
		},

		get_indicator(doc) {
			return [
				__(doc.status, null, LOG),
				visits().COLORS[doc.status],
				`status,=,${doc.status}`,
			];
		},

		onload(list) {
			for (const [label, filters] of views()) {
				const group = __("Show", null, LOG);
				list.page.add_inner_button(label, () => show(list, filters), group);
			}
			if (frappe.model.can_write(LOG)) {
				add_group_act(list, "check_in", __("Check In", null, LOG), LIVE);
				const inside = ["Checked In", "Stepped Out"];
				add_group_act(list, "check_out", __("Check Out", null, LOG), inside);
			}
		},
	};
})();

// --- a visitor who stands at the desk ------------------------------------------------------------------------------

frappe.ui.form.VisitorLogQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	// what is likely is there when the dialog opens
	async setup() {
		this.proposal = await frappe.xcall("office_management.front_desk.api.get_visit_proposal");
		return super.setup();
	}

	check_quick_entry_doc() {
		super.check_quick_entry_doc();
		for (const field of ["visitor_type", "space"]) {
			this.doc[field] = this.doc[field] || this.proposal[field];
		}
	}

	render_dialog() {
		super.render_dialog();
		this.dialog.set_title(__("New Visitor", null, "Visitor Log"));
		if (this.proposal.may_confirm) {
			this.offer_to_confirm();
		}
	}

	register_primary_action() {
		this.dialog.set_primary_action(__("Check In", null, "Visitor Log"), () => {
			const values = this.dialog.get_values();
			if (values && !this.dialog.working) {
				this.dialog.working = true;
				this.log(values).finally(() => (this.dialog.working = false));
			}
		});
	}

	offer_to_confirm() {
		const text = __(
			"Visitors' data is kept for {0} days after the visit, then made anonymous. Checking in the first visitor confirms this; each type has its own period.",
			[this.proposal.days],
			"Visitor Log",
		);
		$('<div class="text-muted small">').text(text).appendTo(this.dialog.$body);
		const label = __("Confirm and Check In", null, "Visitor Log");
		this.dialog.get_primary_btn().text(label);
	}

	async log(values) {
		const api = "office_management.front_desk.api.";
		if (this.proposal.may_confirm) {
			await frappe.xcall(`${api}confirm_retention`);
		}
		const person = {
			full_name: values.visitor_name,
			visitor_type: values.visitor_type,
			space: values.space,
		};
		const answer = await frappe.xcall(`${api}log_visitor`, { values: person });
		this.dialog.hide();
		this.tell(answer, values.visitor_name);
		frappe.model.clear_doc(this.doc.doctype, this.doc.name);
		this.follow(answer);
	}

	tell(answer, visitor_name) {
		if (answer.status === "Checked In") {
			const who = frappe.utils.escape_html(visitor_name);
			const message = __("{0} is in", [who], "Visitor Log");
			frappe.show_alert({ message, indicator: "green" });
		}
		office_management.visits?.tell_status(answer.status);
	}

	// to the list again, or to what is missing still
	follow(answer) {
		const route = frappe.get_route();
		if (frappe._from_link) {
			frappe.ui.form.update_calling_link({ doctype: this.doctype, name: answer.name });
		} else if (answer.missing || route[0] !== "List" || route[1] !== this.doctype) {
			frappe.set_route("Form", this.doctype, answer.name);
		} else if (cur_list) {
			cur_list.last_args = null; // Frappe asks the same at most every three seconds
			cur_list.refresh();
		}
		if (answer.missing) {
			frappe.msgprint({
				title: __("Not Checked In Yet", null, "Visitor Log"),
				indicator: "orange",
				message: answer.missing,
			});
		}
	}
};
