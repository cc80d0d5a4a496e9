frappe.views.calendar["Facility Task"] = {
	field_map: {
		id: "name",
		title: "subject",
		start: "due_on",
		end: "due_on",
		allDay: "all_day",
	},
	get_events_method: "office_management.facilities.api.get_task_calendar",
	get_css_class: ({ status, is_late }) =>
		is_late ? "danger" : office_management.tasks?.COLORS[status] || "gray",
	filters: [
		{
			fieldtype: "Link",
			fieldname: "category",
			options: "Facility Task Category",
			label: __("Category", null, "Facility Task"),
		},
	],
};
