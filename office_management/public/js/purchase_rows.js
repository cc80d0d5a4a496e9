// The rows of ERPNext's purchasing and stock documents: which tasks can be chosen.

frappe.provide("office_management.purchase_rows");

(function () {
	if (office_management.purchase_rows.is_ready) {
		return; // another form has brought it along
	}
	office_management.purchase_rows.is_ready = true;
	const DOCUMENTS = [
		"Material Request",
		"Request for Quotation",
		"Supplier Quotation",
		"Purchase Order",
		"Purchase Receipt",
		"Purchase Invoice",
		"Stock Entry",
	];
	for (const doctype of DOCUMENTS) {
		frappe.ui.form.on(doctype, {
			setup(frm) {
				frm.set_query("om_facility_task", "items", () => ({
					query: "office_management.facilities.api.search_tasks",
				}));
			},
		});
	}
})();
