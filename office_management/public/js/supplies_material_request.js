// On a supply order: who asked for which row, for which department and place.
frappe.ui.form.on("Material Request", {
	refresh(frm) {
		frm.layout.wrapper.find(".supply-requesters").remove();
		if (frm.doc.om_is_supply_order && !frm.is_new()) {
			show_requesters(frm);
		}
	},
});

async function show_requesters(frm) {
	const name = frm.doc.name;
	const rows = await frappe.xcall("office_management.facilities.api.get_supply_requesters", {
		material_request: name,
	});
	frm.layout.wrapper.find(".supply-requesters").remove();
	if (frm.doc.name === name && rows.length) {
		frm.get_field("items").$wrapper.after(requesters_table(rows));
	}
}

function requesters_table(rows) {
	const titles = [
		__("Item", null, "Material Request"),
		__("Quantity", null, "Material Request"),
		__("Employee", null, "Material Request"),
		__("Department", null, "Material Request"),
		__("Place", null, "Material Request"),
		__("Note", null, "Material Request"),
	];
	const cell = (text, tag = "td") => $(`<${tag}></${tag}>`).text(text);
	const head = $(`<tr></tr>`).append(titles.map((title) => cell(title, "th")));
	const body = rows.map((row) =>
		$(`<tr></tr>`).append(
			cell(row.title),
			cell(`${row.quantity} ${row.unit}`),
			cell(row.employee_name),
			cell(row.department),
			cell(row.place),
			cell(row.note),
		),
	);
	const table = $(`<table class="table table-sm" style="margin: 0"></table>`).append(
		$(`<thead></thead>`).append(head),
		$(`<tbody></tbody>`).append(body),
	);
	const title = $(`<label class="control-label"></label>`).text(
		__("Who asked for what", null, "Material Request"),
	);
	return $(`<div class="supply-requesters" style="overflow-x: auto"></div>`).append(
		title,
		table,
	);
}
