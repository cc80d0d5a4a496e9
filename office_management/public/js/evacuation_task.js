// On a task that is an evacuation drill: hold it. Closing the drill is what brings the task to an end.

frappe.ui.form.on("Facility Task", {
	refresh(frm) {
		const live = ["Open", "In Progress", "On Hold"].includes(frm.doc.status);
		if (frm.is_new() || !live || !frm.doc.space || !frm.doc.__onload?.acts?.is_drill) {
			return;
		}
		const start = () =>
			office_management.evacuation.start({
				space: frm.doc.space,
				task: frm.doc.name,
			});
		const label = __("Start Drill", null, "Evacuation");
		frm.add_custom_button(label, start);
		frm.change_custom_button_type(label, null, "primary");
	},
});
