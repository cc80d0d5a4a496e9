// The list of documents: what has run out or is to be reviewed stands out, as of today.

frappe.listview_settings["Office Document"] = (function () {
	const DOCUMENT = "Office Document";
	const SOON = 30;

	return {
		add_fields: [
			"status",
			"valid_until_date",
			"next_review_date",
			"withdrawn_from_date",
			"replacement",
		],
		filters: [["status", "!=", "Withdrawn"]],
		hide_name_column: true,

		get_indicator(doc) {
			const today = frappe.datetime.get_today();
			const soon = frappe.datetime.add_days(today, SOON);
			const { valid_until_date: until, next_review_date: review } = doc;
			if (doc.withdrawn_from_date && doc.withdrawn_from_date <= today) {
				return [__("Withdrawn", null, DOCUMENT), "gray", "status,=,Withdrawn"];
			}
			if (until && until < today) {
				return [__("Expired", null, DOCUMENT), "red", `valid_until_date,<,${today}`];
			}
			if (review && review <= today) {
				return [
					__("Review Due", null, DOCUMENT),
					"orange",
					`next_review_date,<=,${today}`,
				];
			}
			if (until && until <= soon && !doc.replacement) {
				return [
					__("Runs Out Soon", null, DOCUMENT),
					"yellow",
					`valid_until_date,<=,${soon}`,
				];
			}
			return [__("Valid", null, DOCUMENT), "green", "status,=,Valid"];
		},
	};
})();
