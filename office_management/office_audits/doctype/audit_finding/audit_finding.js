// The form of a finding: the next step, and what is to be done about it.

(function () {
	const FINDING = "Audit Finding";
	const API = "office_management.office_audits.api.";
	const CHECKERS = ["Office Manager", "Office Auditor", "System Manager"];
	const TO_MEND = ["Open", "In Progress", "Rejected"];

	frappe.ui.form.on(FINDING, {
		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			if (frm.doc.status === "Verified") {
				frm.disable_form();
				return;
			}
			if (TO_MEND.includes(frm.doc.status)) {
				add_mending(frm);
				add_measures(frm);
			}
			if (frm.doc.status === "Done" && may_check()) {
				add_checking(frm);
			}
			show_overdue(frm);
		},
	});

	const may_check = () => CHECKERS.some((role) => frappe.user.has_role(role));

	// what was typed counts: an unsaved form is saved first
	async function act(frm, method, args) {
		if (frm.is_dirty()) {
			await frm.save();
		}
		const answer = await frappe.xcall(API + method, { finding: frm.doc.name, ...args });
		await frm.reload_doc();
		return answer;
	}

	function add_mending(frm) {
		if (frm.doc.status === "In Progress") {
			frm.add_custom_button(__("Put Back", null, FINDING), () =>
				act(frm, "put_back_finding"),
			);
		} else {
			frm.add_custom_button(__("Take", null, FINDING), () => act(frm, "take_finding"));
		}
		frm.add_custom_button(__("Mended", null, FINDING), () => finish(frm)).addClass(
			"btn-primary",
		);
	}

	function finish(frm) {
		const field = {
			fieldname: "measure",
			fieldtype: "Small Text",
			label: __("What Was Done", null, FINDING),
			default: frm.doc.measure,
		};
		frappe.prompt(
			[field],
			(values) => act(frm, "finish_finding", values),
			__("Mended", null, FINDING),
			__("Mended", null, FINDING),
		);
	}

	function add_measures(frm) {
		const group = __("Create", null, FINDING);
		if (frappe.model.can_create("Facility Task")) {
			frm.add_custom_button(__("Facility Task"), () => make_task(frm), group);
		}
		if (may_check() && frappe.model.can_create("Quality Action")) {
			frm.add_custom_button(
				__("Quality Action", null, FINDING),
				() => act(frm, "make_finding_quality_action"),
				group,
			);
		}
	}

	function make_task(frm) {
		const field = {
			fieldname: "category",
			fieldtype: "Link",
			options: "Facility Task Category",
			label: __("Category", null, FINDING),
		};
		frappe.prompt(
			[field],
			async (values) => {
				const task = await act(frm, "make_finding_task", values);
				frappe.show_alert({
					message: __(
						"Task made: {0}",
						[frappe.utils.get_form_link("Facility Task", task, true, frm.doc.title)],
						FINDING,
					),
					indicator: "green",
				});
			},
			__("Facility Task"),
			__("Make Task", null, FINDING),
		);
	}

	function add_checking(frm) {
		const verify = __("Verify", null, FINDING);
		frm.add_custom_button(verify, () => check(frm)).addClass("btn-primary");
		frm.add_custom_button(__("Reject", null, FINDING), () => {
			const field = {
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Why It Is Not Mended", null, FINDING),
				reqd: 1,
			};
			frappe.prompt(
				[field],
				(values) => act(frm, "reject_finding", values),
				__("Reject", null, FINDING),
				__("Reject", null, FINDING),
			);
		});
	}

	// the same person gives a reason where the settings ask for one
	function check(frm) {
		const rule = frappe.boot.office_management?.second_person_rule;
		if (rule !== "Ask for a Reason" || frm.doc.done_by !== frappe.session.user) {
			return act(frm, "verify_finding");
		}
		const field = {
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Why the Same Person Verifies", null, FINDING),
			reqd: 1,
		};
		frappe.prompt(
			[field],
			(values) => act(frm, "verify_finding", values),
			__("Verify", null, FINDING),
			__("Verify", null, FINDING),
		);
	}

	function show_overdue(frm) {
		const late =
			TO_MEND.includes(frm.doc.status) &&
			frm.doc.due_date &&
			frm.doc.due_date < frappe.datetime.get_today();
		if (late) {
			frm.dashboard.add_indicator(__("Not mended in time", null, FINDING), "red");
		}
		if (frm.doc.times_found > 1) {
			frm.dashboard.add_indicator(
				__("Seen {0} times", [frm.doc.times_found], FINDING),
				"orange",
			);
		}
	}
})();
