frappe.views.calendar["Office Document"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "start",
		end: "end",
		allDay: "all_day",
	},
	options: { editable: false, selectable: false, eventLimit: 8 },
	get_events_method: "office_management.office_administration.api.get_document_calendar",
	get_css_class: ({ kind, status }) =>
		status === "Expired" ? "danger" : { Expiry: "orange", Review: "blue" }[kind],
};
