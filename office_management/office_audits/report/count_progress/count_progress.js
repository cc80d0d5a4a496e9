// {% include "office_management/office_space/report/report_days.js" %}
// {% include "office_management/office_audits/report/audit_filters.js" %}

frappe.query_reports["Count Progress"] = {
	filters: [
		audit_filter("audit", __("Audit", null, "Audit Asset Line"), "Office Audit"),
		{
			fieldname: "group_by",
			label: __("Added Up By", null, "Asset Discrepancies"),
			fieldtype: "Select",
			options: [
				{ value: "Place", label: __("Place", null, "Office Audit") },
				{ value: "Counter", label: __("Counter", null, "Count Progress") },
			],
			default: "Place",
		},
		depth_filter("Room", "eval:doc.group_by==='Place'"),
		audit_filter("place", __("Place", null, "Office Audit"), "Office Space"),
		audit_filter("company", __("Company", null, "Office Audit"), "Company"),
	],

	onload(report) {
		keep_live(report);
	},

	formatter: audit_formatter,
};

// Read again every half minute while the page is looked at; what takes long is asked for less often.
function keep_live(report) {
	clearTimeout(report.live_timer);
	if (report.report_name !== "Count Progress") {
		return; // another report has taken its place
	}
	const seconds = Math.max(30, 40 * (report.execution_time || 0));
	report.live_timer = setTimeout(async () => {
		if (is_looked_at()) {
			await read_again(report);
		}
		keep_live(report);
	}, seconds * 1000);
}

function is_looked_at() {
	const [kind, name] = frappe.get_route();
	return (
		!document.hidden &&
		frappe.is_online() &&
		kind === "query-report" &&
		name === "Count Progress"
	);
}

// in place: the page does not jump, and what is typed into the filters of its columns stays
async function read_again(report) {
	const filters = report.get_filter_values();
	const data = await frappe
		.xcall("frappe.desk.query_report.run", { report_name: report.report_name, filters })
		.catch(() => null); // no network: the next turn asks again
	if (!data || !is_looked_at()) {
		return;
	}
	if (!data.result?.length || !report.datatable) {
		report.refresh();
		return;
	}
	show(report, data);
}

function show(report, data) {
	report.execution_time = data.execution_time || 0.1;
	report.$summary.empty();
	report.render_summary(data.report_summary || []);
	report.prepare_report_data(data);
	report.chart_options = report.get_chart_options(data);
	report.$chart.empty();
	if (report.chart_options) {
		report.render_chart(report.chart_options);
	}
	report.render_datatable();
	const time = frappe.datetime.now_time().slice(0, 5);
	report.page.set_indicator(__("As of {0}", [time], "Count Progress"), "green");
}
