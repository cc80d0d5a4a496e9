// The list of tasks: what is still to do comes first, with how long there is left; "Take" for what nobody has.

frappe.listview_settings["Facility Task"] = (function () {
	const TASK = "Facility Task";
	const tasks = () => office_management.tasks; // loaded after this file
	const live = ["status", "in", ["Open", "In Progress", "On Hold"]];

	const takes = (doc) =>
		tasks().LIVE.includes(doc.status) &&
		tasks().is_technician() &&
		!tasks().assignees(doc).length;

	function due(value, _df, doc) {
		const clock = tasks().due_clock(doc) || tasks().response_clock(doc);
		if (!value && !clock) {
			return "";
		}
		const when = value ? frappe.datetime.str_to_user(value) : "";
		if (!clock) {
			return frappe.utils.escape_html(when);
		}
		return `<span class="indicator-pill no-indicator-dot ${clock.color} ellipsis"
			title="${frappe.utils.escape_html(when)}">${frappe.utils.escape_html(clock.text)}</span>`;
	}

	// Frappe shows what comes from here as text
	function subject(value, _df, doc) {
		const plain = tasks().URGENCY_COLORS[doc.urgency] === "gray";
		return plain || !tasks().LIVE.includes(doc.status)
			? value
			: `${__(doc.urgency, null, TASK)} · ${value}`;
	}

	// ready-made filters, each in place of what was filtered before
	function views() {
		const now = frappe.datetime.system_datetime();
		return [
			[__("To Do", null, TASK), () => [live]],
			[
				__("Mine", null, TASK),
				() => [live, ["_assign", "like", `%"${frappe.session.user}"%`]],
			],
			[__("Nobody Has It Yet", null, TASK), () => [live, ["_assign", "is", "not set"]]],
			[
				__("Late", null, TASK),
				() => [
					["status", "in", ["Open", "In Progress"]],
					["due_on", "<", now],
				],
			],
			[
				__("At Risk", null, TASK),
				() => [
					["status", "in", ["Open", "In Progress"]],
					["at_risk_on", "<", now],
				],
			],
			[__("To Verify", null, TASK), () => [["status", "=", "Done"]]],
		];
	}

	async function show(list, filters) {
		await list.filter_area.clear(false);
		await list.filter_area.add(filters.map((filter) => [TASK, ...filter]));
	}

	return {
		add_fields: [
			"status",
			"urgency",
			"due_on",
			"respond_by",
			"responded_on",
			"at_risk_on",
			"_assign",
		],
		filters: [live],
		hide_name_column: true,
		formatters: { due_on: due, subject },

		get_indicator(doc) {
			return [
				__(doc.status, null, TASK),
				tasks().COLORS[doc.status],
				`status,=,${doc.status}`,
			];
		},

		button: {
			show: takes,
			get_label: () => tasks().ACTS.take.label(),
			get_description: () => __("Take this task", null, TASK),
			async action(doc) {
				await tasks().act("take", doc);
				cur_list.refresh();
			},
		},

		onload(list) {
			for (const [label, filters] of views()) {
				const group = __("Show", null, TASK);
				list.page.add_inner_button(label, () => show(list, filters()), group);
			}
		},
	};
})();
