// In the list of tasks: who works for the office makes tasks, everybody else reports problems.

(function () {
	const TASK = "Facility Task";
	const OPEN = ["Open", "In Progress", "On Hold"];
	const OFFICE = [
		"System Manager",
		"Office Manager",
		"Office Receptionist",
		"Facility Technician",
	];
	const settings = frappe.listview_settings[TASK] || {};
	const earlier = settings.onload;

	settings.onload = function (listview) {
		earlier && earlier.call(this, listview);
		const report = () => frappe.set_route("report-a-problem");
		const label = __("Report a Problem", null, "Problem Report");
		if (OFFICE.some((role) => frappe.user.has_role(role))) {
			listview.page.add_inner_button(label, report);
			listview.page.add_action_item(__("Merge", null, TASK), () => merge_chosen(listview));
			return;
		}
		listview.page.set_title(__("Problem Reports", null, "Problem Report"));
		listview.set_primary_action = () => listview.page.set_primary_action(label, report, "add");
		listview.set_primary_action();
	};
	frappe.listview_settings[TASK] = settings;

	function merge_chosen(listview) {
		const tasks = listview.get_checked_items();
		const places = new Set(tasks.map((task) => task.space));
		if (
			tasks.length < 2 ||
			places.size > 1 ||
			!tasks.every((task) => OPEN.includes(task.status))
		) {
			frappe.msgprint(
				__("Choose two or more open tasks of the same place.", null, TASK),
				__("Merge", null, TASK),
			);
			return;
		}
		const oldest = tasks[tasks.length - 1].name;
		frappe.prompt(
			{
				fieldname: "into",
				fieldtype: "Select",
				label: __("This One Stays", null, TASK),
				options: tasks.map(({ name, subject }) => ({
					value: name,
					label: frappe.utils.escape_html(subject), // Frappe writes labels as HTML
				})),
				default: oldest,
				description: __(
					"The others are closed; their reporters and photos join it. This can't be undone.",
					null,
					TASK,
				),
				reqd: 1,
			},
			async ({ into }) => {
				const chosen = tasks.map((task) => task.name).filter((name) => name !== into);
				await frappe.call({
					method: "office_management.facilities.api.merge_tasks",
					args: { tasks: chosen, into },
					freeze: true,
				});
				frappe.show_alert({
					message: __("{0} merged", [chosen.length], TASK),
					indicator: "green",
				});
				listview.clear_checked_items();
				listview.refresh();
			},
			__("Merge", null, TASK),
			__("Merge", null, TASK),
		);
	}
})();
