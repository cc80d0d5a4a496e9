frappe.views.calendar["Visitor Log"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "start",
		end: "end",
		allDay: "all_day",
	},
	get_events_method: "office_management.front_desk.api.get_visit_calendar",
	get_css_class: ({ status }) => office_management.visits?.COLORS[status] || "gray",
	filters: [
		{
			fieldtype: "Link",
			fieldname: "visitor_type",
			options: "Visitor Type",
			label: __("Visitor Type", null, "Visitor Log"),
		},
	],
};
