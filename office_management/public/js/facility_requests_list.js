// In the list of tasks: who works for the office makes tasks, everybody else reports problems.

(function () {
	const OFFICE = [
		"System Manager",
		"Office Manager",
		"Office Receptionist",
		"Facility Technician",
	];
	const settings = frappe.listview_settings["Facility Task"] || {};
	const earlier = settings.onload;

	settings.onload = function (listview) {
		earlier && earlier.call(this, listview);
		const report = () => frappe.set_route("report-a-problem");
		const label = __("Report a Problem", null, "Problem Report");
		if (OFFICE.some((role) => frappe.user.has_role(role))) {
			listview.page.add_inner_button(label, report);
			return;
		}
		listview.page.set_title(__("Problem Reports", null, "Problem Report"));
		listview.set_primary_action = () => listview.page.set_primary_action(label, report, "add");
		listview.set_primary_action();
	};
	frappe.listview_settings["Facility Task"] = settings;
})();
