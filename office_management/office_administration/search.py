"""Which of our DocTypes the desk's global search looks through."""

import frappe

SETTINGS = "Global Search Settings"
ROW = "Global Search DocType"


def add_to_global_search(doctype: str) -> None:
	"""Add the DocType to the list; a site without a list (set-up wizard not run) gets it from the hook later."""
	listed = frappe.get_all(ROW, pluck="document_type", order_by="idx")
	if not listed or doctype in listed:
		return
	settings = frappe.get_single(SETTINGS)
	settings.append("allowed_in_global_search", {"document_type": doctype})
	settings.save(ignore_permissions=True)  # set-up only: run by install and migrate


def remove_from_global_search(doctypes: list[str]) -> None:
	"""Take the DocTypes off the list, and what was indexed of them out of the index."""
	frappe.db.delete(ROW, {"document_type": ("in", doctypes)})
	frappe.db.delete("__global_search", {"doctype": ("in", doctypes)})
	frappe.cache.hdel("global_search", "search_priorities")
