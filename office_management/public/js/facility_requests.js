// On the form of a task: reports of the same problem brought together, and requests between departments.

(function () {
	const TASK = "Facility Task";
	const API = "office_management.facilities.api.";
	const OPEN = ["Open", "In Progress", "On Hold"];

	frappe.ui.form.on(TASK, {
		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			show_merged(frm);
			if (!OPEN.includes(frm.doc.status)) {
				return;
			}
			if (frm.perm[0].write) {
				add_buttons(frm);
				show_likely(frm);
			}
			show_request(frm);
		},
	});

	async function act(frm, method, args) {
		await frappe.call({ method: API + method, args, freeze: true });
		await frm.reload_doc();
	}

	const link = (name, text) =>
		`<a href="${frappe.utils.get_form_link(TASK, name)}">${frappe.utils.escape_html(text)}</a>`;

	// --- merging ---------------------------------------------------------------------------------------------

	function show_merged(frm) {
		if (frm.doc.merged_into) {
			frm.set_intro(
				__(
					"Merged into {0}. Whoever reported it hears of that one.",
					[link(frm.doc.merged_into, __("another task", null, TASK))],
					TASK,
				),
				"blue",
			);
		}
	}

	function add_buttons(frm) {
		const group = __("More", null, TASK);
		if (frm.doc.space) {
			frm.add_custom_button(__("Merge", null, TASK), () => merge_dialog(frm), group);
		}
		frm.add_custom_button(__("Hand Over", null, TASK), () => hand_over_dialog(frm), group);
	}

	async function show_likely(frm) {
		const name = frm.doc.name;
		if (!frm.doc.space || frm.doc.source !== "Request" || frm.doc.status !== "Open") {
			return;
		}
		const found = await frappe.xcall(API + "get_possible_duplicates", { task: name });
		const likely = found.filter((task) => task.is_likely);
		if (!likely.length || frm.doc.name !== name) {
			return;
		}
		const links = likely.slice(0, 3).map((task) => link(task.name, task.subject));
		frm.dashboard.set_headline(
			__("Perhaps reported before: {0}", [links.join(", ")], TASK) +
				` <a class="merge-likely" href="#" role="button">${__("Merge", null, TASK)}</a>`,
		);
		frm.dashboard.wrapper.find(".merge-likely").on("click", (event) => {
			event.preventDefault();
			merge_dialog(frm);
		});
	}

	async function merge_dialog(frm) {
		const found = await frappe.xcall(API + "get_possible_duplicates", { task: frm.doc.name });
		if (!found.length) {
			frappe.msgprint(__("There is no other open task at this place.", null, TASK));
			return;
		}
		const dialog = new frappe.ui.Dialog({
			title: __("Same Problem", null, TASK),
			fields: [
				{
					fieldtype: "HTML",
					fieldname: "words",
					options: `<p class="text-muted">${__(
						"The tasks you choose are closed, and their reporters and photos join this one. Everybody who reported the problem hears how it ends. This can't be undone.",
						null,
						TASK,
					)}</p>`,
				},
				...found.map((task, index) => ({
					fieldtype: "Check",
					fieldname: `task_${index}`,
					label: frappe.utils.escape_html(task.subject),
					default: Number(task.is_likely),
					description: about(task),
				})),
			],
			primary_action_label: __("Merge", null, TASK),
			async primary_action(values) {
				const tasks = found
					.filter((_task, index) => values[`task_${index}`])
					.map((task) => task.name);
				if (!tasks.length) {
					frappe.show_alert(__("Choose at least one.", null, TASK));
					return;
				}
				dialog.hide();
				await act(frm, "merge_tasks", { tasks, into: frm.doc.name });
				frappe.show_alert({
					message: __("{0} merged", [tasks.length], TASK),
					indicator: "green",
				});
			},
		});
		dialog.show();
	}

	function about(task) {
		const parts = [
			__(task.status, null, TASK),
			frappe.datetime.prettyDate(task.creation),
			task.reporters > 1 ? __("{0} reports", [task.reporters], TASK) : "",
		];
		return parts.filter(Boolean).join(" · ");
	}

	// --- requests between departments ------------------------------------------------------------------------

	function hand_over_dialog(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Hand Over", null, TASK),
			fields: [
				{
					fieldname: "to_department",
					fieldtype: "Link",
					options: "Department",
					label: __("To Department", null, TASK),
					reqd: 1,
					get_query: () => ({
						filters: { company: frm.doc.company || ["is", "set"], is_group: 0 },
					}),
				},
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: __("Note", null, TASK),
				},
			],
			primary_action_label: __("Hand Over", null, TASK),
			async primary_action(values) {
				dialog.hide();
				await act(frm, "hand_over_task", { task: frm.doc.name, ...values });
			},
		});
		dialog.show();
	}

	async function show_request(frm) {
		if (frm.doc.handover_status !== "Asked") {
			return;
		}
		const name = frm.doc.name;
		const may_answer = await frappe.xcall(API + "may_answer_handover", { task: name });
		if (frm.doc.name !== name) {
			return;
		}
		frm.set_intro(
			__(
				"Waiting for {0} to accept or return it.",
				[frappe.utils.escape_html(frm.doc.to_department || "").bold()],
				TASK,
			),
			"orange",
		);
		if (may_answer) {
			frm.add_custom_button(__("Accept", null, TASK), () =>
				act(frm, "accept_handover", { task: name }),
			);
			frm.add_custom_button(__("Return", null, TASK), () => return_dialog(frm));
		}
	}

	function return_dialog(frm) {
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason", null, TASK),
				reqd: 1,
			},
			({ reason }) => act(frm, "return_handover", { task: frm.doc.name, reason }),
			__("Return to Who Asked", null, TASK),
			__("Return", null, TASK),
		);
	}
})();
