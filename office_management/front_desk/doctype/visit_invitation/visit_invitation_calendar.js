frappe.views.calendar["Visit Invitation"] = {
	field_map: {
		id: "name",
		title: "subject",
		start: "starts_at",
		end: "ends_at",
		allDay: "all_day",
	},
	get_events_method: "office_management.front_desk.api.get_invitation_calendar",
	get_css_class: ({ status }) => (status === "Sent" ? "success" : "warning"),
	filters: [
		{
			fieldtype: "Link",
			fieldname: "space",
			options: "Office Space",
			label: __("Place", null, "Visit Invitation"),
		},
	],
};
