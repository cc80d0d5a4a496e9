frappe.views.calendar["Space Allocation"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "from_date",
		end: "to_date",
		allDay: "all_day",
		convertToUserTz: "shift_times",
	},
	get_events_method: "office_management.office_space.api.get_calendar",
	get_css_class: ({ status }) => ({ Planned: "blue", Active: "green" })[status] || "gray",
};
