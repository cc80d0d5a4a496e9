frappe.views.calendar["Facility Plan"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "start",
		end: "end",
		allDay: "all_day",
		convertToUserTz: "shift_times",
	},
	options: { editable: false, selectable: false, eventLimit: 8 },
	get_events_method: "office_management.facilities.api.get_plan_calendar",
	get_css_class: ({ status }) => ({ High: "orange", Normal: "blue" })[status] || "gray",
};
