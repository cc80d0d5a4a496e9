// The list of invitations: what is today stands out, what is over steps back.

frappe.listview_settings["Visit Invitation"] = {
	hide_name_column: true,
	add_fields: ["starts_at", "ends_at", "status"],
	get_indicator(doc) {
		const INVITATION = "Visit Invitation";
		const now = frappe.datetime.system_datetime();
		if (doc.status === "Cancelled") {
			return [__("Cancelled", null, INVITATION), "red", "status,=,Cancelled"];
		}
		if (doc.status === "Draft") {
			return [__("Not sent", null, INVITATION), "orange", "status,=,Draft"];
		}
		if (doc.ends_at < now) {
			return [__("Over", null, INVITATION), "gray", `status,=,Sent|ends_at,<,${now}`];
		}
		const today = frappe.datetime.get_today();
		if (doc.starts_at.startsWith(today)) {
			return [
				__("Today", null, INVITATION),
				"green",
				`status,=,Sent|starts_at,Timespan,today`,
			];
		}
		return [__("Sent", null, INVITATION), "blue", "status,=,Sent"];
	},
};
