// The list of phone messages: what waits comes first, and "Take a Message" is the quick dialog.

frappe.listview_settings["Phone Message"] = (function () {
	const MESSAGE = "Phone Message";
	const messages = () => office_management.messages; // loaded after this file
	const open = ["status", "in", ["Unread", "Acknowledged"]];

	const views = () => [
		[__("To Do", null, MESSAGE), [open]],
		[__("Late", null, MESSAGE), [open, ["answer_by", "<", frappe.datetime.system_datetime()]]],
		[__("Taken by Me", null, MESSAGE), [["taken_by", "=", frappe.session.user]]],
	];

	async function show(listview, filters) {
		await listview.filter_area.clear(false);
		await listview.filter_area.add(filters.map((filter) => [MESSAGE, ...filter]));
	}

	return {
		add_fields: ["status", "answer_by", "urgency", "action_wanted", "recipient_name"],
		hide_name_column: true,

		get_indicator(doc) {
			if (messages().is_late(doc)) {
				return [__("Late", null, MESSAGE), "red", `name,=,${doc.name}`];
			}
			return [
				__(doc.status, null, MESSAGE),
				messages().COLORS[doc.status],
				`status,=,${doc.status}`,
			];
		},

		formatters: {
			caller_name(value, _df, doc) {
				const text = value || __("Somebody", null, MESSAGE);
				return doc.urgency === "High" && doc.status !== "Done"
					? `${__("Urgent", null, MESSAGE)} · ${text}`
					: text;
			},
		},

		onload(listview) {
			for (const [label, filters] of views()) {
				listview.page.add_inner_button(label, () => show(listview, filters));
			}
		},

		refresh(listview) {
			if (messages().may_take()) {
				listview.page.set_primary_action(
					__("Take a Message", null, MESSAGE),
					() => messages().take({ on_done: () => listview.refresh() }),
					"add",
				);
			}
		},
	};
})();
