// On the forms of tasks, assets and places: something is wrong here.

frappe.provide("office_management");

(function () {
	if (office_management.findings) {
		return; // another form has brought it along
	}
	office_management.findings = true;

	const FINDING = "Audit Finding";
	const API = "office_management.office_audits.api.";
	const is_used = () => frappe.boot.office_management?.uses?.audits ?? 1;
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	frappe.ui.form.on("Asset", { refresh: (frm) => add_button(frm, { asset: frm.doc.name }) });
	frappe.ui.form.on("Office Space", {
		refresh: (frm) => add_button(frm, { space: frm.doc.name }),
	});
	frappe.ui.form.on("Facility Task", { refresh: add_for_failed_lines });

	function add_button(frm, values) {
		if (frm.is_new() || !is_used() || !frappe.model.can_create(FINDING)) {
			return;
		}
		frm.add_custom_button(
			__("New Finding", null, FINDING),
			() => frappe.new_doc(FINDING, { ...values, company: frm.doc.company }),
			__("Create"),
		);
	}

	// a line of the checklist failed: whoever works on the task may raise it
	function add_for_failed_lines(frm) {
		const failed = (frm.doc.checklist || []).some((row) => row.result === "Fail");
		if (frm.is_new() || !failed || !is_used()) {
			return;
		}
		frm.add_custom_button(
			__("New Finding", null, FINDING),
			() => raise_from_line(frm),
			__("Create"),
		);
	}

	async function raise_from_line(frm) {
		const lines = await frappe.xcall(`${API}get_failed_lines`, { task: frm.doc.name }, "GET");
		const open = lines.filter((line) => !line.finding);
		if (!open.length) {
			const links = lines.map((line) =>
				frappe.utils.get_form_link(
					FINDING,
					line.finding,
					true,
					escaped(__(line.question)),
				),
			);
			frappe.msgprint(
				__("Raised already: {0}", [links.join(", ")], FINDING),
				__("New Finding", null, FINDING),
			);
			return;
		}
		const severities = ["Low", "Medium", "High", "Critical"].map((value) => ({
			value,
			label: __(value, null, FINDING),
		}));
		frappe.prompt(
			[
				{
					fieldname: "line_key",
					fieldtype: "Select",
					label: __("Failed Line", null, FINDING),
					options: open.map((line) => ({
						value: line.line_key,
						label: __(line.question, null, "Checklist Template"),
					})),
					default: open[0].line_key,
					reqd: 1,
				},
				{
					fieldname: "severity",
					fieldtype: "Select",
					label: __("Severity", null, FINDING),
					options: severities,
					default: "Medium",
					reqd: 1,
				},
				{
					fieldname: "description",
					fieldtype: "Small Text",
					label: __("Description", null, FINDING),
					default: open[0].note,
				},
			],
			(values) => raise(frm, values),
			__("New Finding", null, FINDING),
			__("Raise", null, FINDING),
		);
	}

	async function raise(frm, values) {
		const name = await frappe.xcall(`${API}raise_task_finding`, {
			task: frm.doc.name,
			...values,
		});
		if (frappe.model.can_read(FINDING)) {
			frappe.show_alert({
				message: __(
					"Finding raised: {0}",
					[frappe.utils.get_form_link(FINDING, name, true)],
					FINDING,
				),
				indicator: "green",
			});
		}
	}
})();
