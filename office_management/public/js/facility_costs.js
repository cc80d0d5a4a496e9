// What places, plans, suppliers, assets and tasks cost: shared by their forms.

frappe.provide("office_management.costs");

(function () {
	const API = "office_management.facilities.api.";
	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const costs = office_management.costs;
	if (costs.table) {
		return; // another form has brought it along
	}

	const FIGURES = () => [
		["ordered", __("Ordered", null, "Facility Cost")],
		["committed", __("Still to Come", null, "Facility Cost")],
		["received", __("Received", null, "Facility Cost")],
		["returned", __("Sent Back", null, "Facility Cost")],
		["invoiced", __("Invoiced", null, "Facility Cost")],
		["credited", __("Credited", null, "Facility Cost")],
		["issued", __("From the Store", null, "Facility Cost")],
		["total", __("Cost", null, "Facility Cost")],
	];

	costs.may_see = () =>
		["Office Manager", "System Manager"].some((role) => frappe.user.has_role(role)) ||
		frappe.model.can_read("Purchase Invoice");

	// columns: [heading, figures]; rows that are nothing everywhere are left out
	costs.table = function (columns, currency) {
		const rows = FIGURES().filter(
			([name]) => name === "total" || columns.some(([, figures]) => figures[name]),
		);
		const money = (value) => format_currency(value || 0, currency);
		const headings = columns.map(
			([heading]) => `<th class="text-right">${escaped(heading)}</th>`,
		);
		const line = ([name, label]) => {
			const cells = columns
				.map(([, figures]) => `<td class="text-right">${money(figures[name])}</td>`)
				.join("");
			const weight = name === "total" ? ' class="font-weight-bold"' : "";
			return `<tr${weight}><td>${escaped(label)}</td>${cells}</tr>`;
		};
		const head = columns.some(([heading]) => heading)
			? `<thead><tr><th></th>${headings.join("")}</tr></thead>`
			: "";
		return `<table class="table table-sm table-borderless mb-2" style="max-width: 36rem">
			${head}<tbody>${rows.map(line).join("")}</tbody></table>`;
	};

	costs.show_on_form = async function (frm, filters) {
		if (frm.is_new() || !costs.may_see()) {
			return;
		}
		const name = frm.doc.name;
		const found = await frappe.xcall(`${API}get_costs`, { doctype: frm.doctype, name }, "GET");
		const columns = found.periods.map((period) => [
			__(period.label, null, "Space Occupancy"),
			period,
		]);
		const is_empty = columns.every(([, figures]) =>
			FIGURES().every(([figure]) => !figures[figure]),
		);
		if (is_empty || frm.doc.name !== name) {
			return;
		}
		const section = frm.dashboard.add_section(
			costs.table(columns, found.currency),
			__("Costs", null, "Facility Cost"),
		);
		if (frappe.boot.user.all_reports?.["Facility Cost"]) {
			$(`<a href="#">${__("Open the Report", null, "Facility Cost")}</a>`)
				.appendTo(section)
				.on("click", (event) => {
					event.preventDefault();
					frappe.set_route("query-report", "Facility Cost", {
						period: "This Year",
						company: frm.doc.company,
						...filters(frm.doc),
					});
				});
		}
	};

	const FORMS = {
		"Office Space": (doc) => ({ place: doc.name, group_by: "Place", depth: "Desk" }),
		"Facility Task Category": (doc) => ({ category: doc.name, group_by: "Month" }),
		"Facility Plan": (doc) => ({ plan: doc.name, group_by: "Month" }),
		Supplier: (doc) => ({ supplier: doc.name, group_by: "Place" }),
		Asset: (doc) => ({ asset: doc.name, group_by: "Month" }),
	};
	for (const [doctype, filters] of Object.entries(FORMS)) {
		frappe.ui.form.on(doctype, { refresh: (frm) => costs.show_on_form(frm, filters) });
	}
})();
